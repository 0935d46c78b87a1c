"""`stagebrief inspect`: the pages of a PDF looked at."""

from __future__ import annotations

import sys

import click

from stagebrief.cli.check import closing_line
from stagebrief.cli.forms import faults_options
from stagebrief.cli.terminal import Teller, faults_told
from stagebrief.diagnostics import has_errors


@click.command()
@click.argument("pdfs", metavar="PDF...", nargs=-1, required=True, type=click.Path())
@click.option("--content", type=click.Path(), help="The folder that it was built from: faults are told at its lines.")
@click.option("--target", default="", help="What the PDF is, brief or slides …; else its name or shape says so.")
@faults_options
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but faults.")
@click.option("--verbose", "-v", is_flag=True, help="Print tracebacks of our own faults.")
def inspect(
    pdfs: tuple[str, ...], *, content: str | None, target: str, form: str, strict: bool, quiet: bool, verbose: bool
) -> None:
    """Look at the pages of PDF: text over text, outside the page or too faint, lines that stick out, and the like."""
    from stagebrief.build import inspect as inspect_pdf  # noqa: PLC0415 - `--help` needs none of it

    teller = Teller("inspect", content or "", form, strict, to_error=False)
    with faults_told(teller, verbose=verbose):
        reports = [inspect_pdf(pdf, content, target) for pdf in pdfs]
        found = tuple(dict.fromkeys(one for report in reports for one in report.diagnostics))
        for report in reports:
            teller.texts.update(report.files)
        status = teller.status_of(found)
        teller.tell(found, status)
        if teller.for_people and not quiet:
            click.echo(closing_line(found, not has_errors(found), strict=strict))
        if status:
            sys.exit(status)
