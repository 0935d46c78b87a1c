"""Lines that stick out of the measure, and addresses that do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stagebrief.inspect.facts import Facts
from stagebrief.inspect.findings import Finding, quoted
from stagebrief.inspect.layout import Layout
from stagebrief.inspect.strips import Line

TOO_WIDE = 4.0
"""Points by which a line may stick out unseen;"""
TOO_WIDE_ADDRESS = 2.5
"""and an address, which is known for it."""
ADDRESS = re.compile(
    r"https?:|www\.|doi\.org|\bdoi:|\burn:|\w\.(?:org|com|net|gov|edu|int)\b|(?:\w+/){2,}", re.IGNORECASE
)
INDENT = 8.0
"""A line of text begins within so many ems of its column's edge."""
ASIDE = 0.8
"""Behind a space of so many ems at the column's edge stands what is meant to be in the margin."""
MILLIMETRES = 25.4 / 72


def too_wide(pages: Sequence[Facts], layout: Layout) -> Iterator[Finding]:
    """Lines that begin in a column and end beyond it."""
    for page, facts in enumerate(pages):
        for line in layout.own(page, facts):
            beyond = sticking_out(line, layout)
            if beyond <= TOO_WIDE_ADDRESS or line.maths:
                continue
            address = bool(ADDRESS.search(line.text))
            if not (layout.is_body(line) or (address and line.size < 1.2 * layout.body)):
                continue
            if address or beyond > TOO_WIDE:
                what = "an address" if address else "a line"
                yield Finding(
                    "address-fits-line" if address else "box-fits",
                    page,
                    line.box,
                    f"{what} runs {beyond * MILLIMETRES:.1f} mm out of the measure: {quoted(line.text)}",
                    "let it break, or name the source without it" if address else "let a long word break",
                    line.rank / max(1, facts.letters),
                    line.text,
                )


def sticking_out(line: Line, layout: Layout) -> float:
    """By how many points a line sticks out of its column; 0 where it does not."""
    if all(left <= line.left and line.right <= right for left, right in layout.columns):
        return 0.0
    column = layout.column(line)
    if column is None:
        return 0.0
    left, right = layout.measure(column)
    em = line.size
    near, far = (right - line.right, left - line.left) if line.leftward else (line.left - left, line.right - right)
    if near > INDENT * em or far <= 0:
        return 0.0
    first, last = line.gap
    edge = left if line.leftward else right
    if last - first > ASIDE * em and first - em < edge < last + em:
        return 0.0
    return far
