"""From a position in a text to its place in the author's file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from stagebrief.diagnostics import Span

QUOTED_PIECE = re.compile(
    r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[ \t]*\n[ \t\n]*|.)|[ \t]*\n[ \t\n]*|.", re.DOTALL
)
"""What stands for one character, or for a fold, within double quotation marks."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A text that was taken from a file, and how its characters lie there.

    `indices[i]` is the position in the file of the text's character `i`; empty where the text is the whole file.
    `starts` are the positions at which the file's lines begin.
    """

    file: str
    text: str
    starts: tuple[int, ...]
    indices: Sequence[int] = ()

    @classmethod
    def whole(cls, file: str, text: str) -> Origin:
        """The text of the whole file."""
        return cls(file, text, line_starts(text))

    @classmethod
    def part(cls, whole: Origin, start: int, end: int, text: str) -> Origin:
        """`text`, which was written in `whole.text[start:end]` with indentation, folding or doubled quotation marks."""
        written_so = whole.text.startswith(text, start)
        indices = range(start, start + len(text)) if written_so else aligned(whole.text, start, end, text)
        return cls(whole.file, text, whole.starts, indices)

    @classmethod
    def quoted(cls, whole: Origin, start: int, end: int, text: str) -> Origin:
        """`text`, which was written in `whole.text[start:end]` between double quotation marks, with escapes."""
        indices = unescaped(whole.text, start, end)
        lead = next((index for index, at in enumerate(indices) if not whole.text[at].isspace()), 0)
        indices = indices[lead : lead + len(text)]
        if len(indices) != len(text):
            return cls.part(whole, start, end, text)
        return cls(whole.file, text, whole.starts, tuple(indices))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of the text's character at `offset`."""
        if self.indices:
            index = self.indices[offset] if offset < len(self.indices) else self.indices[-1] + 1
        else:
            index = offset
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The place of `text[start:end]`; without an end only where it begins."""
        line, column = self.place(max(0, start))
        if end is None:
            return Span(self.file, line, column)
        end_line, end_column = self.place(max(start, end - 1))
        return Span(self.file, line, column, end_line, end_column + 1)


def aligned(source: str, start: int, end: int, text: str) -> tuple[int, ...]:
    """For each character of the text its position in `source[start:end]`, each looked for in turn."""
    position, indices = start, []
    for character in text:
        if character.isspace():
            found = position
            while found < end and not source[found].isspace():
                found += 1
        else:
            found = source.find(character, position, end)
        if found < 0 or found >= end or found - position > 200:
            indices.append(min(position, end))
            continue
        indices.append(found)
        position = found + 1
    return tuple(indices)


def unescaped(source: str, start: int, end: int) -> list[int]:
    """For each character that `source[start:end]` stands for between double quotation marks, its position."""
    indices: list[int] = []
    for match in QUOTED_PIECE.finditer(source, start, end):
        piece = match[0]
        if piece[0] == "\\" and "\n" in piece:
            continue
        breaks = piece.count("\n")
        indices += [match.start()] * max(1, breaks - 1)
    return indices


def line_starts(text: str) -> tuple[int, ...]:
    """The positions at which lines begin; the first is 0."""
    return tuple(accumulate((len(line) for line in text.split("\n")), lambda start, size: start + size + 1, initial=0))[
        :-1
    ]
