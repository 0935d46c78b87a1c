"""From a position in a text to its place in the author's file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from stagebrief.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Origin:
    """A text that was taken from a file, and how its characters lie there.

    `indices[i]` is the position in the file of the text's character `i`; empty where the text is the whole file.
    `starts` are the positions at which the file's lines begin.
    """

    file: str
    text: str
    starts: tuple[int, ...]
    indices: tuple[int, ...] = ()

    @classmethod
    def whole(cls, file: str, text: str) -> Origin:
        """The text of the whole file."""
        return cls(file, text, line_starts(text))

    @classmethod
    def part(cls, file: str, source: str, start: int, end: int, text: str) -> Origin:
        """`text`, which was written in `source[start:end]` with indentation, folding, quotes or escapes.

        Each character is looked for in turn; what an escape stands for takes the place of the character before.
        """
        position, indices = start, []
        for character in text:
            if character.isspace():
                found = position
                while found < end and not source[found].isspace():
                    found += 1
            else:
                found = source.find(character, position, end)
            if found < 0 or found >= end or found - position > 200:
                found = position
                indices.append(min(found, end))
                continue
            indices.append(found)
            position = found + 1
        return cls(file, text, line_starts(source), tuple(indices))

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


def line_starts(text: str) -> tuple[int, ...]:
    """The positions at which lines begin; the first is 0."""
    return tuple(accumulate((len(line) for line in text.split("\n")), lambda start, size: start + size + 1, initial=0))[
        :-1
    ]
