"""Notes at the foot of pages or after the text: which stretch of the PDF's text is which note.

A note begins where a line begins with its number, on the page of its mark or the next one; notes after the text begin
behind all marks. It ends where the next one begins or the page ends; the last of a page may go on at the foot of one
of the next pages, which is where letters are that belong to nothing else. A note that cannot be told by its number,
such as one at the foot of a box, is looked for among all letters of its page that belong to nothing else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stagebrief.readback.finder import REACH, Match, Stretch
from stagebrief.readback.pages import PdfText
from stagebrief.readback.placing import Claims

OPENING = "“«„‘\"'([‹「"
"""What a note may begin with besides a letter."""


@dataclass(slots=True)
class NotePlaces:
    """Where the marks of notes stand, and where their texts do.

    `marks` are for each expected note the place of its mark and the digits read there; `order` are the notes in the
    order of their marks.
    """

    text: PdfText
    claims: Claims
    at_end: bool
    marks: dict[int, tuple[int, str]] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)

    def read_marks(self, match: Match) -> None:
        """Read the marks of a block that has been found."""
        for gap in match.gaps:
            notes = gap.gaps.notes
            if not notes or gap.start < 0:
                continue
            end = gap.end if gap.end >= 0 else min(gap.start + 8, len(self.text.letters))
            digits = leading_number(self.text.letters[gap.start : end])
            for note in notes:
                self.marks[note] = (gap.start, digits)

    def number(self, notes: Sequence[int]) -> None:
        """Give each note its printed number: one more than the note before, unless its mark says otherwise."""
        last = 0
        for note in notes:
            digits = self.marks.get(note, (0, ""))[1]
            expected = str(last + 1)
            last = int(digits) if digits and len(digits) < 5 and not fits(digits, expected) else last + 1
            self.numbers[note] = last

    def find_starts(self, notes: Sequence[int]) -> None:
        """Find where the text of each note begins: notes at the end from the first on, at the foot from the last on."""
        end = len(self.text.letters)
        cursor = max((place for place, _ in self.marks.values()), default=0) if self.at_end else 0
        dotted = self.majority_is_dotted(notes, cursor, end)
        for note in notes if self.at_end else reversed(notes):
            place = next(iter(self.beginnings(note, cursor, end, dotted)), None)
            if place is not None:
                self.starts[note] = place
                cursor, end = (place + 1, end) if self.at_end else (cursor, place)

    def majority_is_dotted(self, notes: Sequence[int], cursor: int, end: int) -> bool:
        """Whether a full stop stands behind the numbers of most notes."""
        counts = {True: 0, False: 0}
        for note in notes:
            for dotted in counts:
                counts[dotted] += next(iter(self.beginnings(note, cursor, end, dotted)), None) is not None
        return counts[True] >= counts[False]

    def beginnings(self, note: int, cursor: int, end: int, dotted: bool) -> Iterable[int]:
        """The lines that begin with the number of a note and belong to nothing else, the likelier ones first.

        Notes stand at the foot of the page: the last of its lines that may be the note is the likeliest.
        """
        for start, stop in self.ranges_of(note, cursor, end):
            lines = self.text.lines_within(start, stop)
            for line in lines if self.at_end else reversed(lines):
                if self.may_begin(note, line, dotted):
                    yield line

    def may_begin(self, note: int, line: int, dotted: bool) -> bool:
        """Whether a line begins with the number of a note, written as those of the other notes."""
        number = str(self.numbers[note])
        if not self.text.letters.startswith(number, line) or not self.claims.is_free(line, line + len(number) + 1):
            return False
        following = self.text.letters[line + len(number) : line + len(number) + 1]
        if self.text.holds_line(line + 1, line + len(number) + 2):  # a page number that was left over for a line
            return False
        return following == "." if dotted else (following.isalpha() or following in OPENING)

    def ranges_of(self, note: int, cursor: int, end: int) -> list[Stretch]:
        """Between which places the text of a note begins: on the page of its mark, else on the next."""
        if self.at_end or not self.marks:
            return [(cursor, end)]
        if note not in self.marks:
            return [(max(cursor, self.earlier(note)), end)]
        page = self.text.page(max(self.marks[note][0] - 1, 0))
        pages = [
            (self.text.page_end(number - 1) if number else 0, self.text.page_end(number)) for number in (page, page + 1)
        ]
        return [(max(cursor, start), min(end, stop)) for start, stop in pages]

    def earlier(self, note: int) -> int:
        """The beginning of the page of the last mark before that of a note."""
        before = max((place for other, (place, _) in self.marks.items() if other < note), default=0)
        return self.text.starts[self.text.page(max(before - 1, 0))]

    def stretches(self, note: int, starts: Sequence[int]) -> list[list[Stretch]]:
        """Where the text of a note may stand, the narrower place first.

        `starts` are those of all notes in rising order. A note stands between its number and the next note or the end
        of its page; its end may be among what is free on the next page.
        """
        start = self.starts.get(note)
        if start is None:
            return [self.free_around(note)]
        begin = start + len(str(self.numbers[note]))
        later = bisect_right(starts, start)
        following = starts[later] if later < len(starts) else len(self.text.letters)
        if self.at_end:
            return [self.free_within(begin, following)]
        page = self.text.page(start)
        page_end = self.text.page_end(page)
        if following <= page_end:
            return [[(begin, following)]]
        own = self.free_within(begin, page_end)
        return [own, [*own, *self.free_within(page_end, min(following, self.text.page_end(page + REACH)))]]

    def free_around(self, note: int) -> list[Stretch]:
        """All free letters of the page of a note's mark and the next."""
        if note not in self.marks:
            return [] if not self.marks else self.free_within(0, len(self.text.letters))
        page = self.text.page(max(self.marks[note][0] - 1, 0))
        end = len(self.text.letters) if self.at_end else self.text.page_end(page + 1)
        return self.free_within(self.text.starts[page], end)

    def free_within(self, start: int, end: int) -> list[Stretch]:
        """The stretches between two places that belong to no block and to no running head."""
        stretches = []
        taken = [*self.text.furniture]
        position = start
        while position < end:
            stop = self.claims.free_after(position, end - position)
            cut = next((span for span in taken if span[0] < stop and span[1] > position), None)
            if cut:
                stop = max(position, cut[0])
            if stop > position:
                stretches.append((position, min(stop, end)))
            position = cut[1] if cut else self.claims.taken.find(0, stop, end) if stop < end else end
            if position < 0:
                break
        return stretches


def leading_number(content: str) -> str:
    """The digits of a mark; punctuation may stand before them."""
    digits = "".join(character if character.isdigit() else " " for character in content).split()
    return digits[0] if digits else ""


def fits(digits: str, expected: str) -> bool:
    """Whether digits read at a mark may be the expected number, with those of another mark before or behind them."""
    return digits.startswith(expected) or digits.endswith(expected)
