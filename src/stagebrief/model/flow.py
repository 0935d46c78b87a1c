"""What a stage shows on the page one after the other: its prose with its figures and pull quotes in their places."""

from __future__ import annotations

from stagebrief.model.block import Block, Blocks, Heading
from stagebrief.model.brief import PullQuote, Stage, StageFigure
from stagebrief.model.walk import references_in, shown_in_brief

Piece = Block | StageFigure | PullQuote


def flow_of(stage: Stage) -> tuple[Piece, ...]:
    """The stage's prose as the brief shows it, with figures behind the block that first refers to them.

    Pull quotes stand at about even distances; neither comes between a heading and its text.
    """
    blocks = shown_in_brief(stage.prose)
    places: dict[int, list[Piece]] = {}
    for figure in stage.figures:
        places.setdefault(place_of_figure(figure, blocks), []).append(figure)
    for index, quote in enumerate(stage.quotes, start=1):
        places.setdefault(open_place(index * len(blocks) // (len(stage.quotes) + 1), blocks), []).append(quote)
    pieces: list[Piece] = list(places.get(-1, []))
    for index, block in enumerate(blocks):
        pieces += [block, *places.get(index, [])]
    return tuple(pieces)


def place_of_figure(figure: StageFigure, blocks: Blocks) -> int:
    """The block after which a figure stands: the first that refers to it, else the first that may be followed."""
    for index, block in enumerate(blocks):
        if any(reference.kind == "fig" and reference.label == figure.id for reference in references_in((block,))):
            return index
    return open_place(0, blocks)


def open_place(index: int, blocks: Blocks) -> int:
    """The block at or after `index` that is not a heading; -1 where there are no blocks."""
    while index < len(blocks) and isinstance(blocks[index], Heading):
        index += 1
    return min(index, len(blocks) - 1)
