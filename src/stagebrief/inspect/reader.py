"""A page's content carried out: where its words stand, what is painted behind them, its pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from stagebrief.inspect.colours import BLACK, colour_of
from stagebrief.inspect.faces import NO_FACE, Face, face_of
from stagebrief.inspect.matrix import ITSELF, Matrix, Point, around, at, matrix_of, placed, times
from stagebrief.inspect.sheet import Box, Patch, Picture, Sheet, Word, common
from stagebrief.inspect.syntax import instructions_of, numbers_of, pieces_of
from stagebrief.model.colours import Colour

DEEPEST = 8
"""Forms within forms are read to this depth,"""
MOST_FORMS = 1000
"""and so many of them on a page."""
MOST_WORDS = 5000
MOST_PATCHES = 3000
"""A page with more on it is not read to its end: it would take too long to judge."""
GAP = 140.0
"""A distance of so many thousandths of the size parts two words."""
BACK = -400.0
"""A step back of so many thousandths begins what stands over the letters before."""
THIN = 1.5
"""A painted region that is no wider or no higher is a rule and nothing to stand on."""
UNSEEN = frozenset({3, 7})
"""Ways to show text that paint nothing."""
DEVICES = {
    **dict.fromkeys(("/DeviceGray", "/CalGray", "/G"), 1),
    **dict.fromkeys(("/DeviceRGB", "/CalRGB", "/RGB"), 3),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK"), 4),
}
EVERYWHERE: Box = (-1e6, -1e6, 1e6, 1e6)


@dataclass(slots=True)
class State:
    """How things are painted."""

    page: Matrix
    clip: Box
    fill: Colour | None = BLACK
    parts: int = 1
    alpha: float = 1.0
    plain: bool = True
    face: Face = NO_FACE
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(slots=True)
class Path:
    """A path that is being drawn: its corners, its rectangles, and whether it is made of these alone."""

    points: list[Point] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    straight: bool = True
    clips: bool = False


class Faces:
    """The fonts of one document, each read once."""

    def __init__(self) -> None:
        self.known: dict[tuple[int, int], Face] = {}
        self.direct: list[Face] = []

    def face(self, found: Any) -> Face:
        """A font of the resources."""
        if found is None:
            return NO_FACE
        if found.objgen == (0, 0):
            self.direct.append(face_of(found))
            return self.direct[-1]
        if found.objgen not in self.known:
            self.known[found.objgen] = face_of(found)
        return self.known[found.objgen]


class Reader:
    """One page being read; the sheet grows."""

    def __init__(self, faces: Faces, box: Box) -> None:
        self.faces = faces
        self.sheet = Sheet(box)
        self.order = 0
        self.forms = 0

    def read(self, page: Any) -> Sheet:
        """The page (of pikepdf's) as it is painted."""
        self.run(page, page.obj.get("/Resources", {}), State(ITSELF, EVERYWHERE), 0)
        return self.sheet

    def run(self, owner: Any, resources: Any, state: State, depth: int) -> None:
        """Carry out the content of a page or a form; ValueError where there is too much of it."""
        self.forms += 1
        if self.forms > MOST_FORMS:
            raise ValueError("too many forms")
        program = Program(self, resources, state, depth)
        for name, operands in instructions_of(owner):
            if name in program.does:
                program.does[name](operands)


class Program:
    """One content being carried out: the page's own, or that of a form."""

    def __init__(self, reader: Reader, resources: Any, state: State, depth: int) -> None:
        self.reader = reader
        self.sheet = reader.sheet
        self.resources = resources
        self.state = state
        self.depth = depth
        self.kept: list[State] = []
        self.line: Matrix = ITSELF
        self.text: Matrix = ITSELF
        self.path = Path()
        self.fonts: dict[bytes, Face] = {}
        self.does: dict[bytes, Callable[[bytes], None]] = {
            b"q": self.keep,
            b"Q": self.restore,
            b"cm": self.transform,
            b"gs": self.style,
            b"g": lambda values: self.paint(1, values),
            b"rg": lambda values: self.paint(3, values),
            b"k": lambda values: self.paint(4, values),
            b"cs": self.space,
            b"sc": self.tint,
            b"scn": self.tint,
            b"BT": self.begin,
            b"Tf": self.font,
            b"Tm": self.put,
            b"Td": self.move,
            b"TD": self.move_and_lead,
            b"T*": lambda _: self.step(0.0, -self.state.leading),
            b"TL": lambda values: self.set("leading", values),
            b"Tc": lambda values: self.set("spacing", values),
            b"Tw": lambda values: self.set("word_spacing", values),
            b"Ts": lambda values: self.set("rise", values),
            b"Tz": lambda values: self.set("stretch", values, 0.01),
            b"Tr": lambda values: self.set("mode", values),
            b"TJ": self.show,
            b"Tj": self.show,
            b"'": self.show_below,
            b'"': self.show_below,
            b"re": self.rectangle,
            b"m": self.corner,
            b"l": self.corner,
            b"c": self.curve,
            b"v": self.curve,
            b"y": self.curve,
            b"W": self.clip,
            b"W*": self.clip,
            b"n": lambda _: self.end(),
            b"S": lambda _: self.stroke(),
            b"s": lambda _: self.stroke(),
            **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), lambda _: self.fill()),
            b"sh": self.shade,
            b"Do": self.draw,
            b"ID": lambda _: self.unknown(placed(self.state.page, 0, 0, 1, 1)),
        }

    # The state

    def keep(self, _: bytes) -> None:
        """Remember how things are painted."""
        self.kept.append(replace(self.state))

    def restore(self, _: bytes) -> None:
        """Paint as before."""
        if self.kept:
            self.state = self.kept.pop()

    def transform(self, operands: bytes) -> None:
        """Put what follows elsewhere."""
        self.state.page = times(matrix_of(numbers_of(operands)), self.state.page)

    def set(self, name: str, operands: bytes, factor: float = 1.0) -> None:
        """One measure of the text that follows."""
        values = numbers_of(operands)
        if values:
            setattr(self.state, name, values[-1] * factor)

    def style(self, operands: bytes) -> None:
        """How much shows through, and how colours are mixed."""
        found = self.resource("/ExtGState", operands)
        if found is None:
            return
        self.state.alpha = float(found.get("/ca", self.state.alpha))
        mode = found.get("/BM")
        if mode is not None:
            self.state.plain = str(mode) in {"/Normal", "/Compatible"}

    def paint(self, parts: int, operands: bytes) -> None:
        """Fill with this colour."""
        self.state.fill, self.state.parts = colour_of(parts, operands.strip()), parts

    def space(self, operands: bytes) -> None:
        """The kind of the colours that follow."""
        name = operands.strip().decode("latin-1")
        self.state.parts = DEVICES.get(name, 0) or parts_of(self.resource("/ColorSpace", operands))
        self.state.fill = BLACK if self.state.parts else None

    def tint(self, operands: bytes) -> None:
        """Fill with a colour of the chosen kind."""
        self.state.fill = colour_of(self.state.parts, operands.strip()) if self.state.parts else None

    def resource(self, kind: str, operands: bytes) -> Any:
        """What a name stands for."""
        name = operands.strip().rpartition(b"/")[2].split(b" ")[0].decode("latin-1")
        return self.resources.get(kind, {}).get(f"/{name}")

    # Text

    def begin(self, _: bytes) -> None:
        """Begin a text."""
        self.line = self.text = ITSELF

    def font(self, operands: bytes) -> None:
        """Choose a font and its size."""
        name, _, size = operands.strip().rpartition(b" ")
        name = name.strip()
        if name not in self.fonts:
            self.fonts[name] = self.reader.faces.face(self.resource("/Font", name))
        self.state.face = self.fonts[name]
        values = numbers_of(size)
        self.state.size = values[0] if values else 0.0

    def put(self, operands: bytes) -> None:
        """Go to a place."""
        self.line = self.text = matrix_of(numbers_of(operands))

    def move(self, operands: bytes) -> None:
        """Go on by so much from the beginning of the line."""
        values = numbers_of(operands)
        if len(values) == 2:
            self.step(*values)

    def move_and_lead(self, operands: bytes) -> None:
        """Go on, and remember how far down."""
        values = numbers_of(operands)
        if len(values) == 2:
            self.state.leading = -values[1]
            self.step(*values)

    def step(self, right: float, up: float) -> None:
        """A new line."""
        self.line = self.text = times((1.0, 0.0, 0.0, 1.0, right, up), self.line)

    def show_below(self, operands: bytes) -> None:
        """Show a string on the next line."""
        values = numbers_of(operands.partition(b"(")[0].partition(b"<")[0])
        if len(values) == 2:
            self.state.word_spacing, self.state.spacing = values
        self.step(0.0, -self.state.leading)
        starts = [place for place in (operands.find(b"("), operands.find(b"<")) if place >= 0]
        self.show(operands[min(starts, default=0) :])

    def show(self, operands: bytes) -> None:
        """Show strings: words are parted by distances and by spaces."""
        state = self.state
        face, size = state.face, state.size
        spaced = bool(state.spacing or state.word_spacing)
        texts: list[str] = []
        place = start = low = high = 0.0
        lost = 0
        for piece in pieces_of(operands):
            if isinstance(piece, float):
                if texts and (piece < -GAP or piece > -BACK):
                    self.word("".join(texts), start, place, low, high, lost)
                    texts, lost = [], 0
                place -= piece * size / 1000
                continue
            for string in (piece,) if not spaced else split(piece, face.font.length):
                text, width, down, up, missing = face.fragment(string)
                if text.isspace() or (len(text) > 1 and " " in text):
                    place = self.spaced_words(texts, (start, place, low, high, lost), string)
                    texts, lost = [], 0
                else:
                    if not texts:
                        start, low, high = place, down, up
                    else:
                        low, high = min(low, down), max(high, up)
                    texts.append(text)
                    lost += missing
                    place += width * size / 1000
                if spaced:
                    place += state.spacing + (state.word_spacing if string == b" " else 0.0)
        if texts:
            self.word("".join(texts), start, place, low, high, lost)
        self.text = times((1.0, 0.0, 0.0, 1.0, place * state.stretch, 0.0), self.text)

    def spaced_words(self, texts: list[str], before: tuple[float, float, float, float, int], string: bytes) -> float:
        """The words of a string that holds spaces, the first behind letters before it; gives where it ends."""
        face, size = self.state.face, self.state.size
        start, place, low, high, lost = before
        for one in split(string, face.font.length):
            text, width, down, up, missing = face.fragment(one)
            if text.isspace():
                if texts:
                    self.word("".join(texts), start, place, low, high, lost)
                texts, lost = [], 0
            else:
                if not texts:
                    start, low, high = place, down, up
                texts = [*texts, text]
                low, high, lost = min(low, down), max(high, up), lost + missing
            place += width * size / 1000
        if texts:
            self.word("".join(texts), start, place, low, high, lost)
        return place

    def word(self, text: str, start: float, end: float, low: float, high: float, lost: int) -> None:
        """A word has been shown."""
        state = self.state
        if state.mode in UNSEEN or state.alpha == 0:
            self.sheet.letters += len(text)
            return
        a, b, c, d, e, f = matrix = times(self.text, state.page)
        size, rise, stretch = state.size, state.rise, state.stretch
        turned = abs(b) + abs(c) > 0.01 * (abs(a) + abs(d)) or a < 0 or d < 0
        if turned:
            box = placed(matrix, start * stretch, rise + low * size, end * stretch, rise + high * size)
            base = box[1]
        else:
            base = d * rise + f
            height = d * size
            box = (a * start * stretch + e, base + low * height, a * end * stretch + e, base + high * height)
        if box[2] <= state.clip[0] or box[0] >= state.clip[2] or box[3] <= state.clip[1] or box[1] >= state.clip[3]:
            self.sheet.letters += len(text)
            return
        real = abs(size) * (c * c + d * d) ** 0.5
        self.reader.order += 1
        if len(self.sheet.words) >= MOST_WORDS:
            raise ValueError("too many words")
        self.sheet.words.append(
            Word(
                text,
                box,
                base,
                real,
                state.face,
                state.fill if state.plain else None,
                self.reader.order,
                self.sheet.letters,
                lost,
                turned,
                state.alpha < 1,
                self.depth > 0,
            )
        )
        self.sheet.letters += len(text)

    # Painting

    def rectangle(self, operands: bytes) -> None:
        """A rectangle is added to the path."""
        values = numbers_of(operands)
        if len(values) != 4:
            return
        x, y, width, height = values
        page = self.state.page
        self.path.boxes.append(placed(page, x, y, x + width, y + height))
        if abs(page[1]) + abs(page[2]) > 1e-3 * (abs(page[0]) + abs(page[3])):
            self.path.straight = False

    def corner(self, operands: bytes) -> None:
        """A corner is added to the path."""
        values = numbers_of(operands)
        if len(values) == 2:
            self.path.points.append(at(self.state.page, *values))

    def curve(self, operands: bytes) -> None:
        """A curve is added to the path."""
        values = numbers_of(operands)
        self.path.points += [at(self.state.page, x, y) for x, y in zip(values[::2], values[1::2], strict=False)]

    def clip(self, _: bytes) -> None:
        """What follows is seen within the path only."""
        self.path.clips = True

    def end(self) -> None:
        """The path has done its work."""
        if self.path.clips:
            found = [*self.path.boxes, *([around(self.path.points)] if self.path.points else [])]
            if found:
                whole = around([(box[0], box[1]) for box in found] + [(box[2], box[3]) for box in found])
                self.state.clip = common(self.state.clip, whole)
        self.path = Path()

    def stroke(self) -> None:
        """The path is drawn as a line."""
        self.sheet.strokes += 1
        self.end()

    def fill(self) -> None:
        """The path is filled."""
        for box in self.path.boxes:
            self.patch(box, plain=self.path.straight)
        if self.path.points:
            box = around(self.path.points)
            self.patch(box, plain=along(self.path.points, box))
        self.sheet.strokes += 1
        self.end()

    def patch(self, box: Box, *, plain: bool) -> None:
        """A region has been painted."""
        seen = common(box, self.state.clip)
        if seen[2] - seen[0] > THIN and seen[3] - seen[1] > THIN and self.state.alpha > 0:
            self.reader.order += 1
            if len(self.sheet.patches) >= MOST_PATCHES:
                raise ValueError("too many painted regions")
            plain = plain and self.state.fill is not None and self.state.alpha == 1 and self.state.plain
            self.sheet.patches.append(Patch(seen, self.state.fill, plain, self.reader.order))

    def unknown(self, box: Box) -> None:
        """A region has been painted with more than one colour."""
        seen = common(box, self.state.clip)
        if seen[2] - seen[0] > THIN and seen[3] - seen[1] > THIN:
            self.reader.order += 1
            self.sheet.patches.append(Patch(seen, None, False, self.reader.order))

    def shade(self, _: bytes) -> None:
        """A run of colours is painted wherever painting is allowed."""
        self.unknown(self.state.clip)

    def draw(self, operands: bytes) -> None:
        """A picture or a form."""
        found = self.resource("/XObject", operands)
        kind = str(found.get("/Subtype", "")) if found is not None else ""
        if kind == "/Image":
            self.picture(found)
        elif kind == "/Form" and self.depth < DEEPEST:
            page = times(matrix_of(found.get("/Matrix", ITSELF)), self.state.page)
            try:
                left, bottom, right, top = (float(value) for value in found.get("/BBox", ()))
                clip = common(self.state.clip, placed(page, left, bottom, right, top))
            except (TypeError, ValueError):
                clip = self.state.clip
            inner = replace(self.state, page=page, clip=clip)
            self.sheet.drawings.append(common(clip, self.sheet.box))
            self.reader.run(found, found.get("/Resources", self.resources), inner, self.depth + 1)

    def picture(self, found: Any) -> None:
        """A picture of dots, or a stencil through which colour is painted."""
        page = self.state.page
        box = placed(page, 0, 0, 1, 1)
        sides = (page[0] ** 2 + page[1] ** 2) ** 0.5, (page[2] ** 2 + page[3] ** 2) ** 0.5
        dots = int(found.get("/Width", 0)), int(found.get("/Height", 0))
        self.unknown(box)
        self.sheet.pictures.append(
            Picture(common(box, self.state.clip), sides, dots, self.reader.order, self.sheet.letters)
        )


def split(string: bytes, length: int) -> list[bytes]:
    """The codes of a string, each as it is written."""
    return [string[start : start + length] for start in range(0, len(string) - length + 1, length)]


def parts_of(space: Any) -> int:
    """How many parts the colours of a space have, where they are grey, red-green-blue or inks; else 0."""
    import pikepdf  # noqa: PLC0415 - only who inspects needs it

    try:
        kind = str(space[0]) if isinstance(space, pikepdf.Array) else str(space)
        if kind == "/ICCBased":
            return int(space[1].get("/N", 0))
        return DEVICES.get(kind, 0)
    except (TypeError, ValueError, IndexError, AttributeError, KeyError):
        return 0


def along(points: list[Point], box: Box) -> bool:
    """Whether all corners lie at the edge of their box, so that it is filled but for its rounded corners."""
    reach = 0.2 * min(box[2] - box[0], box[3] - box[1])
    near = all(
        min(x - box[0], box[2] - x) <= reach / 10 or min(y - box[1], box[3] - y) <= reach / 10 for x, y in points
    )
    corners = sum(
        any(abs(x - side) + abs(y - end) <= 2 * reach for x, y in points)
        for side in (box[0], box[2])
        for end in (box[1], box[3])
    )
    return near and corners == 4
