"""The deck: made from the structure of the analysis and not from its prose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from stagebrief.render.frames import Frame, frame_to_tex, prose_frames, with_notes
from stagebrief.render.matrix import Sheet, grids_of_matrix, matrix_of
from stagebrief.render.notes import FRAME_NOTE
from stagebrief.render.outline import with_outline
from stagebrief.render.page import fill, static
from stagebrief.render.parts import with_cuts
from stagebrief.render.preamble import preamble_of
from stagebrief.render.source import source_of
from stagebrief.render.stage_frames import stage_frames
from stagebrief.render.structure import author_view, dateline_to_tex, series_to_tex, stage_views, structure_to_tex
from stagebrief.render.tables import row_table
from stagebrief.render.timeline_strip import FRAME
from stagebrief.render.timeline_tex import alternative_to_tex, strip_to_tex
from stagebrief.render.widths import ruler_of
from stagebrief.render.words import word


def render_slides(resolved: ResolvedBrief, fonts: FontSet, folder: Path) -> TexSource:
    """The deck as TeX; `folder` is where the pictures are."""
    context = RenderContext(resolved, "slides", fonts=fonts)
    parts = parts_of(deck_frames(resolved, context, sources=True), resolved.brief, frame_to_tex)
    body = "\n".join(parts.values())
    preamble = preamble_of(resolved, "slides", fonts, body, headline=escape(plain_text(resolved.brief.title)))
    files = {"preamble.tex": preamble, **static_files("stagebrief-slides.sty")}
    return with_outline(source_of(resolved, "slides", files, parts, folder), resolved, sources=False)


def static_files(look: str) -> dict[str, str]:
    """The files that go with every target that shows frames, and the look of this one."""
    shared = (
        "shared/stagebrief-common.sty",
        "shared/stagebrief-graphics.sty",
        "shared/stagebrief-graphics.lua",
        "slides/stagebrief-frames.sty",
        "slides/stagebrief-frames.lua",
    )
    folder = look.removeprefix("stagebrief-").removesuffix(".sty")
    return {path.partition("/")[2]: static(path) for path in (*shared, f"{folder}/{look}")}


def deck_frames(resolved: ResolvedBrief, context: RenderContext, *, sources: bool) -> dict[str, list[Frame]]:
    """The deck's frames by the part of the body that they make up, in their order, with or without those of sources."""
    brief = resolved.brief
    groups = {"opening": opening_frames(brief, context)}
    for number, stage in enumerate(brief.stages, start=1):
        groups[f"stage-{number}"] = stage_frames(number, stage, context)
    groups["closing"] = closing_frames(brief, context)
    groups["closing"] += backup_frames(groups, resolved, sources=sources)
    return with_notes(groups)


def backup_frames(groups: Mapping[str, list[Frame]], resolved: ResolvedBrief, *, sources: bool) -> list[Frame]:
    """What nobody shows unless asked: the notes to these frames, and the sources."""
    brief, frames = resolved.brief, []
    if any(FRAME_NOTE in frame.body for group in groups.values() for frame in group):
        frames.append(Frame(brief.span, NoEscape(r"\SBshownotes"), escape(word("Notes", brief.language))))
    if sources and resolved.bibliography.entries:
        frames.append(Frame(brief.span, NoEscape(r"\SBbibliography"), escape(word("Sources", brief.language))))
    return frames


def parts_of(groups: Mapping[str, list[Frame]], brief: Brief, to_tex: Callable[[Frame], str]) -> dict[str, str]:
    """The body's files by name; at its head each says where among the stages the deck has come."""
    heads = {"opening": rf"\SBstagesof{{{len(brief.stages)}}}", "closing": r"\SBstagesend"}
    for number, stage in enumerate(brief.stages, start=1):
        title = escape_bookmark(f"{number} {plain_text(stage.title)}")
        heads[f"stage-{number}"] = rf"\SBstagesection{{{number}}}{{{title}}}"
    return {name: f"{heads[name]}\n{with_cuts(map(to_tex, frames))}" for name, frames in groups.items()}


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
    body = fill(
        "slides/overview.tex",
        alternative=alternative_to_tex(brief, context),
        strip=strip_to_tex(brief, FRAME, context),
        stages=stage_views(brief, context),
    )
    return Frame(brief.span, NoEscape(body), escape(word("Timeline", context.language)))


def own_frames(blocks: Blocks, title: str, context: RenderContext) -> list[Frame]:
    """The frames that introduction or conclusion hold."""
    return prose_frames(blocks, escape(title), NoEscape(""), context)


def closing_frames(brief: Brief, context: RenderContext) -> list[Frame]:
    """The matrix, what the conclusion has for the deck, the findings."""
    language = context.language
    frames = matrix_frames(brief, context)
    frames += own_frames(brief.conclusion, word("Conclusion", language), context)
    if brief.findings:
        findings = [
            rf"\SBfinding{{{number}}}{{{structure_to_tex(finding.title, context)}}}"
            rf"{{{structure_to_tex(finding.statement, context)}}}"
            for number, finding in enumerate(brief.findings, start=1)
        ]
        frames.append(Frame(brief.span, join(findings, "\n"), escape(word("Findings", language))))
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
    matrix = matrix_of(brief, stage_head, titles, cell, short=True)
    measure = 313.0 if brief.settings.aspect == "4:3" else 404.0
    grids = grids_of_matrix(matrix, Sheet(measure, 10.0, ruler_of(context.fonts)))
    tables = join([row_table(grid) for grid in grids], "\n\\SBnexttable\n")
    return [Frame(brief.span, in_environment("SBmatrix", tables), escape(word("Matrix", context.language)))]
