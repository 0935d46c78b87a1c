"""Timeline and matrix of a brief as files for a website: SVG, PNG and plain text, from the layout of the page."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from stagebrief.build import check, epoch_of, refuse_wrong_use, work_folder
from stagebrief.diagnostics import error
from stagebrief.errors import ContentError, UsageError
from stagebrief.pdfium import ALONE

if TYPE_CHECKING:
    from stagebrief.model.resolved import ResolvedBrief
    from stagebrief.model.tex import TexSource

FORMATS = ("svg", "png", "txt")
WIDTH = 1200
WIDEST = 10_000


def make_graphics(
    folder: str | Path, output: str | Path = "output", formats: Iterable[str] = ("svg", "png"), width: int = WIDTH
) -> tuple[Path, ...]:
    """Write the graphics of a content folder into `output`, in each of the formats, so many pixels wide; their paths.

    Raises ContentError if the content is at fault, UsageError if there is nothing to draw, ToolchainError if the
    machine lacks something.
    """
    from stagebrief.compile.fonts import find_fonts  # noqa: PLC0415
    from stagebrief.compile.ownership import own_folder  # noqa: PLC0415
    from stagebrief.compile.workfolder import copy_whole  # noqa: PLC0415
    from stagebrief.render.graphics import graphic_svg, graphics_of, graphics_source  # noqa: PLC0415
    from stagebrief.render.page import in_theme  # noqa: PLC0415

    content, out = Path(folder), Path(output)
    refuse_wrong_use(content, ())
    checked = check(content)
    if checked.resolved is None:
        raise ContentError(checked.diagnostics)
    resolved = checked.resolved
    graphics = graphics_of(resolved)
    if not graphics:
        hint = "give its stages events or determinants"
        raise UsageError([error("graphic-is-there", "the brief has neither a timeline nor a matrix", None, hint)])
    fonts = find_fonts(resolved.brief.settings.theme.fonts)
    with in_theme(resolved.brief.settings.theme.templates):
        source = graphics_source(resolved, fonts, content)
    made: list[tuple[Path, bytes]] = []
    wanted = tuple(dict.fromkeys(formats))
    work = work_folder(content, out)
    own_folder(work)
    pictures = pictures_of(resolved, source, work, width) if "png" in wanted else ()
    for number, graphic in enumerate(graphics):
        for form in wanted:
            path = out / f"{resolved.brief.name}-{graphic.name}.{form}"
            if form == "png":
                made.append((path, pictures[number]))
            elif form == "svg":
                made.append((path, graphic_svg(graphic, resolved, fonts, source, width).encode()))
            else:
                made.append((path, graphic.text.encode()))
    for path, data in made:
        (work / path.name).write_bytes(data)
        copy_whole(work / path.name, path)
    return tuple(path for path, _ in made)


def pictures_of(resolved: ResolvedBrief, source: TexSource, work: Path, width: int) -> tuple[bytes, ...]:
    """The graphics typeset, each page as a PNG of that width."""
    from stagebrief.compile.passes import compile_source  # noqa: PLC0415
    from stagebrief.compile.resident import ResidentEngine  # noqa: PLC0415

    engine = ResidentEngine()
    try:
        compiled = compile_source(source, work / "graphics", engine, epoch_of(resolved.brief.date))
    finally:
        engine.stop()
    if not compiled.good:
        raise ContentError(compiled.diagnostics)
    return tuple(painted(compiled.pdf, width))


def painted(pdf: Path, width: int) -> Iterable[bytes]:
    """Each page of a PDF as a PNG of that width."""
    import pypdfium2  # noqa: PLC0415

    with ALONE, pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
            wide, stride, each = bitmap.width, bitmap.stride, bitmap.n_channels
            data = bytes(bitmap.buffer)
            yield png_of(
                [data[start : start + wide * each] for start in range(0, stride * bitmap.height, stride)], each
            )


def png_of(rows: list[bytes], each: int) -> bytes:
    """A PNG of rows of points, of three or four bytes each, red first."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", len(rows[0]) // each, len(rows), 8, 2 if each == 3 else 6, 0, 0, 0)
    points = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")
