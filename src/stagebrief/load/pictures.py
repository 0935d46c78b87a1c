"""Pictures: whether they are there and are what TeX can show."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Span, error
from stagebrief.load.source import LARGEST_PICTURE, SourceFolder
from stagebrief.model.block import Picture
from stagebrief.model.brief import Brief, StageFigure
from stagebrief.model.inline import Image
from stagebrief.model.walk import walk

KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"%PDF-", "pdf"))
SUFFIXES = {"png": (".png",), "jpg": (".jpg", ".jpeg"), "pdf": (".pdf",)}


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
        if is_showable(source, name, span):
            good[name] = span
        else:
            bad.add(name)
    return tuple(good.items())


def is_showable(source: SourceFolder, name: str, span: Span) -> bool:
    """Whether the picture is there, inside the folder, and of a kind that TeX takes by its content and its name."""
    if "://" in name:
        hint = "save it in the folder figures/ and name that file"
        source.faults.append(error("picture-exists", f"the picture '{name}' is an address, not a file", span, hint))
        return False
    path = source.path(name, span)
    if path is None:
        return False
    if name not in source.names():
        source.faults.append(error("picture-exists", f"there is no picture '{name}'", span, source.nearest(name)))
        return False
    head = path.open("rb").read(16)
    kind = next((kind for sign, kind in KINDS if head.startswith(sign)), None)
    if kind is None:
        message = f"'{name}' is not a PNG, JPEG or PDF"
        source.faults.append(error("picture-is-showable", message, span, "export it as PNG, or as PDF for drawings"))
        return False
    if path.suffix.lower() not in SUFFIXES[kind]:
        message = f"'{name}' is a {kind.upper()} by its content, but not by its name"
        source.faults.append(error("picture-is-showable", message, span, f"rename it to end in {SUFFIXES[kind][0]}"))
        return False
    if path.stat().st_size > LARGEST_PICTURE:
        source.faults.append(
            error("picture-is-showable", f"'{name}' is larger than 64 MB", span, "save a smaller copy")
        )
        return False
    return True
