"""The summary: title, stance of each stage, matrix and findings on one page to hand out by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pylatex import NoEscape

from stagebrief.model.brief import Brief, Stage, Statement
from stagebrief.model.fonts import FontSet
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import Bibliography, ResolvedBrief
from stagebrief.model.tex import TexSource, mark
from stagebrief.render.colophon import how_to_cite
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import escape
from stagebrief.render.handout import authors_of
from stagebrief.render.matrix import Sheet, grids_of_matrix, matrix_of
from stagebrief.render.page import fill, static
from stagebrief.render.preamble import preamble_of
from stagebrief.render.source import source_of
from stagebrief.render.structure import dateline_to_tex, mark_to_tex, series_to_tex, structure_to_tex
from stagebrief.render.tables import long_table, plain_table
from stagebrief.render.widths import ruler_of
from stagebrief.render.words import word

CONTENT = "summary-content"
MEASURE = 483.0
"""The width of its text in points, 170 mm."""
SIZE = 8.0
"""That of the type in the matrix."""
CITING = r"\SBsources{"
"""What a citation in the structure begins with."""
BETWEEN = r"\addlinespace"
"""What stands between the rows of the matrix."""


def render_summary(resolved: ResolvedBrief, fonts: FontSet, folder: Path) -> TexSource:
    """The summary as TeX; `folder` is where the pictures are."""
    context = RenderContext(resolved, "slides", fonts=fonts)  # texts are short, and links within lead nowhere
    brief = resolved.brief
    content = content_to_tex(brief, context)
    if CITING not in content:
        resolved = replace(resolved, bibliography=Bibliography())
    preamble = preamble_of(resolved, "summary", fonts, content, headline=escape(plain_text(brief.title)))
    place = escape(f"{brief.span.file}:{brief.span.line}:{brief.span.column}")
    files = {"preamble.tex": preamble, f"{CONTENT}.tex": content}
    files |= {name: static(f"{name.partition('-')[2].partition('.')[0]}/{name}") for name in LOOKS}
    files |= {name: static(f"shared/{name}") for name in SHARED}
    return source_of(
        resolved, "summary", files, {"page": f"{mark(brief.span)}\n\\SBfitpage{{{CONTENT}}}{{{place}}}"}, folder
    )


LOOKS = ("stagebrief-brief.sty", "stagebrief-summary.sty")
SHARED = ("stagebrief-common.sty", "stagebrief-graphics.sty", "stagebrief-graphics.lua")


def content_to_tex(brief: Brief, context: RenderContext) -> str:
    """All that the page shows."""
    language = context.language
    return fill(
        "summary/content.tex",
        label=escape(word("Summary", language)),
        series=series_to_tex(brief, context),
        title=structure_to_tex(brief.title, context),
        subtitle=structure_to_tex(brief.subtitle, context),
        authors=authors_of(brief),
        dateline=dateline_to_tex(brief, context),
        question=structure_to_tex(brief.question, context),
        stages=[
            {
                "mark": mark_to_tex(stage.span),
                "number": NoEscape(number),
                "title": structure_to_tex(stage.title, context),
                "period": structure_to_tex(stage.period_label, context),
                "stance": structure_to_tex(stage.stance, context),
            }
            for number, stage in enumerate(brief.stages, start=1)
        ],
        tables=matrix_tables(brief, context),
        findings=[
            {
                "mark": mark_to_tex(finding.span),
                "number": NoEscape(number),
                "title": structure_to_tex(finding.title, context),
                "statement": structure_to_tex(finding.statement, context),
            }
            for number, finding in enumerate(brief.findings, start=1)
        ],
        cite=how_to_cite(brief, context) if brief.authors else "",
        words={name: word(term, language) for name, term in TERMS.items()},
    )


TERMS = {"matrix": "Matrix", "findings": "Findings", "cite": "How to cite"}


def matrix_tables(brief: Brief, context: RenderContext) -> list[dict[str, NoEscape]]:
    """Stages by determinants in few words: each table as one box, and as one that breaks over pages."""
    if not any(stage.statements for stage in brief.stages):
        return []

    def cell(statement: Statement) -> NoEscape:
        return structure_to_tex(statement.short or statement.statement, context)

    def stage_head(number: int, stage: Stage) -> NoEscape:
        return NoEscape(rf"\SBstagehead{{{number}}}{{{structure_to_tex(stage.period_label, context)}}}")

    titles = tuple(structure_to_tex(determinant.title, context) for determinant in brief.determinants)
    matrix = matrix_of(brief, stage_head, titles, cell, short=True)
    grids = grids_of_matrix(matrix, Sheet(MEASURE, SIZE, ruler_of(context.fonts)))
    return [{"whole": plain_table(grid, BETWEEN), "long": long_table(grid, BETWEEN)} for grid in grids]
