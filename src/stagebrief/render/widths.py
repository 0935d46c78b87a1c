"""How wide words are in a font, read from its file: as much of the tables `cmap` and `hmtx` as that takes."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stagebrief.model.fonts import FontFamily, FontSet

UNKNOWN = 0.6
"""The width of a letter that no font here has, and of every letter of a font that cannot be read."""
MARKS = ((0x300, 0x36F), (0x64B, 0x65F), (0x200B, 0x200F), (0x591, 0x5C7))
"""Characters that stand over others or are not seen."""


@dataclass(slots=True)
class FontFile:
    """A font's characters with their widths, in shares of the size."""

    glyphs: dict[int, int]
    widths: tuple[int, ...]
    units: int

    def width(self, letter: str) -> float | None:
        """The width of that letter; None where the font lacks it."""
        glyph = self.glyphs.get(ord(letter))
        return None if not glyph else self.widths[min(glyph, len(self.widths) - 1)] / self.units


NOTHING = FontFile({}, (0,), 1)


@cache
def font_file(path: Path, index: int = 0) -> FontFile:
    """The file read; one without letters where it cannot be."""
    try:
        return read_font(path.read_bytes(), index)
    except (OSError, struct.error, IndexError, KeyError):
        return NOTHING


def read_font(data: bytes, index: int) -> FontFile:
    """The tables of an OpenType file, or of one of several in a collection."""
    start = struct.unpack_from(">I", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    records = (struct.unpack_from(">4sIII", data, start + 12 + 16 * record) for record in range(count))
    tables = {name: (offset, length) for name, _, offset, length in records}
    units = struct.unpack_from(">H", data, tables[b"head"][0] + 18)[0]
    metrics = struct.unpack_from(">H", data, tables[b"hhea"][0] + 34)[0]
    widths = struct.unpack_from(">" + "Hh" * metrics, data, tables[b"hmtx"][0])[::2]
    return FontFile(read_characters(data, tables[b"cmap"][0]), widths, units or 1000)


def read_characters(data: bytes, start: int) -> dict[int, int]:
    """The glyph of each character, from a table of Unicode with all of them, else from those that are there."""
    count = struct.unpack_from(">H", data, start + 2)[0]
    offsets = (struct.unpack_from(">HHI", data, start + 4 + 8 * record) for record in range(count))
    places = dict.fromkeys(start + offset for platform, _, offset in offsets if platform in (0, 3))
    kinds = {place: struct.unpack_from(">H", data, place)[0] for place in places}
    if whole := next((place for place, kind in kinds.items() if kind == 12), None):
        return read_groups(data, whole)
    found: dict[int, int] = {}
    for place in (place for place, kind in kinds.items() if kind == 4):
        found |= read_segments(data, place)
    return found


def read_segments(data: bytes, at: int) -> dict[int, int]:
    """A table of format 4: the characters up to U+FFFF."""
    twice = struct.unpack_from(">H", data, at + 6)[0]
    half = ">" + "H" * (twice // 2)
    ends = struct.unpack_from(half, data, at + 14)
    starts = struct.unpack_from(half, data, at + 16 + twice)
    deltas = struct.unpack_from(half, data, at + 16 + 2 * twice)
    ranges = at + 16 + 3 * twice
    found = {}
    for number, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        offset = struct.unpack_from(">H", data, ranges + 2 * number)[0]
        for character in range(first, min(last, 0xFFFE) + 1):
            glyph = character
            if offset:
                glyph = struct.unpack_from(">H", data, ranges + 2 * number + offset + 2 * (character - first))[0]
            if glyph or not offset:
                found[character] = (glyph + delta) & 0xFFFF
    return found


def read_groups(data: bytes, at: int) -> dict[int, int]:
    """A table of format 12: all characters."""
    count = struct.unpack_from(">I", data, at + 12)[0]
    found: dict[int, int] = {}
    for number in range(count):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * number)
        found |= {character: glyph + character - first for character in range(first, last + 1)}
    return found


class Letters(dict[str, float]):
    """The widths of letters, those that nobody has asked for yet looked up in the first family that has them."""

    def __init__(self, families: tuple[FontFamily, ...], *, bold: bool) -> None:
        super().__init__()
        self.fonts = [((family.bold if bold else None) or family.regular, family.index) for family in families]

    def __missing__(self, letter: str) -> float:
        self[letter] = self.found(letter)
        return self[letter]

    def found(self, letter: str) -> float:
        """The width of a letter in shares of the size."""
        if any(first <= ord(letter) <= last for first, last in MARKS):
            return 0.0
        widths = (font_file(*font).width(letter) for font in self.fonts)
        return next((width for width in widths if width is not None), UNKNOWN)


class Ruler:
    """Measures words in a family, and what it lacks in others; kerning and joined letters make it a little narrower."""

    def __init__(self, families: tuple[FontFamily, ...] = ()) -> None:
        self.plain, self.bold = Letters(families, bold=False), Letters(families, bold=True)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """About how wide the text is in that size, in the size's unit."""
        return size * sum(map((self.bold if bold else self.plain).__getitem__, text))

    def lines(self, text: str, size: float, measure: float, *, bold: bool = False) -> list[str]:
        """The text in lines of that measure; a word that is wider is cut where the line ends."""
        found, line = [], ""
        for word in self.pieces(text.split(), size, measure, bold):
            longer = f"{line} {word}" if line else word
            if line and self.width(longer, size, bold=bold) > measure:
                found.append(line)
                longer = word
            line = longer
        return [*found, line] if line else found

    def pieces(self, words: Iterable[str], size: float, measure: float, bold: bool) -> Iterable[str]:
        """The words, those that are wider than the measure in pieces."""
        for word in words:
            piece = ""
            for letter in word:
                if piece and self.width(piece + letter, size, bold=bold) > measure:
                    yield piece
                    piece = ""
                piece += letter
            yield piece


@cache
def ruler_of(fonts: FontSet | None) -> Ruler:
    """For words in the sans of these fonts; what it lacks comes from the fonts of other scripts."""
    return Ruler() if fonts is None else Ruler((fonts.sans, fonts.serif, *fonts.fallbacks))
