"""Shapes of a graphic, in points from its upper left corner, and how TeX is given them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stagebrief.render.escape import escape


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled area; `colour` is a name such as `SBband`, as for all shapes."""

    colour: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; dashed for what is not sure."""

    colour: str
    width: float
    left: float
    top: float
    right: float
    bottom: float
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A point; hollow for what is not sure."""

    colour: str
    x: float
    y: float
    radius: float
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an arrow, for what goes on: its tip lies `size` from the place, to the right, the left or below."""

    colour: str
    x: float
    y: float
    size: float
    half: float
    turn: str = "right"


@dataclass(frozen=True, slots=True)
class Label:
    """Words on a line whose baseline is at `y`: `style` is `year` or `number`, `anchor` is start, middle or end."""

    style: str
    x: float
    y: float
    anchor: str
    text: str


Shape = Rect | Line | Dot | Head | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes, and the size of what they fill."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def mirrored(self) -> Drawing:
        """The same from right to left."""
        return replace(self, shapes=tuple(mirror(shape, self.width) for shape in self.shapes))


def mirror(shape: Shape, width: float) -> Shape:
    """The shape at the same distance from the other edge."""
    match shape:
        case Rect() | Line():
            return replace(shape, left=width - shape.right, right=width - shape.left)
        case Head():
            turn = {"right": "left", "left": "right"}.get(shape.turn, shape.turn)
            return replace(shape, x=width - shape.x, turn=turn)
        case Label():
            anchor = {"start": "end", "end": "start"}.get(shape.anchor, shape.anchor)
            return replace(shape, x=width - shape.x, anchor=anchor)
        case _:
            return replace(shape, x=width - shape.x)


def moved(shape: Shape, right: float, down: float) -> Shape:
    """The shape at another place."""
    if isinstance(shape, Rect | Line):
        return replace(
            shape,
            left=shape.left + right,
            right=shape.right + right,
            top=shape.top + down,
            bottom=shape.bottom + down,
        )
    return replace(shape, x=shape.x + right, y=shape.y + down)


def shapes_to_tex(shapes: Iterable[Shape]) -> str:
    """The shapes as `stagebrief-graphics.lua` reads them."""
    return "".join(f"{shape_to_tex(shape)};" for shape in shapes)


def shape_to_tex(shape: Shape) -> str:
    """One shape for TeX."""
    match shape:
        case Rect(colour, left, top, right, bottom):
            return joined("r", colour, left, top, right, bottom)
        case Line(colour, width, left, top, right, bottom, dashed):
            return joined("l", colour, left, top, right, bottom, width, int(dashed))
        case Dot(colour, x, y, radius, hollow):
            return joined("d", colour, x, y, radius, int(hollow))
        case Head(colour, x, y, size, half, turn):
            return joined("h", colour, x, y, size, half, turn)
        case Label(style, x, y, anchor, text):
            return joined(
                "t", style, x, y, anchor, str(escape(text)).replace(";", r"\char59{}").replace("|", r"\char124{}")
            )


def joined(*values: str | float) -> str:
    """The values with bars between them, numbers no longer than they need be."""
    return "|".join(
        f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value) for value in values
    )
