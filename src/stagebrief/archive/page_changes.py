"""Two editions of a PDF page by page: which page is which, and where they differ."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stagebrief.archive.pages import Box, changed_boxes, opened, picture_of, texts_of

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 620
"""Width of a page's picture."""

GAP = 0.15
"""What leaving a page without a partner costs, against the likeness of two that are paired."""

FOOT = 0.9
"""Where the foot of a page begins: below its text and notes."""

RED = (200, 30, 30)


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that differs: its numbers in both editions (0 where it is not there) and both pictures as PNG.

    It is `slight` where the words are the same and only the foot differs: the number of the page, marks of progress.
    """

    target: str
    old: int
    new: int
    regions: int
    old_picture: bytes = b""
    new_picture: bytes = b""
    slight: bool = False

    def __str__(self) -> str:
        if not self.old:
            return f"{self.target}: page {self.new} is new"
        if not self.new:
            return f"{self.target}: page {self.old} is gone"
        was = f" (was page {self.old})" if self.old != self.new else ""
        return f"{self.target}: page {self.new}{was}, {self.regions} region{'s' * (self.regions != 1)}"


def page_changes(target: str, old: bytes, new: bytes) -> tuple[PageChange, ...]:
    """The pages that differ, in the order of the later edition."""
    found = []
    before, after = texts_of(old), texts_of(new)
    with opened(old) as one, opened(new) as two:
        for left, right in paired(before, after):
            if left < 0:
                found.append(PageChange(target, 0, right + 1, 1, b"", png(picture_of(two, right, WIDTH))))
            elif right < 0:
                found.append(PageChange(target, left + 1, 0, 1, png(picture_of(one, left, WIDTH)), b""))
            else:
                first, second = picture_of(one, left, WIDTH), picture_of(two, right, WIDTH)
                boxes = changed_boxes(first, second)
                if boxes:
                    slight = words_of(before[left]) == words_of(after[right]) and in_foot(boxes, second)
                    pictures = png(marked(first, boxes)), png(marked(second, boxes))
                    found.append(PageChange(target, left + 1, right + 1, len(boxes), *pictures, slight=slight))
    return tuple(found)


def words_of(text: str) -> list[str]:
    """The words of a page, without numbers."""
    return re.findall(r"[^\W\d_]+", text)


def in_foot(boxes: list[Box], picture: Image) -> bool:
    """Whether all regions lie in the foot of a page."""
    return all(top > FOOT * picture.height for _, top, _, _ in boxes)


def paired(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """The pages in pairs, as alike as can be and in order; -1 where a page has no partner."""
    words = [[set(re.findall(r"\w+", text)) for text in texts] for texts in (before, after)]
    rows, columns = len(before), len(after)
    score = [[-GAP * (row + column) for column in range(columns + 1)] for row in range(rows + 1)]
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            both = score[row - 1][column - 1] + likeness(words[0][row - 1], words[1][column - 1])
            score[row][column] = max(both, score[row - 1][column] - GAP, score[row][column - 1] - GAP)
    found = []
    row, column = rows, columns
    while row or column:
        if (
            row
            and column
            and score[row][column] == score[row - 1][column - 1] + likeness(words[0][row - 1], words[1][column - 1])
        ):
            row, column = row - 1, column - 1
            found.append((row, column))
        elif row and (not column or score[row][column] == score[row - 1][column] - GAP):
            row -= 1
            found.append((row, -1))
        else:
            column -= 1
            found.append((-1, column))
    return found[::-1]


def likeness(one: set[str], two: set[str]) -> float:
    """How alike two pages are by their words."""
    return (len(one & two) + 0.5) / (len(one | two) + 0.5)


def marked(picture: Image, boxes: list[Box]) -> Image:
    """The picture with a frame around each region."""
    from PIL import ImageDraw  # noqa: PLC0415

    copy = picture.copy()
    draw = ImageDraw.Draw(copy)
    for left, top, right, bottom in boxes:
        draw.rectangle((max(0, left - 4), max(0, top - 3), right + 3, bottom + 2), outline=RED, width=2)
    return copy


def png(picture: Image) -> bytes:
    """The picture as PNG, in as few colours as a page needs."""
    result = io.BytesIO()
    picture.quantize(64).save(result, "PNG", optimize=True)
    return result.getvalue()
