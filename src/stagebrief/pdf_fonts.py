"""What the codes of a PDF's fonts stand for and how wide they are, read from the fonts' own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Font:
    """What the codes of a font mean and how wide they are, in thousandths of the size; a code is `length` bytes."""

    length: int
    texts: dict[int, str]
    widths: dict[int, float]
    default: float

    def codes(self, string: bytes) -> Iterator[int]:
        """The codes of a string."""
        for start in range(0, len(string) - self.length + 1, self.length):
            yield int.from_bytes(string[start : start + self.length], "big")


def font_of(found: Any) -> Font:
    """A font as it stands in a PDF (of pikepdf's)."""
    texts = texts_of(found.get("/ToUnicode"))
    if found.get("/Subtype") == "/Type0":
        inner = found.get("/DescendantFonts")[0]
        return Font(2, texts, dict(wide_widths(inner.get("/W", ()))), float(inner.get("/DW", 1000)))
    first = int(found.get("/FirstChar", 0))
    widths = {first + index: float(width) for index, width in enumerate(found.get("/Widths", ()))}
    return Font(1, texts, widths, 500)


def wide_widths(listed: Any) -> Iterator[tuple[int, float]]:
    """The widths of a font with two bytes to a code: a code with a list, or two codes with the width of all."""
    index = 0
    while index + 1 < len(listed):
        start, following = int(listed[index]), listed[index + 1]
        if is_number(following):
            yield from ((code, float(listed[index + 2])) for code in range(start, int(following) + 1))
            index += 3
        else:
            yield from ((start + place, float(width)) for place, width in enumerate(following))
            index += 2


def is_number(piece: Any) -> bool:
    """Whether an item of a line is a distance and no string."""
    return not hasattr(piece, "__bytes__") or isinstance(piece, int | float)


SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf(?:char|range)", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")


def texts_of(table: Any) -> dict[int, str]:
    """What the codes of a font stand for, from its own table; nothing where it has none."""
    found: dict[int, str] = {}
    for kind, body in SECTION.findall(table.read_bytes() if table is not None else b""):
        values = [match[1] if match[1] is not None else match[0] for match in HEX.finditer(body)]
        found |= pairs(values) if kind == b"bfchar" else ranges(values)
    return found


def pairs(values: list[bytes]) -> dict[int, str]:
    """Codes, each followed by its text."""
    return {int(code, 16): text_of(text) for code, text in zip(values[::2], values[1::2], strict=False)}


def ranges(values: list[bytes]) -> dict[int, str]:
    """First and last code, followed by the text of the first or by a list of all."""
    found: dict[int, str] = {}
    index = 0
    while index + 2 < len(values):
        first, last = int(values[index], 16), min(int(values[index + 1], 16), int(values[index], 16) + 0xFFFF)
        index += 2
        if values[index] == b"[":
            end = values.index(b"]", index)
            found |= {first + place: text_of(text) for place, text in enumerate(values[index + 1 : end])}
            index = end + 1
        else:
            text = text_of(values[index])
            found |= {code: text[:-1] + chr(ord(text[-1]) + code - first) for code in range(first, last + 1) if text}
            index += 1
    return found


def text_of(digits: bytes) -> str:
    """Text from its hexadecimal digits."""
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")
