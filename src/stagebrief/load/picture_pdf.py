"""What is in PDFs that are shown as pictures, read in a process of its own with limits, since they come from anywhere.

`python -m stagebrief.load.picture_pdf PDF… RESULT` writes for each PDF a word, or nothing where all is well, as JSON.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stagebrief.load.copy_text import set_limits

MOST_OBJECTS = 300_000
MOST_CONTENT = 128 << 20
"""Bytes of the page's drawing when it is unfolded."""

LARGEST, SMALLEST = 14_400, 1
"""Points that a side of the page may have: five metres is what PDF itself allows."""

SCRIPTS = {"/JavaScript", "/Rendition", "/RichMedia"}
STARTS = {"/Launch", "/ImportData", "/SubmitForm"}
ELSEWHERE = {"/GoToR", "/GoToE"}
ENCLOSED = {"/EmbeddedFile", "/Filespec"}
"""What an action or an object is by its name."""


def main(pictures: list[Path], result: Path) -> None:
    """Look at the pictures and write the result."""
    set_limits()
    result.write_text(json.dumps([fault_in(picture) for picture in pictures]), encoding="ascii")


def fault_in(picture: Path) -> str:
    """What is wrong with a PDF: a word of `picture_faults`; empty if nothing is."""
    import pikepdf  # noqa: PLC0415 - only who has a PDF needs it

    try:
        with pikepdf.open(picture) as pdf:
            if pdf.is_encrypted:
                return "locked"
            return next(found(pdf), "")
    except pikepdf.PasswordError:
        return "locked"
    except (MemoryError, RecursionError):
        return "heavy"
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        return "damaged"


def found(pdf: Any) -> Iterator[str]:
    """The faults of a PDF that can be read."""
    if not len(pdf.pages):
        yield "damaged"
    yield from box_faults(pdf.pages[0])
    for number, item in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            yield "heavy"
            return
        yield from object_faults(item)
    yield from content_faults(pdf.pages[0])


def box_faults(page: Any) -> Iterator[str]:
    """Whether the page is of a size that can be shown."""
    left, bottom, right, top = (float(value) for value in page.cropbox)
    unit = float(page.obj.get("/UserUnit", 1))
    for side in (abs(right - left) * unit, abs(top - bottom) * unit):
        if not SMALLEST <= side <= LARGEST:
            yield "size"


def object_faults(item: Any) -> Iterator[str]:
    """What an object does besides being drawn."""
    import pikepdf  # noqa: PLC0415

    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return
    names = {str(item.get(key, "")) for key in ("/S", "/Type", "/Subtype") if isinstance(item.get(key), pikepdf.Name)}
    if names & SCRIPTS or "/JS" in item or "/JavaScript" in item or "/XFA" in item:
        yield "script"
    if names & STARTS:
        yield "launch"
    if names & ENCLOSED or "/EF" in item or "/EmbeddedFiles" in item:
        yield "files"
    outer = isinstance(item, pikepdf.Stream) and ("/F" in item or "/Ref" in item)
    if names & ELSEWHERE or outer or "/OPI" in item:
        yield "elsewhere"


def content_faults(page: Any) -> Iterator[str]:
    """Whether what is drawn unfolds to more than anybody could look at."""
    import pikepdf  # noqa: PLC0415

    contents = page.obj.get("/Contents", [])
    total = 0
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if not isinstance(stream, pikepdf.Stream):
            continue
        filters: Any = stream.get("/Filter", [])
        names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
        data = stream.read_raw_bytes()
        if names[:1] != ["/FlateDecode"]:
            continue
        unfold = zlib.decompressobj()
        for _ in names:  # one that is folded twice is unfolded once, and must be small then
            while data and total <= MOST_CONTENT:
                total += len(unfold.decompress(data, 1 << 20))
                data = unfold.unconsumed_tail
        if total > MOST_CONTENT or names.count("/FlateDecode") > 1:
            yield "heavy"
            return


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:-1]], Path(sys.argv[-1]))
