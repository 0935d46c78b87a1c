"""The text of a PDF as one row of bare letters, with what was left out of it kept beside it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from stagebrief.readback.letters import HYPHENS, LINE_END, decomposed

SPACE, LINE, HYPHEN = 1, 2, 4
"""What stood before a letter: a space, the beginning of a line, a hyphen."""

TOKEN = re.compile(rf"[^\s{re.escape(HYPHENS)}]+")
RUN, SET = re.compile("l+|d+|s"), re.compile(rb"[^\0]")
"""In a row of the first letters of kinds: what is not divided. In flags: one that is set."""
FURNITURE_FROM = 3
"""A line at the head or foot of so many pages belongs to none of them."""
EDGE = 2
"""How many lines at the head and at the foot of a page may be such."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """The letters of all pages in the order in which they were typeset.

    `before` says of each letter, and of the end, what stood before it; `starts` are the positions at which the pages
    begin, with the end as the last; `lines` are those at which lines begin. `furniture` are stretches of running heads
    and page numbers.
    """

    letters: str
    before: bytes
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    furniture: tuple[tuple[int, int], ...] = field(default=())

    def page(self, position: int) -> int:
        """The page, from 0, on which that letter stands."""
        return min(bisect_right(self.starts, position) - 1, max(0, len(self.starts) - 2))

    def page_end(self, page: int) -> int:
        """Where that page ends; the end of the text for a page behind the last."""
        return self.starts[min(page + 1, len(self.starts) - 1)]

    def lines_within(self, start: int, end: int) -> tuple[int, ...]:
        """The beginnings of lines from `start` up to but without `end`."""
        return self.lines[bisect_left(self.lines, start) : bisect_left(self.lines, end)]

    def holds_line(self, start: int, end: int) -> bool:
        """Whether a line begins between two places."""
        index = bisect_left(self.lines, start)
        return index < len(self.lines) and self.lines[index] < end

    def begins_word(self, position: int) -> bool:
        """Whether a word may begin here: after a space or hyphen, or where letters, digits and signs meet."""
        if position <= 0 or position >= len(self.letters) or self.before[position]:
            return True
        left, right = kind_of(self.letters[position - 1]), kind_of(self.letters[position])
        return left != right or right == "sign"

    def spaced(self, start: int, end: int) -> str:
        """The letters with spaces and hyphens between them, for messages."""
        pieces: list[str] = []
        for position in range(start, min(end, len(self.letters))):
            before = self.before[position]
            if before and pieces:
                pieces.append("-" if before & HYPHEN else " ")
            pieces.append(self.letters[position])
        return "".join(pieces)


def word_beginnings(text: PdfText) -> list[int]:
    """All positions at which `begins_word` says that a word may begin, found at once."""
    kinds = text.letters.translate({ord(letter): kind_of(letter)[0] for letter in set(text.letters)})
    found = {match.start() for match in RUN.finditer(kinds)}
    found.update(match.start() for match in SET.finditer(text.before, 0, len(text.letters)))
    return sorted(found)


def kind_of(character: str) -> str:
    """Letter, digit or sign."""
    if character.isdigit():
        return "digit"
    return "letter" if character.isalpha() else "sign"


def text_of_pages(pages: Iterable[str]) -> PdfText:
    """The texts of the pages, with line ends and spaces as they were extracted, as one text."""
    letters: list[str] = []
    before = bytearray()
    starts = [0]
    for page in pages:
        if len(before) < starts[-1] + 1:  # the end of the last page is the beginning of this one
            before.append(0)
        before[-1] |= LINE
        append_page(decomposed(page), letters, before)
        starts.append(len(before) - 1)
    if not before:
        before.append(LINE)
    lines = tuple(position for position, flags in enumerate(before) if flags & LINE)
    text = PdfText("".join(letters), bytes(before), tuple(starts), lines)
    return PdfText(text.letters, text.before, text.starts, lines, find_furniture(text))


def append_page(page: str, letters: list[str], before: bytearray) -> None:
    """Add the letters of one page; the last of `before` is what stands before the next letter."""
    end = 0
    for match in TOKEN.finditer(page):
        before[-1] |= flags_of(page[end : match.start()])
        token = match[0]
        letters.append(token)
        before.extend(bytes(len(token)))
        end = match.end()
    before[-1] |= flags_of(page[end:])


def flags_of(gap: str) -> int:
    """What stands between two runs of letters."""
    if not gap:
        return 0
    hyphen = HYPHEN if any(character in HYPHENS for character in gap) else 0
    line = LINE if LINE_END.search(gap) else 0
    return hyphen | line | (SPACE if gap.strip(HYPHENS) else 0)


def find_furniture(text: PdfText) -> tuple[tuple[int, int], ...]:
    """The lines at the head or foot of pages that stand on several pages but for the page number, and page numbers."""
    edges: dict[tuple[str, int], list[tuple[int, int]]] = {}
    found: set[tuple[int, int]] = set()
    for page, (start, end) in enumerate(pairwise(text.starts)):
        lines = [*text.lines_within(start, end), end]
        spans = [(first, last) for first, last in pairwise(lines) if last > first]
        for first, last in dict.fromkeys((*spans[:EDGE], *spans[-EDGE:])):
            line = text.letters[first:last]
            for key in keys_of(line, page):
                edges.setdefault(key, []).append((first, last))
            if line == str(page + 1):
                found.add((first, last))
    for spans in edges.values():
        if len({text.page(first) for first, _ in spans}) >= FURNITURE_FROM:
            found.update(spans)
    return tuple(sorted(found))


def keys_of(line: str, page: int) -> Iterable[tuple[str, int]]:
    """What a line shares with the same line of another page: all of it, or all but a number that counts pages."""
    yield line, -1
    for match in re.finditer(r"\d{1,5}", line):
        yield f"{line[: match.start()]}#{line[match.end() :]}", int(match[0]) - page
