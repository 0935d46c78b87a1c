"""`stagebrief new`: a content folder to begin with."""

from __future__ import annotations

import sys

import click

from stagebrief.cli.terminal import Teller, faults_told

KINDS = ("brief", "lecture", "minimal")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("name", type=click.Path())
@click.option("--language", metavar="TAG", help="The language of what is written, such as en, ru, tg, de, fr, es, fa.")
@click.option("--title", help="The title; else that of the example.")
@click.option("--author", help="Who writes it.")
def new(kind: str, name: str, *, language: str | None, title: str | None, author: str | None) -> None:
    """Begin a brief, a lecture or a minimal folder NAME, which builds as it is.

    What is not given is asked for, on a terminal. Nothing is ever overwritten.
    """
    from datetime import UTC, datetime  # noqa: PLC0415 - `--help` needs none of it
    from pathlib import Path  # noqa: PLC0415

    from stagebrief.starter import Start, languages, make_start  # noqa: PLC0415

    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if language is None:
        language = click.prompt("Language", default="en", type=click.Choice(languages())) if asks else "en"
    if title is None:
        title = click.prompt("Title", default="", show_default=False) if asks else ""
    if author is None:
        author = click.prompt("Author", default="", show_default=False) if asks else ""
    with faults_told(Teller("new", name)):
        today = datetime.now(UTC).date().isoformat()
        for path in make_start(Path(name), Start(kind, language, today, title, author)):
            click.echo(path)
    click.echo(f"\nnext: stagebrief build {name}\n      stagebrief watch {name} --serve", err=True)
