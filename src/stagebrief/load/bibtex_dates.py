"""Dates as BibTeX's dialects write them, turned into what biblatex reads."""

from __future__ import annotations

import re

from stagebrief.load.bibtex_names import MONTHS
from stagebrief.load.latex_text import to_plain

YEAR = re.compile(r"\{*[c©]?(-?\d{3,4})\.?\}*")
YEARS = re.compile(r"\{*(-?\d{1,4})\s*(?:[-–—/]+|\s+and\s+)\s*(\d{4})\}*")
DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
"""Day, month and year as they are written in many languages."""
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
"""The same, or month and day: which of the two is sure only behind the twelfth."""
LOOSE = re.compile(r"(?<![\d-])(-?\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?=$|/|T|[~?%])")


def date_of(year: str, month: str, day: str) -> str:
    """A date from BibTeX's year, month and day; empty where the year is in words."""
    if match := YEARS.fullmatch(year):
        return f"{int(match[1]):04d}/{match[2]}"
    match = YEAR.fullmatch(year)
    if match is None:
        return ""
    shown = f"{int(match[1]):04d}"
    months, days = months_in(month), [int(piece) for piece in re.findall(r"\d{1,2}", day)]
    if not months:
        return shown
    (first, in_month), *others = months
    own = days[0] if days else in_month
    date = f"{shown}-{first:02d}" + (f"-{own:02d}" if 1 <= own <= 31 and first <= 12 else "")
    if others and not own and first < others[-1][0] <= 12:
        return f"{date}/{shown}-{others[-1][0]:02d}"
    return date


def months_in(month: str) -> list[tuple[int, int]]:
    """The months or seasons, each with its day (0 without); files have `15~jan`, `March`, `3`, `May/June`, `Spring`."""
    text = to_plain(month).text.replace("\u00a0", " ").lower()
    found = []
    for piece in re.split(r"[/–—&]|-{1,3}|\band\b", text):
        words = re.findall(r"[^\W\d_]+", piece)
        number = next((n for word in words if (n := MONTHS.get(word, 0) or MONTHS.get(word[:3], 0))), 0)
        digits = [int(digit) for digit in re.findall(r"\d{1,2}", piece)]
        if not words and len(digits) == 1 and 1 <= digits[0] <= 12:
            number, digits = digits[0], []
        if number:
            found.append((number, digits[0] if len(digits) == 1 and digits[0] <= 31 else 0))
    return found


def tidy_date(text: str) -> str:
    """A date with two figures for month and day; what is not a date stays."""
    plain = text.strip("{} ").replace("--", "/").replace("–", "/")
    if match := DOTTED.fullmatch(plain):
        return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    if (match := SLASHED.fullmatch(plain)) and int(match[1]) > 12 >= int(match[2]):
        return f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    return LOOSE.sub(
        lambda found: f"{found[1]}-{int(found[2]):02d}" + (f"-{int(found[3]):02d}" if found[3] else ""), plain
    )
