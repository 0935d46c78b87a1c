"""Colours, and how well one can be told from another."""

from __future__ import annotations

from functools import lru_cache

Colour = tuple[float, float, float]
"""Red, green, blue, each from 0 to 1."""


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


def read_colour(text: str) -> Colour:
    """A colour as it is written in a style sheet: `#1b4870`."""
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return (red, green, blue)
