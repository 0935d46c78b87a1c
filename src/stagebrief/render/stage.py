"""One stage on the page: its head, its numbers, its prose with quotations and figures, and what to remember."""

from __future__ import annotations

from pylatex import NoEscape

from stagebrief.model.block import Block, Heading
from stagebrief.model.brief import PullQuote, Stage, StageFigure
from stagebrief.model.tex import mark
from stagebrief.model.walk import references_in
from stagebrief.render.blocks import blocks_to_tex, caption_to_tex, in_environment
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import join
from stagebrief.render.inlines import target_name, title_to_tex
from stagebrief.render.page import fill
from stagebrief.render.pictures import picture_to_tex
from stagebrief.render.structure import mark_to_tex, number_view, source_to_tex, structure_to_tex
from stagebrief.render.words import word


def stage_to_tex(index: int, stage: Stage, context: RenderContext) -> str:
    """One stage: what it is, its numbers, its prose with quotations and figures, and what to remember."""
    return fill(
        "brief/stage.tex",
        mark=mark_to_tex(stage.span),
        number=index,
        label=word("Stage", context.language),
        title=title_to_tex(stage.title, context),
        period=structure_to_tex(stage.period_label, context),
        target=NoEscape(target_name("stage", stage.id)),
        stance=structure_to_tex(stage.stance, context),
        numbers=[number_view(number, context) for number in stage.numbers],
        text=prose_to_tex(stage, context),
        takeaway_word=word("Takeaway", context.language),
        takeaway=structure_to_tex(stage.takeaway, context),
    )


def prose_to_tex(stage: Stage, context: RenderContext) -> NoEscape:
    """The prose with the stage's pull quotes and figures between its blocks."""
    blocks = [(block, blocks_to_tex((block,), context)) for block in stage.prose]
    shown = [(block, tex) for block, tex in blocks if tex]
    places: dict[int, list[str]] = {}
    for figure in stage.figures:
        places.setdefault(place_of_figure(figure, [block for block, _ in shown]), []).append(
            figure_to_tex(figure, context)
        )
    for index, quote in enumerate(stage.quotes, start=1):
        place = open_place(index * len(shown) // (len(stage.quotes) + 1), [block for block, _ in shown])
        places.setdefault(place, []).append(quote_to_tex(quote, context))
    pieces = list(places.get(-1, []))
    for index, (_, tex) in enumerate(shown):
        pieces += [tex, *places.get(index, [])]
    return join(pieces, "\n\n")


def place_of_figure(figure: StageFigure, blocks: list[Block]) -> int:
    """The block after which a figure stands: the first that refers to it, else the first that may be followed."""
    for index, block in enumerate(blocks):
        if any(reference.kind == "fig" and reference.label == figure.id for reference in references_in((block,))):
            return index
    return open_place(0, blocks)


def open_place(index: int, blocks: list[Block]) -> int:
    """The block at or after `index` that is not a heading, so that nothing comes between a heading and its text."""
    while index < len(blocks) and isinstance(blocks[index], Heading):
        index += 1
    return min(index, len(blocks) - 1)


def quote_to_tex(quote: PullQuote, context: RenderContext) -> str:
    """A pull quote; words of a speaker stand in quotation marks and name him, words of the author's own do not."""
    speaker = structure_to_tex(quote.speaker, context)
    lines = [structure_to_tex(quote.text, context)]
    if speaker:
        lines = [NoEscape(rf"\SBspoken{{{lines[0]}}}")]
    if quote.original:
        lines.append(NoEscape(rf"\SBoriginal{{{structure_to_tex(quote.original, context)}}}"))
    source = source_to_tex(quote.evidence, context)
    return f"{mark(quote.span)}\n{in_environment('SBpullquote', join(lines, chr(10)), f'{{{speaker}}}{{{source}}}')}"


def figure_to_tex(figure: StageFigure, context: RenderContext) -> str:
    """A stage's picture over its caption, credit and source."""
    lines = [picture_to_tex(figure)]
    caption = structure_to_tex(figure.caption, context)
    lines.append(NoEscape(caption_to_tex("fig", figure.id, caption, context)))
    credit = join([structure_to_tex(figure.credit, context), source_to_tex(figure.evidence, context)])
    if credit:
        lines.append(NoEscape(rf"\SBcredit{{{credit}}}"))
    return f"{mark(figure.span)}\n{in_environment('SBfigure', join(lines, chr(10)))}"
