"""Blocks typeset for page and frame in one run of LuaLaTeX, and what its log says at the authors' lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
from PIL import Image

from markdown_case import resolved_brief
from stagebrief.compile.engine import TexJob
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.log import Kind, LogMessage, read_log
from stagebrief.compile.system import SystemEngine
from stagebrief.compile.workfolder import write_source
from stagebrief.model.block import Block, Blocks, Div, DivKind, Heading
from stagebrief.model.inline import Text
from stagebrief.model.tex import SourceMap
from stagebrief.render.brief import render_brief
from stagebrief.render.slides import render_slides

SUFFIXES = (".png", ".jpg", ".pdf")
RENDERERS = {"brief": render_brief, "slides": render_slides}


@dataclass(frozen=True)
class Typeset:
    """What came of a run: the log's messages, each with the author's place, and the PDF."""

    messages: tuple[tuple[str, LogMessage], ...]
    pdf: Path

    def of(self, kind: Kind) -> list[str]:
        """The messages of that kind."""
        return [f"{place}: {message.text}" for place, message in self.messages if message.kind is kind]

    def text(self) -> str:
        """The text of the PDF, page by page."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)


def typeset(
    pieces: Iterable[tuple[str, Blocks]], target: str, folder: Path, *, runs: int = 1, title: str = "A case"
) -> Typeset:
    """Set each piece below its name, on a frame of its own if the target is the deck, in one run if one is enough."""
    blocks = tuple(block for name, piece in pieces for block in set_apart(name, piece, target))
    resolved = resolved_brief(blocks, title=title)
    picture = folder / "picture.png"
    Image.new("RGB", (300, 200), "lightgrey").save(picture)
    source = RENDERERS[target](resolved, find_fonts(), folder)
    paths = [path if Path(path).suffix in SUFFIXES else f"{path}.png" for path, _ in source.pictures]
    source = replace(source, pictures=tuple((path, picture) for path in paths))
    write_source(source, folder / "tex")
    engine, job = SystemEngine(), TexJob(source.name)
    run = [engine.run(job, folder / "tex") for _ in range(runs)][-1]
    places = SourceMap.of(source)
    messages = tuple((str(places.span(message.file, message.line)), message) for message in read_log(run.log))
    return Typeset(messages, folder / "tex" / f"{source.name}.pdf")


def set_apart(name: str, piece: Blocks, target: str) -> Iterator[Block]:
    """The piece below a heading, or as a slide with a title."""
    if not piece:
        return
    title = (Text(name, span=piece[0].span),)
    if target == "slides":
        yield Div(DivKind.SLIDE, piece, title, span=piece[0].span)
    else:
        yield Heading(title, 1, span=piece[0].span)
        yield from piece
