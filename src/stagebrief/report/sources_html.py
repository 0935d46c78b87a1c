"""The trust report as one page of HTML: to be read, and to be printed and signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from stagebrief.model.trust import TrustReport
from stagebrief.report.sources_rows import (
    CAUTION,
    CLAIM_HEADS,
    NOTE_HEADS,
    QUOTATION_HEADS,
    SOURCE_HEADS,
    Row,
    claim_row,
    note_rows,
    quotation_row,
    source_row,
    summary,
)

STYLE = """
:root { color-scheme: light; }
body { font: 0.9rem/1.4 "Liberation Sans", "Noto Sans", Helvetica, Arial, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 75rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 0.3rem; }
h2 { font-size: 1.1rem; margin: 1.4rem 0 0.3rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; margin: 0.5rem 0; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: #444; padding-bottom: 0.2rem; }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 0.5rem 0.2rem 0; border-top: 1px solid #999;
  font-weight: normal; overflow-wrap: break-word; }
thead th { font-weight: 600; border-top: 0; border-bottom: 1.5px solid #1a1a1a; }
td[dir=auto], th[dir=auto], dd[dir=auto] { unicode-bidi: plaintext; text-align: start; }
.place { font-size: 0.85em; overflow-wrap: anywhere; }
.bad { font-weight: 700; color: #9b1c1c; } .look { font-weight: 700; color: #7a4b00; }
.box { display: inline-block; width: 0.8em; height: 0.8em; border: 1px solid #1a1a1a; }
.sign { display: flex; gap: 2rem; margin-top: 1.6rem; }
.sign p { flex: 1; border-top: 1px solid #1a1a1a; margin: 1.8rem 0 0; }
@page { size: A4; margin: 11mm 12mm; }
@media print {
  body { font-size: 7.2pt; line-height: 1.18; margin: 0; padding: 0; max-width: none; }
  h1 { font-size: 11pt; } h2 { font-size: 8.5pt; margin: 5pt 0 1pt; break-after: avoid; }
  th, td { padding: 0.6pt 4pt 0.6pt 0; border-top-width: 0.3pt; }
  .long { font-size: 6.6pt; line-height: 1.14; }
  tr { break-inside: avoid; } thead { display: table-header-group; }
  .sign { break-inside: avoid; margin-top: 4pt; } .sign p { margin-top: 16pt; }
}
"""
WIDTHS: Mapping[str, str] = {
    "No.": "3%",
    "Note": "4%",
    "Place": "18%",
    "Stage": "4%",
    "Kind": "7%",
    "Locator": "8%",
    "Words": "36%",
    "Verdict": "11%",
    "Key": "11%",
    "Seen": "4%",
    "Rests on": "33%",
}
LONG = 40
"""A table of more rows is printed smaller."""
HEADING = "What “{}” rests on"
"""The report itself is in English; the words of the brief run as they do there."""
PLACES = frozenset({"Place", "Key", "Copy"})
SEEN = "Seen"


def format_report(report: TrustReport) -> str:
    """The report as a page that needs nothing beside itself."""
    title, heading = HEADING.format(report.title), HEADING.format(f"<bdi>{text(report.title)}</bdi>")
    facts = "".join(f'<dt>{text(name)}</dt><dd dir="auto">{text(value)}</dd>' for name, value in summary(report))
    notes = [(*row, "☐" if row[0] else "") for note in report.notes for row in note_rows(note)]
    parts = [
        section("Notes", "Each note of the prose with the sentence that it supports.", (*NOTE_HEADS, SEEN), notes),
        section(
            "Quotations",
            "Each quotation, and whether its words stand in the copy of its source.",
            QUOTATION_HEADS,
            map(quotation_row, report.lookups),
        ),
        section("Sources", "Each cited source with what rests on it.", SOURCE_HEADS,
                (source_row(source, report) for source in report.sources)),
        section("Claims", "What the structure of the stages says, and what it rests on.", CLAIM_HEADS,
                map(claim_row, report.claims)),
    ]  # fmt: skip
    date = f"<p>Dated {text(report.date)}</p>" if report.date else ""
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{heading}</h1>\n{date}\n<dl>{facts}</dl>\n<p>{text(CAUTION)}</p>\n"
        f"{''.join(parts[:2])}{SIGNATURE}{''.join(parts[2:])}</main>\n</body>\n</html>\n"
    )


SIGNATURE = (
    '<section class="sign" aria-label="Signature">'
    "<p>Notes and quotations compared with the sources by</p><p>Date</p></section>\n"
)


def section(title: str, about: str, heads: Sequence[str], rows: Iterable[Row]) -> str:
    """A heading and its table; a sentence where there is nothing to show."""
    body = "".join(row_to_html(row, heads) for row in rows)
    if not body:
        return f"<section><h2>{text(title)}</h2><p>There are none.</p></section>\n"
    columns = "".join(f'<col style="width:{WIDTHS[head]}">' if head in WIDTHS else "<col>" for head in heads)
    long = ' class="long"' if body.count("<tr>") > LONG else ""
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in heads)
    return (
        f"<section><h2>{text(title)}</h2>\n<table{long}><caption>{text(about)}</caption><colgroup>{columns}</colgroup>"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></section>\n"
    )


def row_to_html(row: Row, heads: Sequence[str]) -> str:
    """One row, the first cell of which names it."""
    cells = []
    for index, (cell, head) in enumerate(zip(row, heads, strict=True)):
        kind = "place" if head in PLACES else class_of(cell)
        attribute = f' class="{kind}"' if kind else ""
        shown = box(cell) if head == SEEN else text(cell)
        if index == 0 and cell:
            cells.append(f'<th scope="row" dir="auto"{attribute}>{shown}</th>')
        else:
            cells.append(f'<td dir="auto"{attribute}>{shown}</td>')
    return f"<tr>{''.join(cells)}</tr>\n"


def box(cell: str) -> str:
    """An empty box to tick; nothing for a row that goes on with the one above."""
    return '<span class="box" role="img" aria-label="to be ticked"></span>' if cell else ""


def class_of(cell: str) -> str:
    """What needs the eye."""
    if cell == "NOTHING" or cell.startswith("not found"):
        return "bad"
    return "look" if cell.startswith("found on another page") else ""


def text(value: str) -> str:
    """Text as HTML."""
    return escape(value, quote=True)
