"""Pages with nothing or next to nothing on them, and pages of another size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from stagebrief.inspect.facts import Facts
from stagebrief.inspect.findings import Finding
from stagebrief.inspect.layout import Layout
from stagebrief.inspect.strips import Line

LITTLE = 0.12
"""A last page of which a smaller share is used is nearly empty."""
HEAD = 0.4
"""A title stands within this share of the frame from its top,"""
LARGER = 1.2
"""and is larger than the other text by this factor."""


def unused(pages: Sequence[Facts], layout: Layout) -> Iterator[Finding]:
    """Pages on which nothing stands but what stands on every page."""
    for page, facts in enumerate(pages):
        if not layout.own(page, facts) and not facts.pictures and not facts.shapes and not facts.inked:
            yield Finding("page-is-used", page, None, "nothing stands on the page", "leave the page out")


def nearly_empty(pages: Sequence[Facts], layout: Layout, *, deck: bool) -> Iterator[Finding]:
    """The last page with a line or two on it; of a deck each frame with nothing below its title."""
    if deck:
        yield from empty_frames(pages, layout)
        return
    page = len(pages) - 1
    own = layout.own(page, pages[page]) if pages else []
    if page < 1 or not own or layout.top <= layout.bottom:
        return
    lowest = min([line.base for line in own] + [box[1] for box in pages[page].pictures + pages[page].shapes])
    if (layout.top - lowest) < LITTLE * (layout.top - layout.bottom):
        yield Finding(
            "page-is-filled",
            page,
            own[0].box,
            "next to nothing stands on the last page",
            "shorten the text a little, and it is not needed",
            1.0,
            own[-1].text,
        )


def empty_frames(pages: Sequence[Facts], layout: Layout) -> Iterator[Finding]:
    """Frames with nothing below their title."""
    for page, facts in enumerate(pages):
        own = layout.own(page, facts)
        if not own or facts.pictures or facts.shapes or facts.inked:
            continue
        lowest = min(own, key=lambda one: one.base)
        if lowest.base > facts.box[3] - HEAD * facts.height and is_title(lowest, own, layout):
            hint = "write something below the title, or leave the frame out"
            yield Finding("page-is-filled", page, own[0].box, "nothing stands below the title", hint, 0.0, own[0].text)


def is_title(line: Line, own: Sequence[Line], layout: Layout) -> bool:
    """Whether a line is set in the largest type of its frame, and larger than text."""
    return line.size >= LARGER * layout.body and line.size >= 0.98 * max(one.size for one in own)


def unlike(pages: Sequence[Facts]) -> Iterator[Finding]:
    """Pages of another size than most."""
    sizes = Counter((round(facts.width), round(facts.height)) for facts in pages)
    if len(sizes) < 2:
        return
    width, height = sizes.most_common(1)[0][0]
    for page, facts in enumerate(pages):
        if abs(facts.width - width) > 1 or abs(facts.height - height) > 1:
            yield Finding(
                "pages-are-alike",
                page,
                facts.box,
                f"the page is {facts.width:.0f} by {facts.height:.0f} points, others are {width} by {height}",
                "give all pages one size",
            )
