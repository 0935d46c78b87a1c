"""How large a PNG or a JPEG is when it is unfolded, without unfolding more of it than it says that it is."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

MOST_PIXELS = 100_000_000
"""A page of A3 at 600 dots to the inch has 70 million."""

LONGEST_SIDE = 30_000
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Values of a point of a PNG by its kind of colour."""

PIECE = 1 << 20
HEAD = 13
ROWS_MORE = 2
"""A PNG that comes in seven turns has up to twice as many rows, each with a byte of its own."""

FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The markers of a JPEG behind which its size stands."""

ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that nothing belongs to."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Width and height in points; `why` says what is wrong: `damaged`, `large`, or nothing."""

    width: int = 0
    height: int = 0
    why: str = ""


def extent_of(path: Path, kind: str) -> Extent:
    """The extent of a picture that is `png` or `jpg`; read once for each state of the file."""
    found = path.stat()
    return _extent(path, kind, found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=512)
def _extent(path: Path, kind: str, size: int, time: int) -> Extent:  # noqa: ARG001 - another file is another question
    with path.open("rb") as file:
        return png_extent(file) if kind == "png" else jpeg_extent(file)


def judged(width: int, height: int) -> Extent:
    """An extent within or beyond the bounds."""
    if not width or not height:
        return Extent(width, height, "damaged")
    large = width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE
    return Extent(width, height, "large" if large else "")


def png_extent(file: BinaryIO) -> Extent:
    """The extent of a PNG; damaged if its points are more or fewer than it says."""
    file.seek(8)
    pieces = png_pieces(file)
    name, head = next(pieces, (b"", b""))
    if name != b"IHDR" or len(head) != HEAD or head[9] not in CHANNELS or head[8] not in {1, 2, 4, 8, 16}:
        return Extent(why="damaged")
    found = judged(int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big"))
    if found.why:
        return found
    row = (found.width * CHANNELS[head[9]] * head[8] + 7) // 8 + 1
    least = row * found.height
    most = least + ROWS_MORE * (found.height + 8) * 8 if head[12] else least
    size = inflated((data for name, data in pieces if name == b"IDAT"), most)
    good = size == least if not head[12] else size <= most
    return found if good else Extent(found.width, found.height, "damaged")


def png_pieces(file: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """The pieces of a PNG: their names and what is in them."""
    while len(head := file.read(8)) == 8:
        yield head[4:], file.read(min(int.from_bytes(head[:4], "big"), 1 << 27))
        file.read(4)


def inflated(pieces: Iterator[bytes], most: int) -> int:
    """How many bytes the pieces are when they are unfolded, as far as just above `most`; -1 if that fails."""
    unfold, total = zlib.decompressobj(), 0
    try:
        for data in pieces:
            rest = data
            while rest and total <= most and not unfold.eof:
                total += len(unfold.decompress(rest, PIECE))
                rest = unfold.unconsumed_tail
            if total > most or unfold.eof:
                break
    except zlib.error:
        return -1
    return total


def jpeg_extent(file: BinaryIO) -> Extent:
    """The extent of a JPEG, of its first frame."""
    file.seek(2)
    while mark := file.read(2):
        if len(mark) < 2 or mark[0] != 0xFF:
            break
        if mark[1] == 0xFF:
            file.seek(-1, 1)
        elif mark[1] not in ALONE:
            length = int.from_bytes(file.read(2), "big")
            if mark[1] in FRAMES:
                frame = file.read(5)
                return judged(int.from_bytes(frame[3:5], "big"), int.from_bytes(frame[1:3], "big"))
            if length < 2 or mark[1] == 0xDA:
                break
            file.seek(length - 2, 1)
    return Extent(why="damaged")
