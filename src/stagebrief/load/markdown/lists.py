"""Lists, quotations and definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stagebrief.load.markdown.reading import Reading
from stagebrief.load.markdown.tables import warn_of_caption
from stagebrief.load.markdown.tree import Branch
from stagebrief.model.block import Block, BulletList, Definition, DefinitionList, ListItem, OrderedList, Quote


def read_bullets(branch: Branch, reading: Reading) -> Sequence[Block]:
    """An unordered list."""
    return (BulletList(read_items(branch, reading), is_tight(branch), span=reading.place(branch)),)


def read_numbers(branch: Branch, reading: Reading) -> Sequence[Block]:
    """A numbered list."""
    start = branch.token.attrGet("start")
    first = 1 if start is None else int(start)
    return (OrderedList(read_items(branch, reading), first, is_tight(branch), span=reading.place(branch)),)


def read_items(branch: Branch, reading: Reading) -> tuple[ListItem, ...]:
    """The items of a list."""
    items = []
    for child in branch.children:
        with reading.within("list"):
            content = reading.blocks(child.children)
        items.append(ListItem(content, child.token.meta.get("checked"), span=reading.place(child)))
    return tuple(items)


def is_tight(branch: Branch) -> bool:
    """Whether the paragraphs of a list's items stand without space between them."""
    inner = (child for item in branch.children for child in item.children if child.type == "paragraph_open")
    return all(child.token.hidden for child in inner)


def read_quote(branch: Branch, reading: Reading) -> Sequence[Block]:
    """A quotation."""
    with reading.within("quotation"):
        content = reading.blocks(branch.children)
    return (Quote(content, span=reading.place(branch)),)


def read_definitions(branch: Branch, reading: Reading) -> Sequence[Block]:
    """Terms, each with the explanations that follow it."""
    items: list[Definition] = []
    for child in branch.children:
        if child.type == "dt_open":
            items.append(Definition(reading.text(child), (), span=reading.place(child)))
        elif items:
            with reading.within("definition"):
                content = reading.blocks(child.children)
            for paragraph in child.children:
                warn_of_caption(paragraph, reading)
            items[-1] = replace(items[-1], explanations=(*items[-1].explanations, content))
    return (DefinitionList(tuple(items), span=reading.place(branch)),)
