"""One version of a PDF as the page is shown it: its bytes, the sizes of its pages, and which pages are alike."""

from __future__ import annotations

import hashlib
import io
import mmap
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

SMALL = 32 << 20
"""Bytes up to which a PDF is held in memory; a larger one is read from its file, which is never written in place."""

SAME_LOOK = ("/FontFile", "/FontFile2", "/FontFile3", "/CIDSet", "/CharSet", "/FontName", "/ToUnicode", "/W", "/Widths")
"""What a font has of the text of other pages: it grows with each new letter and changes nothing on this page."""

ASIDE = ("/Parent", "/Length", "/P", "/StructParent", "/StructParents", "/PTEX.FileName")
DEEPEST = 40


@dataclass(slots=True)
class Edition:
    """A PDF that does not change any more; `sizes` are width and height of each page in points."""

    target: str
    version: str
    data: bytes | mmap.mmap
    sizes: tuple[tuple[float, float], ...]
    document: pikepdf.Pdf
    digests: dict[int, str] = field(default_factory=dict)
    objects: dict[tuple[int, int], bytes] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self.sizes)

    def runs(self) -> list[tuple[int, float, float]]:
        """The sizes of the pages, those that follow each other and are alike together: how many, width, height."""
        found: list[tuple[int, float, float]] = []
        for width, height in self.sizes:
            if found and found[-1][1:] == (width, height):
                found[-1] = (found[-1][0] + 1, width, height)
            else:
                found.append((1, width, height))
        return found

    def part(self, start: int, end: int, step: int = 1 << 20) -> Iterator[bytes]:
        """The bytes from `start` up to `end`, a stretch at a time."""
        for at in range(start, end, step):
            yield bytes(self.data[at : min(at + step, end)])

    def looks(self, first: int, last: int) -> list[str]:
        """A digest for each of these pages, counted from 0: two pages with the same one look the same."""
        with self.lock:
            for number in range(max(first, 0), min(last + 1, self.pages)):
                if number not in self.digests:
                    self.digests[number] = self.look(number)
            return [self.digests[number] for number in range(max(first, 0), min(last + 1, self.pages))]

    def look(self, number: int) -> str:
        """The digest of a page; of one that makes no sense a digest that no other has."""
        try:
            return look_of(self.document.pages[number], self.objects)
        except (pikepdf.PdfError, AttributeError, ValueError, TypeError, RuntimeError, OverflowError):
            return f"{self.version}-{number}"


def read_edition(target: str, path: Path) -> Edition:
    """Read a PDF; raises OSError where it cannot be read and ValueError for what is none."""
    data = contents(path)
    version = hashlib.sha256(data).hexdigest()[:20]
    try:
        document = pikepdf.open(io.BytesIO(data) if isinstance(data, bytes) else path)
        sizes = tuple(size_of(page) for page in document.pages)
    except (pikepdf.PdfError, AttributeError, ValueError, TypeError, RuntimeError) as fault:
        raise ValueError(f"{path.name} is no PDF: {fault}") from fault
    return Edition(target, version, data, sizes, document)


def contents(path: Path) -> bytes | mmap.mmap:
    """The bytes of a file as they are now."""
    with path.open("rb") as file:
        if file.seek(0, io.SEEK_END) > SMALL:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        file.seek(0)
        return file.read()


def size_of(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height of a page as it is shown, in points."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    size = (round(abs(right - left), 2), round(abs(top - bottom), 2))
    return size if int(page.get("/Rotate", 0)) % 180 == 0 else size[::-1]


def look_of(page: pikepdf.Page, known: dict[tuple[int, int], bytes]) -> str:
    """A digest of all that is drawn on a page."""
    seen = hashlib.sha256(repr(size_of(page)).encode())
    contents = page.obj.get("/Contents")
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents] if contents is not None else []:
        seen.update(stream.read_raw_bytes())
    seen.update(digest(page.resources, known, 0))
    return seen.hexdigest()[:20]


def digest(value: Any, known: dict[tuple[int, int], bytes], depth: int) -> bytes:
    """A digest of a value of a PDF with all that it refers to."""
    place = value.objgen if isinstance(value, pikepdf.Object) and value.is_indirect else None
    if place in known:
        return known[place]
    if depth > DEEPEST:
        return b"deep"
    if place:
        known[place] = b"cycle"
    found = hashlib.sha256(b"".join(pieces(value, known, depth + 1))).digest()
    if place:
        known[place] = found
    return found


def pieces(value: Any, known: dict[tuple[int, int], bytes], depth: int) -> Iterator[bytes]:
    """What the digest of a value is made of."""
    if isinstance(value, pikepdf.Array):
        yield b"["
        for item in value:
            yield digest(item, known, depth)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        left_out = (*ASIDE, *(SAME_LOOK if is_font(value) else ()))
        for key in sorted(value.keys()):
            if key == "/BaseFont":
                yield b"font" + str(value[key]).rpartition("+")[2].encode()
            elif key not in left_out:
                yield key.encode() + digest(value[key], known, depth)
        if isinstance(value, pikepdf.Stream):
            yield value.read_raw_bytes()
    else:
        yield repr(value).encode()


def is_font(value: Any) -> bool:
    """Whether a dictionary is a font whose letters are taken from a font file, or what describes one."""
    kind = str(value.get("/Type", ""))
    return kind == "/FontDescriptor" or (kind == "/Font" and str(value.get("/Subtype", "")) != "/Type3")
