"""`stagebrief clean`: what builds have left behind goes."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("contents", metavar="[CONTENT]...", nargs=-1, type=click.Path())
@click.option("--output", type=click.Path(), default="output", show_default=True, help="Where the PDFs are.")
@click.option("--pdfs", is_flag=True, help="Remove the PDFs too.")
@click.option("--dry-run", "-n", is_flag=True, help="Only say what would be removed.")
def clean(contents: tuple[str, ...], *, output: str, pdfs: bool, dry_run: bool) -> None:
    """Remove what builds of the folders CONTENT have left in the output folder; of all folders, if none is named.

    The next build begins from nothing, and gives the same PDFs. The content is not touched.
    """
    from stagebrief.cleaning import leftovers, names_in, take_away  # noqa: PLC0415 - `--help` needs none of it

    names = [Path(content).resolve().name for content in contents] or names_in(Path(output))
    busy = False
    for path in (path for name in names for path in leftovers(Path(output), name, pdfs=pdfs)):
        if dry_run or take_away(path):
            click.echo(f"{'would remove' if dry_run else 'removed'} {path}")
        else:
            busy = True
            click.echo(f"{path} is in use by a build or a watch", err=True)
    if busy:
        sys.exit(1)
