"""Dates as BibTeX's dialects write them, turned into what biblatex reads."""

from __future__ import annotations

import re

from stagebrief.load.bibtex_names import MONTHS
from stagebrief.load.latex_text import to_plain

YEAR = re.compile(r"\{*(-?\d{3,4})\}*")
YEARS = re.compile(r"\{*(-?\d{1,4})\s*(?:[-–—/]+|\s+and\s+)\s*(\d{4})\}*")
LOOSE = re.compile(r"(?<![\d-])(-?\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?=$|/|T|[~?%])")


def date_of(year: str, month: str, day: str) -> str:
    """A date from BibTeX's year, month and day; empty where the year is in words."""
    if match := YEARS.fullmatch(year):
        return f"{int(match[1]):04d}/{match[2]}"
    match = YEAR.fullmatch(year)
    if match is None:
        return ""
    number, first = month_of(month, day)
    date = f"{int(match[1]):04d}"
    return date + (f"-{number:02d}" if number else "") + (f"-{first:02d}" if first else "")


def month_of(month: str, day: str) -> tuple[int, int]:
    """The month and the day, 0 where they are not known; BibTeX files write `15~jan`, `March`, `3` and more."""
    text = to_plain(month).text.replace("\u00a0", " ").lower()
    number = 0
    for word in re.findall(r"[^\W\d_]+", text):
        number = number or MONTHS.get(word, 0) or MONTHS.get(word[:3], 0)
    digits = [int(piece) for piece in re.findall(r"\d{1,2}", text)]
    if not number and len(digits) == 1 and 1 <= digits[0] <= 12:
        number, digits = digits[0], []
    written = re.search(r"\d{1,2}", day)
    first = int(written[0]) if written else digits[0] if len(digits) == 1 else 0
    return number, first if number and 1 <= first <= 31 else 0


def tidy_date(text: str) -> str:
    """A date with two figures for month and day; what is not a date stays."""
    plain = text.strip("{} ").replace("--", "/").replace("–", "/")
    return LOOSE.sub(
        lambda found: f"{found[1]}-{int(found[2]):02d}" + (f"-{int(found[3]):02d}" if found[3] else ""), plain
    )
