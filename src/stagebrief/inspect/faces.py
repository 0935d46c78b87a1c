"""The fonts of a PDF as an inspector needs them: what their codes show, how wide and how high it is, what is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from stagebrief.pdf_fonts import Font, font_of

BOLD = re.compile(r"bold|black|heavy|semibd|[-,]b(?:d|old)?\b|cmbx|cmb\d|lmbx|medi\b", re.IGNORECASE)
MATHS = re.compile(r"math|^(?:cm|lm)(?:mi|sy|ex|bsy|mib)|msam|msbm|symbol|stix|euler|dingbat", re.IGNORECASE)
TALL = frozenset("bdfhijklt0123456789бфёйіїў\"'()[]{}/\\|!?&@#$%„“”‘’«»")
LOW = frozenset("gjpqy,;()[]{}/|„‚@§&Qрцщдуфҷқҳғў")
PLAIN = 500.0
FILES = ("/FontFile", "/FontFile2", "/FontFile3")
SUBSET = re.compile(r"^/?[A-Z]{6}\+")

Fragment = tuple[str, float, float, float, int]
"""What a string shows: its text, its width in thousandths, how low and high it reaches, and glyphs that are lost."""


@dataclass(slots=True, eq=False)
class Face:
    """A font of the document; what its strings show is remembered."""

    name: str
    font: Font
    embedded: bool
    bold: bool
    maths: bool
    scale: float = 1.0
    lost: frozenset[int] = frozenset()
    decoded: dict[int, str] = field(default_factory=dict)
    known: dict[bytes, Fragment] = field(default_factory=dict)

    def fragment(self, string: bytes) -> Fragment:
        """What a string shows."""
        found = self.known.get(string)
        if found is None:
            found = self.known[string] = self.measured(string)
        return found

    def measured(self, string: bytes) -> Fragment:
        """What a string shows, found for the first time."""
        codes = list(self.font.codes(string))
        widths, default = self.font.widths, self.font.default
        text = "".join(map(self.letter, codes))
        low, high = reach_of(text)
        lost = sum(code in self.lost for code in codes)
        return text, sum(widths.get(code, default) for code in codes) * self.scale, low, high, lost

    def letter(self, code: int) -> str:
        """What one code shows."""
        text = self.font.texts.get(code)
        if text is None:
            text = self.decoded.get(code)
        if text is None:
            text = chr(code) if self.font.length == 1 and 32 <= code < 127 else "\0"
        return text


NO_FACE = Face("", Font(1, {}, {}, PLAIN), embedded=True, bold=False, maths=False)


def reach_of(text: str) -> tuple[float, float]:
    """How low and how high the letters of a text reach, as shares of the size of type."""
    low, high = 0.0, 0.45
    for letter in text:
        if letter in TALL or letter.isupper() or "\u00c0" <= letter <= "\u024f":
            high = 0.7
        elif letter > "\u052f":
            low, high = min(low, -0.1), 0.7
        if letter in LOW:
            low = min(low, -0.2)
    return low, high


def face_of(found: Any) -> Face:
    """A font as it stands in a PDF; what cannot be read of it is left out."""
    name = SUBSET.sub("", str(found.get("/BaseFont", found.get("/Name", "")))).lstrip("/")
    try:
        font = font_of(found)
    except (ValueError, TypeError, IndexError, AttributeError, UnicodeDecodeError):
        font = NO_FACE.font
    inner = inner_of(found)
    described = inner.get("/FontDescriptor")
    kind = str(found.get("/Subtype", ""))
    embedded = kind == "/Type3" or (
        described is not None
        and any(described.get(key) is not None for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    )
    scale = abs(float(found.get("/FontMatrix", (0.001,))[0])) * 1000 if kind == "/Type3" else 1.0
    return Face(
        name,
        font,
        embedded,
        bool(BOLD.search(name)),
        bool(MATHS.search(name)),
        scale,
        frozenset(lost_codes(found, inner)),
        named_letters(found),
    )


def inner_of(found: Any) -> Any:
    """The font that holds the glyphs: of a font of two bytes the one within."""
    inside = found.get("/DescendantFonts")
    return inside[0] if inside is not None and len(inside) else found


def lost_codes(found: Any, inner: Any) -> set[int]:
    """The codes that show the box which stands for no glyph."""
    if str(found.get("/Subtype", "")) == "/Type0":
        table = inner.get("/CIDToGIDMap")
        if is_stream(table):
            data = table.read_bytes()
            mapped = {code for code in range(len(data) // 2) if data[2 * code : 2 * code + 2] == b"\0\0"}
            return mapped if len(mapped) < len(data) // 2 else {0}
        return {0}
    return {code for code, name in differences_of(found) if name == "/.notdef"}


def differences_of(found: Any) -> list[tuple[int, str]]:
    """The codes that a font's encoding names glyphs for."""
    encoding = found.get("/Encoding")
    listed = encoding.get("/Differences") if is_dictionary(encoding) else None
    code, named = 0, []
    for item in listed or ():
        try:
            code = int(item)
        except (TypeError, ValueError):
            named.append((code, str(item)))
            code += 1
    return named


def is_stream(found: Any) -> bool:
    """Whether an object (of pikepdf's) is a stream."""
    import pikepdf  # noqa: PLC0415 - only who inspects needs it

    return isinstance(found, pikepdf.Stream)


def is_dictionary(found: Any) -> bool:
    """Whether an object (of pikepdf's) is a dictionary."""
    import pikepdf  # noqa: PLC0415

    return isinstance(found, pikepdf.Dictionary)


DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NAMED = {
    **{f"/{name}": str(digit) for digit, name in enumerate(DIGITS)},
    **{f"/{name}": name for name in ("ff", "fi", "fl", "ffi", "ffl")},
    **{"/space": " ", "/period": ".", "/comma": ",", "/hyphen": "-", "/colon": ":", "/semicolon": ";", "/slash": "/"},
    **{
        "/at": "@",
        "/underscore": "_",
        "/parenleft": "(",
        "/parenright": ")",
        "/bracketleft": "[",
        "/bracketright": "]",
    },
    **{
        "/quoteright": "’",
        "/quotedblleft": "“",
        "/quotedblright": "”",
        "/endash": "–",
        "/emdash": "—",
        "/question": "?",
    },
}
"""What the names of some glyphs stand for."""


def named_letters(found: Any) -> dict[int, str]:
    """The letters that an encoding names by themselves, for fonts that do not say what their codes mean."""
    if found.get("/ToUnicode") is not None or str(found.get("/Subtype", "")) == "/Type0":
        return {}
    return {code: NAMED.get(name, name[1:] if len(name) == 2 else "\0") for code, name in differences_of(found)}
