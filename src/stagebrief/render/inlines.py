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
from stagebrief.render.escape import escape, escape_address, escape_bookmark, join
from stagebrief.render.languages import directed, foreign_to_tex, main_language
from stagebrief.render.links import link_to_tex, target_name
from stagebrief.render.maths import inline_maths_to_tex
from stagebrief.render.pictures import inline_picture_to_tex
from stagebrief.render.scripts import against
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
    """The inline content as LaTeX without a paragraph's end; breaks at its edges have no line to end."""
    first, last = 0, len(inlines)
    while first < last and isinstance(inlines[first], LineBreak | SoftBreak):
        first += 1
    while last > first and isinstance(inlines[last - 1], LineBreak | SoftBreak):
        last -= 1
    tex = "".join(inline_to_tex(inline, context) for inline in inlines[first:last])
    return NoEscape(re.sub(r"[ \t]*\n[ \t\n]*", "\n", tex))


def title_to_tex(inlines: Inlines, context: RenderContext) -> NoEscape:
    r"""Inline content for a heading: as typeset, and in plain characters for the bookmark."""
    tex = inlines_to_tex(inlines, context.at(Place.STRUCTURE)).replace("\n", " ")
    tex = directed(tex, plain_text(inlines), context.language)
    plain = short_title(inlines)
    return NoEscape(tex if tex == plain else rf"\texorpdfstring{{{tex}}}{{{plain}}}")


def short_title(inlines: Inlines) -> NoEscape:
    """The words of a heading alone, for bookmarks and contents."""
    return escape_bookmark(plain_text(inlines))


def inline_to_tex(inline: Inline, context: RenderContext) -> NoEscape:  # noqa: PLR0912 - a branch for each kind
    """One inline as LaTeX."""
    match inline:
        case Text(text=text):
            return words_to_tex(text, context.language)
        case Emphasis() | Strong() | Strikeout() | Superscript() | Subscript() | SmallCaps():
            content = inlines_to_tex(inline.content, context)
            return rf"\{COMMANDS[type(inline)]}{{{content}}}" if content else ""
        case Foreign(content=content, language=language):
            return foreign_to_tex(inlines_to_tex(content, context), language)
        case Code(text=text):
            return rf"\SBcode{{{code_to_tex(text)}}}"
        case Link(content=content):
            return link_to_tex(inline, inlines_to_tex(content, context), context)
        case Image():
            return inline_picture_to_tex(inline)
        case Math(tex=tex):
            return inline_maths_to_tex(tex)
        case RawInline(tex=tex):
            return tex
        case LineBreak():
            return "\\newline{}\n"
        case SoftBreak():
            return "\n"
        case Footnote():
            return note_to_tex(inline, context)
        case Reference():
            return reference_to_tex(inline, context)
        case Cite():
            structural = context.place is Place.STRUCTURE or context.on_frame
            return short_cite_to_tex(inline, context) if structural else cite_to_tex(inline, context)


def words_to_tex(text: str, language: str) -> NoEscape:
    """Words; a run against the brief's direction is kept together with the brackets behind it."""
    right_to_left = main_language(language).right_to_left
    if text.isascii() and not right_to_left:
        return escape(text)
    pieces, last = [], 0
    for start, end in against(text, right_to_left=right_to_left):
        pieces += [escape(text[last:start]), directed(escape(text[start:end]), text[start:end], language)]
        last = end
    return join([*pieces, escape(text[last:])])


def code_to_tex(text: str) -> NoEscape:
    """Inline code, which may break after a space or a separator."""
    words = re.sub(r"\s", " ", text).split(" ")
    return join([escape_address(word) for word in words], r"\ ")


def note_to_tex(note: Footnote, context: RenderContext) -> str:
    """A footnote; see `notes`."""
    from stagebrief.render.notes import footnote_to_tex  # noqa: PLC0415 - notes hold blocks, blocks hold notes

    return footnote_to_tex(note, context)


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
