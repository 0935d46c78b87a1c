"""What the pages of a document have in common: size of type, columns, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from stagebrief.inspect.facts import Facts
from stagebrief.inspect.strips import Line

SAME_SIZE = 0.07
"""Sizes that differ by a smaller share are one."""
NEAR = 1.5
"""Edges that differ by less than so many points are one."""
FEWEST = 4
"""So many lines make a column,"""
SHARE = 0.04
"""and such a share of all lines."""
NARROW = 14.0
"""A column is at least so many ems wide."""
OVER = 0.5
"""For each line that ends at a column's edge fewer than so many run over it."""
USUAL = 0.12
"""A size in which so large a share of all letters is set is no heading's."""
NO_LARGER = 1.02
"""A running head is no larger than the body: what is may be a title."""
EDGE = 2
"""So many lines at the head and at the foot of a page may repeat."""
REPEATED = 3
"""A line that stands at the edge of so many pages belongs to none of them."""
FOOT = 0.06
"""A number alone within this share of the page's height from its head or foot is the page's number."""
NUMBER = re.compile(r"[\W_]*(?:\d+|[ivxlc]+)(?:\s*/\s*\d+)?[\W_]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """The body's size of type, the columns as left and right edge, the lines by page that repeat, the usual sizes."""

    body: float
    columns: tuple[tuple[float, float], ...]
    repeated: frozenset[tuple[int, int]]
    top: float
    bottom: float
    leading: float
    usual: frozenset[float]

    def own(self, page: int, facts: Facts) -> list[Line]:
        """The lines of a page that are its own."""
        return [line for index, line in enumerate(facts.lines) if (page, index) not in self.repeated]

    def column(self, line: Line) -> tuple[float, float] | None:
        """The widest column in which a line begins."""
        if line.leftward:
            found = [one for one in self.columns if one[0] < line.right <= one[1] + NEAR]
        else:
            found = [one for one in self.columns if one[0] - NEAR <= line.left < one[1]]
        return max(found, key=lambda one: one[1] - one[0], default=None)

    def measure(self, column: tuple[float, float]) -> tuple[float, float]:
        """The edges of a column with all that overlap it: a table or a list may share some edges of its own."""
        left, right = column
        for one in sorted(self.columns):
            if one[0] < right and left < one[1]:
                left, right = min(left, one[0]), max(right, one[1])
        return left, right

    def is_body(self, line: Line) -> bool:
        """Whether a line is set in the body's size."""
        return abs(line.size - self.body) <= SAME_SIZE * self.body


def layout_of(pages: Sequence[Facts]) -> Layout:
    """What the pages have in common."""
    repeated = repeated_lines(pages, size_of([line for facts in pages for line in facts.lines]))
    lines = [
        line
        for page, facts in enumerate(pages)
        for index, line in enumerate(facts.lines)
        if (page, index) not in repeated
    ]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 10.0
    text = [line for line in lines if abs(line.size - body) <= SAME_SIZE * body]
    steps: Counter[float] = Counter()
    for facts in pages:
        own = [line for line in facts.lines if abs(line.size - body) <= SAME_SIZE * body]
        steps.update(round(one.base - two.base, 1) for one, two in pairwise(own))
    leading = next((step for step, _ in steps.most_common() if 0.8 * body < step < 2.2 * body), 1.2 * body)
    return Layout(
        body,
        columns_of(text, body),
        repeated,
        max((line.box[3] for line in text), default=0.0),
        min((line.base for line in text), default=0.0),
        leading,
        frozenset(size for size, count in sizes.items() if count >= USUAL * sum(sizes.values())),
    )


def columns_of(lines: Sequence[Line], body: float) -> tuple[tuple[float, float], ...]:
    """The edges that lines of text share on both sides, and few lines run over."""
    edges = Counter((round(line.left), round(line.right)) for line in lines if line.count > FEWEST)
    least = max(FEWEST, SHARE * sum(edges.values()))
    found: list[tuple[float, float]] = []
    for (left, right), _ in edges.most_common(60):
        near = [pair for pair in edges if abs(pair[0] - left) <= NEAR and abs(pair[1] - right) <= NEAR]
        if sum(edges[pair] for pair in near) < least:
            continue
        over = sum(runs_over(line, left, right) for line in lines)
        if right - left < NARROW * body or over > OVER * sum(edges[pair] for pair in near):
            continue
        if not any(abs(one[0] - left) <= NEAR and abs(one[1] - right) <= NEAR for one in found):
            found.append((float(left), float(right)))
    return tuple(found)


def runs_over(line: Line, left: float, right: float) -> bool:
    """Whether a line begins at the edge of a column and ends beyond the other."""
    if line.leftward:
        return abs(line.right - right) <= NEAR and line.left < left - 2 * NEAR
    return abs(line.left - left) <= NEAR and line.right > right + 2 * NEAR


def size_of(lines: Sequence[Line]) -> float:
    """The size of type in which most is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def repeated_lines(pages: Sequence[Facts], body: float) -> frozenset[tuple[int, int]]:
    """The lines by page and number that stand on several pages at one place, and the numbers of pages."""
    places: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    found: set[tuple[int, int]] = set()
    for page, facts in enumerate(pages):
        order = sorted(range(len(facts.lines)), key=lambda index: -facts.lines[index].base)
        for index in dict.fromkeys([*order[:EDGE], *order[-EDGE:]]):
            line = facts.lines[index]
            if line.size <= NO_LARGER * body:
                places.setdefault((re.sub(r"\d+", "#", line.text), round(line.base / 2)), []).append((page, index))
            low, high = line.base - facts.box[1], facts.box[3] - line.box[3]
            if NUMBER.fullmatch(line.text) and min(low, high) < FOOT * 2 * facts.height:
                found.add((page, index))
    for same in places.values():
        if len(same) >= min(REPEATED, max(2, len(pages))):
            found.update(same)
    return frozenset(found | running(pages, body))


def running(pages: Sequence[Facts], body: float) -> set[tuple[int, int]]:
    """The first or last lines of pages that stand at one height and are small, whatever they say."""
    found: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for page, facts in enumerate(pages):
        order = sorted(range(len(facts.lines)), key=lambda index: -facts.lines[index].base)
        for edge, ends, behind in (("top", order[:1], order[1:2]), ("foot", order[-1:], order[-2:-1])):
            for index in ends:
                line = facts.lines[index]
                apart = not behind or abs(facts.lines[behind[0]].base - line.base) > 1.6 * line.size
                near = min(facts.box[3] - line.box[3], line.base - facts.box[1]) < 2 * FOOT * facts.height
                if apart and near and line.size <= NO_LARGER * body:
                    found.setdefault((edge, round(line.base), round(line.size)), []).append((page, index))
    return {place for same in found.values() if len(same) >= max(REPEATED, 0.5 * len(pages)) for place in same}
