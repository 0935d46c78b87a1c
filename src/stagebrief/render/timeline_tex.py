"""The timeline for TeX: the strip of page and frame, the cut of a stage, and the rows of the scale down the page."""

from __future__ import annotations

from dataclasses import replace

from pylatex import NoEscape

from stagebrief.model.brief import Brief
from stagebrief.render.alternatives import overview_text
from stagebrief.render.context import RenderContext
from stagebrief.render.drawing import Drawing, shapes_to_tex
from stagebrief.render.escape import escape
from stagebrief.render.languages import main_language
from stagebrief.render.structure import event_view
from stagebrief.render.timeline import timeline_of
from stagebrief.render.timeline_rows import Row, rows_of
from stagebrief.render.timeline_strip import SQUARER, Look, Strip, strip_of
from stagebrief.render.widths import ruler_of


def strip_to_tex(brief: Brief, look: Look, context: RenderContext, stage: int = 0) -> NoEscape:
    """The strip as wide as the line; from right to left where the brief is so written."""
    if context.on_frame and brief.settings.aspect == "4:3":
        look = replace(look, width=SQUARER)
    strip = Strip(timeline_of(brief), look, context.language, ruler_of(context.fonts), stage)
    drawing = strip_of(strip)
    return drawing_to_tex(drawing.mirrored() if main_language(context.language).right_to_left else drawing)


def drawing_to_tex(drawing: Drawing) -> NoEscape:
    """A drawing as wide as the line."""
    return NoEscape(rf"\SBstrip{{{drawing.width:g}}}{{{drawing.height:.2f}pt}}{{{shapes_to_tex(drawing.shapes)}}}")


def alternative_to_tex(brief: Brief, context: RenderContext) -> NoEscape:
    """What the strip shows, in words."""
    return escape(overview_text(brief, context.language))


def timeline_views(brief: Brief, context: RenderContext) -> dict[str, object]:
    """The rows for the template of the brief, and how far their words stand from the edge."""
    rows = rows_of(timeline_of(brief), context.language, ruler_of(context.fonts))
    return {"indent": NoEscape(f"{rows.indent:.1f}pt"), "rows": [row_view(row, context) for row in rows.rows]}


def row_view(row: Row, context: RenderContext) -> dict[str, object]:
    """A row for the template."""
    return {
        "event": event_view(row.event, context) if row.event else None,
        "gap": NoEscape(f"{row.gap:.1f}"),
        "shapes": NoEscape(shapes_to_tex(row.shapes)),
        "head": NoEscape(shapes_to_tex(row.head)),
    }
