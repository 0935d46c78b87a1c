"""`stagebrief check`: every fault that can be found without TeX."""

from __future__ import annotations

import sys

import click

from stagebrief.cli.terminal import ContentTexts, faults_shown, show
from stagebrief.diagnostics import Diagnostic


@click.command()
@click.argument("content", type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["human", "short"]),
    default="human",
    show_default=True,
    help="For people, with the lines, or one line for each fault, as editors read them.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but faults.")
@click.option("--verbose", "-v", is_flag=True, help="Print tracebacks of our own faults.")
def check(content: str, *, form: str, quiet: bool, verbose: bool) -> None:
    """Check the folder CONTENT without TeX: all faults at once, with file, line and column."""
    from stagebrief.build import check as check_content  # noqa: PLC0415 - `--help` needs none of it

    texts = ContentTexts(content)
    with faults_shown(texts, folder=content, form=form, verbose=verbose):
        report = check_content(content)
        texts.update(report.files)
        show(report.diagnostics, texts, folder=content, form=form, error=False)
        if form == "human" and not quiet:
            click.echo(closing_line(report.diagnostics, report.good))
        if not report.good:
            sys.exit(1)


def closing_line(diagnostics: tuple[Diagnostic, ...], good: bool) -> str:
    """What it comes to: how many faults there are, or that all is well."""
    from stagebrief.report.places import count  # noqa: PLC0415

    if not diagnostics:
        return "all is well"
    return f"\n{'no errors, ' if good else ''}{count(diagnostics)}"
