"""The cases of the inspector: pages in words, made into a PDF; beside each what is said of it.

    paper 420 595                         the size of the pages that follow; `deck 453 255` for frames
    page                                  a new page
    at 50 500 10: Some words              a line in 10 points; also `bold`, `maths`, `foreign`, `#888888`
    lines 50 500 10 13 300: A long text   as many lines as it needs, 13 points apart and 300 wide, the last not filled
    ragged 50 500 10 13 300: A text       the same, not filled out
    full 50 500 10 300: Some words        one line that is filled out to that width
    spaced 50 500 10 4 2: Some | words    one with a wide space at the sign, moved by 4 points and 2 points wider
    fill 50 500 200 20 #eeeeee            a painted rectangle: left, bottom, width, height
    picture 50 500 200 100 80 40 #336699  a picture of 80 by 40 dots
    form 50 500 0.5                       what follows up to `end` is a form that is put there at that scale
    strike 50 500 200                     a line of so many points
    link 50 500 200 12 to chapter         a link to a name; `link … url https://…` to an address
    name chapter                          what such a link leads to

`{lost}` in a text is a glyph that the font does not have. The letters are boxes of about the size of letters, so that
no font is needed. Lines with `%` are remarks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, String

LOST = "\x01"
WIDTHS = {**dict.fromkeys("ijlftI.,:;'!|()[]", 280), **dict.fromkeys("mwMW—", 800), " ": 260, "-": 330}
ASCENDING = "bdfhkltijABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
DESCENDING = "gjpqy"
FONTS = {"": "Boxes", "bold": "Boxes-Bold", "maths": "Boxes-Math"}
COMMAND = re.compile(r"(?P<verb>[a-z]+)(?P<values>[^:]*)(?:: (?P<text>.*))?")
COLOUR = re.compile(r"#(?P<red>[0-9a-f]{2})(?P<green>[0-9a-f]{2})(?P<blue>[0-9a-f]{2})$")
LINK = re.compile(r"(?P<verb>link)(?P<values>.*)(?P<text>)")


def width_of(text: str, size: float) -> float:
    """How wide a text is."""
    return sum(WIDTHS.get(letter, 660 if letter.isupper() else 520) for letter in text) * size / 1000


@dataclass
class Page:
    """A page being made: what is painted, its pictures, its links and names."""

    width: float
    height: float
    content: list[str] = field(default_factory=list)
    objects: dict[str, pikepdf.Object] = field(default_factory=dict)
    links: list[pikepdf.Dictionary] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class Maker:
    """A PDF being made from a case."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.fonts = {f"/{name}": self.boxes(name) for name in FONTS.values()}
        self.fonts["/Foreign"] = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name("/Helvetica"),
                FirstChar=32,
                Widths=Array([WIDTHS.get(chr(code), 540) for code in range(32, 127)]),
            )
        )
        self.pages: list[Page] = []
        self.size = (420.0, 595.0)
        self.outer: list[tuple[Page, list[float]]] = []
        self.pictures = 0

    def boxes(self, name: str) -> pikepdf.Object:
        """A font of Type 3 whose letters are boxes."""
        glyphs, differences, widths = Dictionary(), Array([1, Name("/.notdef")]), []
        for code in range(32, 127):
            letter = chr(code)
            width = WIDTHS.get(letter, 660 if letter.isupper() else 520)
            top = 700 if letter in ASCENDING else 450
            foot = -200 if letter in DESCENDING else 0
            box = "" if letter == " " else f"40 {foot} {width - 80} {top - foot} re f"
            glyphs[f"/c{code}"] = self.pdf.make_stream(f"{width} 0 0 {foot} {width} {top} d1 {box}".encode())
            differences.extend([code, Name(f"/c{code}")])
            widths.append(width)
        glyphs["/.notdef"] = self.pdf.make_stream(b"600 0 0 0 600 700 d1 40 0 520 700 re 80 40 440 620 re f*")
        return self.pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type3,
                Name=Name(f"/{name}"),
                FontBBox=[0, -250, 1000, 900],
                FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
                CharProcs=glyphs,
                Encoding=Dictionary(Type=Name.Encoding, Differences=differences),
                FirstChar=1,
                LastChar=126,
                Widths=[600] * 31 + widths,
                Resources=Dictionary(),
                ToUnicode=self.meanings(),
            )
        )

    def meanings(self) -> pikepdf.Object:
        """What the codes of the letters stand for."""
        pairs = "\n".join(f"<{code:02X}> <{code:04X}>" for code in range(32, 127))
        return self.pdf.make_stream(f"95 beginbfchar\n{pairs}\nendbfchar\n".encode())

    @property
    def page(self) -> Page:
        """The page that is being made."""
        return self.pages[-1]

    # Commands

    def do(self, verb: str, values: list[str], text: str) -> None:
        """Carry out one line of a case."""
        numbers = [float(value) for value in values if re.fullmatch(r"-?[\d.]+", value)]
        words = [value for value in values if not re.fullmatch(r"-?[\d.]+", value)]
        getattr(self, f"do_{verb}")(numbers, words, text)

    def do_paper(self, numbers: list[float], _: list[str], __: str) -> None:
        """The size of the pages that follow."""
        self.size = (numbers[0], numbers[1])

    do_deck = do_paper

    def do_page(self, numbers: list[float], _: list[str], __: str) -> None:
        """A new page."""
        self.pages.append(Page(*(numbers or self.size)))

    def do_at(self, numbers: list[float], words: list[str], text: str) -> None:
        """A line."""
        self.line(numbers, [text], words, spaced=True)

    def do_lines(self, numbers: list[float], words: list[str], text: str) -> None:
        """Lines that are filled out."""
        self.paragraph(numbers, words, text, filled=True)

    def do_ragged(self, numbers: list[float], words: list[str], text: str) -> None:
        """Lines that are not filled out."""
        self.paragraph(numbers, words, text, filled=False)

    def do_full(self, numbers: list[float], words: list[str], text: str) -> None:
        """One line that is filled out."""
        left, base, size, width = numbers
        row = text.split()
        gap = (width - sum(width_of(word, size) for word in row)) / max(1, len(row) - 1) / size
        self.line([left, base, size], row, words, spaced=False, gap=gap)

    def do_spaced(self, numbers: list[float], words: list[str], text: str) -> None:
        """A line whose first half is 145 points wide, or some more, with a wide space behind it."""
        left, base, size, by, wider = numbers
        before, behind = (half.split() for half in text.split("|"))
        gap = (145 + by - sum(width_of(word, size) for word in before)) / max(1, len(before) - 1) / size
        self.line([left, base, size], before, words, spaced=False, gap=gap)
        self.line([left + 145 + by + 0.7 * size + wider, base, size], behind, words, spaced=False)

    def do_fill(self, numbers: list[float], words: list[str], _: str) -> None:
        """A painted rectangle."""
        self.page.content.append(f"{colour_of(words)} {' '.join(map(str, numbers))} re f")

    def do_strike(self, numbers: list[float], _: list[str], __: str) -> None:
        """A line."""
        left, base, width = numbers
        self.page.content.append(f"0.6 w {left} {base} m {left + width} {base} l S")

    def do_picture(self, numbers: list[float], words: list[str], _: str) -> None:
        """A picture of dots of one colour."""
        left, bottom, width, height, across, down = numbers
        match = COLOUR.match(next((word for word in words if word.startswith("#")), "#336699"))
        assert match
        dots = bytes(int(match[part], 16) for part in ("red", "green", "blue"))
        stream = self.pdf.make_stream(dots * int(across * down))
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = int(across), int(down), 8
        stream.ColorSpace = Name.DeviceRGB
        self.put(stream, f"{width} 0 0 {height} {left} {bottom} cm")

    def do_form(self, numbers: list[float], _: list[str], __: str) -> None:
        """What follows is a form."""
        self.outer.append((self.page, numbers))
        self.pages[-1] = Page(self.page.width, self.page.height)

    def do_end(self, _: list[float], __: list[str], ___: str) -> None:
        """What was made since `form` is put where that says."""
        inner, (page, (left, bottom, scale)) = self.page, self.outer.pop()
        self.pages[-1] = page
        stream = self.pdf.make_stream("\n".join(inner.content).encode("latin-1"))
        stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, inner.width, inner.height])
        stream.Resources = Dictionary(Font=Dictionary(self.fonts), XObject=Dictionary(inner.objects))
        self.put(stream, f"{scale} 0 0 {scale} {left} {bottom} cm")

    def do_link(self, numbers: list[float], words: list[str], _: str) -> None:
        """A link to a name or to an address."""
        left, bottom, width, height = numbers
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Border=[0, 0, 0], Rect=[left, bottom, left + width, bottom + height]
        )
        target = String(" ".join(words[1:]))
        link.A = Dictionary(S=Name.GoTo, D=target) if words[0] == "to" else Dictionary(S=Name.URI, URI=target)
        self.page.links.append(link)

    def do_name(self, _: list[float], words: list[str], __: str) -> None:
        """What a link leads to."""
        self.page.names.append(words[0])

    def line(self, numbers: list[float], words: list[str], how: list[str], *, spaced: bool, gap: float = 0.26) -> None:
        """A line of text: its words with spaces in one string, or with distances as TeX has them."""
        left, base, size = numbers[:3]
        if spaced:
            shown = f"({escaped(words[0])}) Tj"
        else:
            shown = f" {-gap * 1000:.2f} ".join(f"({escaped(word)})" for word in words)
            shown = f"[{shown}] TJ"
        font, colour = font_of(how), colour_of(how)
        self.page.content.append(f"BT {colour} /{font} {size} Tf 1 0 0 1 {left} {base} Tm {shown} ET")

    def paragraph(self, numbers: list[float], how: list[str], text: str, *, filled: bool) -> None:
        """Lines of text below one another."""
        left, base, size, leading, width = numbers
        rows: list[list[str]] = [[]]
        for word in text.split():
            if rows[-1] and width_of(" ".join([*rows[-1], word]), size) > width:
                rows.append([])
            rows[-1].append(word)
        for number, row in enumerate(rows):
            letters = sum(width_of(word, size) for word in row)
            last = number == len(rows) - 1
            gap = 0.26 if last or not filled or len(row) == 1 else (width - letters) / (len(row) - 1) / size
            self.line([left, base - number * leading, size], row, how, spaced=False, gap=gap)

    def put(self, stream: pikepdf.Object, matrix: str) -> None:
        """An object at its place on the page."""
        self.pictures += 1
        name = f"/X{self.pictures}"
        self.page.objects[name] = stream
        self.page.content.append(f"q {matrix} {name} Do Q")

    def write(self, path: Path) -> Path:
        """The PDF, whole."""
        named = Array()
        for page in self.pages:
            made = self.pdf.add_blank_page(page_size=(page.width, page.height))
            made.Contents = self.pdf.make_stream("\n".join(page.content).encode("latin-1"))
            made.Resources = Dictionary(Font=Dictionary(self.fonts), XObject=Dictionary(page.objects))
            if page.links:
                made.Annots = Array(self.pdf.make_indirect(link) for link in page.links)
            for name in page.names:
                named.extend([String(name), Array([made.obj, Name.Fit])])
        if len(named):
            self.pdf.Root.Names = Dictionary(Dests=Dictionary(Names=named))
        self.pdf.save(path, deterministic_id=True)
        return path


def font_of(words: list[str]) -> str:
    """The font that a line asks for."""
    return "Foreign" if "foreign" in words else FONTS[next((word for word in words if word in FONTS), "")]


def colour_of(words: list[str]) -> str:
    """The colour that a line asks for, as it is chosen in a PDF."""
    match = COLOUR.match(next((word for word in words if word.startswith("#")), "#000000"))
    assert match, words
    return " ".join(f"{int(match[part], 16) / 255:.4f}" for part in ("red", "green", "blue")) + " rg"


def escaped(text: str) -> str:
    """A text within brackets."""
    return re.sub(r"([\\()])", r"\\\1", text.replace("{lost}", LOST))


def make(case: Path, path: Path) -> Path:
    """The PDF of a case."""
    maker = Maker()
    for row in case.read_text(encoding="utf-8").splitlines():
        if row.strip() and not row.startswith("%"):
            match = (LINK if row.startswith("link") else COMMAND).fullmatch(row)
            assert match, row
            maker.do(match["verb"], match["values"].split(), match["text"] or "")
    return maker.write(path)
