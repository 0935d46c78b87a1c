"""The pages of released PDFs: their words, their pictures, and where two of them differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2

from stagebrief.pdfium import ALONE

if TYPE_CHECKING:
    from PIL.Image import Image

WORD = re.compile(r"\w[\w'’-]*")
Box = tuple[int, int, int, int]
NEAR = 12
"""Picture lines between two changed regions that count as one."""


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF, closed afterwards."""
    with ALONE, pypdfium2.PdfDocument(data) as document:
        yield document


def counts_of(data: bytes) -> tuple[int, int]:
    """The pages of a PDF, and the words that can be read on them."""
    texts = texts_of(data)
    return len(texts), sum(len(WORD.findall(text)) for text in texts)


def texts_of(data: bytes) -> list[str]:
    """The text of each page, without hyphens of line breaking."""
    found = []
    with opened(data) as document:
        for page in document:
            textpage = page.get_textpage()
            found.append(textpage.get_text_range().replace("\ufffe\r\n", "").replace("\ufffe", ""))
            textpage.close()
            page.close()
    return found


def picture_of(document: pypdfium2.PdfDocument, number: int, width: int) -> Image:
    """The picture of a page, counted from 0."""
    page = document[number]
    bitmap = page.render(scale=width / page.get_width())
    picture: Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    return picture


@dataclass(frozen=True, slots=True)
class Difference:
    """How two PDFs differ: in bytes, then in the text of these pages, then in the pixels of these pages (from 1)."""

    bytes: bool
    pages: tuple[int, int]
    text: tuple[int, ...] = ()
    pixels: tuple[int, ...] = ()

    def __str__(self) -> str:
        if not self.bytes:
            return "the same bytes"
        if self.pages[0] != self.pages[1]:
            return f"{self.pages[1]} pages in place of {self.pages[0]}; {self.where()}"
        return self.where()

    def where(self) -> str:
        """Bytes, text, pixels, in that order."""
        if not self.text and not self.pixels:
            return "other bytes, but the same text and the same pixels on every page"
        parts = [
            f"other {what} on {listed(pages)}"
            for what, pages in (("text", self.text), ("pixels", self.pixels))
            if pages
        ]
        same = "" if self.text else ", the same text"
        return "other bytes" + same + ", " + ", ".join(parts)


def listed(pages: tuple[int, ...]) -> str:
    """Numbers of pages in words."""
    if len(pages) == 1:
        return f"page {pages[0]}"
    shown = ", ".join(map(str, pages[:12]))
    return f"pages {shown}" + (f" and {len(pages) - 12} more" if len(pages) > 12 else "")


def difference_of(old: bytes, new: bytes, width: int = 600) -> Difference:
    """How a PDF differs from another that it should equal."""
    from PIL import ImageChops  # noqa: PLC0415

    with opened(old) as one, opened(new) as two:
        pages = len(one), len(two)
        if old == new:
            return Difference(False, pages)
        shared = range(min(pages))
        before, after = texts_of(old), texts_of(new)
        text = tuple(number + 1 for number in shared if before[number] != after[number])
        pixels = []
        for number in shared:
            first, second = picture_of(one, number, width), picture_of(two, number, width)
            if first.size != second.size or ImageChops.difference(first, second).getbbox():
                pixels.append(number + 1)
    return Difference(True, pages, text, tuple(pixels))


def changed_boxes(old: Image, new: Image) -> list[Box]:
    """The regions in which two pictures differ, from top to bottom."""
    from PIL import ImageChops  # noqa: PLC0415

    size = max(old.width, new.width), max(old.height, new.height)
    difference = ImageChops.difference(grown(old, size), grown(new, size)).convert("L").point(lambda v: 255 * (v > 24))
    whole = difference.getbbox()
    if whole is None:
        return []
    rows = row_marks(difference)
    found: list[Box] = []
    start = end = -1
    for row, marked in enumerate([*rows, *[False] * (NEAR + 1)]):
        if marked:
            start, end = (row if start < 0 else start), row
        elif start >= 0 and row - end > NEAR:
            box = difference.crop((0, start, size[0], end + 1)).getbbox()
            if box:
                found.append((box[0], start, box[2], end + 1))
            start = -1
    return found


def row_marks(difference: Image) -> list[bool]:
    """Which lines of a picture of differences have one."""
    width, data = difference.width, difference.tobytes()
    return [any(data[row * width : (row + 1) * width]) for row in range(difference.height)]


def grown(picture: Image, size: tuple[int, int]) -> Image:
    """The picture on white of that size."""
    from PIL import Image as Pictures  # noqa: PLC0415

    if picture.size == size:
        return picture
    found = Pictures.new("RGB", size, "white")
    found.paste(picture, (0, 0))
    return found
