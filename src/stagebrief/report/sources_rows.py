"""The trust report as rows of text, which all its forms show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stagebrief.diagnostics import Span
from stagebrief.model.pinned import Numbering
from stagebrief.model.trust import Claim, Lookup, Note, Source, TrustReport, Use, Verdict

CAUTION = (
    "That the words of a quotation stand in a source does not show that they support the claim, nor that the source is "
    "right: a person must read them."
)
MATTERLESS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that do things instead of being read."""

MOST_NAMED = 20
"""Entries that are never cited and are named; of more only the first."""

Row = tuple[str, ...]

CLAIM_HEADS = ("No.", "Place", "Stage", "Kind", "What it says", "Rests on")
NOTE_HEADS = ("Note", "Place", "Sentence", "Source", "Locator")
QUOTATION_HEADS = ("Place", "Words", "Source", "Verdict", "Remark")
SOURCE_HEADS = ("Key", "Source", "Kind", "Claims", "Notes", "Copy", "From its stage")


def clean(text: str) -> str:
    """A text on one line, without characters that do things to a terminal."""
    return " ".join(MATTERLESS.sub(" ", text).split())


def place(span: Span) -> str:
    """File and line."""
    return f"{span.file}:{span.line}"


def use_text(use: Use) -> str:
    """A source with its locator."""
    words = f" ({clean(use.words)})" if use.words else ""
    return f"{use.key}{', ' + clean(use.locator) if use.locator else ''}{words}"


def rests_on(claim: Claim) -> str:
    """What a claim rests on."""
    pieces = [use_text(use) for use in claim.uses]
    if claim.reason:
        pieces.append(f"unsourced: {clean(claim.reason)}" if not claim.reason.startswith("credit:") else claim.reason)
    return "; ".join(pieces) or "NOTHING"


def claim_row(claim: Claim) -> Row:
    """One claim."""
    stage = str(claim.stage or "–")
    return (str(claim.number), place(claim.span), stage, claim.kind, clean(claim.words), rests_on(claim))


def note_rows(note: Note) -> list[Row]:
    """One note, with a row for each of its sources."""
    number = str(note.number) if note.number else "deck"
    sentence = clean(note.sentence) + (f" — note: {clean(note.words)}" if note.words else "")
    rows: list[Row] = []
    for index, use in enumerate(note.uses or (Use("no source"),)):
        words = f" ({clean(use.words)})" if use.words else ""
        head = (number, place(note.span), sentence) if index == 0 else ("", "", "")
        rows.append((*head, f"{use.key}{words}", clean(use.locator)))
    return rows


def quotation_row(lookup: Lookup) -> Row:
    """One quotation with its verdict."""
    quotation = lookup.quotation
    source = ", ".join(filter(None, (lookup.key, clean(lookup.locator)))) or "–"
    return (place(quotation.span), f"“{clean(quotation.words)}”", source, verdict_text(lookup), remark_text(lookup))


def verdict_text(lookup: Lookup) -> str:
    """The verdict, with the pages where the words were found."""
    pages = ", ".join(lookup.pages)
    if not pages or lookup.verdict in {Verdict.NOT_FOUND, Verdict.UNCHECKED}:
        return str(lookup.verdict)
    return f"{lookup.verdict}: {pages}" if lookup.verdict is Verdict.OTHER_PAGE else f"{lookup.verdict}, p. {pages}"


def remark_text(lookup: Lookup) -> str:
    """What else there is to know of a quotation."""
    pieces = [lookup.remark]
    if lookup.nearest:
        where = f" (p. {', '.join(lookup.pages)})" if lookup.pages else ""
        pieces.insert(0, f"nearest: “{clean(lookup.nearest)}”{where}")
    if lookup.file and lookup.numbering is Numbering.FOLIOS and lookup.verdict is not Verdict.UNCHECKED:
        pieces.append("page numbers as printed on the pages")
    return clean("; ".join(filter(None, pieces)))


def source_row(source: Source, report: TrustReport) -> Row:
    """One source with what rests on it."""
    return (
        source.key,
        clean(source.short),
        "primary" if source.primary else "secondary",
        numbers(source.claims),
        numbers(source.notes),
        ", ".join(source.copies) or "none",
        "; ".join(distances_of(source.key, report)),
    )


def distances_of(key: str, report: TrustReport) -> list[str]:
    """How far a source is from the stages that cite it."""
    return [
        f"{years(distance.years)} {'before stage' if distance.years < 0 else 'after stage'} {distance.stage}"
        for distance in report.distances
        if distance.key == key
    ]


def years(number: int) -> str:
    """A number of years without its sign."""
    return f"{abs(number)} year{'s' if abs(number) != 1 else ''}"


def numbers(values: Iterable[int]) -> str:
    """Numbers in order, with runs of three and more shortened; 0 stands for the deck."""
    runs: list[list[int]] = []
    for value in values:
        if runs and value == runs[-1][-1] + 1 and value > 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    pieces = []
    for run in runs:
        names = [str(value) if value else "deck" for value in run]
        pieces.append(f"{names[0]}–{names[-1]}" if len(run) > 2 else ", ".join(names))
    return ", ".join(pieces) or "–"


def summary(report: TrustReport) -> list[tuple[str, str]]:
    """What the report comes to, as names and values."""
    sourced = sum(bool(claim.uses) for claim in report.claims)
    bare = sum(claim.bare for claim in report.claims)
    primary, cited = report.primary_share
    counts = ", ".join(f"{report.count(verdict)} {verdict}" for verdict in Verdict)
    share = f" ({round(100 * primary / cited)}%)" if cited else ""
    reasons = len(report.claims) - sourced - bare
    uncited = [key for key, _ in report.uncited[:MOST_NAMED]] + (["…"] if len(report.uncited) > MOST_NAMED else [])
    return [
        ("Claims", f"{len(report.claims)}: {sourced} with a source, {reasons} with a reason, {bare} with nothing"),
        ("Claims on one source only", f"{len(report.single)}: {numbers(report.single)}" if report.single else "none"),
        ("Notes", str(sum(bool(note.number) for note in report.notes))),
        ("Quotations", f"{len(report.lookups)}: {counts}"),
        ("Sources cited", f"{cited}, of which primary {primary}{share}"),
        ("Cited in the prose only", ", ".join(report.only_in_prose) or "none"),
        ("Never cited", ", ".join(uncited) or "none"),
        ("Older than their stage", far(report, before=True)),
        ("Younger than their stage", far(report, before=False)),
    ]


def far(report: TrustReport, *, before: bool) -> str:
    """The sources that lie before or after the period of a stage that cites them."""
    found = [distance for distance in report.distances if (distance.years < 0) is before]
    return "; ".join(f"{one.key} (stage {one.stage}, {years(one.years)})" for one in found) or "none"
