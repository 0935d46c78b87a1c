"""Expected blocks made ready for the search: runs of letters, and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from stagebrief.readback.expected import Element, Expected, Gap, GapKind, Need, Word
from stagebrief.readback.letters import Folded, fold

AT_MARKS = ".,;:!?*†‡§)]”’»…"
"""What may stand with the mark of a note besides digits."""
MOVED = ".,;:!?"
"""Punctuation that biblatex moves before a note's mark, or leaves out where there is some already."""


@dataclass(frozen=True, slots=True)
class Run:
    """The letters of words that follow one another.

    `words` are for each word where its letters begin and which element of the block it is; `hyphens` are the offsets
    before which a hyphen must stand.
    """

    letters: str
    words: tuple[tuple[int, int], ...]
    hyphens: tuple[int, ...] = ()

    def word_at(self, offset: int) -> int:
        """The element that holds the letter at that offset."""
        return next(element for start, element in reversed(self.words) if start <= offset)


@dataclass(frozen=True, slots=True)
class Gaps:
    """One or more gaps between two runs."""

    gaps: tuple[Gap, ...]

    @property
    def room(self) -> int:
        """The most characters that may stand here."""
        return sum(gap.limit for gap in self.gaps)

    @property
    def only_marks(self) -> bool:
        """Whether nothing but marks of notes may stand here."""
        return all(gap.kind is GapKind.MARK for gap in self.gaps)

    @property
    def needs(self) -> tuple[Need, ...]:
        """What must stand here."""
        return tuple(need for gap in self.gaps for need in gap.needs)

    @property
    def notes(self) -> tuple[int, ...]:
        """The notes that the marks here lead to."""
        return tuple(gap.note for gap in self.gaps if gap.note)


def is_at_mark(character: str) -> bool:
    """Whether a character may belong to the mark of a note or stand with it."""
    return character.isdigit() or (bool(character) and character in AT_MARKS)


class Pattern:
    """An expected block as runs and gaps in turn."""

    def __init__(self, block: Expected) -> None:
        self.block = block
        self.parts: tuple[Run | Gaps, ...] = tuple(parts_of(block.elements))

    @cached_property
    def head(self) -> str:
        """The letters of the first run; empty if the block is all gaps."""
        return next((part.letters for part in self.parts if isinstance(part, Run)), "")

    @cached_property
    def size(self) -> int:
        """The number of letters."""
        return sum(len(part.letters) for part in self.parts if isinstance(part, Run))


def parts_of(elements: tuple[Element, ...]) -> Iterable[Run | Gaps]:
    """The elements with neighbouring words and neighbouring gaps put together."""
    words: list[tuple[Folded, int]] = []
    gaps: list[Gap] = []
    for index, element in enumerate(elements):
        if isinstance(element, Gap):
            if words:
                yield run_of(words)
                words = []
            gaps.append(element)
            continue
        folded = folded_word(element, after_note=bool(gaps) and gaps[-1].kind is not GapKind.FREE)
        if folded is None:
            continue
        if gaps:
            yield Gaps(tuple(gaps))
            gaps = []
        words.append((folded, index))
    if words:
        yield run_of(words)
    if gaps:
        yield Gaps(tuple(gaps))


def folded_word(word: Word, *, after_note: bool) -> Folded | None:
    """The letters of a word; None where there are none to look for."""
    folded = fold(word.text.lstrip(MOVED) if after_note else word.text)
    return folded if folded.letters or folded.hyphens else None


def run_of(words: list[tuple[Folded, int]]) -> Run:
    """One run of these words, each with the number of its element."""
    letters, starts, hyphens, length = [], [], [], 0
    for folded, element in words:
        starts.append((length, element))
        letters.append(folded.letters)
        hyphens += [length + offset for offset in folded.hyphens]
        length += len(folded.letters)
    return Run("".join(letters), tuple(starts), tuple(hyphens))
