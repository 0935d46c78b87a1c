"""PDFs that are shown as pictures: what is in them is looked at elsewhere, and remembered by their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from stagebrief.caches import cache_folder
from stagebrief.diagnostics import Diagnostic, Span, error

Look = Callable[[list[Path]], tuple[bytes, str]]
"""Looks at PDFs elsewhere: what `load.picture_pdf` writes, or why there is nothing."""

FORMAT = "1"
MOST_KEPT = 500
NEW_PDF = "print or export it to a new PDF, which holds the drawing and nothing else"
SAYS = {
    "locked": ("picture-is-showable", "is protected by a password", "save it without a password"),
    "damaged": ("picture-is-whole", "is a damaged PDF", "copy or export the picture again"),
    "heavy": ("picture-is-small", "holds more than can be shown", "export it as PNG at 300 dots to the inch"),
    "size": ("picture-is-small", "has a page of no sensible size", "export it with a page of the size of a sheet"),
    "script": ("picture-is-still", "holds a script", NEW_PDF),
    "launch": ("picture-is-still", "starts a program or sends a form", NEW_PDF),
    "files": ("picture-is-still", "holds other files", NEW_PDF),
    "elsewhere": ("picture-is-still", "refers to other files", NEW_PDF),
}


def pdf_faults(root: Path, pictures: Iterable[tuple[str, Span]], look: Look) -> tuple[Diagnostic, ...]:
    """What is wrong with those of the pictures that are PDFs."""
    pdfs = [(name, span, root / name) for name, span in pictures if name.lower().endswith(".pdf")]
    if not pdfs:
        return ()
    kept = {path: cache_folder() / "pictures" / f"{digest_of(path)}-{FORMAT}.json" for _, _, path in pdfs}
    known = {path: word for path, place in kept.items() if (word := remembered(place)) is not None}
    new = [path for path in kept if path not in known]
    for path, word in zip(new, looked_at(new, look), strict=True):
        known[path] = word
        if word in SAYS or not word:
            remember(kept[path], word)
    return tuple(said(name, span, known[path]) for name, span, path in pdfs if known[path])


def looked_at(paths: list[Path], look: Look) -> list[str]:
    """A word for each PDF; where one of them fails all, they are looked at one by one."""
    if not paths:
        return []
    data, _ = look(paths)
    with suppress(ValueError):
        words = json.loads(data)
        if isinstance(words, list) and len(words) == len(paths) and all(word in {*SAYS, ""} for word in words):
            return [str(word) for word in words]
    if len(paths) == 1:
        return ["heavy"]
    return [word for path in paths for word in looked_at([path], look)]


def said(name: str, span: Span, word: str) -> Diagnostic:
    """The fault that a word stands for."""
    code, message, hint = SAYS[word]
    return error(code, f"'{name}' {message}", span, hint)


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def remembered(place: Path) -> str | None:
    """The word that is kept there; None if none is."""
    with suppress(OSError, ValueError):
        word = json.loads(place.read_bytes())
        return word if word in {*SAYS, ""} else None
    return None


def remember(place: Path, word: str) -> None:
    """Keep a word; where that cannot be, the picture is looked at again the next time."""
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, exist_ok=True)
        beside = place.with_suffix(".new")
        beside.write_text(json.dumps(word), encoding="ascii")
        beside.replace(place)
        kept = sorted(place.parent.glob("*.json"), key=lambda other: other.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
