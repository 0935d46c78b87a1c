"""The handout: the deck's frames on paper with room to write, and the sources in full."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pylatex import NoEscape

from stagebrief.model.brief import Brief
from stagebrief.model.calendars import format_date
from stagebrief.model.fonts import FontSet
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import escape
from stagebrief.render.frames import Frame, frame_to_tex
from stagebrief.render.languages import directed
from stagebrief.render.outline import with_outline
from stagebrief.render.page import static
from stagebrief.render.preamble import preamble_of
from stagebrief.render.slides import deck_frames, parts_of, static_files
from stagebrief.render.source import source_of
from stagebrief.render.words import comma, word


def render_handout(resolved: ResolvedBrief, fonts: FontSet, folder: Path) -> TexSource:
    """The handout as TeX; `folder` is where the pictures are."""
    settings = resolved.brief.settings
    context = RenderContext(resolved, "slides", on_paper=True, fonts=fonts)
    own = {
        "per_page": NoEscape(settings.frames_per_page),
        "lines": NoEscape("true" if settings.lines else "false"),
    }
    return on_paper(context, "handout", fonts, folder, frame_to_tex, own)


def on_paper(
    context: RenderContext,
    target: str,
    fonts: FontSet,
    folder: Path,
    to_tex: Callable[[Frame], str],
    own: dict[str, NoEscape],
) -> TexSource:
    """A target whose pages show the frames of the deck, and the sources behind them; `own` goes to its template."""
    resolved = context.resolved
    brief = resolved.brief
    parts = parts_of(deck_frames(resolved, context, sources=False), brief, to_tex)
    if resolved.bibliography.entries:
        parts["sources"] = r"\SBallsources"
    body = "\n".join(parts.values())
    preamble = preamble_of(
        resolved,
        target,
        fonts,
        body,
        headline=directed(escape(plain_text(brief.title)), plain_text(brief.title), brief.language),
        look=NoEscape(target),
        authors=authors_of(brief),
        date=escape(format_date(brief.date, brief.language)) if brief.date else NoEscape(""),
        continued=escape(word("continued", brief.language)),
        **own,
    )
    files = {"preamble.tex": preamble, **static_files(f"stagebrief-{target}.sty")}
    files["stagebrief-pictures.sty"] = static("handout/stagebrief-pictures.sty")
    return with_outline(source_of(resolved, target, files, parts, folder), resolved, sources="sources" in parts)


def authors_of(brief: Brief) -> NoEscape:
    """The authors' names in one line."""
    names = comma(brief.language).join(author.name for author in brief.authors)
    return directed(escape(names), names, brief.language)
