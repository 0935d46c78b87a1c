"""Timeline and matrix for other uses than the page: as SVG, as plain text, and as TeX on pages of their own size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pylatex import NoEscape

from stagebrief.model.fonts import FontSet
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.render.alternatives import matrix_text, timeline_text
from stagebrief.render.brief import matrix_view, timeline_view
from stagebrief.render.context import RenderContext
from stagebrief.render.graphic_sheets import matrix_sheet, timeline_sheet
from stagebrief.render.languages import main_language
from stagebrief.render.page import fill, static
from stagebrief.render.preamble import preamble_of
from stagebrief.render.source import source_of
from stagebrief.render.svg import Told, palette_of, svg_of
from stagebrief.render.timeline import all_events
from stagebrief.render.words import word


@dataclass(frozen=True, slots=True)
class Graphic:
    """One graphic of a brief: its name in file names, and what it shows in plain text."""

    name: str
    text: str


def graphics_of(resolved: ResolvedBrief) -> tuple[Graphic, ...]:
    """The graphics that the brief has: a timeline if anything happens in it, a matrix if anything is said in it."""
    brief = resolved.brief
    found = []
    if all_events(brief) or len(brief.stages) > 1:
        found.append(Graphic("timeline", timeline_text(brief)))
    if any(stage.statements for stage in brief.stages):
        found.append(Graphic("matrix", matrix_text(brief)))
    return tuple(found)


def graphics_source(resolved: ResolvedBrief, fonts: FontSet, folder: Path) -> TexSource:
    """TeX that sets each graphic on a page of its own size."""
    context = RenderContext(resolved, "brief", fonts=fonts)
    parts = {}
    for graphic in graphics_of(resolved):
        view = (timeline_view if graphic.name == "timeline" else matrix_view)(resolved.brief, context)
        parts[graphic.name] = fill(f"graphics/{graphic.name}.tex", **view)
    preamble = preamble_of(resolved, "brief", fonts, "\n".join(parts.values()), headline=NoEscape(""))
    names = ("shared/stagebrief-common.sty", "shared/stagebrief-graphics.sty", "shared/stagebrief-graphics.lua")
    files = {path.partition("/")[2]: static(path) for path in (*names, "brief/stagebrief-brief.sty")}
    return source_of(resolved, "brief", {"preamble.tex": preamble, **files}, parts, folder)


def graphic_svg(graphic: Graphic, resolved: ResolvedBrief, fonts: FontSet, source: TexSource, width: int) -> str:
    """The graphic as SVG in the colours of that source."""
    brief = resolved.brief
    drawing = (timeline_sheet if graphic.name == "timeline" else matrix_sheet)(brief, fonts)
    told = Told(
        word(graphic.name.capitalize(), brief.language),
        graphic.text,
        brief.language,
        main_language(brief.language).right_to_left,
    )
    return svg_of(drawing, told, palette_of(dict(source.files)), width)
