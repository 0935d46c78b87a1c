"""What a font says of itself: its version, and under which terms it may be used."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COPYRIGHT, VERSION, LICENCE, ADDRESS = 0, 5, 13, 14
"""Numbers of names in the table `name`."""

WINDOWS, MACINTOSH = 3, 1
LONGEST = 300
"""Characters of a licence that are kept; some fonts hold its whole text."""


@dataclass(frozen=True, slots=True)
class FontNote:
    """A font's version, and its licence in its own words or, where it says nothing of it, its copyright."""

    version: str = ""
    licence: str = ""


def font_note(path: Path) -> FontNote:
    """What the file of an OpenType or TrueType font says of itself; nothing where it cannot be read."""
    try:
        names = dict(names_in(path.read_bytes()))
    except (OSError, struct.error, UnicodeError, IndexError):
        return FontNote()
    terms = ", ".join(dict.fromkeys(names[key] for key in (LICENCE, ADDRESS) if names.get(key)))
    text = " ".join((terms or names.get(COPYRIGHT, "")).split())
    return FontNote(names.get(VERSION, ""), text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def names_in(data: bytes) -> Iterator[tuple[int, str]]:
    """The names of the first font in the file by their numbers; English ones come last, and so count."""
    start = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    (tables,) = struct.unpack_from(">H", data, start + 4)
    found: list[tuple[bool, int, str]] = []
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"name":
            _, count, strings = struct.unpack_from(">HHH", data, offset)
            for index in range(count):
                platform, _, language, name, length, place = struct.unpack_from(">6H", data, offset + 6 + 12 * index)
                begin = offset + strings + place
                code = "utf-16-be" if platform != MACINTOSH else "mac-roman"
                text = data[begin : begin + length].decode(code)
                found.append((platform == WINDOWS and language & 0x3FF == 9, name, text))
    yield from ((name, text) for _, name, text in sorted(found, key=lambda item: item[0]))
