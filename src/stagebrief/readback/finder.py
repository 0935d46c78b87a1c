"""Finding a block in the text of a PDF: all its letters in a row, save where the page breaks in.

A block is found at a place if its runs of letters follow one another there without anything between them, but for

- what a gap allows: a note's mark, a citation, a formula;
- a break of the page: where a line ends, the rest may go on at the beginning of a line on one of the next pages, behind
  notes, page number, running head and floats, or the repeated title of a divided frame.

So a word that is lost is not excused by the same word elsewhere: the letters after it do not follow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from stagebrief.readback.needs import lacking
from stagebrief.readback.pages import HYPHEN, PdfText, word_beginnings
from stagebrief.readback.pattern import Gaps, Pattern, Run, is_at_mark

KEYS = (20, 8, 3, 1)
"""Places where words begin are indexed by so many letters."""
REACH = 3
"""A block that is interrupted goes on within so many pages: there may be pages of floats between."""
PROBE = 24
"""So many letters tell whether a run goes on at a place."""
HEAD = 12
"""So many letters of a run are looked for behind a gap."""
TRIES = 40
"""At so many places behind a gap it is tried to go on."""
SURE = 12
"""A piece of fewer letters than this on another page may stand there by chance."""

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Filled:
    """A gap as it was found: its content lies between two places.

    `start` is -1 for a gap before the first run and `end` is -1 for one behind the last: these are open on that side.
    """

    gaps: Gaps
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """Where a block stands: its stretches of letters, the gaps between, and words whose hyphen was lost.

    A match is weak if it rests on a few letters on another page, partial if only some of its words are there.
    """

    stretches: tuple[Stretch, ...]
    gaps: tuple[Filled, ...] = ()
    unhyphened: tuple[int, ...] = ()
    weak: bool = False
    partial: bool = False

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.stretches[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.stretches[-1][1]

    @property
    def length(self) -> int:
        """The number of its letters."""
        return sum(end - start for start, end in self.stretches)


class Finder:
    """The search in one text; `is_free` says whether letters belong to no block that has been found already."""

    def __init__(self, text: PdfText, is_free: Callable[[int, int], bool]) -> None:
        self.text = text
        self.is_free = is_free
        self.letters = text.letters
        self.beginnings = word_beginnings(text)
        self.indices: dict[int, dict[str, list[int]]] = {}

    def index(self, length: int) -> dict[str, list[int]]:
        """The places where words begin, by so many letters."""
        if length not in self.indices:
            places: dict[str, list[int]] = defaultdict(list)
            for position in self.beginnings:
                places[self.letters[position : position + length]].append(position)
            self.indices[length] = places
        return self.indices[length]

    def places(self, head: str, longest: int, start: int, end: int) -> list[int]:
        """The places where words and that run of letters begin, by at most `longest` of its first letters."""
        length = next((length for length in KEYS if length <= min(len(head), longest)), 0)
        found = self.index(length).get(head[:length], []) if length else []
        return found[bisect_left(found, start) : bisect_left(found, end)]

    def matches(self, pattern: Pattern, start: int = 0, end: int | None = None) -> Iterator[Match]:
        """The block at each place where it is found; where there is none also such as the page breaks early."""
        stop = len(self.letters) if end is None else end
        found = False
        for place in self.places(pattern.head, KEYS[0], start, stop):
            if match := self.whole_match(pattern, place, stop):
                found = True
                yield match
        if not found and len(pattern.head) >= KEYS[0]:
            for place in self.places(pattern.head, KEYS[1], start, stop):
                if self.text.holds_line(place + 1, place + KEYS[0]) and (
                    match := self.whole_match(pattern, place, stop)
                ):
                    yield match

    def whole_match(self, pattern: Pattern, place: int, end: int) -> Match | None:
        """The block at one place, if it ends before another and with a whole word."""
        match = self.match(pattern, place)
        return match if match and match.end <= end and self.text.begins_word(match.end) else None

    def some_matches(self, pattern: Pattern, most: int) -> list[Match]:
        """At most so many of the matches."""
        return list(islice(self.matches(pattern), most))

    def match(self, pattern: Pattern, place: int) -> Match | None:
        """The block at one place."""
        stretches: list[Stretch] = []
        gaps: list[Filled] = []
        unhyphened: list[int] = []
        pending: Gaps | None = None
        weak = False
        for part in pattern.parts:
            if isinstance(part, Gaps):
                pending = part
                continue
            begin = stretches[-1][1] if stretches else place
            taken = self.cross(pending, part, begin) if pending and stretches else self.take(part.letters, begin)
            if taken is None:
                return None
            if pending:
                gaps.append(Filled(pending, begin if stretches else -1, taken[0][0] if stretches else place))
                pending = None
            weak = weak or (len(taken) > 1 and taken[-1][1] - taken[-1][0] < SURE)
            unhyphened += self.without_hyphen(part, taken)
            stretches += taken
        if pending:
            gaps.append(Filled(pending, stretches[-1][1] if stretches else -1, -1))
        return Match(tuple(stretches), tuple(gaps), tuple(unhyphened), weak) if stretches else None

    def take(self, letters: str, place: int, *, resumed: bool = False) -> list[Stretch] | None:
        """The stretches of a run that begins at that place; None if it does not stand there.

        One that has been `resumed` behind a break of the page begins there and does not break at once again.
        """
        if self.letters.startswith(letters, place):
            return [(place, place + len(letters))]
        broken = self.common(letters, place)
        lines = self.text.lines_within(place + resumed, place + broken + 1)
        if not lines:
            return None
        line = lines[-1]
        rest = letters[line - place :]
        page = self.text.page(max(line - 1, 0))
        for further in self.text.lines_within(self.text.page_end(page), self.text.page_end(page + REACH)):
            if not self.letters.startswith(rest[:PROBE], further):
                continue
            if not self.is_free(further, further + min(len(rest), PROBE)):
                continue
            if taken := self.take(rest, further, resumed=True):
                return [(place, line), *taken] if line > place else taken
        return None

    def common(self, letters: str, place: int) -> int:
        """How many letters of the run stand at that place."""
        low, high = 0, len(letters)
        while low < high:
            middle = (low + high + 1) // 2
            if self.letters.startswith(letters[low:middle], place + low):
                low = middle
            else:
                high = middle - 1
        return low

    def cross(self, gaps: Gaps, run: Run, place: int) -> list[Stretch] | None:
        """The stretches of a run that stands behind a gap."""
        if gaps.only_marks:
            return self.cross_marks(gaps, run, place)
        first: list[Stretch] | None = None
        for start in self.places_behind(gaps, run, place):
            taken = self.take(run.letters, start)
            if taken and not lacking(self.text, gaps.needs, [(place, start)]):
                return taken
            first = first or taken
        return first

    def places_behind(self, gaps: Gaps, run: Run, place: int) -> Iterator[int]:
        """Where the run may go on behind a gap: within its room, else on the next page."""
        head = run.letters[:HEAD]
        stop = place + gaps.room + len(head)
        for start in (place, self.text.page_end(self.text.page(max(place - 1, 0)))):
            at = self.letters.find(head, start, stop)
            tries = 0
            while at >= 0 and tries < TRIES:
                yield at
                tries += 1
                at = self.letters.find(head, at + 1, stop)
            stop = self.text.page_end(self.text.page(max(place - 1, 0)) + 1)

    def cross_marks(self, gaps: Gaps, run: Run, place: int) -> list[Stretch] | None:
        """The stretches of a run behind the marks of notes and the punctuation that stands with them."""
        for length in range(gaps.room + 1):
            if length and not is_at_mark(self.letters[place + length - 1 : place + length]):
                return None
            if taken := self.take(run.letters, place + length):
                return taken
        return None

    def without_hyphen(self, run: Run, taken: list[Stretch]) -> list[int]:
        """The words of the run that have lost a hyphen."""
        lost = []
        for offset in run.hyphens:
            left = offset
            for start, end in taken:
                if left <= end - start:
                    kept = self.text.before[start + left] & HYPHEN or (left == end - start and end != taken[-1][1])
                    lost += [] if kept else [run.word_at(offset)]
                    break
                left -= end - start
        return lost
