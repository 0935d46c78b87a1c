"""Inline content to LaTeX."""

from __future__ import annotations

import re

from pylatex import NoEscape

from stagebrief.model.inline import (
    Cite,
    Code,
    Emphasis,
    Footnote,
    Foreign,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    RawInline,
    Reference,
    SmallCaps,
    SoftBreak,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from stagebrief.model.plain import plain_text
from stagebrief.render.citation import cite_to_tex, short_cite_to_tex
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.escape import escape, escape_address, escape_url, join
from stagebrief.render.languages import foreign_to_tex
from stagebrief.render.pictures import inline_picture_to_tex
from stagebrief.render.words import word

COMMANDS: dict[type, str] = {
    Emphasis: "emph",
    Strong: "textbf",
    Strikeout: "SBstrike",
    Superscript: "textsuperscript",
    Subscript: "textsubscript",
    SmallCaps: "textsc",
}

REFERENCE_WORDS = {"fig": "Figure", "tbl": "Table", "stage": "Stage", "eq": "Equation"}


def inlines_to_tex(inlines: Inlines, context: RenderContext) -> NoEscape:
    """The inline content as LaTeX without a paragraph's end."""
    kept = inlines[:-1] if inlines and isinstance(inlines[-1], LineBreak | SoftBreak) else inlines
    tex = "".join(inline_to_tex(inline, context) for inline in kept)
    return NoEscape(re.sub(r"[ \t]*\n\s*", "\n", tex))


def title_to_tex(inlines: Inlines, context: RenderContext) -> NoEscape:
    r"""Inline content for a heading: as typeset, and in plain characters for the bookmark."""
    tex = inlines_to_tex(inlines, context.at(Place.STRUCTURE)).replace("\n", " ")
    plain = escape(plain_text(inlines))
    return NoEscape(tex if tex == plain else rf"\texorpdfstring{{{tex}}}{{{plain}}}")


def inline_to_tex(inline: Inline, context: RenderContext) -> NoEscape:  # noqa: PLR0912 - a branch for each kind
    """One inline as LaTeX."""
    match inline:
        case Text(text=text):
            return escape(text)
        case Emphasis() | Strong() | Strikeout() | Superscript() | Subscript() | SmallCaps():
            return rf"\{COMMANDS[type(inline)]}{{{inlines_to_tex(inline.content, context)}}}"
        case Foreign(content=content, language=language):
            return foreign_to_tex(inlines_to_tex(content, context), language)
        case Code(text=text):
            return rf"\SBcode{{{code_to_tex(text)}}}"
        case Link():
            return link_to_tex(inline, context)
        case Image():
            return inline_picture_to_tex(inline)
        case Math(tex=tex):
            return rf"\({' '.join(tex.split())}\)"
        case RawInline(tex=tex):
            return tex
        case LineBreak():
            return "\\newline{}\n"
        case SoftBreak():
            return "\n"
        case Footnote():
            return footnote_to_tex(inline, context)
        case Reference():
            return reference_to_tex(inline, context)
        case Cite():
            structural = context.place is Place.STRUCTURE or context.on_frame
            return short_cite_to_tex(inline, context) if structural else cite_to_tex(inline, context)


def code_to_tex(text: str) -> NoEscape:
    """Inline code, which may break after a space or a separator."""
    words = re.sub(r"\s", " ", text).split(" ")
    return join([escape_address(word) for word in words], r"\ ")


def link_to_tex(link: Link, context: RenderContext) -> str:
    """A link; in print the address follows in brackets, unless the words are the address."""
    if link.url.startswith("#"):
        return internal_link_to_tex(link, context)
    words = plain_text(link.content)
    shown = link.url.removeprefix("mailto:")
    if words in {link.url, shown}:
        return rf"\href{{{escape_url(link.url)}}}{{{escape_address(shown)}}}"
    anchor = rf"\href{{{escape_url(link.url)}}}{{{inlines_to_tex(link.content, context)}}}"
    if context.on_frame or not shown:
        return anchor
    return rf"{anchor} \SBaddress{{{escape_address(shown)}}}"


def internal_link_to_tex(link: Link, context: RenderContext) -> str:
    """A link to a label of this brief; plain words where there is none of that name."""
    content = inlines_to_tex(link.content, context)
    kind, _, name = link.url[1:].rpartition(":")
    label = context.resolved.label(kind or "sec", name)
    return rf"\hyperlink{{{target_name(label.kind, label.name)}}}{{{content}}}" if label else content


def footnote_to_tex(note: Footnote, context: RenderContext) -> str:
    """A footnote; on a frame, in a heading or within a note its words stand in brackets."""
    from stagebrief.render.blocks import note_to_tex  # noqa: PLC0415 - notes hold blocks, blocks hold notes

    content = note_to_tex(note, context.at(Place.NOTE) if context.place is Place.TEXT else context)
    if context.on_frame or context.place is not Place.TEXT:
        return rf" \SBaside{{{content}}}"
    return rf"\footnote{{{content}}}"


def target_name(kind: str, name: str) -> str:
    """The name of a place in the PDF that links lead to, in characters that every viewer takes."""
    return re.sub(r"[^A-Za-z0-9:-]", lambda match: f"-{ord(match[0]):x}", f"{kind}:{name}")


def reference_to_tex(reference: Reference, context: RenderContext) -> NoEscape:
    """A cross-reference: the word for its kind and the number, or a section's title; frames do not link."""
    label = context.resolved.label(reference.kind, reference.label)
    if label is None:
        return escape(f"@{reference.kind}:{reference.label}")
    if reference.kind == "sec":
        shown = rf"\emph{{{inlines_to_tex(label.title, context.at(Place.STRUCTURE))}}}"
    else:
        shown = rf"{escape(word(REFERENCE_WORDS[reference.kind], context.language))}~{label.number}"
    return shown if context.on_frame else rf"\hyperlink{{{target_name(label.kind, label.name)}}}{{{shown}}}"
