"""Notes at the foot of pages or after the text: which stretch of the PDF's text is which note.

A note begins where a line begins with its number, on the page of its mark or the next one; notes after the text begin
behind all marks. It ends where the next one begins or the page ends; the last of a page may go on at the foot of the
next page, which is where letters are that belong to nothing else. A note that cannot be told by its number, such as
one at the foot of a box, is looked for among all letters of its page that belong to nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from stagebrief.readback.finder import Match, Stretch
from stagebrief.readback.pages import PdfText
from stagebrief.readback.placing import Claims


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
        """Find where the text of each note begins."""
        cursor = max((place for place, _ in self.marks.values()), default=0) if self.at_end else 0
        dotted = self.majority_is_dotted(notes, cursor)
        for note in notes:
            for place in self.beginnings(note, cursor, dotted):
                self.starts[note] = place
                cursor = place + 1
                break

    def majority_is_dotted(self, notes: Sequence[int], cursor: int) -> bool:
        """Whether a full stop stands behind the numbers of most notes."""
        counts = {True: 0, False: 0}
        for note in notes:
            for dotted in counts:
                counts[dotted] += next(iter(self.beginnings(note, cursor, dotted)), None) is not None
        return counts[True] >= counts[False]

    def beginnings(self, note: int, cursor: int, dotted: bool) -> Iterable[int]:
        """The lines that begin with the number of a note and belong to nothing else."""
        number = str(self.numbers[note])
        for line in self.text.lines_within(*self.range_of(note, cursor)):
            following = self.text.letters[line + len(number) : line + len(number) + 1]
            if not self.text.letters.startswith(number, line) or not self.claims.is_free(line, line + len(number) + 1):
                continue
            if following == "." if dotted else (following.isalpha() or following in "“«„‘\"'([‹「"):
                yield line

    def range_of(self, note: int, cursor: int) -> Stretch:
        """Between which places the text of a note begins."""
        if self.at_end:
            return cursor, len(self.text.letters)
        place = self.marks[note][0] if note in self.marks else cursor
        page = self.text.page(max(place - 1, 0))
        return max(cursor, self.text.starts[page]), self.text.page_end(page + (1 if note in self.marks else 2))

    def stretches(self, note: int, notes: Sequence[int]) -> list[list[Stretch]]:
        """Where the text of a note may stand, the narrower place first.

        That is from its number to the next note or the end of its page; then with what is free on the next page.
        """
        start = self.starts.get(note)
        if start is None:
            return [self.free_around(note)]
        begin = start + len(str(self.numbers[note]))
        later = [self.starts[other] for other in notes if other in self.starts and self.starts[other] > start]
        following = min(later, default=len(self.text.letters))
        if self.at_end:
            return [self.free_within(begin, following)]
        page = self.text.page(start)
        page_end = self.text.page_end(page)
        if following <= page_end:
            return [[(begin, following)]]
        own = self.free_within(begin, page_end)
        return [own, [*own, *self.free_within(page_end, min(following, self.text.page_end(page + 1)))]]

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
