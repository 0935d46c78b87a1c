"""`stagebrief export`: the brief as data or plain text, for others to build on."""

from __future__ import annotations

import json
import sys

import click

from stagebrief.cli.terminal import Teller, faults_told


@click.command()
@click.argument("content", type=click.Path())
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="As what."
)
@click.option("--output", type=click.Path(dir_okay=False), metavar="FILE", help="Write it there and not to the output.")
@click.option("--verbose", "-v", is_flag=True, help="Print tracebacks of our own faults.")
def export(content: str, *, form: str, output: str | None, verbose: bool) -> None:
    """Write the folder CONTENT as plain text or as JSON, with every source resolved."""
    from pathlib import Path  # noqa: PLC0415 - `--help` needs none of it

    from stagebrief.build import check  # noqa: PLC0415
    from stagebrief.exporting import as_json, as_text  # noqa: PLC0415

    teller = Teller("export", content)
    with faults_told(teller, verbose=verbose):
        report = check(content)
        teller.texts.update(report.files)
        if report.resolved is None:
            teller.tell(report.diagnostics, 1)
            sys.exit(1)
        if form == "json":
            text = json.dumps(as_json(report.resolved), ensure_ascii=False, indent=2) + "\n"
        else:
            text = as_text(report.resolved)
        if output is None:
            click.echo(text, nl=False)
        else:
            Path(output).write_text(text, encoding="utf-8")
            click.echo(output)
