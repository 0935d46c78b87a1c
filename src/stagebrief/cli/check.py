"""`stagebrief check`: every fault that can be found without TeX."""

from __future__ import annotations

import sys

import click

from stagebrief.cli.terminal import faults_shown, show, texts_of


@click.command()
@click.argument("content", type=click.Path())
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but faults.")
@click.option("--verbose", "-v", is_flag=True, help="Print tracebacks of our own faults.")
def check(content: str, *, quiet: bool, verbose: bool) -> None:
    """Check the folder CONTENT without TeX: all faults at once, with file, line and column."""
    from stagebrief.build import check as check_content  # noqa: PLC0415 - `--help` needs none of it

    with faults_shown(texts_of(content), verbose=verbose):
        report = check_content(content)
        show(report.diagnostics, dict(report.files) or texts_of(content))
        if not report.good:
            sys.exit(1)
        if not quiet:
            click.echo("no errors" if report.diagnostics else "all is well")
