"""`stagebrief sources`: what every claim of a brief rests on."""

from __future__ import annotations

import re
import sys
from importlib import import_module

import click

from stagebrief.cli.each import each_folder
from stagebrief.cli.terminal import ContentTexts, faults_shown, show, wants_colour

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "html", "csv", "json"]),
    default="terminal",
    show_default=True,
    help="Tables for the terminal, a page to print and sign, a table for a spreadsheet, or data.",
)
@click.option("--output", type=click.Path(dir_okay=False), help="Write the report into this file.")
@click.option("--pin", "pins", multiple=True, metavar="KEY", help="Note the digest of this source's copy (* for all).")
@click.option("--date", "retrieved", default="", help="With --pin: the day on which the copy was got, 2024-05-01.")
@click.option("--verbose", "-v", is_flag=True, help="Print tracebacks of our own faults.")
@each_folder("output")
def sources(
    content: str, *, form: str, output: str | None, pins: tuple[str, ...], retrieved: str, verbose: bool
) -> None:
    """Report what each claim and each note of the folder CONTENT rests on, and what rests on each source.

    CONTENT may be several folders, folders that hold some, or patterns in quotation marks.
    """
    if retrieved and not (pins and DATE.fullmatch(retrieved)):
        raise click.UsageError("--date is written 2024-05-01 and goes with --pin." if not pins else
                               f"'{retrieved}' is not a date such as 2024-05-01.")  # fmt: skip
    texts = ContentTexts(content)
    with faults_shown(texts, folder=content, verbose=verbose):
        if pins:
            pin_and_tell(content, pins, retrieved)
            return
        from stagebrief.build import sources as report_on  # noqa: PLC0415 - `--help` needs none of it

        checked, report = report_on(content)
        texts.update(checked.files)
        show(checked.diagnostics, texts, folder=content)
        if report is not None:
            if form == "terminal":
                from stagebrief.report.sources_terminal import format_report  # noqa: PLC0415

                colour = output is None and wants_colour(error=False)
                write(format_report(report, width_of(output), colour=colour), output)
            else:
                text = import_module(f"stagebrief.report.sources_{form}").format_report(report)
                write(text, output, mark=form == "csv")
        if not checked.good:
            sys.exit(1)


def pin_and_tell(content: str, keys: tuple[str, ...], retrieved: str) -> None:
    """Pin the copies and say which."""
    from stagebrief.build import pin  # noqa: PLC0415

    files = pin(content, keys, retrieved)
    for file in files:
        click.echo(f"pinned {file}")
    if not files:
        click.echo("there is no copy to pin")


def write(text: str, output: str | None, *, mark: bool = False) -> None:
    """Write the report to the file in one step, or print it; `mark` tells a spreadsheet that it is UTF-8."""
    if output is None:
        click.echo(text, nl=False, color=True)
        return
    from pathlib import Path  # noqa: PLC0415

    path = Path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as file:
        file.write(text)
    beside.replace(path)
    click.echo(str(path), err=True)


def width_of(output: str | None) -> int:
    """How wide the tables are: as the terminal, or wide enough for a file."""
    import shutil  # noqa: PLC0415

    return 140 if output or not sys.stdout.isatty() else max(60, shutil.get_terminal_size().columns)
