"""The printed numbers of a copy's pages: as the PDF calls them, else as they stand at head or foot, else counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from stagebrief.model.pages import roman
from stagebrief.model.pinned import Numbering

EDGE = 2
"""How many lines at the head and at the foot of a page may hold its number."""
AT_EDGE = re.compile(
    r"^\W*(\d{1,4})(?![\d.,:]*\d)\b|(?<![\d.,:])\b(\d{1,4})\W*$|\b(\d{1,4})\s*(?:/|of|von|из|sur|de)\s*\d+\W*$"
)
ALONE = re.compile(r"^(?:\W|\b(?:page|p|стр|с|seite|s)\b\.?)*(\d{1,4})\W*$", re.IGNORECASE)
ROMAN_ALONE = re.compile(r"^\W*([ivxlc]{1,8})\W*$", re.IGNORECASE)
SHARE = 0.4
"""Of the pages with text, so many must show numbers that go with one another."""


def numbered(pages: Sequence[str], labels: Sequence[str]) -> tuple[tuple[str, ...], Numbering]:
    """The number of each page as a note would name it, and how the numbers were come by."""
    if not pages or (len(pages) == 1 and not labels):
        return ("",) * len(pages), Numbering.NONE
    counted = tuple(str(index) for index in range(1, len(pages) + 1))
    given = tuple(labels) if any(labels) else ()
    if given and given != counted:
        return given, Numbering.LABELS
    if (printed := folios(pages)) and printed != counted:
        return printed, Numbering.FOLIOS
    if given or printed:
        return counted, Numbering.LABELS if given else Numbering.FOLIOS
    return counted, Numbering.COUNTED


def folios(pages: Sequence[str]) -> tuple[str, ...] | None:
    """The numbers that are printed on the pages, completed where a page shows none; None where they show no order."""
    lines = [edge_lines(page) for page in pages]
    votes: Counter[int] = Counter()
    alone: Counter[int] = Counter()
    for index, edge in enumerate(lines):
        votes.update({number - index for line in edge for number in numbers_in(line)})
        alone.update({int(match[1]) - index for line in edge if (match := ALONE.match(line))})
    with_text = sum(bool(edge) for edge in lines)
    ranked = sorted(votes, key=lambda shift: (votes[shift] + alone[shift], alone[shift]), reverse=True)
    if not ranked or votes[ranked[0]] < max(2, SHARE * with_text):
        return None
    first = ranked[0]
    before = roman_numbers(lines[: max(0, 1 - first)])
    return tuple(str(index + first) if index + first > 0 else before.get(index, "") for index in range(len(pages)))


def edge_lines(page: str) -> list[str]:
    """The first and the last lines with something in them."""
    lines = [line.strip() for line in page.split("\n") if line.strip()]
    return list(dict.fromkeys([*lines[:EDGE], *lines[-EDGE:]]))


def numbers_in(line: str) -> set[int]:
    """The numbers at the beginning and at the end of a line."""
    if len(line) > 160:
        return set()
    return {int(number) for match in AT_EDGE.finditer(line) for number in match.groups() if number}


def roman_numbers(lines: Sequence[Sequence[str]]) -> dict[int, str]:
    """The Roman numbers of the pages before the first, by their index."""
    found: dict[int, int] = {}
    for index, edge in enumerate(lines):
        for match in filter(None, map(ROMAN_ALONE.match, edge)):
            found[index] = roman(match[1])
    shifts = Counter(number - index for index, number in found.items())
    if not shifts:
        return {}
    shift = shifts.most_common(1)[0][0]
    return {index: as_roman(index + shift) for index in range(len(lines)) if index + shift > 0}


def as_roman(number: int) -> str:
    """A number in small Roman letters."""
    digits = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, letters in digits:
        while number >= value:
            text += letters
            number -= value
    return text
