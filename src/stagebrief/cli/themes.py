"""`stagebrief themes`: what brief and deck can look like."""

from __future__ import annotations

import sys

import click

from stagebrief.cli.progress import progress
from stagebrief.cli.sandbox import sandbox_option
from stagebrief.cli.terminal import Teller, faults_told


@click.command()
@click.argument("content", type=click.Path(), required=False)
@click.option(
    "--sheet", type=click.Path(), metavar="FILE", help="Draw pages and frames of CONTENT in every theme (PNG)."
)
@click.option(
    "--theme", "names", multiple=True, metavar="NAME|DIR", help="Only this theme. May be given several times."
)
@sandbox_option
@click.option("--verbose", "-v", is_flag=True, help="Print each step, and tracebacks of our own faults.")
def themes(content: str | None, *, sheet: str | None, names: tuple[str, ...], verbose: bool) -> None:
    """List the themes, or draw the folder CONTENT in each of them."""
    if (content is None) != (sheet is None):
        raise click.UsageError("CONTENT and --sheet go together.")
    if content is None or sheet is None:
        list_themes()
        return
    from stagebrief.contact_sheet import draw_sheet  # noqa: PLC0415 - `--help` needs none of it

    with faults_told(Teller("themes", content), verbose=verbose):
        with progress(quiet=False, verbose=verbose) as step:
            rows = draw_sheet(content, sheet, names, step)
        for number, row in enumerate(rows, start=1):
            click.echo(f"row {number}: {row}")
        click.echo(sheet)


def list_themes() -> None:
    """Print name and purpose of each theme."""
    from stagebrief.load.folder import themes_here  # noqa: PLC0415

    found, faults = themes_here()
    for theme in found:
        grounds = "light and dark frames" if theme.dark else "light frames"
        click.echo(f"{theme.name}: {theme.title} ({grounds})\n    {theme.about}\n    {theme.folder}")
    for fault in faults:
        click.echo(f"{fault.span}: {fault.severity}: {fault.message}", err=True)
    if faults:
        sys.exit(1)
