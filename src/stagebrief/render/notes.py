"""Footnotes: at the foot of the page, behind the frames of a deck, or in brackets where neither can be."""

from __future__ import annotations

from collections.abc import Iterator

from pylatex import NoEscape

from stagebrief.model.block import Blocks, Cell, CodeBlock, Definition, Heading, MathBlock, Paragraph, Picture
from stagebrief.model.inline import Code, Footnote, Inlines, Math
from stagebrief.model.walk import walk
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.inlines import inlines_to_tex

FRAME_NOTE = r"\SBframenote{"
"""What a note of the deck begins with; it is shown on the frames behind the others."""


def footnote_to_tex(note: Footnote, context: RenderContext) -> str:
    """A footnote; in the structure, within a note and in what the speaker says its words stand in brackets."""
    if not note.content:
        return ""
    if context.place is Place.STRUCTURE:
        return rf" \SBaside{{{flat_to_tex(note, context)}}}"
    content = flat_to_tex(note, context.at(Place.NOTE)) if context.in_cell else note_to_tex(note, context)
    if context.place is Place.NOTE:
        return rf" \SBaside{{{content}}}"
    return rf"{FRAME_NOTE}{content}}}" if context.on_frame else rf"\footnote{{{content}}}"


def note_to_tex(note: Footnote, context: RenderContext) -> NoEscape:
    """A note's content, without blank lines."""
    from stagebrief.render.blocks import blocks_to_tex  # noqa: PLC0415 - notes hold blocks, blocks hold notes

    return blocks_to_tex(blocks_in(note), context.at(Place.NOTE))


def flat_to_tex(note: Footnote, context: RenderContext) -> str:
    """The words of a note, for a place that holds no blocks."""
    return " ".join(str(inlines_to_tex(inlines, context)) for inlines in lines_in(blocks_in(note)))


def blocks_in(note: Footnote) -> Blocks:
    """The note's blocks, which its own module cannot name."""
    return note.content  # type: ignore[return-value]


def lines_in(blocks: Blocks) -> Iterator[Inlines]:
    """The texts of blocks and of what is in them, one after the other."""
    for node in walk(blocks):
        match node:
            case Paragraph(content=content) | Heading(content=content) | Cell(content=content):
                yield content
            case Definition(term=content) | Picture(caption=content):
                yield content
            case CodeBlock(text=text):
                yield (Code(text, span=node.span),)
            case MathBlock(tex=tex):
                yield (Math(tex, span=node.span),)
            case _:
                pass
