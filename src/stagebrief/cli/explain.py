"""`stagebrief explain`: what a code means, why it matters and how to mend it."""

from __future__ import annotations

import shutil
import sys

import click

from stagebrief.cli.terminal import wants_colour


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain the CODE that stands in brackets behind a fault; without one list all codes."""
    from stagebrief.catalogue import codes, explanation_of  # noqa: PLC0415 - `--help` needs none of it
    from stagebrief.report import explained  # noqa: PLC0415
    from stagebrief.spelling import near_names  # noqa: PLC0415

    if code is None:
        text = explained.listed()
    elif found := explanation_of(code.strip("[] ").lower()):
        text = explained.as_markdown(found, 1)
    else:
        words = set(code.lower().split("-"))
        near = near_names(code, codes()) or max(codes(), key=lambda known: len(words & set(known.split("-"))))
        click.echo(f"error: there is no code '{code}'", err=True)
        click.echo(f"hint: did you mean '{near}'? `stagebrief explain` lists all", err=True)
        sys.exit(2)
    colour = wants_colour(error=False)
    width = max(40, min(shutil.get_terminal_size().columns, 100)) if sys.stdout.isatty() else 100
    click.echo(explained.rendered(text, width, colour=colour) if colour else text, color=True)
