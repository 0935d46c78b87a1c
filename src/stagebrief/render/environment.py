"""Pieces of LaTeX that blocks of several kinds are made of."""

from __future__ import annotations

from stagebrief.diagnostics import Span
from stagebrief.model.tex import mark
from stagebrief.render.context import Place, RenderContext


def in_environment(name: str, content: str, arguments: str = "") -> str:
    """The content in a LaTeX environment."""
    return f"\\begin{{{name}}}{arguments}\n{content}\n\\end{{{name}}}"


def paragraph_break(context: RenderContext) -> str:
    r"""What divides blocks: a blank line, but in a note a command, since emphasis around a note may hold no `\par`."""
    return "\\SBnotebreak\n" if context.place is Place.NOTE else "\n\n"


def placed(span: Span, tex: str, context: RenderContext) -> str:
    """The LaTeX below the mark that says where it was written; lines of a note belong to the text that calls it."""
    return tex if context.place is Place.NOTE else f"{mark(span)}\n{tex}"


def is_on_page(context: RenderContext) -> bool:
    """Whether this is the page itself, where figures float, tables break and headings are; not a box, note or frame."""
    return context.place is Place.TEXT and not context.on_frame
