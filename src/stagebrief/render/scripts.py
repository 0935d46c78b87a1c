"""Which writing systems occur in a text."""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum


class Script(StrEnum):
    """A writing system, by its ISO 15924 code."""

    LATIN = "Latn"
    CYRILLIC = "Cyrl"
    GREEK = "Grek"
    ARABIC = "Arab"
    HEBREW = "Hebr"
    ARMENIAN = "Armn"
    GEORGIAN = "Geor"
    DEVANAGARI = "Deva"
    THAI = "Thai"
    HAN = "Hani"
    KANA = "Kana"
    HANGUL = "Hang"


RIGHT_TO_LEFT = frozenset({Script.ARABIC, Script.HEBREW})

RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x41, 0x5A, Script.LATIN),
    (0x61, 0x7A, Script.LATIN),
    (0xC0, 0x24F, Script.LATIN),
    (0x370, 0x3FF, Script.GREEK),
    (0x400, 0x52F, Script.CYRILLIC),
    (0x531, 0x58F, Script.ARMENIAN),
    (0x591, 0x5F4, Script.HEBREW),
    (0x600, 0x6FF, Script.ARABIC),
    (0x750, 0x77F, Script.ARABIC),
    (0x8A0, 0x8FF, Script.ARABIC),
    (0x900, 0x97F, Script.DEVANAGARI),
    (0xE01, 0xE5B, Script.THAI),
    (0x10A0, 0x10FF, Script.GEORGIAN),
    (0x1100, 0x11FF, Script.HANGUL),
    (0x1C80, 0x1C8F, Script.CYRILLIC),
    (0x1C90, 0x1CBF, Script.GEORGIAN),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x2DE0, 0x2DFF, Script.CYRILLIC),
    (0x2E80, 0x2FDF, Script.HAN),
    (0x3001, 0x303F, Script.HAN),
    (0x3040, 0x30FF, Script.KANA),
    (0x3400, 0x4DBF, Script.HAN),
    (0x4E00, 0x9FFF, Script.HAN),
    (0xA640, 0xA69F, Script.CYRILLIC),
    (0xA960, 0xA97F, Script.HANGUL),
    (0xAC00, 0xD7FF, Script.HANGUL),
    (0xF900, 0xFAFF, Script.HAN),
    (0xFB13, 0xFB17, Script.ARMENIAN),
    (0xFB1D, 0xFB4F, Script.HEBREW),
    (0xFB50, 0xFDFF, Script.ARABIC),
    (0xFE70, 0xFEFE, Script.ARABIC),
    (0xFF01, 0xFFEE, Script.HAN),
    (0x20000, 0x3FFFF, Script.HAN),
)
"""Blocks of code points: first, last, script; in rising order. Signs and digits belong to none."""

STARTS = tuple(first for first, _, _ in RANGES)


def script_of(character: str) -> Script | None:
    """The script that a letter belongs to; None for signs, digits and scripts that are not known here."""
    index = bisect_right(STARTS, ord(character)) - 1
    if index < 0:
        return None
    _, last, script = RANGES[index]
    return script if ord(character) <= last else None


def runs_right_to_left(text: str) -> bool | None:
    """Whether a text runs from right to left, by its first letter; None for one without letters."""
    first = next(filter(None, map(script_of, text)), None)
    return first in RIGHT_TO_LEFT if first else None


def against(text: str, *, right_to_left: bool) -> list[tuple[int, int]]:
    """Where words run against the direction of the text and hold brackets: these belong to the words before them.

    Such a run begins and ends with a letter of that kind, or ends with a digit or a bracket that has been opened in it.
    """
    found: list[tuple[int, int]] = []
    start, end, opened, brackets = -1, -1, 0, False
    for index, character in enumerate(text):
        script = script_of(character)
        if script and (script in RIGHT_TO_LEFT) is right_to_left:
            found += [(start, end)] if brackets and start >= 0 else []
            start, end, opened, brackets = -1, -1, 0, False
        elif script and opened <= 0:
            start, end = (index if start < 0 else start), index + 1
        elif start >= 0 and character in OPENING:
            opened += 1
        elif opened > 0 and character in CLOSING:
            opened -= 1
            end, brackets = index + 1, True
    return found + ([(start, end)] if brackets and start >= 0 else [])


OPENING, CLOSING = frozenset("([{"), frozenset(")]}")


def scripts_in(text: str) -> frozenset[Script]:
    """The scripts that occur in the text."""
    return frozenset(script for script in map(script_of, set(text)) if script)
