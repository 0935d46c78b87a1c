"""The characters of a page in the order of its content, which is the order in which they were typeset.

A reader for people (PDFium, too) turns lines from right to left round as it thinks fit. TeX writes a line's characters
one after another as they were written, to whichever side the line runs; so the content itself is read here: its text
operators, the fonts' tables of characters and their widths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from stagebrief.pdf_fonts import Font, font_of, is_number

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
