"""What a date must show in every language: its years and its days."""

from __future__ import annotations

from stagebrief.diagnostics import Span
from stagebrief.model.date import DateRange, PartialDate
from stagebrief.readback.expected import Element, Gap, GapKind, Need, NeedKind

ROOM = 60
"""The characters that a date may take, with the word before it."""


def date_gap(date: PartialDate | DateRange | None, span: Span) -> tuple[Element, ...]:
    """A gap that must hold the numbers of the date; nothing where there is no date."""
    if date is None:
        return ()
    ends = (date,) if isinstance(date, PartialDate) else (date.start, date.end)
    numbers = dict.fromkeys(number for end in ends if end for number in numbers_of(end))
    needs = tuple(
        Need(f"the number {number} of the date", (str(number), f"{number:02d}"), span, NeedKind.LOCATOR, anywhere=True)
        for number in numbers
    )
    return (Gap(GapKind.FREE, ROOM, needs),)


def numbers_of(date: PartialDate) -> tuple[int, ...]:
    """The year as it is printed, and the day if there is one."""
    year = date.year if date.year > 0 else 1 - date.year
    return (year, date.day) if date.day else (year,)
