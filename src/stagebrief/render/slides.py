"""The deck: made from the structure of the analysis and not from its prose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pylatex import NoEscape

from stagebrief.model.block import Blocks
from stagebrief.model.brief import Brief, Stage, Statement
from stagebrief.model.fonts import FontSet
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.render.blocks import in_environment
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import escape, escape_bookmark, join
from stagebrief.render.frames import Frame, frame_to_tex, prose_frames
from stagebrief.render.matrix import grid_of_matrix, lists_of_matrix, matrix_of
from stagebrief.render.page import fill, static
from stagebrief.render.parts import with_cuts
from stagebrief.render.preamble import preamble_of
from stagebrief.render.source import source_of
from stagebrief.render.stage_frames import stage_frames
from stagebrief.render.structure import author_view, dateline_to_tex, series_to_tex, stage_views, structure_to_tex
from stagebrief.render.tables import row_table
from stagebrief.render.timeline import timeline_to_tex
from stagebrief.render.words import word


def render_slides(resolved: ResolvedBrief, fonts: FontSet, folder: Path) -> TexSource:
    """The deck as TeX; `folder` is where the pictures are."""
    context = RenderContext(resolved, "slides")
    parts = deck_of(resolved, context)
    body = "\n".join(parts.values())
    preamble = preamble_of(resolved, "slides", fonts, body, headline=escape(plain_text(resolved.brief.title)))
    files = {"preamble.tex": preamble, "stagebrief-common.sty": static("shared/stagebrief-common.sty")}
    files["stagebrief-slides.sty"] = static("slides/stagebrief-slides.sty")
    files["stagebrief-frames.lua"] = static("slides/stagebrief-frames.lua")
    return source_of(resolved, "slides", files, parts, folder)


def deck_of(resolved: ResolvedBrief, context: RenderContext) -> dict[str, str]:
    """The deck's files by name, in the order of the frames."""
    brief = resolved.brief
    parts = {"opening": frames_to_tex(opening_frames(brief, context))}
    for number, stage in enumerate(brief.stages, start=1):
        section = rf"\section{{{escape_bookmark(f'{number} {plain_text(stage.title)}')}}}"
        parts[f"stage-{number}"] = f"{section}\n{frames_to_tex(stage_frames(number, stage, context))}"
    parts["closing"] = frames_to_tex(closing_frames(resolved, context))
    return {name: text for name, text in parts.items() if text.strip()}


def frames_to_tex(frames: list[Frame]) -> str:
    """The frames one below the other; notes before any frame go to the frame that they follow."""
    shown: list[Frame] = []
    for frame in frames:
        if frame.body or frame.title:
            shown.append(frame if frame.body else replace(frame, body=NoEscape(r"\null")))
        elif shown and frame.notes:
            together = join([text for text in (shown[-1].notes, frame.notes) if text], "\n\n")
            shown[-1] = replace(shown[-1], notes=together)
    return str(with_cuts(frame_to_tex(frame) for frame in shown))


def opening_frames(brief: Brief, context: RenderContext) -> list[Frame]:
    """Title, question, timeline, and what the introduction has for the deck."""
    frames = [title_frame(brief, context)]
    if brief.question:
        label = escape(word("Question", context.language))
        body = NoEscape(rf"\SBquestion{{{label}}}{{{structure_to_tex(brief.question, context)}}}")
        frames.append(Frame(brief.span, body, style="opening"))
    if len(brief.stages) > 1:
        frames.append(overview_frame(brief, context))
    return frames + own_frames(brief.introduction, word("Introduction", context.language), context)


def title_frame(brief: Brief, context: RenderContext) -> Frame:
    """The title with authors, occasion and date."""
    body = fill(
        "slides/title.tex",
        series=series_to_tex(brief, context),
        title=structure_to_tex(brief.title, context),
        subtitle=structure_to_tex(brief.subtitle, context),
        authors=[author_view(author, context) for author in brief.authors],
        dateline=dateline_to_tex(brief, context),
    )
    return Frame(brief.span, NoEscape(body), style="title")


def overview_frame(brief: Brief, context: RenderContext) -> Frame:
    """The stages on one scale of time, and what they are."""
    body = fill("slides/overview.tex", drawing=timeline_to_tex(brief), stages=stage_views(brief, context))
    return Frame(brief.span, NoEscape(body), escape(word("Timeline", context.language)))


def own_frames(blocks: Blocks, title: str, context: RenderContext) -> list[Frame]:
    """The frames that introduction or conclusion hold."""
    return prose_frames(blocks, escape(title), NoEscape(""), context)


def closing_frames(resolved: ResolvedBrief, context: RenderContext) -> list[Frame]:
    """The matrix, what the conclusion has for the deck, the findings, the sources."""
    brief, language = resolved.brief, context.language
    frames = matrix_frames(brief, context)
    frames += own_frames(brief.conclusion, word("Conclusion", language), context)
    if brief.findings:
        findings = [
            rf"\SBfinding{{{number}}}{{{structure_to_tex(finding.title, context)}}}"
            rf"{{{structure_to_tex(finding.statement, context)}}}"
            for number, finding in enumerate(brief.findings, start=1)
        ]
        frames.append(Frame(brief.span, join(findings, "\n"), escape(word("Findings", language))))
    if resolved.bibliography.entries:
        frames.append(Frame(brief.span, NoEscape(r"\SBbibliography"), escape(word("Sources", language))))
    return frames


def matrix_frames(brief: Brief, context: RenderContext) -> list[Frame]:
    """Stages by determinants in few words."""
    if not any(stage.statements for stage in brief.stages):
        return []

    def cell(statement: Statement) -> NoEscape:
        return structure_to_tex(statement.short or statement.statement, context)

    def stage_head(number: int, stage: Stage) -> NoEscape:
        label = escape(f"{word('Stage', context.language)} {number}")
        return NoEscape(rf"\SBstagehead{{{label}}}{{{structure_to_tex(stage.period_label, context)}}}")

    titles = tuple(structure_to_tex(determinant.title, context) for determinant in brief.determinants)
    matrix = matrix_of(brief, stage_head, titles, cell)
    grid = grid_of_matrix(matrix)
    body = row_table(grid) if grid else lists_of_matrix(matrix)
    return [Frame(brief.span, in_environment("SBmatrix", body), escape(word("Matrix", context.language)))]
