"""The finished PDF against what it was meant to show.

First the blocks of the flow are placed, so that as much as possible is found in its order (`placing`); what is found
claims its letters, for no letter shows two blocks. What then is missing is looked for word by word between its
neighbours (`align`), and what stands beside the flow (figures, notes, sources) among the letters that are left. What is
lost is an error at the place where it was written. The cost grows with the length of the text and not with its square.

Joined words are not seen, for spaces are no characters in a PDF and every reader guesses at them; and what is drawn
over by something else counts as shown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from stagebrief.diagnostics import Diagnostic
from stagebrief.readback.align import align, pieces
from stagebrief.readback.expected import Expected, Kind
from stagebrief.readback.finder import Filled, Finder, Match, Stretch
from stagebrief.readback.losses import in_order, lost_needs, lost_words
from stagebrief.readback.needs import search
from stagebrief.readback.notes import NotePlaces
from stagebrief.readback.pages import PdfText
from stagebrief.readback.pattern import Gaps, Pattern
from stagebrief.readback.placing import FEW, STRONG, Claims, place_rest, place_strong
from stagebrief.readback.printed import PrintedText
from stagebrief.readback.recount import LONGEST_DATE, Found, Recount
from stagebrief.readback.text import read_pdf

SURE = 20
"""Letters of a block that is not found by chance."""


def read_back(pdf: Path, expected: Iterable[Expected]) -> tuple[Diagnostic, ...]:
    """An error for all that the PDF was meant to show and does not."""
    return read_with_places(pdf, expected)[0]


def read_with_places(pdf: Path, expected: Iterable[Expected]) -> tuple[tuple[Diagnostic, ...], PrintedText]:
    """An error for all that the PDF was meant to show and does not; and where the rest stands on its pages."""
    comparison = Comparison(read_pdf(pdf), tuple(expected))
    found = in_order(comparison.run())
    return found, PrintedText(comparison.text, comparison.patterns, comparison.places)


def compare(text: PdfText, expected: Iterable[Expected]) -> tuple[Diagnostic, ...]:
    """An error for all that the text was meant to hold and does not."""
    return in_order(Comparison(text, tuple(expected)).run())


class Comparison:
    """One text compared with what was meant for it; `lost` grows as it is read, by the number of the block."""

    def __init__(self, text: PdfText, expected: Sequence[Expected]) -> None:
        self.text = text
        self.claims = Claims(len(text.letters))
        self.finder = Finder(text, self.claims.is_free)
        self.patterns = [Pattern(block) for block in expected]
        self.flow = [index for index, block in enumerate(expected) if block.kind is Kind.FLOW]
        self.places: dict[int, Match] = {}  # of the blocks, by their numbers
        self.gaps: list[tuple[int, Filled]] = []
        self.lost: list[tuple[int, Diagnostic]] = []
        self.numbers: dict[int, str] = {}  # of the notes, as they are printed

    def run(self) -> list[Diagnostic]:
        """Look for all blocks; gives all that is lost and is nowhere else either."""
        self.look()
        if len(self.text.letters) < sum(pattern.size for pattern in self.patterns):  # some are surely lost
            return [diagnostic for _, diagnostic in self.lost]
        sure = (match for number, match in self.places.items() if self.is_sure(number, match))
        stretches = [stretch for match in self.places.values() for stretch in match.stretches]
        found = Found(self.numbers, stretches, [stretch for match in sure for stretch in match.stretches])
        recount = Recount(self.text, self.patterns, found)
        there = {number for number in {number for number, _ in self.lost} if recount.is_there(self.patterns[number])}
        return [diagnostic for number, diagnostic in self.lost if number not in there]

    def is_sure(self, number: int, match: Match) -> bool:
        """Whether a block is so long that it stands where it was found, and not within what is shown of another."""
        return match.length >= SURE and self.patterns[number].block.kind is not Kind.SOURCE

    def look(self) -> None:
        """Look for all blocks, each in its place."""
        self.find_flow()
        self.find_grids()
        self.find_beside(Kind.FLOAT)
        self.check_gaps()
        self.find_notes()
        self.check_gaps()
        self.find_beside(Kind.SOURCE)

    # The flow

    def find_flow(self) -> None:
        """The blocks that follow one another, the long ones first; the rest is looked for between its neighbours."""
        numbers = [number for number in self.flow if self.patterns[number].size]
        patterns = [self.patterns[number] for number in numbers]
        matches = [self.finder.some_matches(pattern, FEW + 1) for pattern in patterns]
        for index, pattern in enumerate(patterns):
            if not matches[index] and pattern.size >= STRONG:
                matches[index] = pieces(self.finder, pattern, FEW)
        strong = place_strong(matches, patterns, self.filling)
        placed = [None if match and match.partial else match for match in strong]
        self.accept_all(numbers, placed)
        broken = [index for index, match in enumerate(strong) if match and match.partial]
        for index in broken:
            placed[index] = self.find_words(numbers[index], *self.window(numbers[index]))
        settled = [match is not None for match in placed]
        place_rest(self.finder, patterns, placed, self.claims.are_free, self.filling)
        self.accept_all(numbers, [None if old else match for old, match in zip(settled, placed, strict=True)])
        for index, match in enumerate(placed):
            if match is None and index not in broken:
                self.find_misplaced(numbers[index])
        for number in self.flow:
            if not self.patterns[number].size:
                start, _ = self.window(number)
                parts = (part for part in self.patterns[number].parts if isinstance(part, Gaps))
                self.gaps += [(number, Filled(part, start, -1)) for part in parts]

    def filling(self, match: Match) -> int:
        """How many of the gaps before and behind a match hold what they need, a date or a source."""
        count = 0
        for gap in match.gaps:
            if gap.gaps.needs and (gap.start < 0 or gap.end < 0):
                start = gap.start if gap.start >= 0 else max(0, gap.end - min(gap.gaps.room, LONGEST_DATE))
                end = gap.end if gap.end >= 0 else min(len(self.text.letters), gap.start + gap.gaps.room)
                count += not search(self.text, gap.gaps.needs, [(start, end)])[0]
        return count

    def window(self, number: int, last: int = -1) -> Stretch:
        """Between which places a block, or blocks up to the last one, should stand by their neighbours in the flow."""
        before = bisect_left(self.flow, number)
        behind = bisect_left(self.flow, max(number, last) + 1)
        start = next((self.places[other].end for other in reversed(self.flow[:before]) if other in self.places), 0)
        end = next((self.places[other].start for other in self.flow[behind:] if other in self.places), None)
        return start, max(start, len(self.text.letters) if end is None else end)

    def start_before(self, number: int) -> int:
        """Where the block of the flow before the last one ends: the last may have taken the words of a grid."""
        before = self.flow[: bisect_left(self.flow, number)]
        ends = [self.places[other].end for other in reversed(before) if other in self.places]
        return ends[1] if len(ends) > 1 else 0

    def find_misplaced(self, number: int) -> None:
        """A block that is not where it should be: as a whole on the pages around, else word by word."""
        window = self.window(number)
        first = self.text.starts[self.text.page(max(window[0] - 1, 0))]
        last = self.text.page_end(self.text.page(window[1]))
        if not self.accept_free(number, self.finder.matches(self.patterns[number], first, last)):
            self.find_words(number, *window)

    def accept_all(self, numbers: Sequence[int], placed: Sequence[Match | None]) -> None:
        """Blocks stand there."""
        for number, match in zip(numbers, placed, strict=True):
            if match:
                self.accept(number, match)

    def accept(self, number: int, match: Match) -> None:
        """A block stands there."""
        self.places[number] = match
        self.claims.take(match.stretches)
        self.gaps += [(number, gap) for gap in match.gaps]
        self.lost += [(number, loss) for loss in lost_words(self.patterns[number].block, match.unhyphened)]

    def accept_free(self, number: int, matches: Iterable[Match]) -> bool:
        """Take the first of the matches whose letters belong to nothing else and that is no chance."""
        for match in matches:
            if not match.weak and self.claims.are_free(match) and not self.is_furniture(match):
                self.accept(number, match)
                return True
        return False

    def is_furniture(self, match: Match) -> bool:
        """Whether a match is no more than a running head or a page number."""
        return any(start <= match.start and match.end <= end for start, end in self.text.furniture)

    def find_words(self, number: int, start: int, end: int) -> Match | None:
        """The words of a block one by one; what is not there is reported. Gives where the others stand."""
        block = self.patterns[number].block
        alignment = align(self.finder, self.patterns[number], start, end)
        self.claims.take(alignment.stretches)
        self.gaps += [(number, gap) for gap in alignment.gaps]
        lost = alignment.lost
        if alignment.stretches:
            self.places[number] = Match(tuple(alignment.stretches), tuple(alignment.gaps))
        self.lost += [(number, loss) for loss in lost_words(block, lost)]
        return self.places.get(number)

    # Beside the flow

    def find_grids(self) -> None:
        """Blocks that stand in any order between their neighbours in the flow, the longest first."""
        grids = [number for number, pattern in enumerate(self.patterns) if pattern.block.kind is Kind.GRID]
        for _, group in groupby(enumerate(grids), key=lambda pair: pair[1] - pair[0]):
            run = [number for _, number in group]
            self.move_behind(run[-1])
            window = self.window(run[0], run[-1])
            wider = self.start_before(run[0]), window[1]
            for number in sorted(run, key=lambda number: -self.patterns[number].size):
                found = any(self.accept_free(number, self.compact(number, place)) for place in (window, wider))
                if not found and not self.accept_head(number, window):
                    self.find_words(number, *window)

    def move_behind(self, last: int) -> None:
        """Put the block behind a grid as far behind as it can stand: a few words may be those of a cell too."""
        number = next(iter(self.flow[bisect_left(self.flow, last) :]), -1)
        old = self.places.get(number)
        if old is None or old.gaps:
            return
        _, end = self.window(number)
        later = [match for match in self.finder.matches(self.patterns[number], old.end, end) if not match.gaps]
        if later and self.claims.are_free(later[-1]):
            self.claims.give_back(old.stretches)
            self.places[number] = later[-1]
            self.claims.take(later[-1].stretches)

    def accept_head(self, number: int, place: Stretch) -> bool:
        """Take a block whose words are at the head of many pages: the head of a grid is repeated."""
        for match in self.finder.matches(self.patterns[number], *place):
            if not match.weak and self.claims.are_free(match):
                self.accept(number, match)
                return True
        return False

    def compact(self, number: int, place: Stretch) -> list[Match]:
        """The places of a block, those first that are in one piece: others may be of words that cells share."""
        return sorted(self.finder.matches(self.patterns[number], *place), key=lambda match: match.end - match.start)

    def find_beside(self, kind: Kind) -> None:
        """Blocks that stand anywhere behind their place in the flow; long ones first, as they may hold short ones."""
        for number, pattern in sorted(enumerate(self.patterns), key=lambda pair: -pair[1].size):
            if pattern.block.kind is kind and pattern.size:
                before, _ = self.window(number)
                start = self.text.starts[self.text.page(max(before - 1, 0))]
                if not self.accept_free(number, self.finder.matches(pattern, start)):
                    self.find_words(number, start, len(self.text.letters))

    # Notes

    def find_notes(self) -> None:
        """The notes, each by its number."""
        numbers = {pattern.block.note: number for number, pattern in enumerate(self.patterns) if pattern.block.note}
        if not numbers:
            return
        at_end = any(self.patterns[number].block.kind is Kind.ENDNOTE for number in numbers.values())
        places = NotePlaces(self.text, self.claims, at_end)
        for match in self.places.values():
            places.read_marks(match)
        places.number(list(numbers))
        self.numbers = {note: str(number) for note, number in places.numbers.items()}
        places.find_starts(list(numbers))
        starts = sorted(places.starts.values())
        stretches = {note: places.stretches(note, starts) for note in numbers}
        for note in sorted(numbers, key=lambda note: note not in places.starts):
            own = self.check_note(numbers[note], stretches[note])
            if own:
                self.places.setdefault(numbers[note], Match(tuple(own)))
            further = stretches[note][-1] if len(stretches[note]) > 1 else ()
            self.check_gaps(further)  # a citation at the end of a note lies within what is then the note's own
            if note in places.starts and own:
                last = at_end and places.starts[note] == starts[-1]  # behind it stands what is no note
                end = self.places[numbers[note]].end if last else own[-1][1]
                self.claims.take([(start, min(stop, end)) for start, stop in own if start < end])

    def check_note(self, number: int, places: list[list[Stretch]]) -> list[Stretch]:
        """One note against the places where it may be; gives those letters that are surely its own."""
        pattern = self.patterns[number]
        if not pattern.size:
            return self.check_source_note(number, places)
        for stretches in places:
            inside = (match for start, end in stretches for match in self.finder.matches(pattern, start, end))
            if self.accept_free(number, inside):
                return places[0]
        if places[-1]:
            self.find_words(number, places[-1][0][0], places[-1][-1][1])
        else:
            self.lost += [(number, loss) for loss in lost_words(pattern.block, range(len(pattern.block.elements)))]
        return places[0]

    def check_source_note(self, number: int, places: list[list[Stretch]]) -> list[Stretch]:
        """A note that holds nothing but a citation."""
        needs = [need for part in self.patterns[number].parts if isinstance(part, Gaps) for need in part.needs]
        missing = needs
        for stretches in places:
            missing, last = search(self.text, needs, stretches)
            if not missing:
                return [(start, min(end, last)) for start, end in stretches if start < last]
        self.lost += [(number, loss) for loss in lost_needs(missing)]
        return places[0]

    # Gaps

    def check_gaps(self, overflow: Sequence[Stretch] = ()) -> None:
        """Whether the gaps that have been found hold what is needed; their content belongs to them then.

        `overflow` is where they may go on: the foot of the next page, for those of a note.
        """
        gaps, self.gaps = self.gaps, []
        for number, gap in sorted(
            gaps, key=lambda item: item[1].start < 0
        ):  # what stands before a block may be behind another's
            room = gap.gaps.room
            start = gap.start if gap.start >= 0 else self.claims.free_before(gap.end, room)
            end = gap.end if gap.end >= 0 else self.claims.free_after(gap.start, room)
            if gap.start < 0:  # a note at the foot of the page before is not its own
                head = max(start, self.text.starts[self.text.page(max(gap.end - 1, 0))])
                start = start if search(self.text, gap.gaps.needs, [(head, end)])[0] else head
            missing, last = search(self.text, gap.gaps.needs, [(start, end)])
            if missing and overflow:
                missing = search(self.text, gap.gaps.needs, [(start, end), *overflow])[0]
            self.lost += [(number, loss) for loss in lost_needs(missing)]
            whole = gap.start >= 0 and gap.end >= 0 and end - start <= room
            if not missing:
                self.claims.take([(start, end if whole else min(last, end))])
