"""Dates of sources: the part of ISO 8601 and EDTF that bibliographies use."""

from __future__ import annotations

import re
from calendar import monthrange

ONE = r"-?\d{4}(?:-(?!00)\d{2}(?:-(?!00)\d{2}(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?)?)?[~?%]?|\d{2,3}X{1,2}"
SHAPE = re.compile(rf"^(?:{ONE})(?:/(?:{ONE}|\.\.)?)?$|^(?:\.\.)?/(?:{ONE})$")
PARTS = re.compile(r"(-?\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
SEASONS = range(21, 42)
"""What EDTF writes in the month's place for seasons, quarters and halves."""

Parts = tuple[int, int, int]


def has_shape(text: str) -> bool:
    """Whether the text is written as a date or as a range of dates."""
    return SHAPE.match(text) is not None


def ends(text: str) -> tuple[Parts | None, ...]:
    """Year, month and day (0 where not given) of each end of a range, or of the one date."""
    return tuple(
        (int(match[1]), int(match[2] or 0), int(match[3] or 0)) if (match := PARTS.match(piece)) else None
        for piece in text.split("/")
    )


def is_possible(text: str) -> bool:
    """Whether the calendar has such days."""
    return all(_possible(*parts) for parts in ends(text) if parts)


def _possible(year: int, month: int, day: int) -> bool:
    if month == 0:
        return day == 0
    if month in SEASONS:
        return day == 0
    return month <= 12 and (day == 0 or day <= monthrange(max(1, year), month)[1])


def is_in_order(text: str) -> bool:
    """Whether a range does not end before it begins."""
    match ends(text):
        case (tuple() as first, tuple() as last):
            pass
        case _:
            return True
    known = [index for index in range(3) if index == 0 or (first[index] and last[index])]
    return [first[index] for index in known] <= [last[index] for index in known]
