"""From checked YAML to the model: dates parsed, Markdown read, every value with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.load.dates import ordered, parse_date, parse_range
from stagebrief.load.identifiers import check_language, parse_orcid
from stagebrief.load.markdown import MarkdownSettings, parse_blocks, parse_cite, parse_inlines
from stagebrief.load.origin import Origin
from stagebrief.load.shape import defaults_of
from stagebrief.load.yaml import Document, Path
from stagebrief.model.block import Blocks
from stagebrief.model.brief import (
    Affiliated,
    CitationSettings,
    Determinant,
    Event,
    Evidence,
    Finding,
    FrameOverride,
    KeyNumber,
    Occasion,
    PullQuote,
    Series,
    Settings,
    SlidesOverride,
    Stage,
    StageFigure,
    Statement,
)
from stagebrief.model.calendars import format_date
from stagebrief.model.date import DateRange, PartialDate
from stagebrief.model.inline import Cite, Inlines, Text
from stagebrief.model.theme import Theme

if TYPE_CHECKING:  # the fields of these names; pydantic is for files with faults only (see `shape.py`)
    from stagebrief.load import schema

SLIDE_PARTS = ("opening", "determinants", "numbers", "events", "quotes", "figures", "takeaway")
YEAR_ONE = PartialDate(1)
CURLY = "“”„«»‘’"
KEY_FIRST = re.compile(r"[^\W\d_][\w:.+-]*\d[\w:.+-]*(?:\s*,|$)")
"""A text that begins as a citation key and goes on as a locator."""
AT_FAULT = "the source is at fault"
"""Why there is no source where there should be one; a brief with it has an error and is not built."""
Value = TypeVar("Value")


@dataclass(slots=True)
class Assembler:
    """Makes the parts of the model from one YAML file; what is wrong goes to `faults`."""

    document: Document
    settings: MarkdownSettings
    faults: list[Diagnostic]

    def span(self, *path: str | int) -> Span:
        """The place of the value at that path."""
        return self.document.span(path)

    def origin(self, path: Path, text: str) -> Origin:
        """The text at that path with the places of its characters."""
        if origin := self.document.origins.get(path):
            return origin
        span = self.document.span(path)
        return Origin(span.file, text, (0,))

    def inlines(self, text: object, *path: str | int) -> Inlines:
        """Inline Markdown at that path; nothing where there is no text."""
        if text is None:
            return ()
        content, faults = parse_inlines(self.origin(path, str(text)), self.settings)
        self.faults += faults
        return content

    def blocks(self, text: str | None, *path: str | int) -> Blocks:
        """Markdown blocks at that path."""
        if text is None:
            return ()
        content, faults = parse_blocks(self.origin(path, text), self.settings)
        self.faults += faults
        return content

    def cites(self, text: str | None, *path: str | int) -> tuple[Cite, ...]:
        """The citations of a `cite` field."""
        if text is None:
            return ()
        if text[0] in CURLY and text[-1] in CURLY:
            message, hint = "these quotation marks belong to the text", f'write "{text[1:-1]}"'
            self.faults.append(error("citation-is-valid", message, self.origin(path, text).span(0, len(text)), hint))
            return ()
        cites, faults = parse_cite(self.origin(path, text), self.settings)
        if not cites:
            hint = f'write "[@{text}]"' if KEY_FIRST.match(text) else 'write the key of the source: "[@key, p. 13]"'
            faults = tuple(replace(fault, hint=hint) for fault in faults)
        self.faults += faults
        return cites

    def evidence(self, value: schema.Sourced, *path: str | int) -> Evidence:
        """The sources of a statement, or why there is none; a field that is at fault counts as a reason."""
        cites = self.cites(value.cite, *path, "cite")
        given = self.document.has((*path, "cite")) or self.document.has((*path, "unsourced"))
        return Evidence(cites, value.unsourced or (AT_FAULT if given and not cites else ""))

    def range(self, text: object, *path: str | int) -> DateRange | None:
        """A date or a stretch of time; None where it is wrong."""
        found = parse_range(str(text), self.span(*path))
        return self.kept(found)

    def date(self, text: object, *path: str | int) -> PartialDate | None:
        """One date; None where it is wrong or not given."""
        if text is None:
            return None
        found = parse_date(str(text), self.span(*path))
        return self.kept(found)

    def orcid(self, text: str | None, *path: str | int) -> str:
        """An ORCID; empty where it is wrong or not given."""
        return self.kept(parse_orcid(text, self.span(*path))) or "" if text else ""

    def language(self, tag: str) -> str:
        """The brief's language; what is wrong with it is a warning only."""
        if fault := check_language(tag, self.span("language")):
            self.faults.append(fault)
        return tag

    def kept(self, found: Value | Diagnostic) -> Value | None:
        """The value, or None with the fault remembered."""
        if isinstance(found, Diagnostic):
            self.faults.append(found)
            return None
        return found


def author_of(make: Assembler, value: schema.AuthorFile, *path: str | int) -> Affiliated:
    """One author."""
    return Affiliated(
        name=value.name,
        variants=tuple(value.variants),
        role=make.inlines(value.role, *path, "role"),
        affiliation=make.inlines(value.affiliation, *path, "affiliation"),
        bio=make.blocks(value.bio, *path, "bio"),
        email=value.email or "",
        orcid=make.orcid(value.orcid, *path, "orcid"),
        span=make.span(*path),
    )


def series_of(make: Assembler, value: schema.SeriesFile) -> Series:
    """The series."""
    return Series(
        name=make.inlines(value.name, "series", "name"),
        number="" if value.number is None else str(value.number),
        editor=value.editor or "",
        editor_affiliation=make.inlines(value.editor_affiliation, "series", "editor-affiliation"),
        span=make.span("series"),
    )


def occasion_of(make: Assembler, value: schema.EventFile) -> Occasion:
    """The workshop or lecture that the text was written for."""
    return Occasion(
        name=make.inlines(value.name, "event", "name"),
        place=make.inlines(value.place, "event", "place"),
        date=None if value.date is None else make.range(value.date, "event", "date"),
        span=make.span("event"),
    )


def determinant_of(make: Assembler, value: schema.DeterminantFile, index: int) -> Determinant:
    """One determinant."""
    path = ("determinants", index)
    return Determinant(
        id=value.id,
        title=make.inlines(value.title, *path, "title"),
        description=make.inlines(value.description, *path, "description"),
        span=make.span(*path),
    )


def finding_of(make: Assembler, value: schema.FindingFile, index: int) -> Finding:
    """One finding."""
    path = ("findings", index)
    return Finding(
        id=value.id or slug(value.title),
        title=make.inlines(value.title, *path, "title"),
        statement=make.inlines(value.statement, *path, "statement"),
        span=make.span(*path),
    )


def settings_of(value: schema.BriefFile, theme: Theme) -> Settings:
    """What the author chose about the form."""
    weights = vars(value.checks) if value.checks else {}
    handout = value.handout or defaults_of("HandoutFile")
    return Settings(
        citations=citation_settings_of(value.citations or defaults_of("CitationsFile")),
        checks=tuple((name.replace("_", "-"), weight) for name, weight in weights.items() if weight),
        theme=theme,
        contents=value.contents,
        paper=value.paper,
        aspect=value.aspect,
        frames_per_page=int(handout.frames_per_page),
        lines=handout.lines,
        minutes=int(value.minutes or 0),
        allow_raw_latex=value.allow_raw_latex,
    )


def citation_settings_of(value: schema.CitationsFile) -> CitationSettings:
    """How sources are shown."""
    sources = value.bibliography or defaults_of("SourceListFile")
    return CitationSettings(
        style=value.style,
        notes=value.notes,
        options=tuple((name, str(option)) for name, option in value.options.items()),
        ibid="idem" if value.ibid == "idem" else "ibid" if value.ibid else "",
        ibid_across_pages=value.ibid_across_pages,
        group=sources.group,
        cited_on_pages=sources.cited_on_pages,
        places=value.places,
        access_dates=value.access_dates,
    )


def slug(text: str) -> str:
    """A name made from a title."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-") or "unnamed"


def default_id(name: str) -> str:
    """A stage's name from its file's: `stages/2-open-door.yaml` is `open-door`."""
    stem = PurePosixPath(name).stem
    return re.sub(r"^\d+[-_. ]*", "", stem) or stem


def stage_of(make: Assembler, value: schema.StageFile, prose: Blocks) -> Stage:
    """One stage."""
    period = period_of(make, value.period)
    label = value.period.label
    return Stage(
        id=value.id or slug(default_id(make.document.file)),
        title=make.inlines(value.title, "title"),
        period=period,
        period_label=make.inlines(label, "period", "label") if label else (plain_period(make, period),),
        stance=make.inlines(value.stance, "stance"),
        statements=tuple(statement_of(make, value, name) for name in value.determinants),
        events=tuple(event_of(make, item, index) for index, item in enumerate(value.events)),
        quotes=tuple(quote_of(make, item, index) for index, item in enumerate(value.quotes)),
        figures=tuple(figure_of(make, item, index) for index, item in enumerate(value.figures)),
        numbers=tuple(number_of(make, item, index) for index, item in enumerate(value.numbers)),
        takeaway=make.inlines(value.takeaway, "takeaway"),
        slides=slides_of(make, value.slides) if value.slides else None,
        prose=prose,
        span=make.document.key_span(("title",)),
    )


def period_of(make: Assembler, value: schema.PeriodFile) -> DateRange:
    """The time that a stage covers; the first of what is wrong stands for it."""
    start = make.date(value.start, "period", "from") or YEAR_ONE
    if value.end == "open":
        return DateRange(start, None)
    end = make.date(value.end, "period", "to")
    if end is None or start is YEAR_ONE:
        return DateRange(start, None)
    return make.kept(ordered(start, end, make.span("period", "to"))) or DateRange(start, None)


def plain_period(make: Assembler, period: DateRange) -> Text:
    """The period as a label where the author gives none."""
    return Text(format_date(period, make.settings.language), span=make.span("period"))


def statement_of(make: Assembler, value: schema.StageFile, name: str) -> Statement:
    """What one determinant means in the stage; a plain text may hold its citations itself."""
    path = ("determinants", name)
    item, span = value.determinants[name], make.document.key_span(path)
    if isinstance(item, str):
        return Statement(name, make.inlines(item, *path), span=span)
    return Statement(
        determinant=name,
        statement=make.inlines(item.statement, *path, "statement"),
        short=make.inlines(item.short, *path, "short"),
        evidence=make.evidence(item, *path),
        span=span,
    )


def event_of(make: Assembler, value: schema.StageEventFile, index: int) -> Event:
    """One event; where its date is wrong it has another, so that its other faults are found."""
    path = ("events", index)
    date = make.range(value.date, *path, "date") or DateRange(YEAR_ONE, YEAR_ONE)
    what, evidence = make.inlines(value.what, *path, "what"), make.evidence(value, *path)
    return Event(date, what, evidence, span=make.span(*path))


def quote_of(make: Assembler, value: schema.QuoteFile, index: int) -> PullQuote:
    """One pull quote."""
    path = ("quotes", index)
    return PullQuote(
        text=make.inlines(value.text, *path, "text"),
        speaker=make.inlines(value.speaker, *path, "speaker"),
        original=make.inlines(value.original, *path, "original"),
        evidence=make.evidence(value, *path),
        span=make.span(*path),
    )


def figure_of(make: Assembler, value: schema.FigureFile, index: int) -> StageFigure:
    """One picture of a stage."""
    path = ("figures", index)
    return StageFigure(
        id=value.id,
        file=value.file,
        alt=value.alt,
        caption=make.inlines(value.caption, *path, "caption"),
        credit=make.inlines(value.credit, *path, "credit"),
        width=value.width or "",
        evidence=make.evidence(value, *path),
        span=make.span(*path, "file"),
    )


def number_of(make: Assembler, value: schema.NumberFile, index: int) -> KeyNumber:
    """One number."""
    path = ("numbers", index)
    return KeyNumber(
        value=make.inlines(value.value, *path, "value"),
        what=make.inlines(value.what, *path, "what"),
        evidence=make.evidence(value, *path),
        span=make.span(*path),
    )


def slides_of(make: Assembler, value: schema.SlidesFile) -> SlidesOverride:
    """What the author wants otherwise in the deck."""
    parts = []
    for name in SLIDE_PARTS:
        item = getattr(value, name)
        if item is False:
            parts.append((name, FrameOverride(omit=True, span=make.span("slides", name))))
        elif item is not None:
            parts.append((name, frame_of(make, item, "slides", name)))
    extra = tuple(frame_of(make, item, "slides", "extra", index) for index, item in enumerate(value.extra))
    return SlidesOverride(tuple(parts), extra, span=make.document.key_span(("slides",)))


def frame_of(make: Assembler, value: schema.FrameFile, *path: str | int) -> FrameOverride:
    """One frame as the author wants it."""
    return FrameOverride(
        title=make.inlines(value.title, *path, "title"),
        bullets=tuple(make.blocks(item, *path, "bullets", index) for index, item in enumerate(value.bullets)),
        notes=make.blocks(value.notes, *path, "notes"),
        steps=value.steps,
        span=make.span(*path),
    )
