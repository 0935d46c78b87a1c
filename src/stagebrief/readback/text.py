"""Reading the text of a PDF through PDFium: what a page shows, in the order in which it was typeset.

PDFium gives the characters of a page in the order of its content, with spaces and line ends where the distances between
them seem to tell; a hyphen at a line's end comes as U+FFFE. Lines written from right to left it rearranges in ways
that cannot be undone from the text alone: of pages that hold such letters the content itself is read
(`right_to_left`). Characters outside the page are not shown and are left out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from stagebrief.pdfium import ALONE
from stagebrief.readback.content import Content
from stagebrief.readback.pages import PdfText, text_of_pages
from stagebrief.readback.right_to_left import holds_right_to_left, text_in_order

TOLERANCE = 1.0
"""So many points beyond the page's edge a character's box may reach."""


def read_pdf(path: Path) -> PdfText:
    """The text of the PDF."""
    return text_of_pages(texts_of_pages(path))


def texts_of_pages(path: Path) -> list[str]:
    """The text of each page."""
    import pypdfium2  # noqa: PLC0415 - only who reads a PDF needs it

    with ALONE, pypdfium2.PdfDocument(path) as document:
        texts = [page_text(document[index]) for index in range(len(document))]
    if any(map(holds_right_to_left, texts)):
        import pikepdf  # noqa: PLC0415 - few need it

        content = Content()
        with pikepdf.open(path) as pdf:
            pages = zip(pdf.pages, texts, strict=True)
            return [text_in_order(page, content) if holds_right_to_left(text) else text for page, text in pages]
    return texts


def page_text(page: Any) -> str:
    """The text of one page with PDFium's spaces and line ends."""
    text_page = page.get_textpage()
    try:
        text: str = text_page.get_text_range()
        return text if lies_within(page, text_page) else visible_text(page, text_page)
    finally:
        text_page.close()
        page.close()


def lies_within(page: Any, text_page: Any) -> bool:
    """Whether all lines of the page's text lie on the page."""
    return all(
        overlaps(text_page.get_rect(index), page.get_bbox(), whole=True) for index in range(text_page.count_rects())
    )


def visible_text(page: Any, text_page: Any) -> str:
    """The text without the characters that lie outside the page."""
    box = page.get_bbox()
    return "".join(
        text_page.get_text_range(index, 1)
        for index in range(text_page.count_chars())
        if overlaps(text_page.get_charbox(index), box)
    )


def overlaps(inner: tuple[float, ...], outer: tuple[float, ...], *, whole: bool = False) -> bool:
    """Whether the middle of a box, or the whole of it, lies within another; boxes are left, bottom, right, top."""
    left, bottom, right, top = inner
    if not whole:
        left = right = (left + right) / 2
        bottom = top = (bottom + top) / 2
    return (
        left >= outer[0] - TOLERANCE
        and bottom >= outer[1] - TOLERANCE
        and right <= outer[2] + TOLERANCE
        and top <= outer[3] + TOLERANCE
    )
