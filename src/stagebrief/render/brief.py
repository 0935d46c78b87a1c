"""The brief: from the resolved analysis to the TeX of the printed page."""

from __future__ import annotations

from pathlib import Path

from pylatex import NoEscape

from stagebrief.model.block import Blocks
from stagebrief.model.brief import Brief, Stage, Statement
from stagebrief.model.fonts import FontSet
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource, mark
from stagebrief.render.blocks import block_to_tex, blocks_to_tex
from stagebrief.render.colophon import colophon_rows, contact_of, headline_of
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.matrix import Sheet, grids_of_matrix, matrix_of
from stagebrief.render.page import fill, static
from stagebrief.render.parts import with_cuts
from stagebrief.render.preamble import preamble_of
from stagebrief.render.source import source_of
from stagebrief.render.stage import stage_to_tex
from stagebrief.render.structure import (
    author_view,
    dateline_to_tex,
    mark_to_tex,
    series_to_tex,
    source_to_tex,
    stage_views,
    structure_to_tex,
)
from stagebrief.render.tables import long_table, plain_table
from stagebrief.render.timeline import all_events
from stagebrief.render.timeline_strip import PAGE
from stagebrief.render.timeline_tex import alternative_to_tex, strip_to_tex, timeline_views
from stagebrief.render.widths import ruler_of
from stagebrief.render.words import comma, word

CONTENTS_FROM = 2000
"""A brief with more words of prose than this gets a table of contents, if it is left to us."""


def render_brief(resolved: ResolvedBrief, fonts: FontSet, folder: Path) -> TexSource:
    """The brief as TeX; `folder` is where the pictures are."""
    context = RenderContext(resolved, "brief", fonts=fonts)
    parts = body_of(resolved, context)
    body = "\n".join(parts.values())
    preamble = preamble_of(resolved, "brief", fonts, body, headline=headline_of(resolved.brief))
    files = {"preamble.tex": preamble, "stagebrief-common.sty": static("shared/stagebrief-common.sty")}
    files["stagebrief-brief.sty"] = static("brief/stagebrief-brief.sty")
    files |= {name: static(f"shared/{name}") for name in ("stagebrief-graphics.sty", "stagebrief-graphics.lua")}
    return source_of(resolved, "brief", files, parts, folder)


def body_of(resolved: ResolvedBrief, context: RenderContext) -> dict[str, str]:
    """The body's files by name, in the order of the page."""
    brief = resolved.brief
    parts = {"front": front_to_tex(brief, context)}
    if brief.introduction:
        parts["introduction"] = text_to_tex("introduction", brief.introduction, context)
    for number, stage in enumerate(brief.stages, start=1):
        parts[f"stage-{number}"] = stage_to_tex(number, stage, context)
    if all_events(brief):
        parts["timeline"] = timeline_part_to_tex(brief, context)
    if any(stage.statements for stage in brief.stages):
        parts["matrix"] = matrix_part_to_tex(brief, context)
    if brief.conclusion:
        parts["conclusion"] = text_to_tex("conclusion", brief.conclusion, context)
    if brief.findings:
        parts["findings"] = findings_to_tex(brief, context)
    parts["back"] = back_to_tex(resolved, context)
    return parts


def front_to_tex(brief: Brief, context: RenderContext) -> str:
    """Title block, abstract, keywords and contents."""
    language = context.language
    return fill(
        "brief/front.tex",
        series=series_to_tex(brief, context),
        title=structure_to_tex(brief.title, context),
        subtitle=structure_to_tex(brief.subtitle, context),
        authors=[author_view(author, context) for author in brief.authors],
        dateline=dateline_to_tex(brief, context),
        abstract=blocks_to_tex(brief.abstract, context),
        question=structure_to_tex(brief.question, context),
        keywords=comma(language).join(brief.keywords),
        contents=wants_contents(brief),
        words={name.lower(): word(name, language) for name in ("Abstract", "Question", "Keywords", "Contents")},
    )


def wants_contents(brief: Brief) -> bool:
    """Whether there is a table of contents: as the author says, or where the prose is long."""
    if brief.settings.contents != "auto":
        return brief.settings.contents == "always"
    texts = (text for name, text in brief.files if name.endswith(".md"))
    return sum(len(text.split()) for text in texts) > CONTENTS_FROM


def text_to_tex(name: str, blocks: Blocks, context: RenderContext) -> str:
    """The introduction or the conclusion."""
    heading = word(name.capitalize(), context.language)
    text = with_cuts(tex for block in blocks if (tex := block_to_tex(block, context)))
    return fill("brief/text.tex", target=f"part:{name}", heading=heading, text=text)


def timeline_part_to_tex(brief: Brief, context: RenderContext) -> str:
    """The drawing, what its bands mean, and the events one by one."""
    return fill("brief/timeline.tex", **timeline_view(brief, context))


def timeline_view(brief: Brief, context: RenderContext) -> dict[str, object]:
    """What a template shows of the timeline."""
    return {
        "heading": word("Timeline", context.language),
        "alternative": alternative_to_tex(brief, context),
        "strip": strip_to_tex(brief, PAGE, context),
        "stages": stage_views(brief, context),
        **timeline_views(brief, context),
    }


def matrix_part_to_tex(brief: Brief, context: RenderContext) -> str:
    """Stages by determinants: as a table, or as several where none can hold it."""
    return fill("brief/matrix.tex", **matrix_view(brief, context))


def matrix_view(brief: Brief, context: RenderContext) -> dict[str, object]:
    """What a template shows of the matrix: its tables such as break over pages, and the same `whole`."""

    def cell(statement: Statement) -> NoEscape:
        text = structure_to_tex(statement.statement, context)
        return NoEscape(f"\n{mark(statement.span)}\n{text}{source_to_tex(statement.evidence, context)}")

    def stage_head(number: int, stage: Stage) -> NoEscape:
        return NoEscape(rf"\SBstagehead{{{number}}}{{{structure_to_tex(stage.period_label, context)}}}")

    titles = tuple(structure_to_tex(determinant.title, context) for determinant in brief.determinants)
    matrix = matrix_of(brief, stage_head, titles, cell)
    grids = grids_of_matrix(matrix, Sheet(455.0, 9.0, ruler_of(context.fonts)))
    descriptions = [
        {"title": title, "description": structure_to_tex(determinant.description, context)}
        for title, determinant in zip(titles, brief.determinants, strict=True)
        if determinant.description
    ]
    return {
        "heading": word("Matrix", context.language),
        "descriptions": descriptions,
        "tables": [long_table(grid, r"\addlinespace") for grid in grids],
        "whole": [plain_table(grid, r"\addlinespace") for grid in grids],
    }


def findings_to_tex(brief: Brief, context: RenderContext) -> str:
    """What follows in general."""
    findings = [
        {
            "mark": mark_to_tex(finding.span),
            "number": NoEscape(number),
            "title": structure_to_tex(finding.title, context),
            "statement": structure_to_tex(finding.statement, context),
        }
        for number, finding in enumerate(brief.findings, start=1)
    ]
    return fill("brief/findings.tex", heading=word("Findings", context.language), findings=findings)


def back_to_tex(resolved: ResolvedBrief, context: RenderContext) -> str:
    """Endnotes where asked, sources, and the colophon."""
    brief = resolved.brief
    return fill(
        "brief/back.tex",
        endnotes=brief.settings.citations.notes == "endnotes",
        sources=bool(resolved.bibliography.entries),
        authors=[
            {"bio": blocks_to_tex(author.bio, context.at(Place.STRUCTURE)), "contact": contact_of(author)}
            for author in brief.authors
        ],
        rows=colophon_rows(brief, context),
    )
