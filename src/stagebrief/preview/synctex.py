"""What TeX notes about where each line of its input went: a reader of uncompressed `.synctex` files.

Places of a page are in points of the PDF from its upper left corner. A page is read when it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SP = 72.27 * 65536 / 72
"""TeX's smallest units in a point of the PDF."""

GAP = 24.0
"""Points between two rows that do not belong together."""

SETTING = re.compile(rb"^(Magnification|Unit|X Offset|Y Offset):(-?\d+)$", re.MULTILINE)
RECORD = re.compile(
    rb"^(?:(?P<kind>[\[(hvgr])(?P<tag>\d{1,12}),(?P<line>\d{1,12})(?:,-?\d{1,12})?:(?P<x>-?\d{1,12}),(?P<y>-?\d{1,12}|=)"
    rb"(?::(?P<width>-?\d{1,12})(?:,(?P<height>-?\d{1,12}),(?P<depth>-?\d{1,12}))?)?|(?P<end>[\])]))$",
    re.MULTILINE,
)
"""Boxes, glue and rules; LuaTeX sets no line on the kerns that fonts bring, nor on what it notes behind them."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page; `page` counts from 1."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of input that stands on a page: `tag` is the input's number."""

    tag: int
    line: int
    x: float
    y: float


@dataclass(slots=True)
class Row:
    """A horizontal box with the spots that stand directly in it."""

    box: Box
    own: Spot
    spots: list[Spot] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """One page: its rows, and the line that TeX had come to when it shipped the page out."""

    rows: list[Row]
    shipped: tuple[int, int] | None


class SyncTex:
    """A whole file of SyncTeX; raises ValueError for what is none."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(b"SyncTeX Version:1"):
            raise ValueError("no SyncTeX")
        self.data = data
        self.inputs = dict(inputs_of(data))
        setting = {name: int(value) for name, value in SETTING.findall(data[: data.find(b"\nContent:")])}
        self.unit = SP / ((setting.get(b"Unit", 1) or 1) * (setting.get(b"Magnification", 1000) or 1000) / 1000)
        self.offset = (setting.get(b"X Offset", 0), setting.get(b"Y Offset", 0))
        self.spans = dict(spans_of(data))
        self.sheets: dict[int, Sheet] = {}

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self.spans)

    def sheet(self, page: int) -> Sheet:
        """What stands on a page; nothing on one that is not there."""
        if page not in self.sheets:
            self.sheets[page] = self.read(page) if page in self.spans else Sheet([], None)
        return self.sheets[page]

    def read(self, page: int) -> Sheet:
        """Read the records of a page."""
        rows: list[Row] = []
        open_boxes: list[Row | None] = []
        shipped = None
        last = 0
        for match in RECORD.finditer(self.data, *self.spans[page]):
            if match["end"]:
                if open_boxes:
                    open_boxes.pop()
                continue
            last = last if match["y"] == b"=" else int(match["y"])
            tag, line = int(match["tag"]), int(match["line"])
            shipped = shipped or (tag, line)
            x, y = (int(match["x"]) + self.offset[0]) / self.unit, (last + self.offset[1]) / self.unit
            spot = Spot(tag, line, x, y)
            outer = open_boxes[-1] if open_boxes else None
            if match["kind"] == b"[":
                open_boxes.append(outer)
            elif match["kind"] in (b"(", b"h"):
                row = Row(self.box(page, x, y, match), spot)
                rows.append(row)
                if match["kind"] == b"(":
                    open_boxes.append(row)
            elif outer:
                outer.spots.append(spot)
        return Sheet(rows, shipped)

    def box(self, page: int, x: float, y: float, match: re.Match[bytes]) -> Box:
        """The rectangle of a horizontal box; that of one which runs leftwards too."""
        width, height, depth = (int(match[name] or 0) / self.unit for name in ("width", "height", "depth"))
        return Box(page, min(x, x + width), min(y - height, y + depth), abs(width), abs(height + depth))

    def at(self, page: int, x: float, y: float) -> Iterator[tuple[int, int]]:
        """The lines of input around a point of a page as (tag, line), the nearest first."""
        rows = sorted(self.sheet(page).rows, key=lambda row: (distance(row.box, x, y), area(row)))
        for row in rows:
            for spot in sorted(row.spots, key=lambda spot: abs(spot.x - x)):
                yield spot.tag, spot.line
            yield row.own.tag, row.own.line

    def boxes(self, tag: int, first: int, last: int) -> list[Box]:
        """Where these lines of an input stand: the rows on each page that hold them, joined for each page.

        Heads and feet of pages carry the line at which the page was shipped; they count only where nothing else does.
        """
        found: list[Box] = []
        aside: list[Box] = []
        for page in self.pages_with(tag):
            sheet = self.sheet(page)
            for row in sheet.rows:
                lines = {spot.line for spot in (*row.spots, row.own) if spot.tag == tag}
                here = {line for line in lines if first <= line <= last}
                if here and row.box.width:
                    leaves = any(spot.tag == tag and first <= spot.line <= last for spot in row.spots)
                    certain = leaves and here - {sheet.shipped[1] if sheet.shipped and sheet.shipped[0] == tag else 0}
                    (found if certain else aside).append(row.box)
        return joined(found or aside)

    def pages_with(self, tag: int) -> list[int]:
        """The pages on which something of that input stands, found without reading them."""
        starts = [b"\n%c%d," % (kind, tag) for kind in b"(gh"]
        return [page for page, span in self.spans.items() if any(self.data.find(one, *span) >= 0 for one in starts)]


def inputs_of(data: bytes) -> Iterator[tuple[int, str]]:
    """The files that TeX has read, by their numbers; they stand wherever TeX has come to them."""
    for line in lines_that_begin(data, b"\nInput:"):
        tag, _, name = line.partition(b":")
        if tag.isdigit():
            yield int(tag), name.decode("utf-8", "replace")


def spans_of(data: bytes) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where the records of each page stand."""
    at = data.find(b"\n{")
    while at >= 0:
        line = data[at + 2 : data.find(b"\n", at + 2)]
        end = data.find(b"\n}" + line + b"\n", at)
        if line.isdigit() and end >= 0:
            yield int(line), (at + 2 + len(line), end + 1)
        at = data.find(b"\n{", max(at + 1, end))


def lines_that_begin(data: bytes, start: bytes) -> Iterator[bytes]:
    """What follows in each line that begins so."""
    at = data.find(start)
    while at >= 0:
        end = data.find(b"\n", at + 1)
        yield data[at + len(start) : end if end >= 0 else len(data)]
        at = data.find(start, at + 1)


def distance(box: Box, x: float, y: float) -> float:
    """How far a point lies from a rectangle; rows are long, so that up and down counts for more."""
    beside = max(box.x - x, 0.0, x - box.x - box.width)
    above = max(box.y - y, 0.0, y - box.y - box.height)
    return beside + 4 * above


def area(row: Row) -> float:
    """The size of a row, for choosing the innermost; one without anything in it comes last."""
    return row.box.width * row.box.height if row.spots else float("inf")


def joined(boxes: list[Box]) -> list[Box]:
    """One rectangle around those of each page that follow each other; a note at the foot has its own."""
    groups: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: (box.page, box.y)):
        last = groups[-1] if groups else []
        if last and last[0].page == box.page and box.y - max(one.y + one.height for one in last) < GAP:
            last.append(box)
        else:
            groups.append([box])
    return [around(group) for group in groups]


def around(boxes: list[Box]) -> Box:
    """The rectangle around those of one page."""
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.width for box in boxes), max(box.y + box.height for box in boxes)
    return Box(boxes[0].page, x, y, right - x, bottom - y)
