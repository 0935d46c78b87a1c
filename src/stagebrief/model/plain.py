"""Inline content as plain text, for bookmarks, metadata and alternative texts."""

from __future__ import annotations

from stagebrief.model.inline import Code, Image, Inline, Inlines, LineBreak, Math, SoftBreak, Text


def plain_text(inlines: Inlines) -> str:
    """The words without markup; citations, notes and cross-references are left out."""
    return " ".join("".join(map(_plain, inlines)).split(" ")).strip()


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text=text) | Code(text=text):
            return text
        case SoftBreak() | LineBreak():
            return " "
        case Math(tex=tex):
            return tex
        case Image(alt=alt):
            return alt
        case _:
            content = getattr(inline, "content", ())
            return plain_text(content) if content and _holds_inlines(inline) else ""


def _holds_inlines(inline: Inline) -> bool:
    return type(inline).__name__ != "Footnote"
