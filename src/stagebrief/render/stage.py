"""One stage on the page: its head, its numbers, its prose with quotations and figures, and what to remember."""

from __future__ import annotations

from pylatex import NoEscape

from stagebrief.model.brief import PullQuote, Stage, StageFigure
from stagebrief.model.flow import Piece, flow_of
from stagebrief.model.tex import mark
from stagebrief.render.blocks import blocks_to_tex, caption_to_tex, in_environment
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import join
from stagebrief.render.inlines import title_to_tex
from stagebrief.render.links import target_name
from stagebrief.render.page import fill
from stagebrief.render.parts import with_cuts
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
    return with_cuts(tex for piece in flow_of(stage) if (tex := piece_to_tex(piece, context)))


def piece_to_tex(piece: Piece, context: RenderContext) -> str:
    """A block, a pull quote or a figure."""
    match piece:
        case PullQuote():
            return quote_to_tex(piece, context)
        case StageFigure():
            return figure_to_tex(piece, context)
        case _:
            return str(blocks_to_tex((piece,), context))


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
