"""Colours, and how well one can be told from another."""

from __future__ import annotations

from functools import lru_cache

from stagebrief.inspect.syntax import numbers_of

Colour = tuple[float, float, float]
"""Red, green, blue, each from 0 to 1."""

BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)


@lru_cache(4096)
def colour_of(parts: int, operands: bytes) -> Colour | None:
    """The colour of so many parts (1, 3 or 4); None where it is another kind."""
    values = [min(1.0, max(0.0, value)) for value in numbers_of(operands)]
    if len(values) != parts:
        return None
    if parts == 1:
        return (values[0], values[0], values[0])
    if parts == 3:
        return (values[0], values[1], values[2])
    if parts == 4:
        cyan, magenta, yellow, black = values
        return ((1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black))
    return None


def linear(value: float) -> float:
    """The light of one part of a colour."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


@lru_cache(4096)
def light_of(colour: Colour) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2 defines it."""
    one, other = light_of(first), light_of(second)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def mixed(over: Colour, under: Colour, share: float) -> Colour:
    """A colour painted over another that shows through."""
    red, green, blue = (share * a + (1 - share) * b for a, b in zip(over, under, strict=True))
    return (red, green, blue)


def written(colour: Colour) -> str:
    """A colour as it is written in a style sheet."""
    return "#" + "".join(f"{round(255 * value):02x}" for value in colour)
