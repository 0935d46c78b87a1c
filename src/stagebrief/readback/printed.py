"""Where the author's blocks stand on the pages, for those who find something there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from stagebrief.diagnostics import Span
from stagebrief.model.printed import Source
from stagebrief.readback.expected import Word
from stagebrief.readback.finder import Match
from stagebrief.readback.letters import bare
from stagebrief.readback.pages import PdfText
from stagebrief.readback.pattern import Pattern, Run

PROBE = 24
"""So many letters tell where on its page a text stands."""
OF_PICTURES = frozenset({"caption", "credit"})
LABEL = 30
"""What stands at no text may be a picture: it belongs to the caption that begins within so many letters."""
LEAST = 3
"""Fewer letters tell nothing: then the share of the page's letters before it counts."""


class PrintedText:
    """The text of a PDF with the blocks that were found in it, by their numbers."""

    def __init__(self, text: PdfText, patterns: Sequence[Pattern], places: Mapping[int, Match]) -> None:
        self.text = text
        self.patterns = patterns
        self.stretches = sorted(
            (start, end, number, before)
            for number, match in places.items()
            for (start, end), before in zip(match.stretches, lengths_before(match), strict=True)
            if end > start
        )
        self.starts = [start for start, _, _, _ in self.stretches]

    def source(self, page: int, share: float, text: str) -> Source | None:
        """What a text on a page shows that stands behind such a share of the page's letters, else the block before."""
        if not self.stretches or not 0 <= page < len(self.text.starts) - 1:
            return None
        place, sure = self.place(page, share, text)
        index = max(0, bisect_right(self.starts, place) - 1)
        inside = self.stretches[index][0] <= place < self.stretches[index][1]
        behind = self.stretches[index + 1] if index + 1 < len(self.stretches) else None
        if not inside and behind:
            inside = behind[2] == self.stretches[index][2]  # between two stretches of one block
            reach = len(bare(text)) if text else LABEL * (self.patterns[behind[2]].block.what in OF_PICTURES)
            if not inside and behind[0] < place + reach:  # a line that begins with what no block asks for, or a picture
                index, inside = index + 1, True
        start, end, number, before = self.stretches[index]
        offset = before + (place - start if start <= place < end else 0)
        block = self.patterns[number].block
        return Source(number, block.what, self.written(number, offset), inside and sure)

    def place(self, page: int, share: float, text: str) -> tuple[int, bool]:
        """The letter at which a text on a page begins, and whether the text stands there."""
        first, last = self.text.starts[page], self.text.starts[page + 1]
        guess = first + round(share * (last - first))
        letters = bare(text)
        for probe in (letters[:PROBE], letters[: PROBE // 3]):
            found = []
            at = self.text.letters.find(probe, first, last) if len(probe) >= LEAST else -1
            while at >= 0:
                found.append(at)
                at = self.text.letters.find(probe, at + 1, last)
            if found:
                return min(found, key=lambda place: abs(place - guess)), True
        return min(guess, max(first, last - 1)), not letters

    def written(self, number: int, offset: int) -> Span:
        """Where the word of a block was written that holds such a letter of it."""
        pattern = self.patterns[number]
        for part in pattern.parts:
            if not isinstance(part, Run):
                continue
            if offset < len(part.letters):
                element = pattern.block.elements[part.word_at(offset)]
                return element.span if isinstance(element, Word) else pattern.block.span
            offset -= len(part.letters)
        return pattern.block.span

    def page_of(self, span: Span) -> int | None:
        """The page on which a block stands that was written at this line, or is the last that begins before it."""
        best: tuple[int, int] | None = None
        for start, _, number, before in self.stretches:
            own = self.patterns[number].block.span
            if before == 0 and own.file == span.file and own.line <= span.line and (best is None or own.line > best[0]):
                best = own.line, start
        return self.text.page(best[1]) if best else None


def lengths_before(match: Match) -> list[int]:
    """For each stretch of a match how many letters of its block stand before it."""
    found, length = [], 0
    for start, end in match.stretches:
        found.append(length)
        length += end - start
    return found
