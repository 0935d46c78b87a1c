"""Pieces of the structure that brief and deck both show: texts with their short sources, events, numbers, authors."""

from __future__ import annotations

from pylatex import NoEscape

from stagebrief.diagnostics import Span
from stagebrief.model.brief import Affiliated, Brief, Event, Evidence, KeyNumber
from stagebrief.model.calendars import format_date
from stagebrief.model.inline import Inlines
from stagebrief.model.plain import plain_text
from stagebrief.model.tex import mark
from stagebrief.render.citation import short_cite_to_tex
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.escape import escape, join
from stagebrief.render.inlines import inlines_to_tex
from stagebrief.render.languages import directed

View = dict[str, NoEscape]
"""What a template shows of one value: LaTeX by name."""


def structure_to_tex(inlines: Inlines, context: RenderContext) -> NoEscape:
    """A text of the structure: its sources are short and stand in place."""
    tex = inlines_to_tex(inlines, context.at(Place.STRUCTURE))
    return directed(tex, plain_text(inlines), context.language)


def source_to_tex(evidence: Evidence, context: RenderContext) -> NoEscape:
    """The short source of a statement, an event, a quotation or a number; nothing where there is none."""
    return join([short_cite_to_tex(cite, context.at(Place.STRUCTURE)) for cite in evidence.cite])


def mark_to_tex(span: Span) -> NoEscape:
    """The comment line that says where the lines below it were written."""
    return NoEscape(mark(span))


def author_view(author: Affiliated, context: RenderContext) -> View:
    """An author's name, role and affiliation."""
    return {
        "name": directed(escape(author.name), author.name, context.language),
        "role": structure_to_tex(author.role, context),
        "affiliation": structure_to_tex(author.affiliation, context),
    }


def event_view(event: Event, context: RenderContext) -> View:
    """An event's date, what happened, and its source."""
    return {
        "mark": mark_to_tex(event.span),
        "date": escape(format_date(event.date, context.language)),
        "what": structure_to_tex(event.what, context),
        "source": source_to_tex(event.evidence, context),
    }


def number_view(number: KeyNumber, context: RenderContext) -> View:
    """A number, what it counts, and its source."""
    return {
        "mark": mark_to_tex(number.span),
        "value": structure_to_tex(number.value, context),
        "what": structure_to_tex(number.what, context),
        "source": source_to_tex(number.evidence, context),
    }


def stage_views(brief: Brief, context: RenderContext) -> list[View]:
    """The stages' numbers, titles and periods."""
    return [
        {
            "number": NoEscape(number),
            "title": structure_to_tex(stage.title, context),
            "period": structure_to_tex(stage.period_label, context),
        }
        for number, stage in enumerate(brief.stages, start=1)
    ]


def series_to_tex(brief: Brief, context: RenderContext) -> NoEscape:
    """The series line: the series' name and the number in it."""
    if brief.series is None:
        return NoEscape("")
    pieces = [structure_to_tex(brief.series.name, context), escape(brief.series.number)]
    return join([piece for piece in pieces if piece], r"\SBdot{}")


def dateline_to_tex(brief: Brief, context: RenderContext) -> NoEscape:
    """Occasion, place and date in one line; a date that both have stands once."""
    pieces: list[str] = []
    if brief.event:
        pieces += [structure_to_tex(brief.event.name, context), structure_to_tex(brief.event.place, context)]
        pieces += [escape(format_date(brief.event.date, context.language))] if brief.event.date else []
    if brief.date:
        date = escape(format_date(brief.date, context.language))
        pieces += [] if date in pieces else [date]
    return join([piece for piece in pieces if piece], r"\SBdot{}")
