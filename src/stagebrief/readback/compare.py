"""The finished PDF against what it was meant to show.

First the blocks of the flow are placed, so that as much as possible is found in its order (`placing`); what is found
claims its letters, for no letter shows two blocks. What then is missing is looked for word by word between its
neighbours (`align`), the words beside the flow (figures, notes, sources) among the letters that are left. What is
lost is an error at the place where it was written. The cost grows with the length of the text and not with its
square.

Joined words are not seen, for spaces are no characters in a PDF and every reader guesses at them; and what is drawn
over by something else counts as shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from stagebrief.diagnostics import Diagnostic, error
from stagebrief.readback.align import Alignment, align
from stagebrief.readback.expected import Element, Expected, Kind, Need, Word
from stagebrief.readback.finder import Filled, Finder, Match, Stretch
from stagebrief.readback.letters import bare
from stagebrief.readback.needs import search
from stagebrief.readback.notes import NotePlaces
from stagebrief.readback.pages import PdfText
from stagebrief.readback.pattern import Gaps, Pattern
from stagebrief.readback.placing import FEW, STRONG, Claims, place_rest, place_strong
from stagebrief.readback.right_to_left import holds_right_to_left
from stagebrief.readback.text import read_pdf

CONTEXT = 4
"""So many words before and behind what is lost are shown with it."""
SHOWN = 12
"""At most so many lost words are shown."""
MOST = 60
"""At most so many findings are reported; one more says how many are left."""
NEIGHBOURHOOD = 8
"""So many letters around a block written from right to left may be its own."""
HINT = (
    "look at the page; if the words are not there this is a fault of stagebrief: please report it. "
    "`--no-read-back` builds without this check"
)


def read_back(pdf: Path, expected: Iterable[Expected]) -> tuple[Diagnostic, ...]:
    """An error for all that the PDF was meant to show and does not."""
    return compare(read_pdf(pdf), expected)


def compare(text: PdfText, expected: Iterable[Expected]) -> tuple[Diagnostic, ...]:
    """An error for all that the text was meant to hold and does not."""
    comparison = Comparison(text, tuple(expected))
    comparison.run()
    found = sorted(comparison.found, key=lambda diagnostic: (diagnostic.span is None, diagnostic.span))
    unique = tuple(dict.fromkeys(found))
    if len(unique) <= MOST:
        return unique
    more = error("words-arrive", f"{len(unique) - MOST} more stretches of text are not in the PDF", None, HINT)
    return (*unique[:MOST], more)


class Comparison:
    """One text compared with what was meant for it."""

    def __init__(self, text: PdfText, expected: Sequence[Expected]) -> None:
        self.text = text
        self.finder = Finder(text)
        self.claims = Claims(len(text.letters))
        self.flow = [Pattern(block) for block in expected if block.kind is Kind.FLOW]
        self.floats = [Pattern(block) for block in expected if block.kind is Kind.FLOAT]
        self.notes = [Pattern(block) for block in expected if block.kind in {Kind.NOTE, Kind.ENDNOTE}]
        self.sources = [Pattern(block) for block in expected if block.kind is Kind.SOURCE]
        self.order = {id(block): index for index, block in enumerate(expected)}
        self.places: dict[int, Match] = {}
        self.found: list[Diagnostic] = []
        self.gaps: list[Filled] = []

    def run(self) -> None:
        """Look for all blocks."""
        self.find_flow()
        self.find_beside(self.floats)
        self.check_gaps()
        self.find_notes()
        self.check_gaps()
        self.find_beside(self.sources)

    # The flow

    def find_flow(self) -> None:
        """The blocks that follow one another, the long ones first; the rest is looked for between its neighbours."""
        patterns = [pattern for pattern in self.flow if pattern.size]
        found = [self.finder.some_matches(pattern, FEW + 1) for pattern in patterns]
        placed = place_strong(found, patterns)
        self.accept_all(patterns, placed)
        for index, pattern in enumerate(patterns):
            if not found[index] and pattern.size >= STRONG:
                placed[index] = self.find_words(pattern, *self.window(placed, index))
        broken = {index for index, pattern in enumerate(patterns) if not found[index] and pattern.size >= STRONG}
        known = list(placed)
        place_rest(self.finder, patterns, placed, self.claims.are_free)
        late = [match if not known[index] else None for index, match in enumerate(placed)]
        self.accept_all(patterns, late)
        for index, pattern in enumerate(patterns):
            if placed[index] is None and index not in broken:
                self.find_misplaced(pattern, self.window(placed, index))
        self.check_gaps_alone()

    def accept_all(self, patterns: Sequence[Pattern], placed: Sequence[Match | None]) -> None:
        """The blocks stand there."""
        for pattern, match in zip(patterns, placed, strict=True):
            if match:
                self.accept(pattern, match)

    def window(self, placed: Sequence[Match | None], index: int) -> Stretch:
        """Between which places a block should stand by its neighbours in the flow."""
        before = next((match for match in reversed(placed[:index]) if match), None)
        after = next((match for match in placed[index + 1 :] if match), None)
        return (before.end if before else 0), (after.start if after else len(self.text.letters))

    def find_misplaced(self, pattern: Pattern, window: Stretch) -> None:
        """A block that is not where it should be: as a whole on the pages around, else word by word."""
        first = self.text.starts[self.text.page(max(window[0] - 1, 0))]
        last = self.text.page_end(self.text.page(window[1]))
        if not self.accept_free(pattern, self.finder.matches(pattern, first, last)):
            self.find_words(pattern, *window)

    def accept_free(self, pattern: Pattern, matches: Iterable[Match]) -> bool:
        """Take the first of the matches whose letters belong to nothing else and that is no chance."""
        for match in matches:
            if not match.weak and self.claims.are_free(match) and not self.is_furniture(match):
                self.accept(pattern, match)
                return True
        return False

    def is_furniture(self, match: Match) -> bool:
        """Whether a match is no more than a running head or a page number."""
        return any(start <= match.start and match.end <= end for start, end in self.text.furniture)

    def accept(self, pattern: Pattern, match: Match) -> None:
        """The block stands there."""
        self.places[id(pattern.block)] = match
        self.claims.take(match.stretches)
        self.gaps += match.gaps
        if match.unhyphened:
            self.report_lost(pattern.block, list(match.unhyphened))

    def find_words(self, pattern: Pattern, start: int, end: int) -> Match | None:
        """The words of a block one by one; what is not there is reported. Gives where the others stand."""
        alignment = align(self.finder, pattern, start, end, self.claims.is_free)
        self.claims.take(alignment.stretches)
        self.gaps += alignment.gaps
        if alignment.stretches:
            self.places[id(pattern.block)] = Match(tuple(alignment.stretches), tuple(alignment.gaps))
            if any(holds_right_to_left(word.text) for word in pattern.block.words):
                alignment.lost = self.without_turned(pattern.block, alignment)
        self.report_lost(pattern.block, alignment.lost)
        return self.places.get(id(pattern.block))

    def without_turned(self, block: Expected, alignment: Alignment) -> list[int]:
        """Of the lost words of a block written from right to left those that stand nowhere around it.

        What numbers, brackets and words of other scripts look like within such a line does not tell in which order they
        were written; so these words are looked for without punctuation.
        """
        words = {element: letters_of(block.elements[element]) for element in alignment.lost}
        around = sum(map(len, words.values())) + NEIGHBOURHOOD
        start, end = max(0, alignment.stretches[0][0] - around), alignment.stretches[-1][1] + around
        lost = []
        for element, letters in words.items():
            at = self.letters_free(letters, start, end)
            if at is None:
                lost.append(element)
            else:
                self.claims.take([(at, at + len(letters))])
        return lost

    def letters_free(self, letters: str, start: int, end: int) -> int | None:
        """Where letters stand between two places and belong to no block."""
        at = self.text.letters.find(letters, start, end)
        while at >= 0 and not self.claims.is_free(at, at + len(letters)):
            at = self.text.letters.find(letters, at + 1, end)
        return at if at >= 0 else None

    # Beside the flow

    def find_beside(self, patterns: Sequence[Pattern]) -> None:
        """Blocks that stand anywhere behind their place in the flow."""
        for pattern in patterns:
            if not pattern.size:
                continue
            start = self.start_of(pattern.block)
            if not self.accept_free(pattern, self.finder.matches(pattern, start)):
                self.find_words(pattern, start, len(self.text.letters))

    def start_of(self, block: Expected) -> int:
        """The beginning of the page of the last block of the flow before this one."""
        own = self.order[id(block)]
        before = [
            self.places[id(pattern.block)].start
            for pattern in self.flow
            if self.order[id(pattern.block)] < own and id(pattern.block) in self.places
        ]
        return self.text.starts[self.text.page(before[-1])] if before else 0

    # Notes

    def find_notes(self) -> None:
        """The notes, each by its number."""
        if not self.notes:
            return
        places = NotePlaces(self.text, self.claims, self.notes[0].block.kind is Kind.ENDNOTE)
        for match in self.places.values():
            places.read_marks(match)
        numbered = [pattern.block.note for pattern in self.notes if not pattern.block.boxed]
        places.number(numbered)
        places.find_starts(numbered)
        stretches = {pattern.block.note: places.stretches(pattern.block.note, numbered) for pattern in self.notes}
        for pattern in sorted(self.notes, key=lambda pattern: pattern.block.note not in places.starts):
            chosen = self.check_note(pattern, stretches[pattern.block.note])
            if pattern.block.note in places.starts:
                self.claims.take(chosen)

    def check_note(self, pattern: Pattern, places: list[list[Stretch]]) -> list[Stretch]:
        """One note against the places where it may be; gives those letters that are surely its own."""
        if pattern.size:
            for stretches in places:
                inside = (match for start, end in stretches for match in self.finder.matches(pattern, start, end))
                if self.accept_free(pattern, inside):
                    return places[0]
            stretches = places[-1]
            self.find_words(pattern, stretches[0][0], stretches[-1][1]) if stretches else self.report_all(pattern)
            return places[0]
        needs = [need for part in pattern.parts if isinstance(part, Gaps) for need in part.needs]
        missing = needs
        for stretches in places:
            missing, last = search(self.text, needs, stretches)
            if not missing:
                return [(start, min(end, last)) for start, end in stretches if start < last]
        self.report_needs(missing)
        return places[0]

    def report_all(self, pattern: Pattern) -> None:
        """All words of a block are lost."""
        self.report_lost(pattern.block, range(len(pattern.block.elements)))

    # Gaps

    def check_gaps_alone(self) -> None:
        """Blocks that are all gaps: what they need must stand among the free letters between their neighbours."""
        for number, pattern in enumerate(self.flow):
            if pattern.size:
                continue
            earlier = (self.places.get(id(item.block)) for item in reversed(self.flow[:number]))
            before = next((match.end for match in earlier if match), 0)
            self.gaps += [Filled(part, before, -1) for part in pattern.parts if isinstance(part, Gaps)]

    def check_gaps(self) -> None:
        """Whether the gaps that have been found hold what is needed; their content belongs to them then."""
        gaps, self.gaps = self.gaps, []
        for gap in gaps:
            room = gap.gaps.room
            start = gap.start if gap.start >= 0 else self.claims.free_before(gap.end, room)
            end = gap.end if gap.end >= 0 else self.claims.free_after(gap.start, room)
            missing, last = search(self.text, gap.gaps.needs, [(start, end)])
            self.report_needs(missing)
            whole = gap.start >= 0 and gap.end >= 0 and end - start <= room
            self.claims.take([(start, end if whole else min(last, end))])

    # Reports

    def report_needs(self, needs: Iterable[Need]) -> None:
        """Something that a citation, a date or a cross-reference must show is lost."""
        for need in needs:
            self.found.append(error("words-arrive", f"{need.what} is not in the PDF", need.span, HINT))

    def report_lost(self, block: Expected, lost: Sequence[int]) -> None:
        """Words of a block are lost: one error for each run of them."""
        numbers = [index for index, element in enumerate(block.elements) if isinstance(element, Word)]
        positions = [numbers.index(element) for element in sorted(set(lost)) if element in numbers]
        for _, group in groupby(enumerate(positions), key=lambda pair: pair[1] - pair[0]):
            run = [position for _, position in group]
            self.found.append(loss(block, run[0], run[-1] + 1))


def letters_of(element: Element) -> str:
    """The letters and digits of a word."""
    return "".join(filter(str.isalnum, bare(element.text))) if isinstance(element, Word) else ""


def loss(block: Expected, start: int, end: int) -> Diagnostic:
    """The error for the words from one number to another."""
    words = block.words
    lost = shown(words[start:end])
    count = "the word" if end - start == 1 else f"{end - start} words" if end - start < len(words) else "all words"
    message = f"{count} {lost} of this {block.what} {'is' if end - start == 1 else 'are'} not in the PDF"
    before = " ".join(word.text for word in words[max(0, start - CONTEXT) : start])
    behind = " ".join(word.text for word in words[end : end + CONTEXT])
    notes = (f"… {before} [{' '.join(word.text for word in words[start : min(end, start + SHOWN)])}] {behind} …",)
    return error("words-arrive", message, words[start].span, HINT, *(notes if before or behind else ()))


def shown(words: Sequence[Word]) -> str:
    """The lost words in quotation marks."""
    text = " ".join(word.text for word in words[:SHOWN])
    return f"'{text} …'" if len(words) > SHOWN else f"'{text}'"


__all__ = ["Alignment", "compare", "read_back"]
