"""Block content to LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
    ListItem,
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
from stagebrief.model.inline import Footnote
from stagebrief.model.tex import mark
from stagebrief.render.code import code_lines
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.escape import escape, join
from stagebrief.render.inlines import inlines_to_tex, target_name, title_to_tex
from stagebrief.render.pictures import picture_to_tex
from stagebrief.render.tables import grid_of, long_table, row_table

HEADINGS = ("subsection", "subsubsection", "paragraph")
SHOWN_DIVS = {"brief": {DivKind.BRIEF_ONLY}, "slides": {DivKind.SLIDES_ONLY, DivKind.SLIDE}}
LIST_LEVELS = {"brief": 4, "slides": 3}
"""How deep LaTeX and Beamer let lists nest; below that they are set without list environments."""


def blocks_to_tex(blocks: Blocks, context: RenderContext) -> NoEscape:
    """The blocks as LaTeX, with a blank line between them."""
    return join([tex for block in blocks if (tex := block_to_tex(block, context))], "\n\n")


def block_to_tex(block: Block, context: RenderContext) -> NoEscape:
    """One block as LaTeX below the mark that says where it was written; nothing if it is not for this target."""
    if isinstance(block, Div):
        return div_to_tex(block, context)
    return f"{mark(block.span)}\n{content_to_tex(block, context)}"


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
        case Quote(content=content):
            return in_environment("SBquote", blocks_to_tex(content, context))
        case PullQuoteDiv(content=content, speaker=speaker):
            return in_environment("SBpullquote", blocks_to_tex(content, context), f"{{{escape(speaker)}}}{{}}")
        case CodeBlock():
            return code_block_to_tex(block)
        case MathBlock():
            return math_to_tex(block, context)
        case RawBlock(tex=tex):
            return tex
        case Table():
            return table_to_tex(block, context)
        case Picture():
            return figure_to_tex(block, context)
        case ThematicBreak():
            return r"\SBpause"
        case Div():
            return div_to_tex(block, context)


def in_environment(name: str, content: str, arguments: str = "") -> str:
    """The content in a LaTeX environment."""
    return f"\\begin{{{name}}}{arguments}\n{content}\n\\end{{{name}}}"


def heading_to_tex(heading: Heading, context: RenderContext) -> str:
    """A heading within a stage, the introduction or the conclusion, which are sections themselves."""
    anchor = rf"\hypertarget{{{target_name('sec', heading.label)}}}{{}}" if heading.label else ""
    if context.on_frame or context.place is Place.NOTE:
        return rf"\SBlead{{{inlines_to_tex(heading.content, context.at(Place.STRUCTURE))}}}"
    command = HEADINGS[min(heading.level, len(HEADINGS)) - 1]
    return rf"{anchor}\{command}{{{title_to_tex(heading.content, context)}}}"


def list_to_tex(block: BulletList | OrderedList, context: RenderContext) -> str:
    """A list; one that is nested deeper than LaTeX allows is set by hand."""
    inner = context.deeper()
    if context.depth >= LIST_LEVELS[context.target]:
        return deep_list_to_tex(block, inner)
    items = "\n".join(item_to_tex(item, inner) for item in block.items)
    tight = r"\SBtight" if block.tight else ""
    if isinstance(block, BulletList):
        return in_environment("itemize", items, tight)
    start = rf"\SBstart{{{block.start}}}" if block.start != 1 else ""
    return in_environment("enumerate", items, start + tight)


def item_to_tex(item: ListItem, context: RenderContext) -> str:
    """One item; a task's box stands in the place of the bullet."""
    marker = "" if item.checked is None else rf"[\SBtask{{{int(item.checked)}}}]"
    return f"\\item{marker or '{}'}\n{blocks_to_tex(item.content, context)}"


def deep_list_to_tex(block: BulletList | OrderedList, context: RenderContext) -> str:
    """A list without a list environment."""
    start = block.start if isinstance(block, OrderedList) else 0
    numbered = isinstance(block, OrderedList)
    markers = [f"{start + index}." if numbered else "–" for index in range(len(block.items))]
    items = [
        in_environment("SBdeepitem", blocks_to_tex(item.content, context), f"{{{marker}}}")
        for marker, item in zip(markers, block.items, strict=True)
    ]
    return "\n".join(items)


def definitions_to_tex(block: DefinitionList, context: RenderContext) -> str:
    """Terms with their explanations; each further explanation is a paragraph of its own."""
    inner = context.deeper()
    pieces = []
    for definition in block.items:
        pieces.append(mark(definition.span))
        pieces.append(rf"\SBterm{{{inlines_to_tex(definition.term, context)}}}")
        pieces += [in_environment("SBexplanation", blocks_to_tex(blocks, inner)) for blocks in definition.explanations]
    return "\n".join(pieces)


def code_block_to_tex(block: CodeBlock) -> str:
    """A block of code, line by line, so that it may stand anywhere and break between lines."""
    lines = "\n".join(rf"\SBcodeline{{{line}}}" for line in code_lines(block))
    return in_environment("SBcodeblock", lines)


def math_to_tex(block: MathBlock, context: RenderContext) -> str:
    """Displayed mathematics; a labelled one is numbered as the brief counts."""
    tex = re.sub(r"\n\s*\n", "\n", block.tex.strip())
    label = context.resolved.label("eq", block.label) if block.label else None
    if label is None:
        return f"\\[\n{tex}\n\\]"
    return f"\\SBtarget{{{target_name('eq', block.label)}}}%\n\\[\n{tex}\n\\tag{{{label.number}}}\n\\]"


def caption_to_tex(kind: str, label: str, caption: str, context: RenderContext) -> str:
    """The line with a figure's or table's number; without a label there is no number."""
    found = context.resolved.label(kind, label) if label else None
    number = str(found.number) if found else ""
    target = target_name(kind, label) if found else ""
    return rf"\SBcaption{{{kind}}}{{{number}}}{{{target}}}{{{caption}}}"


def table_to_tex(table: Table, context: RenderContext) -> NoEscape:
    """A table under its caption."""
    grid = grid_of(table, context)
    body = row_table(grid) if context.on_frame or context.place is Place.NOTE else long_table(grid)
    if not table.caption and not table.label:
        return body
    caption = inlines_to_tex(table.caption, context.at(Place.STRUCTURE))
    return f"{caption_to_tex('tbl', table.label, caption, context)}\n{body}"


def figure_to_tex(picture: Picture, context: RenderContext) -> str:
    """A picture over its caption and credit."""
    caption = inlines_to_tex(picture.caption, context.at(Place.STRUCTURE))
    credit = inlines_to_tex(picture.credit, context.at(Place.STRUCTURE))
    lines = [picture_to_tex(picture)]
    if caption or picture.label:
        lines.append(NoEscape(caption_to_tex("fig", picture.label, caption, context)))
    if credit:
        lines.append(NoEscape(rf"\SBcredit{{{credit}}}"))
    return in_environment("SBfigure", "\n".join(lines))


def div_to_tex(div: Div, context: RenderContext) -> NoEscape:
    """What a div holds, if it is meant for this target."""
    return blocks_to_tex(div.content, context) if div.kind in SHOWN_DIVS[context.target] else ""


def note_to_tex(note: Footnote, context: RenderContext) -> NoEscape:
    """A note's content; paragraphs within it are kept apart without blank lines."""
    blocks: Iterable[Block] = note.content  # type: ignore[assignment]  # the model cannot name Block there
    return join([tex for block in blocks if (tex := content_to_tex(block, context))], "\\SBnotebreak\n")
