"""The trust report as one table for a spreadsheet: a row for each claim, note or quotation and each of its sources."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from stagebrief.model.trust import Claim, Note, Source, TrustReport, Use
from stagebrief.report.sources_rows import clean, distances_of, place, quotation_row

HEADS = (
    *("list", "number", "place", "stage", "kind", "words", "source", "locator", "around", "date", "primary"),
    *("reason", "verdict", "pages", "remark"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

Cells = dict[str, str]


def format_report(report: TrustReport) -> str:
    """The report as CSV; no cell begins a formula."""
    out = StringIO()
    writer = csv.DictWriter(out, HEADS, restval="")
    writer.writeheader()
    for cells in rows_of(report):
        writer.writerow({name: harmless(clean(value)) for name, value in cells.items()})
    return out.getvalue()


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def rows_of(report: TrustReport) -> Iterator[Cells]:
    """All rows: claims, notes, quotations, sources, entries that are never cited."""
    sources = {source.key: source for source in report.sources}
    for claim in report.claims:
        cells = {"list": "claim", "kind": claim.kind, "words": claim.words, "reason": claim.reason or bare(claim)}
        yield from with_sources(cells, claim, sources)
    for note in report.notes:
        words = f"{note.sentence} — note: {note.words}" if note.words else note.sentence
        yield from with_sources({"list": "note", "words": words}, note, sources)
    for lookup in report.lookups:
        where, words, _, verdict, remark = quotation_row(lookup)
        yield {
            "list": "quotation",
            "place": where,
            "stage": str(lookup.quotation.stage or ""),
            "kind": lookup.quotation.kind,
            "words": words,
            "source": lookup.key,
            "locator": lookup.locator,
            "verdict": verdict,
            "pages": ", ".join(lookup.pages),
            "remark": remark,
        }
    for source in report.sources:
        remark = "; ".join(distances_of(source.key, report))
        yield {
            "list": "source",
            "place": place(source.span),
            "words": source.short,
            **source_cells(source),
            "remark": remark,
        }
    for key, span in report.uncited:
        yield {"list": "never cited", "place": place(span), "source": key}


def bare(claim: Claim) -> str:
    """What stands in the place of a reason where there is nothing."""
    return "NOTHING" if claim.bare else ""


def with_sources(cells: Cells, where: Claim | Note, sources: dict[str, Source]) -> Iterator[Cells]:
    """A row for each source of a claim or a note; one row where there is none."""
    head = {**cells, "number": str(where.number or ""), "place": place(where.span), "stage": str(where.stage or "")}
    for use in where.uses or (Use(""),):
        own = source_cells(sources[use.key]) if use.key in sources else {"source": use.key}
        yield {**head, **own, "locator": use.locator, "around": use.words}


def source_cells(source: Source) -> Cells:
    """What a row says of its source."""
    return {
        "source": source.key,
        "date": source.date,
        "primary": "primary" if source.primary else "secondary",
    }
