"""`stagebrief check`: every fault that can be found without TeX."""

from __future__ import annotations

import sys

import click

from stagebrief.cli.forms import faults_options
from stagebrief.cli.terminal import Teller, faults_told
from stagebrief.diagnostics import Diagnostic


@click.command()
@click.argument("contents", metavar="CONTENT...", nargs=-1, required=True, type=click.Path())
@faults_options
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but faults.")
@click.option("--verbose", "-v", is_flag=True, help="Print tracebacks of our own faults.")
def check(contents: tuple[str, ...], *, form: str, strict: bool, quiet: bool, verbose: bool) -> None:
    """Check the folder CONTENT without TeX: all faults at once, with file, line and column.

    CONTENT may be several folders, folders that hold some, or patterns in quotation marks.
    """
    from stagebrief.build import check as check_content  # noqa: PLC0415 - `--help` needs none of it
    from stagebrief.shelf.folders import is_shelf  # noqa: PLC0415

    if is_shelf(contents):
        from stagebrief.cli.shelf import ShelfWish, work_on  # noqa: PLC0415

        with faults_told(Teller("check", "", form, strict), verbose=verbose):
            status = work_on(ShelfWish(contents, form=form, strict=strict, quiet=quiet, verbose=verbose))
        sys.exit(status)
    (content,) = contents
    teller = Teller("check", content, form, strict, to_error=False)
    with faults_told(teller, verbose=verbose):
        report = check_content(content)
        teller.texts.update(report.files)
        status = max(teller.status_of(report.diagnostics), int(not report.good))
        teller.tell(report.diagnostics, status)
        if teller.for_people and not quiet:
            click.echo(closing_line(report.diagnostics, report.good, strict=strict))
        if status:
            sys.exit(status)


def closing_line(diagnostics: tuple[Diagnostic, ...], good: bool, *, strict: bool = False) -> str:
    """What it comes to: how many faults there are, or that all is well."""
    from stagebrief.report.places import count  # noqa: PLC0415

    if not diagnostics:
        return "all is well"
    return f"\n{'no errors, ' if good else ''}{count(diagnostics)}{' (--strict)' if strict else ''}"
