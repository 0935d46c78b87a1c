"""What is painted behind the words of a page, seen on a small picture of the page without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from stagebrief.inspect.sheet import Box
from stagebrief.model.colours import Colour
from stagebrief.pdfium import ALONE

SCALE = 1.5
"""Dots of the picture to the point."""
ACROSS, DOWN = 8, 3
"""So many places of a box are looked at."""
INVISIBLE = 3
DEEPEST = 8
MOST_DOTS = 4_000_000


class PageGround:
    """The pages of one PDF, each painted when something behind it is asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document: Any = None
        self.number = -1
        self.picture: Any = None
        self.box: Box = (0.0, 0.0, 0.0, 0.0)
        self.scale = SCALE

    def colours(self, page: int, box: Box) -> Sequence[Colour]:
        """The colours in a box of a page, without its text."""
        self.paint(page)
        if self.picture is None:
            return ()
        left, top = (box[0] - self.box[0]) * self.scale, (self.box[3] - box[3]) * self.scale
        right, bottom = (box[2] - self.box[0]) * self.scale, (self.box[3] - box[1]) * self.scale
        width, height = self.picture.size
        found = []
        for row in range(DOWN):
            for column in range(ACROSS):
                x = int(left + (right - left) * (column + 0.5) / ACROSS)
                y = int(top + (bottom - top) * (row + 0.5) / DOWN)
                if 0 <= x < width and 0 <= y < height:
                    red, green, blue = self.picture.getpixel((x, y))
                    found.append((red / 255, green / 255, blue / 255))
        return found

    def paint(self, number: int) -> None:
        """Paint a page without its text, unless it is the last that was painted."""
        if number != self.number:
            with ALONE:
                self.paint_alone(number)

    def paint_alone(self, number: int) -> None:
        """Paint a page while nobody else calls PDFium."""
        import pypdfium2  # noqa: PLC0415 - few pages have more than plain colours on them

        if self.document is None:
            self.document = pypdfium2.PdfDocument(self.path)
        page = self.document[number]
        try:
            self.box = tuple(page.get_cropbox())
            for one in objects_of(page):
                if one.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT:
                    pypdfium2.raw.FPDFTextObj_SetTextRenderMode(one.raw, INVISIBLE)
            dots = max(1.0, page.get_width() * page.get_height() * SCALE * SCALE)
            self.scale = SCALE * min(1.0, (MOST_DOTS / dots) ** 0.5)
            bitmap = page.render(scale=self.scale)
            self.picture = bitmap.to_pil().convert("RGB")
            bitmap.close()
        finally:
            page.close()
        self.number = number

    def close(self) -> None:
        """Leave the PDF."""
        if self.document is not None:
            with ALONE, suppress(Exception):
                self.document.close()
            self.document = None


def objects_of(page: Any) -> Iterator[Any]:
    """The objects of a page, also those within forms."""
    yield from page.get_objects(max_depth=DEEPEST)
