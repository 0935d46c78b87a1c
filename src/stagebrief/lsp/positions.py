"""Places as the loader counts them (from 1, in characters) and as an editor does (from 0, in units of an encoding)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lsprotocol import types

from stagebrief.diagnostics import Span

WORD = re.compile(r"[^\W_][\w-]*")

Place = tuple[int, int]
"""Line and column, both from 1; columns count characters."""


@dataclass(frozen=True)
class Page:
    """The text of one file, in whose lines an editor counts units of an encoding (`utf-8`, `utf-16`, `utf-32`)."""

    text: str
    encoding: str = "utf-16"

    @cached_property
    def lines(self) -> list[str]:
        """The lines as editors divide them: a line or paragraph separator of Unicode ends none."""
        return re.split(r"\r\n|\n|\r", self.text)

    def line(self, number: int) -> str:
        """The line of that number, from 1; empty where there is none."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def position(self, place: Place) -> types.Position:
        """The place as the editor counts; what lies behind a line's end is its end."""
        number, column = place
        if number > len(self.lines):
            number, column = len(self.lines), len(self.lines[-1]) + 1
        return types.Position(max(0, number - 1), self.units(self.line(number)[: max(0, column - 1)]))

    def place(self, position: types.Position) -> Place:
        """The place of a position that the editor has given; one within a character is where that begins."""
        line, left = self.line(position.line + 1), position.character
        if self.units(line) <= left:
            return position.line + 1, len(line) + 1
        if self.units(line) == len(line):
            return position.line + 1, left + 1
        for column, character in enumerate(line):
            left -= self.units(character)
            if left < 0:
                return position.line + 1, column + 1
        return position.line + 1, len(line) + 1

    def units(self, text: str) -> int:
        """How many units of the encoding the text takes."""
        if text.isascii() or self.encoding == "utf-32":
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)

    def range(self, span: Span) -> types.Range:
        """The stretch as the editor counts; where only its beginning is known, the word that stands there."""
        if not span.end_line:
            return self.word(span)
        start, end = (span.line, span.column), (span.end_line, span.end_column)
        return types.Range(self.position(start), self.position(max(start, end)))

    def word(self, span: Span) -> types.Range:
        """The word at the beginning of a stretch, or one character."""
        match = WORD.match(self.line(span.line), span.column - 1)
        end = match.end() + 1 if match else span.column + 1
        return types.Range(self.position((span.line, span.column)), self.position((span.line, end)))

    def end(self) -> types.Position:
        """Where the text ends."""
        return self.position((len(self.lines), len(self.lines[-1]) + 1))


def holds(span: Span, place: Place) -> bool:
    """Whether a place lies in a stretch or just behind it."""
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    return start <= place <= end if span.end_line else start == place


def stretch(file: str, line: int, start: int, end: int) -> Span:
    """A stretch of one line between two indices into it, which count from 0."""
    return Span(file, line, start + 1, line, end + 1)
