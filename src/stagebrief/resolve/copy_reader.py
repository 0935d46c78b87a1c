"""One pinned copy as wordings: where a quotation stands in it, and what comes nearest to one that does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from stagebrief.model.pinned import PinnedCopy
from stagebrief.wording import Segment, Stream, stream_of
from stagebrief.wording_search import Near, find_all, nearest_words

EDGE = 2
"""How many lines at the head and at the foot of a page may be running heads and numbers."""
REPEATED = 3
"""A line that stands there on so many pages, but for its numbers, belongs to none of them."""
LONGEST_NEAREST = 12
"""Words more than the quotation has that are shown of the wording that comes nearest."""
NOTE = re.compile(r"(?:\[?\d{1,3}(?![\d.,:])|[*†‡⁰¹²³⁴-⁹])[\]\s.)]*[^\W\d_]|(?:\[?\d{1,3}(?!\d)|[*†‡])\s*[“„«\"'‘]")
"""How a line begins that is the first of the notes at the foot of a page."""

Pages = tuple[int, ...]
"""The pages that a quotation stands on, from 0."""


class Extent(Enum):
    """How much of each page is taken for its text."""

    BODY = auto()  # without running heads and page numbers
    WHOLE = auto()
    ABOVE_NOTES = auto()  # the body without the notes at its foot


TRIES = tuple((extent, numbers) for extent in Extent for numbers in (True, False))
"""What a page's text may be, and whether the numbers of notes are a part of it, in the order in which it is tried."""


@dataclass(slots=True)
class CopyReader:
    """Looks for quotations in a copy; the wordings of its pages are made when they are wanted."""

    copy: PinnedCopy
    streams: dict[tuple[Extent, bool], Stream] = field(default_factory=dict)
    texts: dict[Extent, tuple[str, ...]] = field(default_factory=dict)
    lowered: list[str] = field(default_factory=list)

    def find_on(self, segments: Sequence[Segment], first: int, last: int) -> list[Pages]:
        """The places at which a quotation stands on these pages and the next, without reading the others."""
        stream = stream_of(self.copy.pages[first : last + 2], first_page=first)
        return [pages_of(stream, match.start, match.end) for match in find_all(segments, stream)]

    def find(self, segments: Sequence[Segment]) -> list[Pages]:
        """The places at which a quotation stands, whatever heads, page numbers and notes stand between its words."""
        for extent, numbers in TRIES:
            if extent is not Extent.BODY and self.text(extent) == self.text(Extent.BODY):
                continue  # this copy has no heads, or no notes
            stream = self.stream(extent, numbers)
            if found := [pages_of(stream, match.start, match.end) for match in find_all(segments, stream)]:
                return found
        return []

    def stream(self, extent: Extent, numbers: bool) -> Stream:
        """The wording of all pages, with the numbers of notes or without them."""
        key = (extent, numbers)
        if key not in self.streams:
            self.streams[key] = stream_of(self.text(extent), without_notes=not numbers)
        return self.streams[key]

    def text(self, extent: Extent) -> tuple[str, ...]:
        """The texts of the pages."""
        if extent not in self.texts:
            match extent:
                case Extent.WHOLE:
                    self.texts[extent] = self.copy.pages
                case Extent.BODY:
                    self.texts[extent] = without_heads(self.copy.pages)
                case Extent.ABOVE_NOTES:
                    self.texts[extent] = tuple(map(above_notes, self.text(Extent.BODY)))
        return self.texts[extent]

    def nearest(self, words: Sequence[str]) -> tuple[str, Pages, float]:
        """The wording that comes nearest to these words, its pages, and how much of it is alike."""
        stream = self.stream(Extent.BODY, True)
        if not self.lowered:
            self.lowered = [word.lower() for word in stream.words]
        near: Near | None = nearest_words(words, self.lowered)
        if near is None or near.last <= near.first:
            return "", (), 0.0
        last = min(near.last, near.first + len(words) + LONGEST_NEAREST)
        return stream.text(near.first, last), tuple(sorted({*stream.pages[near.first : last]})), near.likeness

    def has_text(self, pages: Sequence[int]) -> bool:
        """Whether there is text on these pages, or on most of the copy's where none are named."""
        chosen = [self.copy.pages[page] for page in pages] or self.copy.pages
        filled = sum(len(page.split()) >= 5 for page in chosen)
        return filled * 2 >= len(chosen)


def pages_of(stream: Stream, start: int, end: int) -> Pages:
    """The pages on which these letters stand."""
    first, last = stream.pages[stream.word_at(start)], stream.pages[stream.word_at(end - 1)]
    return tuple(range(first, last + 1))


def without_heads(pages: Sequence[str]) -> tuple[str, ...]:
    """The pages without the lines at head and foot that are numbers or stand there on several pages."""
    divided = [[line for line in page.split("\n") if line.strip()] for page in pages]
    counts: Counter[str] = Counter()
    for lines in divided:
        counts.update({kind_of(line) for line in (*lines[:EDGE], *lines[-EDGE:])})
    repeated = {kind for kind, count in counts.items() if count >= REPEATED} | {"#"}
    return tuple("\n".join(stripped(lines, repeated)) for lines in divided)


def stripped(lines: list[str], repeated: set[str]) -> list[str]:
    """The lines without those at head and foot that are of a repeated kind."""
    first, last = 0, len(lines)
    while first < min(EDGE, last) and kind_of(lines[first]) in repeated:
        first += 1
    while last > max(first, len(lines) - EDGE) and kind_of(lines[last - 1]) in repeated:
        last -= 1
    return lines[first:last]


def kind_of(line: str) -> str:
    """A line without what differs from page to page: numbers, Arabic or Roman, and signs around them."""
    plain = " ".join(re.sub(r"\d+", "#", line).split())
    return "#" if re.fullmatch(r"\W*(?:#|[ivxlc]{1,7})\W*", plain, re.IGNORECASE) else plain


def above_notes(page: str) -> str:
    """A page up to the first line in its lower half that begins like a note."""
    lines = page.split("\n")
    half = len(lines) // 2
    first = next((index for index in range(half, len(lines)) if NOTE.match(lines[index].strip())), len(lines))
    return "\n".join(lines[:first])
