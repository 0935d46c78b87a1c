"""`stagebrief index`: a page of all briefs, and which of them cite a source."""

from __future__ import annotations

import json
import sys

import click

from stagebrief.cli.terminal import Teller, faults_told


@click.command()
@click.argument("contents", metavar="CONTENT...", nargs=-1, required=True, type=click.Path())
@click.option("--output", type=click.Path(), default="output", show_default=True, help="Where the PDFs are.")
@click.option(
    "--citing", metavar="WORDS", help="Print the briefs that cite a source: its key, or words of author, title."
)
@click.option("--verbose", "-v", is_flag=True, help="Print tracebacks of our own faults.")
def index(contents: tuple[str, ...], *, output: str, citing: str | None, verbose: bool) -> None:
    """Write index.html and index.json of the briefs CONTENT beside their PDFs.

    They have titles, authors, dates, versions, stages, the first page, what a check finds, and all sources with the
    briefs that cite them. CONTENT may be folders, folders that hold some, or patterns in quotation marks.
    """
    from pathlib import Path  # noqa: PLC0415 - `--help` needs none of it

    from stagebrief.shelf.folders import folders_of  # noqa: PLC0415
    from stagebrief.shelf.index import citing as briefs_citing  # noqa: PLC0415
    from stagebrief.shelf.index import index_of  # noqa: PLC0415
    from stagebrief.shelf.index_html import index_page  # noqa: PLC0415

    with faults_told(Teller("index", ""), verbose=verbose):
        place = Path(output)
        found = index_of(folders_of(contents), place, pictures=citing is None)
        if citing is not None:
            lines = [
                f"{one.brief}: {one.key} ({one.times}×): {source.authors}. {source.title}. {source.year}"
                for source, one in briefs_citing(found, citing)
            ]
            click.echo("\n".join(lines) or f"no brief cites '{citing}'")
            sys.exit(0 if lines else 1)
        place.mkdir(parents=True, exist_ok=True)
        data = json.dumps(found.data(), ensure_ascii=False, indent=2) + "\n"
        for name, text in (("index.json", data), ("index.html", index_page(found))):
            (place / name).write_text(text, encoding="utf-8")
            click.echo(place / name)
