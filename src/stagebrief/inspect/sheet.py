"""What stands on a page: words, painted patches, pictures, and where."""

from __future__ import annotations

from dataclasses import dataclass, field

from stagebrief.inspect.faces import Face
from stagebrief.model.colours import Colour

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points from the lower left corner of the page."""


@dataclass(slots=True)
class Word:
    """Letters in a row: the box of their ink, base line, size, font, colour, and their place in the order of painting.

    `rank` are the letters that stand before on the page. A word is `turned` that does not run along the page,
    `clear` if what is behind shows through it, `drawn` if it belongs to a picture that was put in.
    """

    text: str
    box: Box
    base: float
    size: float
    face: Face
    colour: Colour | None
    order: int
    rank: int
    lost: int = 0
    turned: bool = False
    clear: bool = False
    drawn: bool = False


@dataclass(slots=True)
class Patch:
    """A painted region: of one colour throughout if `plain`, else one knows only where it is."""

    box: Box
    colour: Colour | None
    plain: bool
    order: int


@dataclass(slots=True)
class Picture:
    """A picture of dots: where it stands, and how many dots it has along the two sides of that place."""

    box: Box
    sides: tuple[float, float]
    dots: tuple[int, int]
    order: int
    rank: int


@dataclass(slots=True)
class Sheet:
    """A page as it was painted."""

    box: Box
    words: list[Word] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    drawings: list[Box] = field(default_factory=list)
    letters: int = 0
    strokes: int = 0

    @property
    def width(self) -> float:
        """The width of the page."""
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        """The height of the page."""
        return self.box[3] - self.box[1]


def union(boxes: list[Box]) -> Box:
    """The box around all of them."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def overlap(first: Box, second: Box) -> tuple[float, float]:
    """How wide and how high two boxes cover each other; negative where there is space between."""
    return min(first[2], second[2]) - max(first[0], second[0]), min(first[3], second[3]) - max(first[1], second[1])


def common(first: Box, second: Box) -> Box:
    """What lies in both boxes; its sides are crossed where they do not meet."""
    return max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3])


def holds(outer: Box, inner: Box, slack: float = 0.0) -> bool:
    """Whether a box lies in another, but for so many points."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )
