"""Where each block stands: the flow of the text first, then what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from stagebrief.readback.chain import Candidate, best_chain
from stagebrief.readback.finder import Finder, Match
from stagebrief.readback.pattern import Pattern

FEW = 12
"""A block that is found at no more places than this helps to place the others."""
MANY = 300
"""At most so many places of one block are looked at between its neighbours."""
BUDGET = 150_000
"""With more places than this in all between two neighbours each block takes the first that is left."""
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


def place_flow(finder: Finder, patterns: Sequence[Pattern]) -> list[Match | None]:
    """The blocks of the flow where they follow one another; None for those that do not fit in.

    Blocks that are found at few places are chained first; between them the others are chained in turn, so that a word
    such as *yes* in a table is looked for only between its neighbours.
    """
    found = [finder.some_matches(pattern, FEW + 1) for pattern in patterns]
    placed = chained([matches if len(matches) <= FEW else [] for matches in found])
    index, cursor = 0, 0
    while index < len(placed):
        if match := placed[index]:
            index, cursor = index + 1, match.end
            continue
        end = next((later for later in range(index, len(placed)) if placed[later]), len(placed))
        after = placed[end] if end < len(placed) else None
        window = (cursor, after.start if after else len(finder.letters))
        placed[index:end] = place_between(finder, patterns[index:end], window)
        index = end
    return placed


def place_between(finder: Finder, patterns: Sequence[Pattern], window: tuple[int, int]) -> list[Match | None]:
    """Blocks within a window, in their order."""
    found = [list(islice(finder.matches(pattern, *window), MANY)) for pattern in patterns]
    if sum(map(len, found)) <= BUDGET:
        return chained(found)
    placed: list[Match | None] = []
    cursor = window[0]
    for matches in found:
        match = next((match for match in matches if match.start >= cursor), None)
        cursor = match.end if match else cursor
        placed.append(match)
    return placed


def chained(found: Sequence[Sequence[Match]]) -> list[Match | None]:
    """Of each block's matches the one that fits best with the others."""
    candidates = [[Candidate(match.start, match.end, weight(match)) for match in matches] for matches in found]
    chosen = best_chain(candidates)
    return [None if index is None else matches[index] for matches, index in zip(found, chosen, strict=True)]


def weight(match: Match) -> float:
    """How much a match counts: by its letters."""
    if match.weak:
        return WEAK
    return float(1 + sum(end - start for start, end in match.stretches))
