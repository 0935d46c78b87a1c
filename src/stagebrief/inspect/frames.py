"""What a deck asks of its frames: type that can be read from the last row, and a margin that no projector cuts off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stagebrief.inspect.facts import Facts
from stagebrief.inspect.findings import Finding, quoted
from stagebrief.inspect.layout import Layout
from stagebrief.inspect.legibility import FRAME
from stagebrief.inspect.strips import Line
from stagebrief.model.printed import Printed

LEAST = 18.0
"""Points that type has at least on a frame that is 7.5 inches high;"""
LEAST_ASIDE = 12.0
"""and what stands aside: captions, credits, sources, names of persons."""
ROUNDED = 0.25
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b|\bn\.d\.")
SHORT = 4
"""A label has at most so many words."""
MARGIN = 0.02
"""So large a share of the frame's width and height is left free at its edges."""
EDGE = 0.12
"""What stands within this share of the height from the foot or the top, and is small, is a foot or a head."""
ASIDES = frozenset(
    {"caption", "credit", "speaker", "original wording", "role", "affiliation", "dateline", "series", "author", "note"}
    | {"period", "contact", "version", "code", "licence"}
)


def small_type(pages: Sequence[Facts], layout: Layout, printed: Printed | None) -> Iterator[Finding]:
    """Type that is too small for a deck: one finding for each size on a frame."""
    for page, facts in enumerate(pages):
        scale = FRAME / facts.height if facts.height else 1.0
        told = set()
        own = layout.own(page, facts)
        listing = is_listing(own, facts, scale)
        for line in own:
            size = line.size * scale
            if size >= LEAST - ROUNDED or not any(letter.isalpha() for letter in line.text) or line.maths or line.drawn:
                continue
            if size >= LEAST_ASIDE - ROUNDED and (listing or is_aside(line, facts, page, printed)):
                continue
            if round(size) not in told:
                told.add(round(size))
                yield Finding(
                    "type-is-large",
                    page,
                    line.box,
                    f"{quoted(line.text)} is in {size:.0f} points on a frame 7.5 inches high; {LEAST:.0f} are wanted",
                    "put less on the frame, or divide it",
                    line.rank / max(1, facts.letters),
                    line.text,
                )


def is_listing(lines: Sequence[Line], facts: Facts, scale: float) -> bool:
    """Whether a frame holds nothing but a list in small type below its title, as of sources."""
    sizes = [line.size * scale for line in lines if line.base < facts.box[3] - 0.2 * facts.height]
    dated = any(YEAR.search(line.text) for line in lines)
    return len(sizes) > (0 if dated else 2) and max(sizes) < LEAST - ROUNDED and min(sizes) >= LEAST_ASIDE - ROUNDED


def is_aside(line: Line, facts: Facts, page: int, printed: Printed | None) -> bool:
    """Whether a line is one that may be small: a foot, a head, what belongs to a picture, a source."""
    low, high = line.base - facts.box[1], facts.box[3] - line.box[3]
    if page == 0 or min(low, high) < EDGE * facts.height or is_second(line, facts):
        return True
    for box in facts.pictures:
        if box[0] - 1 <= line.left < box[2] and 0 <= box[1] - line.box[3] < 8 * line.size:
            return True
    found = printed.source(page, line.rank / max(1, facts.letters), line.text) if printed else None
    return found is not None and (found.what in ASIDES or found.what.startswith("title of"))


def is_second(line: Line, facts: Facts) -> bool:
    """Whether a short line stands below a bold one, as the second line of a label."""
    above = (one for one in facts.lines if one.bold and abs(one.left - line.left) < 1 and one.size >= line.size)
    return line.count <= SHORT and any(0 < one.base - line.base < 1.8 * one.size for one in above)


def near_edge(pages: Sequence[Facts], layout: Layout) -> Iterator[Finding]:
    """Lines of frames that stand on the frame and too near its edge."""
    for page, facts in enumerate(pages):
        left, bottom, right, top = facts.box
        across, up = MARGIN * facts.width, MARGIN * facts.height
        for line in layout.own(page, facts):
            box = line.box
            inside = box[0] >= left - 1 and box[1] >= bottom - 1 and box[2] <= right + 1 and box[3] <= top + 1
            near = box[0] < left + across or box[2] > right - across or box[1] < bottom + up or box[3] > top - up
            if inside and near and any(letter.isalnum() for letter in line.text):
                yield Finding(
                    "text-is-in-frame",
                    page,
                    box,
                    f"{quoted(line.text)} stands too near the edge of the frame",
                    "put less on the frame, or let a long word break",
                    line.rank / max(1, facts.letters),
                    line.text,
                )
                break
