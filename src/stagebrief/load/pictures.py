"""Pictures: whether they are there and are what TeX can show."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.load.picture_size import Extent, extent_of
from stagebrief.load.source import PICTURE, SourceFolder, is_too_long
from stagebrief.model.block import Picture
from stagebrief.model.brief import Brief, StageFigure
from stagebrief.model.inline import Image
from stagebrief.model.walk import walk

KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"%PDF-", "pdf"))
NAMES = {"png": "PNG", "jpg": "JPEG", "pdf": "PDF"}
SUFFIXES = {"png": (".png",), "jpg": (".jpg", ".jpeg"), "pdf": (".pdf",)}
OTHERS = (
    (rb"GIF8", "a GIF"),
    (rb"RIFF....WEBP", "a WebP picture"),
    (rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!DOCTYPE svg|!--)", "an SVG drawing"),
    (rb"II\*\x00|MM\x00\*", "a TIFF picture"),
    (rb"BM", "a BMP picture"),
    (rb"....ftyp(?:hei|mif|avi)", "a HEIC or AVIF picture"),
    (rb"%!PS|\xc5\xd0\xd3\xc6", "a PostScript drawing"),
    (rb"PK\x03\x04", "a document of an office program, or an archive"),
)
"""What else pictures come as, by how their files begin."""
TAIL = 1 << 17


def pictures_in(brief: Brief) -> Iterator[tuple[str, Span]]:
    """The picture files that the brief names, with the place of each."""
    for node in walk(brief):
        if isinstance(node, Picture | Image | StageFigure):
            yield node.file, node.span


def check_pictures(source: SourceFolder, brief: Brief) -> tuple[tuple[str, Span], ...]:
    """The pictures that can be shown, each once; a fault for each of the others."""
    good: dict[str, Span] = {}
    bad: set[str] = set()
    for name, span in pictures_in(brief):
        if name in good or name in bad:
            continue
        fault = fault_of(source, name, span)
        if fault is None and source.path(name, span) is not None:
            good[name] = span
            continue
        bad.add(name)
        source.report([fault] if fault else [])
    return tuple(good.items())


def fault_of(source: SourceFolder, name: str, span: Span) -> Diagnostic | None:
    """What is wrong with a picture, save that it lies outside the folder."""
    if "://" in name:
        hint = "save it in the folder figures/ and name that file"
        return error("picture-exists", f"the picture '{shortened(name)}' is an address, not a file", span, hint)
    path = source.root / PurePosixPath(name)
    if "\0" in name or is_too_long(name) or not source.is_inside(path):
        return None  # told by source.path
    if not path.is_file() or not is_written_so(source.root, name):
        fault = source.absent(name, path, span, PICTURE)
        return error("picture-exists", fault.message, span, fault.hint)
    try:
        return content_fault(name, path, span)
    except OSError as problem:
        message = f"'{name}' cannot be read: {(problem.strerror or 'unknown').lower()}"
        return error("picture-exists", message, span, "look at the file's permissions")


def is_written_so(root: Path, name: str) -> bool:
    """Whether the file's name has these very letters: some systems take small letters for capitals, others do not."""
    folder = root
    for part in PurePosixPath(name).parts:
        if part not in {".", ".."} and not any(entry.name == part for entry in folder.iterdir()):
            return False
        folder /= part
    return True


def content_fault(name: str, path: Path, span: Span) -> Diagnostic | None:
    """What is wrong with a picture's content, as far as its beginning and its end tell."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(64)
        file.seek(max(0, size - TAIL))
        tail = file.read(TAIL)
    if not size:
        return error("picture-is-whole", f"'{name}' is empty", span, "copy or export the picture again")
    kind = next((kind for sign, kind in KINDS if head.startswith(sign)), None)
    if kind is None:
        return wrong_kind(name, head, span)
    if path.suffix.lower() not in SUFFIXES[kind]:
        message = f"'{name}' is a {NAMES[kind]} by its content, but not by its name"
        renamed = PurePosixPath(name).with_suffix(SUFFIXES[kind][0])
        return error("picture-is-showable", message, span, f"rename it to {renamed}, here and in the folder")
    if size > PICTURE.largest:
        return error("picture-is-small", f"'{name}' is larger than 64 MB", span, "save a smaller copy")
    if not is_whole(kind, tail):
        hint = "copy or export the picture again; its end is missing"
        return error("picture-is-whole", f"'{name}' is not a whole {NAMES[kind]}", span, hint)
    if kind == "png" and not is_sound_png(path):
        hint = "copy or export the picture again; bytes within it are damaged"
        return error("picture-is-whole", f"'{name}' is damaged", span, hint)
    return None if kind == "pdf" else extent_fault(name, extent_of(path, kind), span)


def extent_fault(name: str, extent: Extent, span: Span) -> Diagnostic | None:
    """What is wrong with the points of a picture."""
    if extent.why == "large":
        message = f"'{name}' has {extent.width:,} by {extent.height:,} points"
        return error("picture-is-small", message, span, "save a smaller copy: 300 dots to the inch will do")
    if extent.why:
        message = f"'{name}' is damaged: its points are not those that it says it has"
        return error("picture-is-whole", message, span, "copy or export the picture again")
    return None


def wrong_kind(name: str, head: bytes, span: Span) -> Diagnostic:
    """The fault of a file that is no picture, or none that can be shown."""
    kind = next((kind for sign, kind in OTHERS if re.match(sign, head, re.DOTALL)), None)
    message = f"'{name}' is {kind}" if kind else f"'{name}' is not a picture"
    drawing = kind is not None and kind.endswith("drawing")
    hint = "export it as PDF" if drawing else "export it as PNG or JPEG, or as PDF for drawings"
    return error("picture-is-showable", f"{message}, not a PNG, JPEG or PDF" if kind else message, span, hint)


def is_sound_png(path: Path) -> bool:
    """Whether each piece of a PNG that matters, whose name begins with a capital, has the sum behind it."""
    with path.open("rb") as file:
        file.seek(8)
        while len(head := file.read(8)) == 8:
            data = file.read(int.from_bytes(head[:4], "big"))
            good = zlib.crc32(head[4:] + data) == int.from_bytes(file.read(4), "big")
            if not good and head[4:5].isupper():
                return False
            if head[4:] == b"IEND":
                return True
    return False


def is_whole(kind: str, tail: bytes) -> bool:
    """Whether the file ends as a picture of its kind does."""
    match kind:
        case "png":
            return b"IEND\xaeB`\x82" in tail
        case "jpg":
            return b"\xff\xd9" in tail
        case _:
            return b"%%EOF" in tail


def shortened(text: str) -> str:
    """A text short enough for a message."""
    return text if len(text) <= 60 else f"{text[:57]}…"
