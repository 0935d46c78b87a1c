"""Block content to LaTeX."""

from __future__ import annotations

from pylatex import NoEscape

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
from stagebrief.render.code import code_block_to_tex
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.environment import in_environment, is_on_page, paragraph_break, placed
from stagebrief.render.escape import escape, join
from stagebrief.render.figures import caption_to_tex, figure_to_tex
from stagebrief.render.inlines import inlines_to_tex, short_title
from stagebrief.render.links import target_name
from stagebrief.render.lists import definitions_to_tex, list_to_tex, quote_to_tex
from stagebrief.render.maths import math_block_to_tex
from stagebrief.render.tables import grid_of, page_table, plain_table, row_table

__all__ = ["block_to_tex", "blocks_to_tex", "caption_to_tex", "in_environment"]

HEADINGS = ("subsection", "subsubsection", "paragraph")
SHOWN_DIVS = {"brief": {DivKind.BRIEF_ONLY}, "slides": {DivKind.SLIDES_ONLY, DivKind.SLIDE}}


def blocks_to_tex(blocks: Blocks, context: RenderContext) -> NoEscape:
    """The blocks as LaTeX, one after the other."""
    return join([tex for block in blocks if (tex := block_to_tex(block, context))], paragraph_break(context))


def block_to_tex(block: Block, context: RenderContext) -> NoEscape:
    """One block as LaTeX below the mark that says where it was written; nothing if it is not for this target."""
    if isinstance(block, Div):
        return blocks_to_tex(block.content, context) if block.kind in SHOWN_DIVS[context.target] else NoEscape("")
    content = content_to_tex(block, context)
    return NoEscape(placed(block.span, content, context) if content else "")


def content_to_tex(block: Block, context: RenderContext) -> NoEscape:  # noqa: PLR0912 - a branch for each kind of block
    """The LaTeX of a block that is not a div."""
    match block:
        case Paragraph(content=content):
            return inlines_to_tex(content, context)
        case Heading():
            return heading_to_tex(block, context)
        case BulletList() | OrderedList():
            return list_to_tex(block, context)
        case DefinitionList():
            return definitions_to_tex(block, context)
        case Quote():
            return quote_to_tex(block, context)
        case PullQuoteDiv(content=content, speaker=speaker):
            inside = blocks_to_tex(content, context.at(Place.STRUCTURE))
            return in_environment("SBpullquote", inside, f"{{{escape(speaker)}}}{{}}")
        case CodeBlock():
            return code_block_to_tex(block)
        case MathBlock():
            return math_block_to_tex(block, context)
        case RawBlock(tex=tex):
            return tex.rstrip("\n")
        case Table():
            return table_to_tex(block, context)
        case Picture():
            return figure_to_tex(block, context)
        case ThematicBreak():
            return r"\SBpause{}"
        case Div():
            return block_to_tex(block, context)


def heading_to_tex(heading: Heading, context: RenderContext) -> str:
    """A heading within a stage, the introduction or the conclusion, which are sections themselves."""
    if not heading.content:
        return ""
    words = inlines_to_tex(heading.content, context.at(Place.STRUCTURE)).replace("\n", " ")
    anchor = rf"\SBtarget{{{target_name('sec', heading.label)}}}" if heading.label else ""
    if not is_on_page(context) or context.depth:
        return rf"\SBlead{{{anchor}{words}}}"
    command = HEADINGS[min(heading.level, len(HEADINGS)) - 1]
    short = short_title(heading.content)
    moving = f"[{{{short}}}]" if anchor or short != words else ""
    return rf"\{command}{moving}{{{anchor}{words}}}"


def table_to_tex(table: Table, context: RenderContext) -> NoEscape:
    """A table under its caption."""
    grid = grid_of(table, context)
    body = page_table(grid) if is_on_page(context) else row_table(grid) if context.on_frame else plain_table(grid)
    keep = f"\\SBkeep{{{len(table.rows)}}}\n" if is_on_page(context) else ""
    if not table.caption and not table.label:
        return f"{keep}{body}"
    caption = inlines_to_tex(table.caption, context.at(Place.STRUCTURE))
    return f"{keep}{caption_to_tex('tbl', table.label, caption, context)}\n{body}"
