"""Where each block stands: the flow of the text first, then what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from stagebrief.readback.chain import Candidate, best_chain
from stagebrief.readback.finder import Finder, Match
from stagebrief.readback.pattern import Pattern

FEW = 12
"""A block that is found at no more places than this helps to place the others."""
STRONG = 12
"""A block of so many letters is known by some of them."""
KNOWN = 4
"""A block of fewer letters is looked for between its neighbours only."""
MANY = 300
"""At most so many places of one block are looked at between its neighbours."""
BUDGET = 150_000
"""With more places than this in all between two neighbours each block takes the first that is left."""
FILLED = 4.0
"""What it counts that a gap beside a match holds what it needs: the same words may stand elsewhere without."""
WEAK = 0.5
"""What a match counts that rests on a few letters on another page."""


class Claims:
    """Which letters belong to which block: no letter shows two."""

    def __init__(self, length: int) -> None:
        self.taken = bytearray(length + 1)

    def take(self, stretches: Sequence[tuple[int, int]]) -> None:
        """These letters belong to a block."""
        for start, end in stretches:
            self.taken[start:end] = b"\1" * (end - start)

    def give_back(self, stretches: Sequence[tuple[int, int]]) -> None:
        """These letters belong to no block any more."""
        for start, end in stretches:
            self.taken[start:end] = bytes(end - start)

    def is_free(self, start: int, end: int) -> bool:
        """Whether none of the letters belongs to a block."""
        return self.taken.find(1, start, end) < 0

    def are_free(self, match: Match) -> bool:
        """Whether a match shares no letter with a block."""
        return all(self.is_free(start, end) for start, end in match.stretches)

    def free_before(self, place: int, room: int) -> int:
        """Where the free letters before a place begin, at most so many."""
        first = max(0, place - room)
        return self.taken.rfind(1, first, place) + 1 or first

    def free_after(self, place: int, room: int) -> int:
        """Where the free letters from a place on end, at most so many."""
        last = min(len(self.taken) - 1, place + room)
        found = self.taken.find(1, place, last)
        return found if found >= 0 else last


Filling = Callable[[Match], int]
"""How many of the gaps before and behind a match hold what they need."""


def place_strong(found: Sequence[Sequence[Match]], patterns: Sequence[Pattern], filling: Filling) -> list[Match | None]:
    """The blocks that are long enough and found at few enough places to be known, where they follow one another."""
    known = (pattern.size >= KNOWN and len(matches) <= FEW for pattern, matches in zip(patterns, found, strict=True))
    return chained([matches if is_known else [] for matches, is_known in zip(found, known, strict=True)], filling)


def place_rest(
    finder: Finder,
    patterns: Sequence[Pattern],
    placed: list[Match | None],
    is_free: Callable[[Match], bool],
    filling: Filling,
) -> None:
    """Blocks that are not placed yet, between those that are and in their order, where no other block stands.

    So a word such as *yes* in a table is looked for only between its neighbours.
    """
    index, cursor = 0, 0
    while index < len(placed):
        if match := placed[index]:
            index, cursor = index + 1, match.end
            continue
        end = next((later for later in range(index, len(placed)) if placed[later]), len(placed))
        after = placed[end] if end < len(placed) else None
        window = (cursor, after.start if after else len(finder.letters))
        found = [
            list(islice(filter(is_free, finder.matches(pattern, *window)), MANY)) for pattern in patterns[index:end]
        ]
        placed[index:end] = chained(found, filling) if sum(map(len, found)) <= BUDGET else first_in_turn(found, cursor)
        index = end


def first_in_turn(found: Sequence[Sequence[Match]], cursor: int) -> list[Match | None]:
    """Of each block's matches the first behind that of the block before it."""
    placed: list[Match | None] = []
    for matches in found:
        match = next((match for match in matches if match.start >= cursor), None)
        cursor = match.end if match else cursor
        placed.append(match)
    return placed


def chained(found: Sequence[Sequence[Match]], filling: Filling) -> list[Match | None]:
    """Of each block's matches the one that fits best with the others, and with what is to stand around it."""
    candidates = [
        [
            Candidate(match.start, match.end, weight(match) + (FILLED * filling(match) if len(matches) > 1 else 0))
            for match in matches
        ]
        for matches in found
    ]
    chosen = best_chain(candidates)
    return [None if index is None else matches[index] for matches, index in zip(found, chosen, strict=True)]


def weight(match: Match) -> float:
    """How much a match counts: by its letters."""
    if match.weak:
        return WEAK
    letters = 1 + sum(end - start for start, end in match.stretches)
    return letters / 2 if match.partial else float(letters)
