"""The quotations of a brief, in structure and prose, with the sources that stand by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from stagebrief.diagnostics import Diagnostic, warning
from stagebrief.model.block import PullQuoteDiv, Quote
from stagebrief.model.brief import Brief, Evidence, PullQuote, Stage
from stagebrief.model.inline import CitationItem
from stagebrief.model.library import Library
from stagebrief.model.trust import Quotation
from stagebrief.model.walk import cites_in, walk
from stagebrief.resolve.evidence import ADD_SOURCE
from stagebrief.resolve.passages import Passage, SourceMark, passage_of, texts_in
from stagebrief.resolve.quotation_marks import quoted_in
from stagebrief.wording import words_in

TITLES = ("title", "subtitle", "booktitle", "maintitle", "journaltitle", "issuetitle", "shorttitle", "titleaddon")
NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Part:
    """A value of the brief with the number of its stage (0 outside the stages) and what all of it rests on."""

    stage: int
    value: object
    evidence: Evidence = NO_EVIDENCE


def parts_of(brief: Brief) -> Iterator[Part]:
    """The brief in its order, divided where the evidence changes."""
    yield Part(0, (brief.abstract, brief.question, brief.introduction))
    for number, stage in enumerate(brief.stages, start=1):
        yield from parts_of_stage(number, stage)
    yield Part(0, (brief.conclusion, brief.findings, brief.determinants))


def parts_of_stage(number: int, stage: Stage) -> Iterator[Part]:
    """The parts of one stage: each claim for itself."""
    for field in fields(stage):
        value = getattr(stage, field.name)
        claims = value if isinstance(value, tuple) else ()
        if claims and hasattr(claims[0], "evidence"):
            for claim in claims:
                yield Part(number, claim, claim.evidence)
        else:
            yield Part(number, value)


def quotations_of(brief: Brief, library: Library) -> tuple[Quotation, ...]:
    """All quotations in the order of the brief; titles of works in quotation marks are none."""
    files = dict(brief.files)
    titles = {words_in(entry.get(name)) for entry in library for name in TITLES if entry.get(name)}
    found: list[Quotation] = []
    for part in parts_of(brief):
        if isinstance(part.value, PullQuote):
            found += pull_quotation(part, part.value, brief.language)
            continue
        blocks = [node for node in walk(part.value) if isinstance(node, Quote | PullQuoteDiv)]
        within = {id(inlines) for block in blocks for inlines in texts_in(block)}
        for block in blocks:
            found += block_quotation(part, block, brief.language)
        for inlines in texts_in(part.value):
            if id(inlines) not in within:
                found += in_marks(part, passage_of(inlines), brief.language, files, titles)
    return tuple(found)


def pull_quotation(part: Part, quote: PullQuote, language: str) -> Iterator[Quotation]:
    """A pull quote; one that names neither speaker nor source is the brief's own words."""
    items = items_in((quote.evidence, quote.text, quote.original))
    if not items and not quote.speaker:
        return
    passage = passage_of(quote.text)
    yield Quotation(
        "pull quote",
        quote.span,
        part.stage,
        passage.text.strip(),
        passage.language_at(0, language),
        passage_of(quote.original).text.strip(),
        items,
        reason=quote.evidence.unsourced,
    )


def block_quotation(part: Part, block: Quote | PullQuoteDiv, language: str) -> Iterator[Quotation]:
    """A quotation that is a block of its own; pulled words without speaker and source are the brief's own."""
    items = items_in(block)
    if isinstance(block, PullQuoteDiv) and not items and not block.speaker:
        return
    passages = [passage_of(inlines) for inlines in texts_in(block, notes=False)]
    words = " ".join(passage.text.strip() for passage in passages)
    if words:
        tag = passages[0].language_at(0, language)
        yield Quotation(
            "block quotation", block.span, part.stage, words, tag, items=items, reason=part.evidence.unsourced
        )


def in_marks(
    part: Part, passage: Passage, language: str, files: dict[str, str], titles: set[tuple[str, ...]]
) -> Iterator[Quotation]:
    """The passages in quotation marks of one run of prose."""
    for start, end in quoted_in(passage.text):
        words = passage.text[start:end].strip()
        if words_in(words) in titles or any(first <= start and end <= last for first, last in passage.codes):
            continue
        items, loose = sources_of(passage, start, end, part.evidence)
        yield Quotation(
            "quotation",
            passage.span_at(start, files),
            part.stage,
            words,
            passage.language_at(start, language),
            items=items,
            loose=loose,
            reason=part.evidence.unsourced,
        )


def sources_of(passage: Passage, start: int, end: int, evidence: Evidence) -> tuple[tuple[CitationItem, ...], bool]:
    """The sources of a quotation, and whether they stand only elsewhere in its paragraph.

    The first citation behind the quotation in its sentence, else an author named before it there, else what the whole
    statement rests on, else whatever the paragraph cites.
    """
    first, last = passage.sentence(end)
    marks = [mark for mark in passage.marks if mark.items]
    near = [mark for mark in marks if belongs(passage, mark, first, last)]
    behind = [mark for mark in near if mark.offset >= end]
    named = [mark for mark in near if mark.offset <= start and mark.named]
    if behind or named:
        return (behind[0] if behind else named[-1]).items, False
    if evidence.cite:
        return items_in(evidence), False
    rest = near or [mark for mark in marks if mark.offset >= end] or marks
    return (rest[0].items, True) if rest else ((), False)


def belongs(passage: Passage, mark: SourceMark, first: int, last: int) -> bool:
    """Whether a mark stands in that sentence: within it, or behind its full stop with nothing but spaces between."""
    return first <= mark.offset <= last or (mark.offset > last and not passage.text[last : mark.offset].strip())


def items_in(value: object) -> tuple[CitationItem, ...]:
    """All sources that are cited within a value."""
    return tuple(item for cite in cites_in(value) for item in cite.items)


def check_quotations(quotations: tuple[Quotation, ...]) -> Iterator[Diagnostic]:
    """A warning for each quotation without a source, unless the same words have one elsewhere in the brief."""
    sourced = "\n".join(f" {' '.join(words_in(quotation.words))} " for quotation in quotations if quotation.items)
    for quotation in quotations:
        if quotation.items or quotation.reason or f" {' '.join(words_in(quotation.words))} " in sourced:
            continue
        message = f"this {quotation.kind} has no source: “{shortened(quotation.words)}”"
        hint = ADD_SOURCE if quotation.kind == "pull quote" else "write [@key, p. 13] behind it, in the same sentence"
        yield warning("quotation-has-source", message, quotation.span, hint)


def shortened(text: str, longest: int = 70) -> str:
    """A text short enough for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"
