"""Page numbers and ranges of them, as locators and bibliographies write them."""

from __future__ import annotations

import re

DASH = r"\s*(?:-{1,3}|[‐‑–—−])\s*"
ARABIC = re.compile(rf"^(\d+)(?:{DASH}(\d+))?$")
ROMAN = re.compile(rf"^([ivxlcdm]+)(?:{DASH}([ivxlcdm]+))?$", re.IGNORECASE)
THOUSANDS = re.compile(rf"(?:pp?\.\s*)?\d{{1,2}},\d{{3}}{DASH}\d{{1,2}},\d{{3}}")
"""A range from a thousand on, as 1,083–1,091."""
VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

Range = tuple[int, int, bool]
"""First page, last page, and whether the numbers are Roman."""


def ranges_of(text: str) -> list[Range] | None:
    """The ranges that the text lists; None where it holds anything but page numbers."""
    found: list[Range] = []
    if THOUSANDS.fullmatch(text.strip(" .")):
        text = text.replace(",", "")
    for piece in re.split(r"\s*(?:[,;&]|\band\b|\bи\b|\bва\b|\bund\b|\bet\b|\by\b)\s*", text.strip(" .")):
        plain = re.sub(r"^(?:pp?|[сСсs]|S)\.?\s*(?=\d)", "", piece).removesuffix("ff").removesuffix("f").rstrip(" .")
        if not plain:
            continue
        if match := ARABIC.match(plain):
            first = int(match[1])
            last = whole(match[1], match[2]) if match[2] else first
            found.append((first, last, False))
        elif match := ROMAN.match(plain):
            first = roman(match[1])
            found.append((first, roman(match[2]) if match[2] else first, True))
        else:
            return None
    return found or None


def whole(first: str, last: str) -> int:
    """The last page of a range that may be written short: 133–5 is 133–135."""
    if len(last) < len(first) and int(last) < int(first):
        return int(first[: len(first) - len(last)] + last)
    return int(last)


def roman(text: str) -> int:
    """The value of a Roman number."""
    values = [VALUES[letter] for letter in text.lower()]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )
