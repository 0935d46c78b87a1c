"""Figures: a picture with its number, caption and credit."""

from __future__ import annotations

from stagebrief.model.block import Picture
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.environment import in_environment, is_on_page
from stagebrief.render.inlines import inlines_to_tex
from stagebrief.render.links import target_name
from stagebrief.render.pictures import picture_to_tex


def figure_to_tex(picture: Picture, context: RenderContext) -> str:
    """A picture over its caption and credit; where nothing may float it stands where it is."""
    inside = context.at(Place.STRUCTURE)
    caption, credit = inlines_to_tex(picture.caption, inside), inlines_to_tex(picture.credit, inside)
    lines = [str(picture_to_tex(picture))]
    if caption or picture.label:
        lines.append(caption_to_tex("fig", picture.label, caption, context))
    if credit:
        lines.append(rf"\SBcredit{{{credit}}}")
    if (is_on_page(context) and not context.depth) or context.on_frame:
        return in_environment("SBfigure", "\n".join(lines))
    return "\n".join([rf"\noindent{{}}{lines[0]}", *lines[1:]])


def caption_to_tex(kind: str, label: str, caption: str, context: RenderContext) -> str:
    """The line with a figure's or table's number; without a label there is no number."""
    found = context.resolved.label(kind, label) if label else None
    number = str(found.number) if found else ""
    target = target_name(kind, label) if found else ""
    return rf"\SBcaption{{{kind}}}{{{number}}}{{{target}}}{{{caption}}}"
