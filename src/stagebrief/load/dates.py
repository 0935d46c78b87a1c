"""Dates as they are written: a year, a month, a day, or two of them with a slash between."""

from __future__ import annotations

import re
from calendar import monthrange

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.model.date import DateRange, PartialDate

WRITTEN = re.compile(r"^(?P<year>-?\d{1,6})(?:-(?P<month>\d{1,2}))?(?:-(?P<day>\d{1,2}))?$")
HINT = "write 1993, 2022-10, 2022-10-14, 1992/1997 or 2022/.."


def parse_date(text: str, span: Span) -> PartialDate | Diagnostic:
    """One date, or what is wrong with it."""
    match = WRITTEN.match(text.strip())
    if match is None:
        return error("date-is-valid", f"'{text}' is not a date", span, HINT)
    year, month, day = int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    if match["month"] and not 1 <= month <= 12:
        return error("date-is-valid", f"'{text}': there is no month {month}", span, HINT)
    if match["day"]:
        longest = monthrange(year if 1 <= year <= 9999 else 2000, month)[1]
        if not 1 <= day <= longest:
            return error("date-is-valid", f"'{text}': that month has {longest} days", span, HINT)
    return PartialDate(year, month, day)


def parse_range(text: str, span: Span) -> DateRange | Diagnostic:
    """A date or a stretch between two, or what is wrong with it."""
    parts = re.split(r"\s*/\s*|\s*–\s*", text.strip())
    if len(parts) > 2 or not parts[0]:
        return error("date-is-valid", f"'{text}' is not a date", span, HINT)
    start = parse_date(parts[0], span)
    if isinstance(start, Diagnostic):
        return error("date-is-valid", f"'{text}' is not a date", span, HINT) if len(parts) == 2 else start
    if len(parts) == 1:
        return DateRange(start, start)
    if parts[1] in {"..", "open", ""}:
        return DateRange(start, None)
    end = parse_date(parts[1], span)
    return end if isinstance(end, Diagnostic) else ordered(start, end, span)


def ordered(start: PartialDate, end: PartialDate, span: Span) -> DateRange | Diagnostic:
    """The stretch between two dates, of which the second may not be before the first."""
    if earlier(end, start):
        return error("dates-are-ordered", f"{end} comes before {start}", span, "exchange the two dates")
    return DateRange(start, end)


def earlier(one: PartialDate, other: PartialDate) -> bool:
    """Whether `one` is surely before `other`: a year is not before a month within it."""
    first, second = (one.year, one.month, one.day), (other.year, other.month, other.day)
    for left, right in zip(first, second, strict=True):
        if not left or not right:
            return False
        if left != right:
            return left < right
    return False
