"""The trust report: what the brief claims, what each claim rests on, and what rests on each source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from stagebrief.model.block import Blocks, Div, Picture, Table
from stagebrief.model.brief import Brief, Event, KeyNumber, PullQuote, Stage, StageFigure
from stagebrief.model.inline import CitationItem, Footnote, Inlines
from stagebrief.model.library import Library
from stagebrief.model.pinned import Copies
from stagebrief.model.trust import Claim, Lookup, Note, StageLine, TrustReport, Use
from stagebrief.model.walk import NOT_IN_BRIEF, cites_in, walk
from stagebrief.resolve.evidence import NAMES, claims_of, rests_on_something
from stagebrief.resolve.evidence import Claim as Claiming
from stagebrief.resolve.locator_words import locators_to_text
from stagebrief.resolve.passages import passage_of, texts_in
from stagebrief.resolve.quotations import items_in
from stagebrief.resolve.source_lines import distances_of, source_lines, uncited_lines

FRONT = ("title", "subtitle", "series", "event", "authors", "question", "licence")
"""Fields of a brief that stand before its text."""
HEAD = ("title", "period_label", "stance", "takeaway")
"""Texts of a stage that may cite and need not."""
PART_NAMES = {"period_label": "period", "series": "front matter", "event": "front matter", "authors": "front matter"}


@dataclass(slots=True)
class Collector:
    """Claims and notes as they are met, numbered in the order of the brief."""

    language: str
    claims: list[Claim] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    determinants: dict[str, str] = field(default_factory=dict)

    def claim(self, stage: int, value: Claiming) -> None:
        """A claim of a stage's structure."""
        uses = uses_of(items_in(value), self.language)
        bare = not rests_on_something(value) or (isinstance(value, PullQuote) and lacks_source(value))
        reason = value.evidence.unsourced or ("" if uses or bare else rests_on_itself(value))
        number, kind = len(self.claims) + 1, NAMES[type(value)]
        words = words_of(value, self.determinants)
        self.claims.append(Claim(number, kind, value.span, stage, words, uses, reason, bare))

    def part(self, stage: int, name: str, value: object) -> None:
        """A part that needs no source: a claim where it has one."""
        for inlines in texts_in(value, notes=False):
            if uses := uses_of(items_in(inlines), self.language):
                span = inlines[0].span
                self.claims.append(Claim(len(self.claims) + 1, name, span, stage, words_in(inlines), uses))

    def prose(self, stage: int, blocks: Blocks) -> None:
        """The notes of prose; captions are claims, and what only the deck shows has no number."""
        captions = {id(part) for node in walk(blocks) if isinstance(node, Table | Picture) for part in texts_of(node)}
        for block in blocks:
            if isinstance(block, Div):
                if block.kind in NOT_IN_BRIEF:
                    self.deck(stage, block)
                else:
                    self.prose(stage, block.content)
                continue
            for inlines in texts_in(block, notes=False):
                if id(inlines) in captions:
                    self.part(stage, "caption", inlines)
                else:
                    self.notes += notes_in(inlines, stage, self.numbers, self.language)

    def deck(self, stage: int, value: object) -> None:
        """Citations that only the deck shows."""
        for inlines in texts_in(value, notes=False):
            self.notes += [note for note in notes_in(inlines, stage, None, self.language) if note.uses]


def trust_report(brief: Brief, library: Library, copies: Copies, lookups: Sequence[Lookup]) -> TrustReport:
    """The report on a brief."""
    found = Collector(language=brief.language, determinants={one.id: words_in(one.title) for one in brief.determinants})
    for name in FRONT:
        found.part(0, PART_NAMES.get(name, name), getattr(brief, name))
    found.prose(0, (*brief.abstract, *brief.introduction))
    for number, stage in enumerate(brief.stages, start=1):
        collect_stage(found, number, stage)
    found.prose(0, brief.conclusion)
    for finding in brief.findings:
        found.part(0, "finding", (finding.title, finding.statement))
    for determinant in brief.determinants:
        found.part(0, "determinant", (determinant.title, determinant.description))
    claims, notes = tuple(found.claims), tuple(found.notes)
    sources = source_lines(library, claims, notes, copies)
    return TrustReport(
        title=words_in(brief.title),
        language=brief.language,
        date=str(brief.date or ""),
        stages=tuple(stage_line(number, stage) for number, stage in enumerate(brief.stages, start=1)),
        claims=claims,
        notes=notes,
        lookups=tuple(lookups),
        sources=sources,
        uncited=uncited_lines(library),
        distances=distances_of(brief, library, claims, notes),
    )


def collect_stage(found: Collector, number: int, stage: Stage) -> None:
    """The claims and the notes of one stage."""
    for name in HEAD:
        found.part(number, PART_NAMES.get(name, name), getattr(stage, name))
    for claim in claims_of(stage):
        found.claim(number, claim)
    found.prose(number, stage.prose)
    if stage.slides:
        found.deck(number, stage.slides)


def stage_line(number: int, stage: Stage) -> StageLine:
    """A stage in a line."""
    return StageLine(number, words_in(stage.title), words_in(stage.period_label))


def notes_in(inlines: Inlines, stage: int, numbers: Iterator[int] | None, language: str) -> Iterator[Note]:
    """The citations and footnotes of one run of prose."""
    passage = passage_of(inlines)
    for index, mark in enumerate(passage.marks):
        text = note_text(mark.node) if isinstance(mark.node, Footnote) else ""
        number = next(numbers) if numbers is not None else 0
        signs = {index: f"[{number}]" if number else ""}
        sentence = passage.readable(*passage.sentence(mark.offset), signs)
        yield Note(number, mark.node.span, stage, sentence, uses_of(mark.items, language), text)


def words_in(inlines: Inlines) -> str:
    """The words on one line; citations and notes take no room."""
    return passage_of(inlines).readable()


def note_text(note: Footnote) -> str:
    """The words of a footnote, citations left out."""
    return " ".join(words_in(inlines) for inlines in texts_in(note.content)).strip(" .,;")


def uses_of(items: Iterable[CitationItem], language: str) -> tuple[Use, ...]:
    """The sources of a place, each with its locator in words of the brief's language and the words around it."""
    return tuple(Use(item.key, locators_to_text(item, language), words_around(item)) for item in items)


def words_around(item: CitationItem) -> str:
    """The words before and after a source within its citation."""
    pieces = (words_in(item.prefix), words_in(item.suffix).strip(" ,"))
    return " … ".join(filter(None, pieces))


def texts_of(node: Table | Picture) -> tuple[Inlines, ...]:
    """The texts under a table or a picture."""
    return (node.caption, *((node.credit,) if isinstance(node, Picture) else ()))


def lacks_source(quote: PullQuote) -> bool:
    """Whether somebody is quoted without a source and without a reason."""
    return bool(quote.speaker) and not quote.evidence.unsourced and next(cites_in(quote), None) is None


def rests_on_itself(value: Claiming) -> str:
    """Why a claim without source and reason needs neither."""
    match value:
        case StageFigure(credit=credit):
            return f"credit: {words_in(credit)}"
        case _:
            return "words of the brief's own"


def words_of(value: Claiming, determinants: Mapping[str, str]) -> str:
    """What a claim says, in one line; `determinants` are their titles by id."""
    match value:
        case Event(date=date, what=what):
            end = "" if date.single else f"–{date.end or ''}"
            return f"{date.start}{end}: {words_in(what)}"
        case KeyNumber(value=number, what=what):
            return f"{words_in(number)} {words_in(what)}"
        case PullQuote(text=text, speaker=speaker):
            named = f" ({words_in(speaker)})" if speaker else ""
            return f"“{words_in(text)}”{named}"
        case StageFigure(caption=caption, alt=alt):
            return words_in(caption) or alt
        case _:
            title = determinants.get(value.determinant, value.determinant)
            return f"{title}: {words_in(value.statement)}"
