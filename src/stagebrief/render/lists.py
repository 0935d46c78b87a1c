"""Lists, definitions and quotations."""

from __future__ import annotations

from stagebrief.model.block import BulletList, DefinitionList, ListItem, OrderedList, Quote, Table
from stagebrief.render.context import RenderContext
from stagebrief.render.environment import in_environment, placed
from stagebrief.render.inlines import inlines_to_tex

DEEPEST = {"brief": 4, "slides": 3}
"""How deep LaTeX and Beamer let lists nest; what is deeper is set without their environments."""


def list_to_tex(block: BulletList | OrderedList, context: RenderContext) -> str:
    """A list."""
    if context.depth >= DEEPEST[context.target]:
        return deep_list_to_tex(block, context)
    inner = context.deeper()
    items = "\n".join(item_to_tex(item, inner) for item in block.items)
    tight = r"\SBtight" if block.tight else ""
    if isinstance(block, BulletList):
        return in_environment("itemize", items, tight)
    start = rf"\SBstart{{{block.start}}}" if block.start != 1 else ""
    return in_environment("enumerate", items, start + tight)


def item_to_tex(item: ListItem, context: RenderContext) -> str:
    """One item, whose text cannot be taken for an option; a task's box stands in the place of the bullet.

    The bullet would else wait for a line behind a table that the item begins with.
    """
    box = "" if item.checked is None else rf"[\SBtask{{{int(item.checked)}}}]"
    line = r"\leavevmode" if item.content and isinstance(item.content[0], Table) else ""
    return placed(item.span, f"\\item{box}{{}}{line}\n{blocks_of(item.content, context)}", context)


def deep_list_to_tex(block: BulletList | OrderedList, context: RenderContext) -> str:
    """A list without a list environment."""
    inner = context.deeper()
    items = []
    for index, item in enumerate(block.items):
        marker = f"{block.start + index}." if isinstance(block, OrderedList) else "–"
        if item.checked is not None:
            marker = rf"\SBtask{{{int(item.checked)}}}"
        items.append(in_environment("SBdeepitem", blocks_of(item.content, inner), f"{{{marker}}}"))
    return "\n".join(items)


def quote_to_tex(block: Quote, context: RenderContext) -> str:
    """A quotation."""
    content = blocks_of(block.content, context.deeper())
    if context.depth >= DEEPEST[context.target]:
        return in_environment("SBdeepitem", content, "{}")
    return in_environment("SBquote", content)


def definitions_to_tex(block: DefinitionList, context: RenderContext) -> str:
    """Terms with their explanations; each further explanation is a paragraph of its own."""
    inner = context.deeper()
    pieces = []
    for definition in block.items:
        pieces.append(placed(definition.span, rf"\SBterm{{{inlines_to_tex(definition.term, context)}}}", context))
        pieces += [in_environment("SBexplanation", blocks_of(blocks, inner)) for blocks in definition.explanations]
    return "\n".join(pieces)


def blocks_of(blocks: object, context: RenderContext) -> str:
    """What is in an item."""
    from stagebrief.render.blocks import blocks_to_tex  # noqa: PLC0415 - items hold blocks, blocks hold items

    return str(blocks_to_tex(blocks, context))  # type: ignore[arg-type]
