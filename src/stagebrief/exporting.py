"""The resolved brief as plain text and as JSON, for others to build on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from enum import Enum
from typing import Any

from stagebrief.diagnostics import Span
from stagebrief.model.block import Block, Blocks
from stagebrief.model.brief import Event, Evidence, Stage
from stagebrief.model.calendars import format_date
from stagebrief.model.date import DateRange, PartialDate
from stagebrief.model.flow import flow_of
from stagebrief.model.inline import Inlines
from stagebrief.model.library import Entry
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.render.speaker import Plain
from stagebrief.render.words import word

FORMAT = 1
"""The number of the form of the JSON; it changes where a reader would have to."""
LEFT_OUT = frozenset({"files", "pictures", "settings", "bibliographies"})
"""Fields of the brief that are about its making."""


def as_json(resolved: ResolvedBrief) -> dict[str, Any]:
    """The brief as dictionaries, lists and texts.

    Each node of the model is a dictionary with its `kind`, its place `at` (file:line:column) and those of its fields
    that are not empty, under the model's names; a text with markup has its words as `text` and its nodes as `inlines`.
    Dates are ISO 8601 with EDTF's signs for unsure ones. `sources` are the entries that are cited.
    """
    brief = resolved.brief
    fields = {item.name: getattr(brief, item.name) for item in dataclasses.fields(brief) if item.name not in LEFT_OUT}
    return {
        "format": FORMAT,
        "brief": {
            name: in_json(value) for name, value in fields.items() if name != "span" and value not in ((), "", None)
        },
        "sources": [source_in_json(entry) for entry in resolved.bibliography.entries],
    }


def in_json(value: Any) -> Any:
    """A value of the model."""
    match value:
        case PartialDate():
            return str(value)
        case DateRange():
            return {"from": str(value.start), "to": str(value.end) if value.end else "open"}
        case Span():
            return str(value)
        case Enum():
            return value.value
        case tuple():
            items = [in_json(item) for item in value]
            if value and all(hasattr(item, "span") and type(item).__module__.endswith(".inline") for item in value):
                return {"text": plain_text(value), "inlines": items}
            return items
        case _ if dataclasses.is_dataclass(value):
            return {"kind": type(value).__name__} | dict(members(value))
        case _:
            return value


def members(value: Any) -> Iterator[tuple[str, Any]]:
    """The place of a node and its fields that are not empty."""
    for item in dataclasses.fields(value):
        field = getattr(value, item.name)
        if item.name == "span":
            yield "at", str(field)
        elif field not in ((), "", None, 0, False) and field != Evidence():
            yield item.name, in_json(field)


def source_in_json(entry: Entry) -> dict[str, Any]:
    """A source: its key, its type and its fields as they are read."""
    return {
        "key": entry.key,
        "type": entry.type,
        "at": str(entry.span),
        "fields": {field.name: field.value for field in entry.fields},
    }


def as_text(resolved: ResolvedBrief) -> str:
    """The brief as plain text, in the order of its pages; sources stand in brackets by author and year."""
    writer = TextWriter(resolved)
    return "\n\n".join(part for part in writer.parts() if part) + "\n"


class TextWriter:
    """Writes one brief as plain text."""

    def __init__(self, resolved: ResolvedBrief) -> None:
        self.resolved = resolved
        self.brief = resolved.brief
        self.plain = Plain(resolved)

    def parts(self) -> Iterator[str]:
        """The paragraphs and lists of the text."""
        brief = self.brief
        yield self.heading(": ".join(text for text in (self.line(brief.title), self.line(brief.subtitle)) if text), "=")
        yield "\n".join(author.name for author in brief.authors)
        yield format_date(brief.date, brief.language) if brief.date else ""
        yield self.plain.blocks(brief.abstract)
        yield self.line(brief.question)
        yield from self.prose("Introduction", brief.introduction)
        for number, stage in enumerate(brief.stages, start=1):
            yield from self.stage(number, stage)
        yield from self.prose("Conclusion", brief.conclusion)
        if brief.findings:
            yield self.heading(self.word("Findings"))
            for number, finding in enumerate(brief.findings, start=1):
                yield f"{number}. {self.line(finding.title)}: {self.line(finding.statement)}"
        if self.resolved.bibliography.entries:
            yield self.heading(self.word("Sources"))
            yield "\n".join(source_line(entry) for entry in self.resolved.bibliography.entries)

    def stage(self, number: int, stage: Stage) -> Iterator[str]:
        """One stage."""
        yield self.heading(f"{self.word('Stage')} {number}: {self.line(stage.title)} ({self.line(stage.period_label)})")
        yield self.line(stage.stance)
        titles = {one.id: self.line(one.title) for one in self.brief.determinants}
        yield "\n".join(
            f"{titles.get(one.determinant, one.determinant)}: {self.line(one.statement)}{self.sources(one.evidence)}"
            for one in stage.statements
        )
        yield "\n".join(map(self.event, stage.events))
        yield "\n".join(
            f"{self.line(one.value)} {self.line(one.what)}{self.sources(one.evidence)}" for one in stage.numbers
        )
        for quote in stage.quotes:
            speaker = self.line(quote.speaker)
            yield f"“{self.line(quote.text)}”{' ' if speaker else ''}{speaker}{self.sources(quote.evidence)}"
        yield "\n".join(f"[{one.alt}] {self.line(one.caption)}".rstrip() for one in stage.figures)
        yield self.plain.blocks(tuple(piece for piece in flow_of(stage) if isinstance(piece, Block)))
        yield self.line(stage.takeaway)

    def prose(self, name: str, blocks: Blocks) -> Iterator[str]:
        """The introduction or the conclusion."""
        if blocks:
            yield self.heading(self.word(name))
            yield self.plain.blocks(blocks)

    def event(self, event: Event) -> str:
        """An event in a line."""
        date = format_date(event.date, self.brief.language)
        return f"{date}: {self.line(event.what)}{self.sources(event.evidence)}"

    def line(self, inlines: Inlines) -> str:
        """A text of the structure."""
        return self.plain.inlines(inlines)

    def sources(self, evidence: Evidence) -> str:
        """The sources behind a statement, in brackets."""
        return "".join(map(self.plain.inline, evidence.cite))

    def word(self, name: str) -> str:
        """A word of the tool's in the brief's language."""
        return word(name, self.brief.language)

    def heading(self, text: str, line: str = "-") -> str:
        """A heading over its line."""
        return f"{text}\n{line * len(text)}"


def source_line(entry: Entry) -> str:
    """A source as a line: who, what, where, when."""
    names = ("author", "editor"), ("title",), ("publisher", "journaltitle", "institution"), ("date", "year"), ("url",)
    found = (next((entry.get(name) for name in choice if entry.get(name)), "") for choice in names)
    return ". ".join(text.strip("{}") for text in found if text) + "."
