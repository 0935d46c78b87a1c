"""Choosing among the places where blocks are found those that follow one another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place where a block may stand, and how much it counts."""

    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """The best chain that ends with a candidate."""

    weight: float
    block: int
    candidate: int
    before: Link | None


def best_chain(candidates: Sequence[Sequence[Candidate]]) -> list[int | None]:
    """For each block which candidate is taken, so that all that are taken follow one another and weigh the most.

    The best chain up to each place is kept in a tree of prefix maxima, so the cost is n log n.
    """
    ends = sorted({candidate.end for block in candidates for candidate in block})
    tree: list[Link | None] = [None] * (len(ends) + 1)
    for number, block in enumerate(candidates):
        links = []
        for index, candidate in enumerate(block):
            before = best_before(tree, bisect_right(ends, candidate.start))
            links.append(Link(candidate.weight + (before.weight if before else 0.0), number, index, before))
        for link in links:
            enter(tree, bisect_left(ends, block[link.candidate].end) + 1, link)
    chosen: list[int | None] = [None] * len(candidates)
    last = best_before(tree, len(ends))
    while last:
        chosen[last.block] = last.candidate
        last = last.before
    return chosen


def best_before(tree: list[Link | None], position: int) -> Link | None:
    """The best chain among the first `position` ends."""
    best: Link | None = None
    while position > 0:
        here = tree[position]
        if here and (best is None or here.weight > best.weight):
            best = here
        position -= position & -position
    return best


def enter(tree: list[Link | None], position: int, link: Link) -> None:
    """Enter a chain at its end."""
    while position < len(tree):
        here = tree[position]
        if here is None or link.weight > here.weight:
            tree[position] = link
        position += position & -position
