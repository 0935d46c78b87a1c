"""Dates as they are written: a year, a month, a day, or two of them with a slash between."""

from __future__ import annotations

import re
from calendar import monthrange
from unicodedata import digit

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.model.date import DateRange, PartialDate

WRITTEN = re.compile(r"^(?P<year>-?[0-9]{1,6})(?:-(?P<month>[0-9]{1,2}))?(?:-(?P<day>[0-9]{1,2}))?(?P<vague>[~?%])?$")
ONE = "write 1993, 2022-10 or 2022-10-14"
RANGE = "write 1993, 2022-10, 2022-10-14, 1992/1997 or 2022/.."
WORDS = re.compile(
    r"(?:(?P<before>\d{1,2})\.?\s+)?(?P<month>[^\W\d_]+)\.?\s+(?:(?P<after>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4})\b"
)
FIGURES = re.compile(r"(?P<day>\d{1,2})\.\s*(?P<month>\d{1,2})\.\s*(?P<year>\d{4})")
SLASHES = re.compile(r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})")
YEARS = re.compile(r"(?P<first>\d{4})\s*[-–—]\s*(?P<last>\d{4})")
SINCE = re.compile(r"(?:since|from|с|seit|depuis|desde|аз)\s+(\d{4})")
ABOUT = re.compile(r"[^\d/]{0,12}(\d{4})")
NEARLY = re.compile(r"(?:c|ca|circa|about|around|um|vers|hacia|около|ок|бл|тақр|حدود)\b\.?\s*(\d{4})")
DECADE = re.compile(r"(?P<decade>\d{3})0s")


def parse_date(text: str, span: Span, hint: str = ONE) -> PartialDate | Diagnostic:
    """One date, or what is wrong with it."""
    match = WRITTEN.match(text.strip())
    if match is None:
        written = suggested(text)
        wanted = f"write {written}" if written and ("/" not in written or hint == RANGE) else hint
        return error("date-is-valid", f"'{text}' is not a date", span, wanted)
    year, month, day = int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    if match["month"] and not 1 <= month <= 12:
        if YEARS.fullmatch(text.strip()) or (len(match["month"]) == 2 and month > 12 and not match["day"]):
            end = f"{match['year'][:-2]}{match['month']}"
            return error("date-is-valid", f"'{text}': there is no month {month}", span, f"write {year}/{end} for years")
        return error("date-is-valid", f"'{text}': there is no month {month}", span, hint)
    if match["day"]:
        longest = monthrange(year if 1 <= year <= 9999 else 2000, month)[1]
        if not 1 <= day <= longest:
            last = PartialDate(year, month, longest)
            message = f"there is no {PartialDate(year, month, day)}; that month has {longest} days"
            return error("date-is-valid", message, span, f"its last day is {last}")
    vague = match["vague"]
    return PartialDate(year, month, day, about=vague in ("~", "%"), doubtful=vague in ("?", "%"))


def parse_range(text: str, span: Span) -> DateRange | Diagnostic:
    """A date or a stretch between two, or what is wrong with it."""
    parts = re.split(r"\s*/\s*|\s*–\s*", text.strip())
    if len(parts) != 2 or not parts[0]:
        start = parse_date(text, span, RANGE)
        return start if isinstance(start, Diagnostic) else DateRange(start, start)
    start = parse_date(parts[0], span, RANGE)
    if isinstance(start, Diagnostic):
        whole = parse_date(text, span, RANGE)
        return whole if isinstance(whole, Diagnostic) and WRITTEN.match(parts[0]) is None else start
    if parts[1] in {"..", "open", ""}:
        return DateRange(start, None)
    end = parse_date(parts[1], span, RANGE)
    return end if isinstance(end, Diagnostic) else ordered(start, end, span)


def ordered(start: PartialDate, end: PartialDate, span: Span) -> DateRange | Diagnostic:
    """The stretch between two dates, of which the second may not be before the first."""
    if earlier(end, start):
        message = f"the end {end} comes before the beginning {start}"
        return error("dates-are-ordered", message, span, "exchange the two dates")
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


def suggested(text: str) -> str | None:
    """How a date in words, in figures with points or in years with a dash is written here; None if that is not sure."""
    text = "".join(str(digit(letter)) if letter.isdecimal() else letter for letter in text.strip().casefold())
    if match := YEARS.fullmatch(text):
        return f"{match['first']}/{match['last']}"
    if match := DECADE.search(text):
        return f"{match['decade']}0/{match['decade']}9"
    found = FIGURES.fullmatch(text) or SLASHES.fullmatch(text)
    if found:
        return written(int(found["year"]), int(found["month"]), int(found["day"]))
    if match := WORDS.fullmatch(text):
        from stagebrief.load.bibtex_names import MONTHS  # noqa: PLC0415 - for dates in words only

        if month := MONTHS.get(match["month"]) or MONTHS.get(match["month"][:3]):
            return written(int(match["year"]), month, int(match["before"] or match["after"] or 0))
    if match := SINCE.fullmatch(text):
        return f"{match[1]}/.."
    if match := NEARLY.fullmatch(text):
        return f"{match[1]}~"
    match = ABOUT.fullmatch(text)
    return match[1] if match else None


def written(year: int, month: int, day: int) -> str | None:
    """A date as it is written here; None for one that the calendar has not."""
    if not 1 <= month <= 12 or (day and day > monthrange(max(year, 1), month)[1]):
        return None
    return f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")
