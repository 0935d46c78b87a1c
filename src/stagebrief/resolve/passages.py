"""Runs of prose as plain text, with the places of their characters, citations and notes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import get_args

from stagebrief.diagnostics import Span
from stagebrief.model.inline import (
    CitationItem,
    CitationMode,
    Cite,
    Code,
    Footnote,
    Foreign,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Math,
    RawInline,
    Reference,
    SoftBreak,
    Text,
)
from stagebrief.model.walk import cites_in, footnotes_in

SENTENCE_END = re.compile(r"[.!?…。！？؟۔](?:[\"'”’“‘»«)\]]|\s(?=[”»]))*(?=\s|$)|[。！？]")
NO_SIGNS: Mapping[int, str] = {}
FOLLOWING = re.compile(r"\s*(\S?)")
ABBREVIATION = re.compile(
    r"(?:\b[^\W\d_]|\b(?:[Cc]f|[Dd]r|[Mm]rs?|[Mm]s|[Pp]rof|[Ss]t|[Nn]os?|[Vv]ols?|[Pp]p|[Cc]hs?|[Ee]ds?|[Aa]rts?|[Ee]tc|"
    r"[Vv]gl|[Bb]zw|[Nn]r|[Uu]sw|[Сс]м|[Гг]г|[Сс]тр|[Дд]р))\.$"
)


@dataclass(frozen=True, slots=True)
class SourceMark:
    """A citation or a note at an offset of a passage; `named` says that the author's name stands in the text there."""

    offset: int
    node: Cite | Footnote
    items: tuple[CitationItem, ...]
    named: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One run of prose: `pieces` are the offsets at which its texts begin, with their places.

    `languages` are stretches (start, end) in another language than the brief's, `codes` are those of code.
    """

    text: str
    pieces: tuple[tuple[int, Span], ...]
    marks: tuple[SourceMark, ...]
    languages: tuple[tuple[int, int, str], ...]
    codes: tuple[tuple[int, int], ...] = ()

    def language_at(self, offset: int, default: str) -> str:
        """The language of the character at that offset."""
        return next((tag for start, end, tag in reversed(self.languages) if start <= offset < end), default)

    def sentence(self, offset: int) -> tuple[int, int]:
        """The sentence around that offset; a place behind the full stop and spaces belongs to the sentence before."""
        at = len(self.text[:offset].rstrip())
        return next((found for found in sentences_in(self.text) if found[1] >= at), (0, len(self.text)))

    def readable(self, start: int = 0, end: int | None = None, signs: Mapping[int, str] = NO_SIGNS) -> str:
        """The words of a stretch on one line, with the keys of named authors, and `signs` of notes by their marks."""
        end = len(self.text) if end is None else end
        pieces, position = [], start
        for index, mark in enumerate(self.marks):
            place = min(max(mark.offset, position), end)
            if mark.offset < start or (mark.offset > end and index not in signs):
                continue
            before = self.text[position:place]
            named = f"@{mark.items[0].key}" if mark.named else ""
            pieces += [before if named else before.rstrip(), named, signs.get(index, "")]
            if not named and not signs.get(index) and self.text[place : place + 1].isalnum():
                pieces.append(" ")
            position = place
        return " ".join("".join([*pieces, self.text[position:end]]).split())

    def span_at(self, offset: int, files: Mapping[str, str]) -> Span:
        """The place of the character at that offset, to the word where the file's text tells it."""
        index = max(0, bisect_right([start for start, _ in self.pieces], offset) - 1)
        if not self.pieces:
            return Span("brief.yaml")
        start, span = self.pieces[index]
        word = re.match(r"\w+", self.text[offset:])
        text = files.get(span.file)
        if text is None or word is None:
            return span
        starts = line_starts(text)
        position = starts[min(span.line, len(starts)) - 1] + span.column - 1
        pattern = re.compile(rf"(?<!\w){re.escape(word[0])}")
        before = len(pattern.findall(self.text[start:offset]))
        found = list(pattern.finditer(text[position : position + 2 * (offset - start) + 400]))
        if before >= len(found):
            return span
        place = position + found[before].start()
        line = bisect_right(starts, place)
        return Span(span.file, line, place - starts[line - 1] + 1)


@lru_cache(maxsize=64)
def line_starts(text: str) -> tuple[int, ...]:
    """The positions at which the lines of a file begin."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


@lru_cache(maxsize=64)
def sentences_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where the sentences of a text begin and end; full stops of abbreviations end none."""
    found, start = [], 0
    for match in SENTENCE_END.finditer(text):
        end = match.end()
        abbreviated = ABBREVIATION.search(text[max(start, match.start() - 12) : match.start() + 1])
        following = FOLLOWING.match(text, end)
        if abbreviated or not following or following[1].islower() or end <= start:
            continue
        found.append((start, end))
        start = following.start(1)
    return (*found, (start, len(text))) if start < len(text) or not found else tuple(found)


def passage_of(inlines: Inlines) -> Passage:
    """The inlines as a passage; citations and notes take no room."""
    text: list[str] = []
    pieces: list[tuple[int, Span]] = []
    marks: list[SourceMark] = []
    languages: list[tuple[int, int, str]] = []
    codes: list[tuple[int, int]] = []
    length = 0

    def add(inline: Inline) -> None:
        nonlocal length
        match inline:
            case Text(text=words) | Code(text=words):
                pieces.append((length, inline.span))
                text.append(words)
                codes.extend([(length, length + len(words))] if isinstance(inline, Code) else [])
                length += len(words)
            case SoftBreak() | LineBreak():
                text.append(" ")
                length += 1
            case Cite(items=items):
                marks.append(SourceMark(length, inline, items, items[0].mode is CitationMode.IN_TEXT))
            case Footnote(content=content):
                items = tuple(item for cite in cites_in(content) for item in cite.items)
                marks.append(SourceMark(length, inline, items))
            case Math() | RawInline() | Reference() | Image():
                pass
            case _:
                start = length
                for inner in inline.content:
                    add(inner)
                if isinstance(inline, Foreign):
                    languages.append((start, length, inline.language))

    for inline in inlines:
        add(inline)
    return Passage("".join(text), tuple(pieces), tuple(marks), tuple(languages), tuple(codes))


def texts_in(value: object, *, notes: bool = True) -> Iterator[Inlines]:
    """All runs of prose within a value, in order; the texts of notes follow the text that they stand in."""
    if isinstance(value, tuple):
        if value and all(isinstance(item, get_args(Inline)) for item in value):
            yield value
            if notes:
                for note in footnotes_in(value):
                    yield from texts_in(note.content, notes=False)
        else:
            for item in value:
                yield from texts_in(item, notes=notes)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name), notes=notes)
