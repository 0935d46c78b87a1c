"""The changes between two editions as a typeset document that an editor can circulate: a brief about a brief."""

from __future__ import annotations

import io
import tempfile
from dataclasses import replace
from pathlib import Path

from stagebrief.archive.changes import Change
from stagebrief.archive.changes_text import Comparison, counted, headline, shortened
from stagebrief.archive.page_changes import PageChange
from stagebrief.build import silent
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.passes import compile_source
from stagebrief.compile.system import SystemEngine
from stagebrief.compile.workfolder import copy_whole
from stagebrief.diagnostics import Span
from stagebrief.errors import ContentError
from stagebrief.model.block import Block, BulletList, Heading, ListItem, Paragraph, Picture
from stagebrief.model.brief import Affiliated, Brief
from stagebrief.model.inline import Emphasis, Inline, Strikeout, Strong, Text
from stagebrief.model.resolved import Bibliography, ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.release.typeset import Progress
from stagebrief.render.brief import render_brief

HERE = Span("changes")


def words(text: str) -> Text:
    """Plain words."""
    return Text(text, span=HERE)


def paragraph(*content: Inline) -> Paragraph:
    """A paragraph."""
    return Paragraph(content, span=HERE)


def typeset_changes(found: Comparison, target: Path, progress: Progress = silent) -> None:
    """Write the changes as a PDF; raises ContentError if TeX fails."""
    with tempfile.TemporaryDirectory(prefix="stagebrief-") as scratch:
        folder = Path(scratch)
        resolved = ResolvedBrief(brief_of(found, folder), Bibliography())
        progress("typesetting the changes")
        source = with_pictures_in_place(render_brief(resolved, find_fonts(), folder))
        compiled = compile_source(source, folder / "work", SystemEngine(), found.new.epoch)
        if not compiled.good:
            raise ContentError(compiled.diagnostics)
        copy_whole(compiled.pdf, target)


def with_pictures_in_place(source: TexSource) -> TexSource:
    """The source with pictures where they are told of, however many follow one another: they would else float."""
    begin = r"\par\addvspace{\baselineskip}\noindent\begin{minipage}{\linewidth}"
    plain = rf"\renewenvironment{{SBfigure}}{{{begin}}}{{\end{{minipage}}\par}}"
    files = ((path, f"{text}\n{plain}\n" if path == "preamble.tex" else text) for path, text in source.files)
    return replace(source, files=tuple(files))


def brief_of(found: Comparison, folder: Path) -> Brief:
    """The changes as a brief; the pictures of its pages are written into the folder."""
    blocks: list[Block] = [heading(f"What has changed: {counted(found.changes)}")]
    for change in found.changes:
        blocks += change_blocks(change)
    pictures: list[tuple[str, Span]] = []
    if found.pages:
        blocks.append(heading(f"Pages that differ: {len(found.pages)}"))
        blocks += [paragraph(words(f"{line}.")) for line in found.slight]
    for number, page in enumerate(found.told, start=1):
        name = f"page-{number}.png"
        (folder / name).write_bytes(side_by_side(page))
        pictures.append((name, HERE))
        caption = (words(f"{page}. Before on the left, after on the right."),)
        blocks.append(Picture(name, f"{page}", caption, span=HERE))
    about = found.new.about
    how = "Words that are struck out are gone, words in bold are new."
    return Brief(
        span=HERE,
        name="changes",
        title=(words(f"Changes from {found.old.version} to {found.new.version}"),),
        subtitle=(words(": ".join(text for text in (about.title, about.subtitle) if text)),),
        authors=tuple(Affiliated(person.name, span=HERE) for person in about.authors),
        language=about.language,
        date=None,
        stages=(),
        abstract=(paragraph(words(f"{how} {counted(found.changes).capitalize()}.")),),
        introduction=tuple(blocks),
        pictures=tuple(pictures),
    )


def heading(text: str) -> Heading:
    """A heading."""
    return Heading((words(text),), 1, span=HERE)


def change_blocks(change: Change) -> list[Block]:
    """One change: what it is about, its words, and its sources."""
    shown: list[Inline] = []
    before = ""
    for piece in shortened(change.pieces):
        text = words(piece.words)
        if (before, piece.kind) == ("old", "new"):
            shown.append(words(" "))
        before = piece.kind
        if piece.kind == "same":
            shown.append(text)
        else:
            shown.append(Strikeout((text,), span=HERE) if piece.kind == "old" else Strong((text,), span=HERE))
    gone, come = change.sources
    sources = [*(f"rests no longer on {item}" for item in gone), *(f"rests on {item}" for item in come)]
    lines: list[Block] = [paragraph(Emphasis((words(headline(change)),), span=HERE))]
    if any(piece.kind != "same" for piece in change.pieces) or change.kind == "moved":
        lines.append(paragraph(*shown))
    if sources:
        lines.append(paragraph(words(f"It {', '.join(sources)}.")))
    return [BulletList((ListItem(tuple(lines), span=HERE),), tight=False, span=HERE)]


def side_by_side(page: PageChange) -> bytes:
    """Both pictures of a page in one."""
    from PIL import Image  # noqa: PLC0415

    pictures = [Image.open(io.BytesIO(data)) if data else None for data in (page.old_picture, page.new_picture)]
    width = max(picture.width for picture in pictures if picture)
    height = max(picture.height for picture in pictures if picture)
    whole = Image.new("RGB", (2 * width + 20, height), "white")
    for column, picture in enumerate(pictures):
        if picture:
            whole.paste(picture.convert("RGB"), (column * (width + 20), 0))
    result = io.BytesIO()
    whole.quantize(64).save(result, "PNG", optimize=True)
    return result.getvalue()
