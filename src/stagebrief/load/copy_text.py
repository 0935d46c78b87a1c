"""The text of one pinned copy, read in a process of its own with limits, since a copy may come from anywhere.

`python -m stagebrief.load.copy_text COPY RESULT` writes the pages, their labels, or why there are none as JSON.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

SECONDS = 20
"""Of computing that a copy may take;"""
MEMORY = 2 << 30
"""bytes of memory that it may take."""
MOST_PAGES = 3000
MOST_CHARACTERS = 20_000_000

META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class UnreadableError(Exception):
    """A copy whose text cannot be had; the message says why."""


def main(copy: Path, result: Path) -> None:
    """Read the copy and write the result."""
    set_limits()
    try:
        pages, labels = read_copy(copy)
        found: dict[str, Any] = {"pages": [clean(page) for page in pages], "labels": labels}
    except UnreadableError as fault:
        found = {"why": str(fault)}
    except (MemoryError, RecursionError):
        found = {"why": "it takes too much memory to read"}
    result.write_text(json.dumps(found), encoding="ascii")


def set_limits() -> None:
    """Bound what this process can use."""
    with suppress(ImportError, ValueError, OSError):  # not every system has or allows it
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_copy(path: Path) -> tuple[list[str], list[str]]:
    """The pages of a copy and their labels; a text without pages is one page without label."""
    with path.open("rb") as file:
        head = file.read(1024)
    suffix = path.suffix.lower()
    if b"%PDF-" in head:
        return read_pdf(path)
    if suffix == ".pdf":
        raise UnreadableError("it is no PDF")
    text = decoded(path.read_bytes(), html=suffix != ".txt")
    if suffix != ".txt":
        from stagebrief.load.copy_html import text_of_html  # noqa: PLC0415

        return [text_of_html(text)], []
    pages = text.split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    return pages[:MOST_PAGES], []


def read_pdf(path: Path) -> tuple[list[str], list[str]]:
    """The pages of a PDF and what it calls them."""
    import pypdfium2  # noqa: PLC0415 - only who has a PDF needs it

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        locked = "password" in str(fault).lower()
        raise UnreadableError("it is protected by a password" if locked else "it is a damaged PDF") from fault
    if len(document) > MOST_PAGES:
        raise UnreadableError(f"it has more than {MOST_PAGES} pages")
    pages = list(texts_of(document, pypdfium2.PdfiumError))
    return pages, [document.get_page_label(index) for index in range(len(document))]


def texts_of(document: Any, fault: type[Exception]) -> Iterator[str]:
    """The text of each page; a page that cannot be read has none."""
    total = 0
    for index in range(len(document)):
        text = ""
        with suppress(fault):
            page = document[index]
            text_page = page.get_textpage()
            total += text_page.count_chars()
            if total > MOST_CHARACTERS:
                raise UnreadableError(f"it has more than {MOST_CHARACTERS:,} characters")
            text = text_page.get_text_range()
            text_page.close()
            page.close()
        yield text.replace("\f", "\n")


def decoded(data: bytes, *, html: bool) -> str:
    """The bytes as text: as their mark or the page itself says, else UTF-8, else the West's old encoding."""
    said = META_CHARSET.search(data[:4096]) if html else None
    names = [said[1].decode("ascii", "replace")] if said else []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        names = ["utf-16"]
    for name in ("utf-8-sig", *names) if not names or names[0].lower().startswith("utf-8") else names:
        with suppress(UnicodeDecodeError, LookupError):
            return data.decode(name)
    return data.decode("cp1252", "replace")


def clean(text: str) -> str:
    """The text with plain line ends and without characters that cannot be written."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-\n")  # PDFium's hyphen at a line's end
    return CONTROLS.sub(" ", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
