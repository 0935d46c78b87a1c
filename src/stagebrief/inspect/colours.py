"""Colours of a PDF by their operands."""

from __future__ import annotations

from functools import lru_cache

from stagebrief.inspect.syntax import numbers_of
from stagebrief.model.colours import Colour

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
