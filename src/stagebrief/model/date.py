"""Dates as historians write them: a year, a month, a day, or a stretch between two."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day; `month` and `day` are 0 where unknown.

    Years before the common era are negative, as in ISO 8601 (-1 is 2 BCE). It may be `about` then, or `doubtful`, or
    both; dates are compared without that.
    """

    year: int
    month: int = 0
    day: int = 0
    about: bool = field(default=False, compare=False, kw_only=True)
    doubtful: bool = field(default=False, compare=False, kw_only=True)

    @property
    def vague(self) -> bool:
        """Whether it is not known for sure."""
        return self.about or self.doubtful

    def __str__(self) -> str:
        text = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text + {(True, True): "%", (True, False): "~", (False, True): "?"}.get((self.about, self.doubtful), "")


@dataclass(frozen=True, slots=True)
class DateRange:
    """From one date to another; `end` is None for what has not ended, `end == start` for a single date."""

    start: PartialDate
    end: PartialDate | None

    @property
    def single(self) -> bool:
        """Whether this is one date and not a stretch."""
        return self.end == self.start
