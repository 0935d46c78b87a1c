"""Wide spaces that stand below one another and run through a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from stagebrief.inspect.findings import Finding
from stagebrief.inspect.sheet import Box, Sheet
from stagebrief.inspect.strips import Strip

WIDE = 0.45
"""A space of so many ems is wide."""
WIDEST = 1.6
"""One of so many is meant: it parts columns."""
SHARED = 0.5
"""Of the narrower of two spaces this share lies below the other."""
LEAST = 3
"""So many lines make a river."""
EVEN = 0.8
"""Spaces whose ends differ by fewer points part columns."""
WORDS = 5
"""Lines of fewer words are no text."""


def rivers(sheet: Sheet, strips: list[Strip], page: int) -> Iterator[Finding]:
    """Rivers of three lines or more; one finding for each place where they end."""
    running: list[list[Box]] = []
    last: Strip | None = None
    for strip in strips:
        gaps = wide_gaps(strip)
        before = running if last is not None and is_below(last, strip) else []
        ended = running if not before else [river for river in before if not any(meet(river[-1], gap) for gap in gaps)]
        yield from told(sheet, last or strip, ended, page)
        running = [[*next((river for river in before if meet(river[-1], gap)), []), gap] for gap in gaps]
        last = strip
    if last is not None:
        yield from told(sheet, last, running, page)


def wide_gaps(strip: Strip) -> list[Box]:
    """The wide spaces of a line."""
    if len(strip.words) < WORDS:
        return []
    size = strip.size
    words = sorted((*strip.words, *strip.scripts), key=lambda word: word.box[0])
    return [
        (one.box[2], one.base, two.box[0], one.base + 0.45 * size)
        for one, two in pairwise(words)
        if WIDE * size <= two.box[0] - one.box[2] <= WIDEST * size
    ]


def is_below(above: Strip, strip: Strip) -> bool:
    """Whether a line is the next of the same text."""
    step = above.first.base - strip.first.base
    size = strip.size
    return (
        abs(above.size - size) < 0.05 * size
        and 0.9 * size < step < 1.8 * size
        and min(above.right, strip.right) - max(above.left, strip.left) > 8 * size
    )


def meet(one: Box, other: Box) -> bool:
    """Whether two spaces stand below one another."""
    shared = min(one[2], other[2]) - max(one[0], other[0])
    return shared >= SHARED * min(one[2] - one[0], other[2] - other[0])


def is_column(river: list[Box]) -> bool:
    """Whether spaces begin or end at one place, as between the columns of a table."""
    return any(max(gap[side] for gap in river) - min(gap[side] for gap in river) < EVEN for side in (0, 2))


def told(sheet: Sheet, strip: Strip, ended: list[list[Box]], page: int) -> Iterator[Finding]:
    """The finding for the first of the rivers that end at a line, if any is long enough."""
    for river in [river for river in ended if len(river) >= LEAST and not is_column(river)][:1]:
        box = min(gap[0] for gap in river), river[-1][1], max(gap[2] for gap in river), river[0][3]
        yield Finding(
            "river-is-avoided",
            page,
            box,
            f"wide spaces run through {len(river)} lines of a paragraph",
            "word the paragraph a little otherwise, or let its long words be divided",
            strip.first.rank / max(1, sheet.letters),
            strip.first.text,
        )
