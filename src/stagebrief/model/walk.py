"""All nodes of a brief, in the order in which the brief shows them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from stagebrief.diagnostics import Span
from stagebrief.model.block import Block, Blocks, Div, DivKind
from stagebrief.model.brief import Brief, Stage
from stagebrief.model.inline import Cite, Footnote, Foreign, Node, Reference

NOT_IN_BRIEF = frozenset({DivKind.SLIDE, DivKind.NOTES, DivKind.SLIDES_ONLY})

LEAVES = (str, int, type(None), Span)
"""What most fields hold and nothing lies below."""

NAMES: dict[type, tuple[str, ...]] = {}
"""The fields of each kind of node that has been met: asking for them takes longer than the walk."""


LONG, MOST_REMEMBERED = 16, 128
"""Of tuples so long, as those of a stage's prose are, it is remembered what lies below; of so many at most."""

REMEMBERED: OrderedDict[int, tuple[object, list[Node]]] = OrderedDict()


def walk(value: object) -> Iterator[Node]:
    """The node itself and all nodes below it, depth first in the order of the fields."""
    stack: list[object] = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            if len(current) < LONG:
                stack.extend(reversed(current))
            else:
                yield from below_of(current)
        elif names := names_of(type(current)):
            if isinstance(current, Node):
                yield current
            for name in names:
                below = getattr(current, name)
                if not isinstance(below, LEAVES):
                    stack.append(below)


def below_of(values: tuple[object, ...]) -> list[Node]:
    """All nodes of a long tuple; the same tuple is walked through once, since nothing below it ever changes."""
    known = REMEMBERED.get(id(values))
    if known is None or known[0] is not values:
        known = REMEMBERED[id(values)] = (values, [node for item in values for node in walk(item)])
        while len(REMEMBERED) > MOST_REMEMBERED:
            REMEMBERED.popitem(last=False)
    return known[1]


def names_of(kind: type) -> tuple[str, ...]:
    """The fields of a kind of node, the last one first; none of what is no node."""
    if kind not in NAMES:
        NAMES[kind] = tuple(field.name for field in reversed(fields(kind))) if is_dataclass(kind) else ()
    return NAMES[kind]


def cites_in(value: object) -> Iterator[Cite]:
    """The citations within a value."""
    return (node for node in walk(value) if isinstance(node, Cite))


def references_in(value: object) -> Iterator[Reference]:
    """The cross-references within a value."""
    return (node for node in walk(value) if isinstance(node, Reference))


def footnotes_in(value: object) -> Iterator[Footnote]:
    """The footnotes within a value."""
    return (node for node in walk(value) if isinstance(node, Footnote))


def languages_in(value: object) -> frozenset[str]:
    """The languages that words are marked with, as BCP 47 tags."""
    return frozenset(node.language for node in walk(value) if isinstance(node, Foreign))


def prose_of(brief: Brief) -> tuple[Block, ...]:
    """Introduction, the prose of the stages, conclusion; divs that only the deck shows are left out."""
    stages = (block for stage in brief.stages for block in stage.prose)
    return tuple(shown_in_brief((*brief.introduction, *stages, *brief.conclusion)))


def shown_in_brief(blocks: Iterable[Block]) -> Blocks:
    """The blocks without the divs that only the deck shows; brief-only divs give their content."""
    shown: list[Block] = []
    for block in blocks:
        if not isinstance(block, Div):
            shown.append(block)
        elif block.kind not in NOT_IN_BRIEF:
            shown.extend(shown_in_brief(block.content))
    return tuple(shown)


def structure_of(stage: Stage) -> tuple[object, ...]:
    """The parts of a stage other than its prose."""
    return tuple(getattr(stage, field.name) for field in fields(stage) if field.name != "prose")
