"""The speaker's notes: on paper below the frames that they belong to, and as data for the programs that show a deck."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from stagebrief.model.block import (
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    DefinitionList,
    Div,
    DivKind,
    Heading,
    MathBlock,
    OrderedList,
    Paragraph,
    Picture,
    PullQuoteDiv,
    Quote,
    RawBlock,
    Table,
    ThematicBreak,
)
from stagebrief.model.fonts import FontSet
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.render.blocks import blocks_to_tex
from stagebrief.render.context import RenderContext
from stagebrief.render.frames import NOTHING, Frame, frame_to_tex
from stagebrief.render.handout import on_paper
from stagebrief.render.slides import deck_frames

FORMAT = 2
"""pdfpc's number for the form of its files."""


def render_notes(resolved: ResolvedBrief, fonts: FontSet, folder: Path) -> TexSource:
    """The speaker's notes as TeX; `folder` is where the pictures are."""
    context = RenderContext(resolved, "slides")

    def to_tex(frame: Frame) -> str:
        return frame_to_tex(frame, blocks_to_tex(frame.notes, context) if frame.notes else NOTHING)

    return on_paper(context, "notes", fonts, folder, to_tex, {})


def pdfpc_of(resolved: ResolvedBrief, frames: str) -> str:
    """The file for pdfpc; nothing where there are no notes and no time is given.

    `frames` has the first page of each frame and the number of its pages, a line each, as the typeset deck tells them.
    A frame that is divided has its notes on each of its pages.
    """
    groups = deck_frames(resolved, RenderContext(resolved, "slides"), sources=True)
    notes = [plain_notes(frame.notes) for group in groups.values() for frame in group]
    minutes = resolved.brief.settings.minutes
    if not minutes and not any(notes):
        return ""
    pages: list[dict[str, str | int]] = []
    for line, note in zip(frames.splitlines(), notes, strict=True):
        first, count = map(int, line.split())
        for number in range(first, first + count):
            page: dict[str, str | int] = {"idx": number - 1, "label": str(number), "overlay": 0}
            pages.append({**page, "note": note} if note else page)
    told = {"pdfpcFormat": FORMAT, "disableMarkdown": True, **({"duration": minutes} if minutes else {})}
    return json.dumps({**told, "pages": pages}, ensure_ascii=False, indent=2) + "\n"


def plain_notes(blocks: Blocks) -> str:
    """Notes as plain text, a blank line between paragraphs."""
    return "\n\n".join(text for block in blocks if (text := plain_block(block)))


def plain_block(block: Block) -> str:
    """One block as plain text; pictures have their captions."""
    match block:
        case Paragraph(content=content) | Heading(content=content) | Picture(caption=content):
            return plain_text(content)
        case BulletList(items=items):
            return "\n".join(hanging("•", plain_notes(item.content)) for item in items)
        case OrderedList(items=items):
            return "\n".join(hanging(f"{n}.", plain_notes(item.content)) for n, item in enumerate(items, block.start))
        case DefinitionList(items=definitions):
            return "\n".join(
                f"{plain_text(item.term)}: {' '.join(map(plain_notes, item.explanations))}" for item in definitions
            )
        case PullQuoteDiv(content=content, speaker=speaker):
            return "\n".join(text for text in (plain_notes(content), speaker) if text)
        case Quote(content=content):
            return plain_notes(content)
        case Div(content=content):
            return plain_notes(content) if block.kind in {DivKind.SLIDES_ONLY, DivKind.SLIDE} else ""
        case CodeBlock(text=text):
            return text.rstrip("\n")
        case MathBlock(tex=tex) | RawBlock(tex=tex):
            return tex.strip()
        case Table():
            return "\n".join(rows_of(block))
        case ThematicBreak():
            return ""


def hanging(sign: str, text: str) -> str:
    """A list's item with its sign, further lines set in."""
    return f"{sign} " + text.replace("\n", f"\n{' ' * (len(sign) + 1)}")


def rows_of(table: Table) -> Iterator[str]:
    """The caption and the rows of a table, a line each."""
    if table.caption:
        yield plain_text(table.caption)
    rows: Iterable[Iterable[object]] = (table.head, *table.rows)
    for row in rows:
        yield " | ".join(plain_text(getattr(cell, "content", ())) for cell in row)
