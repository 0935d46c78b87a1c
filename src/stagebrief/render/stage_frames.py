"""The frames of one stage: each part of it as the author wants it, then the author's own, then what to remember."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pylatex import NoEscape

from stagebrief.model.brief import FrameOverride, PullQuote, Stage, StageFigure
from stagebrief.render.blocks import caption_to_tex
from stagebrief.render.context import RenderContext
from stagebrief.render.environment import in_environment
from stagebrief.render.escape import escape, join
from stagebrief.render.frames import UNSEEN, Frame, bullets_to_tex, overridden, prose_frames
from stagebrief.render.pictures import picture_path, share
from stagebrief.render.structure import event_view, number_view, source_to_tex, structure_to_tex
from stagebrief.render.timeline_strip import CUT
from stagebrief.render.timeline_tex import alternative_to_tex, strip_to_tex
from stagebrief.render.words import word

PartMaker = Callable[[Stage, RenderContext], list[Frame]]


def stage_frames(number: int, stage: Stage, context: RenderContext) -> list[Frame]:
    """The frames of a stage: each part as the author wants it, then the author's own, then what to remember."""
    slides = stage.slides

    def part(name: str, make: PartMaker) -> list[Frame]:
        kicker = kicker_of(number, name, context)
        frames = [replace(frame, kicker=frame.kicker or kicker) for frame in make(stage, context)]
        return overridden(frames, slides.part(name) if slides else None, context)

    frames = overridden_opening(number, stage, context)
    for name, make in PARTS.items():
        frames = frames + part(name, make)
    kicker = escape(f"{word('Stage', context.language)} {number}")
    title = structure_to_tex(stage.title, context)
    frames += prose_frames(stage.prose, title, kicker, context)
    frames += [extra_frame(extra, kicker, context) for extra in (slides.extra if slides else ())]
    return frames + part("takeaway", takeaway_frames)


def kicker_of(number: int, part: str, context: RenderContext) -> NoEscape:
    """The small line over a title: the stage's number, and which part of it this is."""
    names = {"opening": "", "takeaway": "", "figures": "", "quotes": ""}
    term = names.get(part, part.capitalize())
    stage = escape(f"{word('Stage', context.language)} {number}")
    return join([stage, escape(word(term, context.language))], r"\SBdot{}") if term else stage


def overridden_opening(number: int, stage: Stage, context: RenderContext) -> list[Frame]:
    """The opening as the author wants it; a title of his stands in the place of the stage's."""
    override = stage.slides.part("opening") if stage.slides else None
    title = override.title if override and override.title and not override.bullets else stage.title
    frame = opening_frame(number, replace(stage, title=title), context)
    if override and not override.bullets:
        override = replace(override, title=())
    return overridden([frame], override, context)


def opening_frame(number: int, stage: Stage, context: RenderContext) -> Frame:
    """The stage's title, period and stance."""
    label = escape(f"{word('Stage', context.language)} {number}")
    title = structure_to_tex(stage.title, context)
    period = structure_to_tex(stage.period_label, context)
    stance = structure_to_tex(stage.stance, context)
    body = NoEscape(f"\\SBopening{{{label}}}{{{period}}}{{{title}}}\n\\SBstance{{{stance}}}")
    return Frame(stage.span, body, style="opening")


def determinant_frames(stage: Stage, context: RenderContext) -> list[Frame]:
    """What each determinant means in this stage."""
    determinants = context.resolved.brief.determinants
    titles = {determinant.id: determinant.title for determinant in determinants}
    order = {determinant.id: index for index, determinant in enumerate(determinants)}
    statements = sorted(stage.statements, key=lambda statement: order.get(statement.determinant, len(order)))
    lines = []
    for statement in statements:
        title = structure_to_tex(titles.get(statement.determinant, ()), context)
        text = structure_to_tex(statement.statement, context)
        lines.append(rf"\SBdeterminant{{{title}}}{{{text}{source_to_tex(statement.evidence, context)}}}")
    return frame_of(stage, lines, context)


def number_frames(stage: Stage, context: RenderContext) -> list[Frame]:
    """The stage's numbers, large; one alone has all of the frame."""
    command = "SBnumber" if len(stage.numbers) > 1 else "SBonenumber"
    views = [number_view(number, context) for number in stage.numbers]
    lines = [rf"\{command}{{{view['value']}}}{{{view['what']}{view['source']}}}" for view in views]
    return frame_of(stage, lines, context)


def event_frames(stage: Stage, context: RenderContext) -> list[Frame]:
    """What happened, by date."""
    events = sorted(stage.events, key=lambda event: event.date.start)
    views = [event_view(event, context) for event in events]
    lines = [rf"\SBeventitem{{{view['date']}}}{{{view['what']}{view['source']}}}" for view in views]
    frames = frame_of(stage, lines, context)
    brief = context.resolved.brief
    if not frames or len(brief.stages) < 2:
        return frames
    number = 1 + next(place for place, one in enumerate(brief.stages) if one is stage)
    cut = rf"\SBcut{{{alternative_to_tex(brief, context)}}}{{{strip_to_tex(brief, CUT, context, number)}}}"
    return [replace(frame, body=in_environment("SBcutrows", frame.body, f"{{{cut}}}")) for frame in frames]


def frame_of(stage: Stage, lines: list[str], context: RenderContext) -> list[Frame]:
    """One frame of these lines under the stage's title; none where there are no lines."""
    title = structure_to_tex(stage.title, context)
    return [Frame(stage.span, join(lines, "\n"), title)] if lines else []


def quote_frames(stage: Stage, context: RenderContext) -> list[Frame]:
    """A frame for each quotation."""
    return [Frame(quote.span, quote_to_tex(quote, context), style="quote") for quote in stage.quotes]


def quote_to_tex(quote: PullQuote, context: RenderContext) -> NoEscape:
    """The words large, the original below, then who said them."""
    text = structure_to_tex(quote.text, context)
    speaker = structure_to_tex(quote.speaker, context)
    shown = rf"\SBspoken{{{text}}}" if speaker else text
    original = rf"\SBoriginal{{{structure_to_tex(quote.original, context)}}}" if quote.original else ""
    return NoEscape(rf"\SBquotation{{{shown}}}{{{original}}}{{{speaker}{source_to_tex(quote.evidence, context)}}}")


def figure_frames(stage: Stage, context: RenderContext) -> list[Frame]:
    """A frame for each picture, under the stage's title."""
    title = structure_to_tex(stage.title, context)
    return [Frame(figure.span, figure_to_tex(figure, context), title) for figure in stage.figures]


def figure_to_tex(figure: StageFigure, context: RenderContext) -> NoEscape:
    """The picture as high as the frame allows beside caption and credit."""
    caption = caption_to_tex("fig", figure.id, structure_to_tex(figure.caption, context), context)
    credit = join([structure_to_tex(figure.credit, context), source_to_tex(figure.evidence, context)])
    below = caption + (rf"\SBcredit{{{credit}}}" if credit else "")
    picture = f"{{{share(figure.width)}}}{{{picture_path(figure.file)}}}{{alt={{{escape(figure.alt)}}}}}"
    return NoEscape(rf"\SBframefigure{picture}{{{below}}}")


def takeaway_frames(stage: Stage, context: RenderContext) -> list[Frame]:
    """What to remember of the stage."""
    if not stage.takeaway:
        return []
    label = escape(word("Takeaway", context.language))
    body = NoEscape(rf"\SBtakeaway{{{label}}}{{{structure_to_tex(stage.takeaway, context)}}}")
    return [Frame(stage.span, body, style="takeaway")]


def extra_frame(extra: FrameOverride, kicker: NoEscape, context: RenderContext) -> Frame:
    """A frame of the author's own."""
    body = bullets_to_tex(extra, context) if extra.bullets else UNSEEN
    return Frame(extra.span, body, structure_to_tex(extra.title, context), kicker, "text", extra.notes, extra.steps)


PARTS: dict[str, PartMaker] = {
    "determinants": determinant_frames,
    "numbers": number_frames,
    "events": event_frames,
    "quotes": quote_frames,
    "figures": figure_frames,
}
"""The automatic parts of a stage between its opening and its takeaway, in their order."""
