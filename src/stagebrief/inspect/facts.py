"""What is kept of a page: its lines, its shapes, and what was found on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from stagebrief.inspect.collisions import at_some_distance, collisions, covered
from stagebrief.inspect.edges import coarse, lost_glyphs, outside
from stagebrief.inspect.findings import Finding, finding_of
from stagebrief.inspect.legibility import Ground, faint
from stagebrief.inspect.rivers import rivers
from stagebrief.inspect.sheet import Box, Sheet, common
from stagebrief.inspect.strips import Line, kept, strips_of

MOST_COLLISIONS = 60
"""After so many pairs of words over one another no more are looked for on a page."""
MOST_SHAPES = 60
"""So many pictures and painted regions of a page are kept."""
WHOLE = 0.9
"""What covers so much of a page is its ground and no shape."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One page: its box, how many letters it has, its lines in the order of painting, its shapes, its faults.

    `inked` says whether anything is drawn on it besides text. `foreign` are the fonts that are not embedded.
    """

    box: Box
    letters: int
    lines: tuple[Line, ...]
    shapes: tuple[Box, ...]
    pictures: tuple[Box, ...]
    inked: bool
    foreign: tuple[str, ...]
    found: tuple[Finding, ...]

    @property
    def height(self) -> float:
        """The height of the page."""
        return self.box[3] - self.box[1]

    @property
    def width(self) -> float:
        """The width of the page."""
        return self.box[2] - self.box[0]

    def data(self) -> list[Any]:
        """The page as it is kept."""
        lines = [line.data() for line in self.lines]
        found = [finding.data() for finding in self.found]
        return [self.box, self.letters, lines, self.shapes, self.pictures, self.inked, self.foreign, found]


def facts_from(data: list[Any], page: int) -> Facts:
    """A page as it was kept; it may stand elsewhere now."""
    box, letters, lines, shapes, pictures, inked, foreign, found = data
    return Facts(
        box_from(box),
        letters,
        tuple(line_from(line) for line in lines),
        tuple(map(box_from, shapes)),
        tuple(map(box_from, pictures)),
        inked,
        tuple(foreign),
        tuple(finding_of({**one, "page": page}) for one in found),
    )


def box_from(sides: list[float]) -> Box:
    """A box as it was kept."""
    left, bottom, right, top = sides
    return left, bottom, right, top


def line_from(data: list[Any]) -> Line:
    """A line as it was kept."""
    box, base, size, bold, leftward, maths, rank, count, gap, text, drawn = data
    return Line(box_from(box), base, size, bold, leftward, maths, rank, count, (gap[0], gap[1]), text, drawn)


def facts_of(sheet: Sheet, page: int, ground: Ground, *, deck: bool) -> Facts:
    """A page looked at."""
    strips = strips_of(sheet)
    found = [
        *outside(sheet, strips, page),
        *at_some_distance(
            islice(chain(collisions(sheet, strips, page), covered(sheet, strips, page)), MOST_COLLISIONS)
        ),
        *lost_glyphs(sheet, page),
        *faint(sheet, strips, page, ground, deck=deck),
        *coarse(sheet, page, deck=deck),
        *(() if deck else rivers(sheet, strips, page)),
    ]
    shapes = list(seen(sheet, (patch.box for patch in sheet.patches)))
    pictures = list(seen(sheet, (*(picture.box for picture in sheet.pictures), *sheet.drawings)))
    foreign = dict.fromkeys(word.face.name for word in sheet.words if not word.face.embedded)
    return Facts(
        sheet.box,
        sheet.letters,
        tuple(map(kept, strips)),
        tuple(shapes[:MOST_SHAPES]),
        tuple(pictures[:MOST_SHAPES]),
        bool(shapes or pictures or sheet.strokes > len(sheet.patches)),
        tuple(foreign),
        tuple(found),
    )


def seen(sheet: Sheet, boxes: Iterable[Box]) -> Iterable[Box]:
    """The boxes as far as they lie on the page, without those that are its ground."""
    for box in boxes:
        part = common(box, sheet.box)
        width, height = part[2] - part[0], part[3] - part[1]
        if width > 0 and height > 0 and width * height < WHOLE * sheet.width * sheet.height:
            yield tuple(round(side, 2) for side in part)  # type: ignore[misc]
