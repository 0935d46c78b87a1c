"""The characters of a page in the order of its content, which is the order in which they were typeset.

A reader for people (PDFium, too) turns lines from right to left round as it thinks fit. TeX writes a line's characters
one after another as they were written, to whichever side the line runs; so the content itself is read here: its text
operators, the fonts' tables of characters and their widths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

Matrix = tuple[float, float, float, float, float, float]

ITSELF: Matrix = (1, 0, 0, 1, 0, 0)
DEEPEST = 8
"""Forms within forms are read to this depth."""


@dataclass(frozen=True, slots=True)
class Character:
    """A character and its box: left, right, base line, and the size of type."""

    text: str
    left: float
    right: float
    base: float
    size: float


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


NO_FONT = Font(1, {}, {}, 500)


@dataclass(slots=True)
class State:
    """Where the content is: the page's matrix and those of the line and of the next character, and how text is set."""

    page: Matrix = ITSELF
    line: Matrix = ITSELF
    text: Matrix = ITSELF
    font: Font = NO_FONT
    size: float = 0
    spacing: float = 0
    word_spacing: float = 0
    stretch: float = 1
    leading: float = 0
    rise: float = 0
    kept: list[State] = field(default_factory=list)
    marked: list[list[str] | None] = field(default_factory=list)

    def instead(self, characters: Iterable[Character]) -> Iterator[Character]:
        """The characters; of a stretch that says what it means this, at the place of its first character."""
        meaning = next((text for text in self.marked if text is not None), None)
        for character in characters:
            if meaning is None:
                yield character
            elif meaning:
                yield from (replace(character, text=letter) for letter in meaning.pop())


class Content:
    """The text of pages of one PDF; fonts are read once."""

    def __init__(self) -> None:
        self.fonts: dict[tuple[int, int], Font] = {}

    def characters(self, page: Any) -> Iterator[Character]:
        """The characters of a page (of pikepdf's) in the order of its content."""
        yield from self.read(page, page.obj.get("/Resources", {}), State(), 0)

    def read(self, content: Any, resources: Any, state: State, depth: int) -> Iterator[Character]:
        """The characters of a page or a form."""
        import pikepdf  # noqa: PLC0415 - only who reads a page from right to left needs it

        for instruction in pikepdf.parse_content_stream(content):
            if not isinstance(instruction, pikepdf.ContentStreamInstruction):
                continue
            name, values = str(instruction.operator), instruction.operands
            if name in {"BDC", "BMC"}:
                state.marked.append(meant(values[1:], resources))
            elif name == "EMC" and state.marked:
                state.marked.pop()
            elif name in SHOWING:
                yield from state.instead(self.show(name, values, state))
            elif name == "Do" and depth < DEEPEST:
                form = resources.get("/XObject", {}).get(str(values[0]))
                if form is not None and form.get("/Subtype") == "/Form":
                    inner = replace(state, page=times(numbers(form.get("/Matrix", ITSELF)), state.page), kept=[])
                    yield from self.read(form, form.get("/Resources", resources), inner, depth + 1)
            elif name == "Tf":
                state.font = self.font(resources.get("/Font", {}).get(str(values[0])))
                state.size = float(values[1])
            else:
                change(name, values, state)

    def show(self, name: str, values: Any, state: State) -> Iterator[Character]:
        """The characters that one operator shows."""
        if name in {"'", '"'}:
            move(state, 0, -state.leading)
        if name == '"':
            state.word_spacing, state.spacing = float(values[0]), float(values[1])
        for piece in values[0] if name == "TJ" else values[-1:]:
            if is_number(piece):
                advance(state, -float(piece) / 1000 * state.size)
            else:
                yield from show_string(bytes(piece), state)

    def font(self, found: Any) -> Font:
        """A font of the resources."""
        if found is None:
            return NO_FONT
        if found.objgen == (0, 0):
            return font_of(found)
        if found.objgen not in self.fonts:
            self.fonts[found.objgen] = font_of(found)
        return self.fonts[found.objgen]


def meant(values: Any, resources: Any) -> list[str] | None:
    """What a marked stretch of the content says it means, as a list of one; None where it says nothing."""
    for value in values:
        found = resources.get("/Properties", {}).get(str(value)) if str(value).startswith("/") else value
        if hasattr(found, "get") and (text := found.get("/ActualText")) is not None:
            return [str(text)]
    return None


SHOWING = frozenset({"Tj", "TJ", "'", '"'})


def show_string(string: bytes, state: State) -> Iterator[Character]:
    """The characters of a string, each at its place."""
    for code in state.font.codes(string):
        width = state.font.widths.get(code, state.font.default) / 1000 * state.size
        text = state.font.texts.get(code, chr(code) if state.font.length == 1 and 32 < code < 127 else "")
        matrix = times((1, 0, 0, 1, 0, state.rise), times(state.text, state.page))
        start, end = matrix[4], matrix[4] + matrix[0] * width * state.stretch
        size = state.size * (abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)
        for character in text:
            yield Character(character, min(start, end), max(start, end), matrix[5], size)
        gap = state.spacing + (state.word_spacing if code == ord(" ") and state.font.length == 1 else 0)
        advance(state, width + gap)


def change(name: str, values: Any, state: State) -> None:  # noqa: PLR0912 - a branch for each operator
    """What an operator without characters does to those that follow."""
    match name:
        case "q":
            state.kept.append(replace(state, kept=[]))
        case "Q" if state.kept:
            old = state.kept.pop()
            for key in ("page", "font", "size", "spacing", "word_spacing", "stretch", "leading", "rise"):
                setattr(state, key, getattr(old, key))
        case "cm":
            state.page = times(numbers(values), state.page)
        case "BT":
            state.line = state.text = ITSELF
        case "Tm":
            state.line = state.text = numbers(values)
        case "Td":
            move(state, float(values[0]), float(values[1]))
        case "TD":
            state.leading = -float(values[1])
            move(state, float(values[0]), float(values[1]))
        case "T*":
            move(state, 0, -state.leading)
        case "TL":
            state.leading = float(values[0])
        case "Tc":
            state.spacing = float(values[0])
        case "Tw":
            state.word_spacing = float(values[0])
        case "Tz":
            state.stretch = float(values[0]) / 100
        case "Ts":
            state.rise = float(values[0])
        case _:
            pass


def move(state: State, right: float, up: float) -> None:
    """A new line, by so much from the beginning of the last one."""
    state.line = state.text = times((1, 0, 0, 1, right, up), state.line)


def advance(state: State, width: float) -> None:
    """The next character stands further on."""
    state.text = times((1, 0, 0, 1, width * state.stretch, 0), state.text)


def times(first: Matrix, second: Matrix) -> Matrix:
    """The first matrix, then the second."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def numbers(values: Iterable[Any]) -> Matrix:
    """The six numbers of a matrix."""
    a, b, c, d, e, f = (float(value) for value in values)
    return (a, b, c, d, e, f)


def is_number(piece: Any) -> bool:
    """Whether an item of a line is a distance and no string."""
    return not hasattr(piece, "__bytes__") or isinstance(piece, int | float)


def font_of(found: Any) -> Font:
    """A font as it stands in a PDF."""
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
