"""The trust report for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from stagebrief.model.trust import TrustReport
from stagebrief.report.sources_rows import (
    CAUTION,
    CLAIM_HEADS,
    NOTE_HEADS,
    QUOTATION_HEADS,
    SOURCE_HEADS,
    Row,
    claim_row,
    clean,
    note_rows,
    quotation_row,
    source_row,
    summary,
)

WIDE = frozenset({"What it says", "Rests on", "Sentence", "Words", "Remark", "Source"})
STYLES = {"NOTHING": "bold red", "not found": "bold red", "found on another page": "bold yellow", "found": "green"}


def format_report(report: TrustReport, width: int, *, colour: bool) -> str:
    """The report as tables of that width."""
    out = StringIO()
    console = Console(
        file=out, width=width, no_color=not colour, force_terminal=colour, highlight=False, legacy_windows=False
    )
    console.print(Text(f"What “{clean(report.title)}” rests on", style="bold"))
    console.print(two_columns(summary(report)))
    for title, heads, rows in tables_of(report):
        if rows:
            console.print(table_of(title, heads, rows))
    console.print(Text(CAUTION, style="italic"))
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n")).rstrip("\n") + "\n"


def tables_of(report: TrustReport) -> list[tuple[str, Sequence[str], list[Row]]]:
    """The tables in their order: title, heads, rows."""
    return [
        ("Claims", CLAIM_HEADS, [claim_row(claim) for claim in report.claims]),
        ("Notes", NOTE_HEADS, [row for note in report.notes for row in note_rows(note)]),
        ("Quotations", QUOTATION_HEADS, [quotation_row(lookup) for lookup in report.lookups]),
        ("Sources", SOURCE_HEADS, [source_row(source, report) for source in report.sources]),
    ]


def two_columns(rows: Iterable[tuple[str, str]]) -> Table:
    """Names and values without a frame."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in rows:
        table.add_row(Text(name, style="dim"), Text(clean(value)))
    return table


def table_of(title: str, heads: Sequence[str], rows: Iterable[Row]) -> Table:
    """One table; long texts take the room that short ones leave."""
    table = Table(
        title=Text(title, style="bold"), title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False
    )
    for head in heads:
        table.add_column(Text(head), ratio=2 if head in WIDE else None, overflow="fold", min_width=4)
    for row in rows:
        table.add_row(*(Text(cell, style=style_of(cell)) for cell in row))
    return table


def style_of(cell: str) -> str:
    """The style of a verdict; none for anything else."""
    head = cell.partition(":")[0].partition(",")[0]
    return STYLES.get(head, "")
