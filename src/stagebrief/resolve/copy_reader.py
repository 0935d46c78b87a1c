"""One pinned copy as wordings: where a quotation stands in it, and what comes nearest to one that does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from stagebrief.model.pinned import PinnedCopy
from stagebrief.wording import Segment, Stream, segments_of, stream_of
from stagebrief.wording_search import Near, find_all, nearest_words

EDGE = 2
"""How many lines at the head and at the foot of a page may be running heads and numbers."""
REPEATED = 3
"""A line that stands there on so many pages, but for its numbers, belongs to none of them."""
SHORTEST_PIECE = 3
"""Words of a quotation that must stand on each of two pages with notes between them."""
LONGEST_NEAREST = 12
"""Words more than the quotation has that are shown of the wording that comes nearest."""
NOTE = re.compile(r"\s*(?:\[?\d{1,3}\b|[*†‡⁰¹²³⁴-⁹])")

Pages = tuple[int, ...]
"""The pages that a quotation stands on, from 0."""


@dataclass(slots=True)
class CopyReader:
    """Looks for quotations in a copy; the wordings of its pages are made when they are wanted."""

    copy: PinnedCopy
    streams: dict[tuple[bool, bool], Stream] = field(default_factory=dict)
    bodies: tuple[str, ...] = ()
    singles: dict[int, Stream] = field(default_factory=dict)

    def find_on(self, segments: Sequence[Segment], first: int, last: int) -> list[Pages]:
        """The places at which a quotation stands on these pages and the next, without reading the others."""
        pages = self.copy.pages[first : last + 2]
        stream = stream_of(pages, first_page=first)
        return [pages_of(stream, match.start, match.end) for match in find_all(segments, stream)]

    def find(self, segments: Sequence[Segment]) -> list[Pages]:
        """The places at which a quotation stands, whatever heads, page numbers and notes stand between."""
        for whole, without_notes in ((False, False), (True, False), (False, True), (True, True)):
            stream = self.stream(whole, without_notes)
            if found := [pages_of(stream, match.start, match.end) for match in find_all(segments, stream)]:
                return found
        return list(self.find_over_notes(segments))

    def stream(self, whole: bool, without_notes: bool) -> Stream:
        """The wording of all pages: `whole`, or without running heads; with or without the numbers of notes."""
        key = (whole, without_notes)
        if key not in self.streams:
            pages = self.copy.pages if whole else self.body()
            self.streams[key] = stream_of(pages, without_notes=without_notes)
        return self.streams[key]

    def body(self) -> tuple[str, ...]:
        """The pages without running heads and page numbers."""
        if not self.bodies:
            self.bodies = without_heads(self.copy.pages)
        return self.bodies

    def find_over_notes(self, segments: Sequence[Segment]) -> Iterator[Pages]:
        """A quotation that begins on one page, above its notes, and ends at the head of the next."""
        if len(segments) != 1 or len(segments[0].stream.words) < 2 * SHORTEST_PIECE:
            return
        own, body = segments[0].stream, self.body()
        count = len(own.words)
        for page in range(len(body) - 1):
            above, following = self.page(page), self.page(page + 1)
            for cut in range(SHORTEST_PIECE, count - SHORTEST_PIECE + 1):
                head, tail = segments_of(own.text(0, cut)), segments_of(own.text(cut, count))
                ends = [match.end for match in find_all(head, above)]
                if not ends:
                    break
                starts = [match.start for match in find_all(tail, following)]
                if 0 in starts and any(note_follows(above, end) for end in ends):
                    yield page, page + 1
                    return

    def page(self, index: int) -> Stream:
        """The wording of one page without running heads."""
        if index not in self.singles:
            self.singles[index] = stream_of([self.body()[index]])
        return self.singles[index]

    def nearest(self, words: Sequence[str]) -> tuple[str, Pages, float]:
        """The wording that comes nearest to these words, its pages, and how much of it is alike."""
        stream = self.stream(False, False)
        near: Near | None = nearest_words(words, [word.lower() for word in stream.words])
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


def note_follows(stream: Stream, end: int) -> bool:
    """Whether what follows on the page is a note: it begins a line, with a number or a sign."""
    index = stream.word_at(end - 1) + 1
    if index >= len(stream.words):
        return True
    gap = stream.gaps[index]
    return "\n" in gap and NOTE.match(gap.rpartition("\n")[2] + stream.words[index]) is not None


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
