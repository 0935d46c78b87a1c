"""The blocks of a text to the model."""

from __future__ import annotations

from collections.abc import Sequence

from stagebrief.diagnostics import Span
from stagebrief.load.markdown.attributes import NONE, Attributes, parse_attributes
from stagebrief.load.markdown.divs import read_div, read_stray
from stagebrief.load.markdown.images import read_figures
from stagebrief.load.markdown.lists import read_bullets, read_definitions, read_numbers, read_quote
from stagebrief.load.markdown.maths import check_maths
from stagebrief.load.markdown.raw import is_raw_allowed, read_html_block
from stagebrief.load.markdown.reading import BlockReader, Reading
from stagebrief.load.markdown.tables import read_table, warn_of_caption, warn_of_lines
from stagebrief.load.markdown.tree import Branch
from stagebrief.model.block import Block, CodeBlock, Heading, MathBlock, Paragraph, RawBlock, ThematicBreak
from stagebrief.model.inline import Image, Inlines, Text
from stagebrief.model.walk import walk


def read_paragraph(branch: Branch, reading: Reading) -> Sequence[Block]:
    """A paragraph; one that holds nothing but pictures is a figure for each."""
    if figures := read_figures(branch, reading):
        return figures
    content = reading.text(branch)
    if branch.text:
        warn_of_lines(branch.text, reading)
        warn_of_caption(branch, reading)
    return (Paragraph(content, span=content[0].span),) if content else ()


def read_heading(branch: Branch, reading: Reading) -> Sequence[Block]:
    """A heading with its label; the text's highest heading has level 1."""
    shift = branch.token.meta.get("shift", 0)
    reading.check_attributes(branch.attributes, ("#sec:name",), lambda a, b: reading.span(a + shift, b + shift))
    with reading.within("heading"):
        content = without_images(reading.text(branch), reading)
    if not content:
        hint = "write its words, or delete it; for a literal # write \\#"
        reading.warn("heading-is-words", "this heading is empty and is not shown", reading.place(branch), hint)
    level = max(1, int(branch.token.tag[1:]) - reading.top + 1)
    return (Heading(content, level, branch.attributes.label, span=reading.place(branch)),)


def without_images(content: Inlines, reading: Reading) -> Inlines:
    """The words of a heading; a picture in it is shown as its alternative text, since bookmarks have only words."""
    for node in walk(content):
        if isinstance(node, Image):
            hint = "put it into a paragraph of its own below the heading"
            reading.warn("heading-is-words", "a picture in a heading is shown as its alternative text", node.span, hint)
    return tuple(Text(node.alt, span=node.span) if isinstance(node, Image) else node for node in content)


def read_code(branch: Branch, reading: Reading) -> Sequence[Block]:
    """Code, or raw LaTeX where it is marked so."""
    token, span = branch.token, reading.place(branch)
    info = token.info.strip()
    attributes, end = (parse_attributes(info) if info.startswith("{") else None) or (NONE, 0)
    warn_of_words(attributes, info[end:].strip(), span, reading)
    if form := attributes.name("format"):
        return (RawBlock(token.content, span=span),) if is_raw_allowed(form, span, reading) else ()
    language = attributes.name("class") if info.startswith("{") else info.partition(" ")[0]
    return (CodeBlock(token.content.removesuffix("\n"), language, span=span),)


def warn_of_words(attributes: Attributes, rest: str, span: Span, reading: Reading) -> None:
    """Warn of what stands behind a fence and means nothing: all but one language, or the form of raw text."""
    known = attributes.find("class"), attributes.find("format")
    extra = [piece.name for piece in attributes.pieces if piece not in known]
    extra += rest.split() if attributes.pieces or rest.startswith("{") else rest.split()[1:]
    if extra:
        said = f"'{' '.join(extra)}' has no meaning for a block of code"
        reading.warn("attribute-is-known", said, span, "name only the language behind the fence, as in ```python")


def read_maths(branch: Branch, reading: Reading) -> Sequence[Block]:
    """A displayed formula; an empty one is nothing."""
    token, span, label = branch.token, reading.place(branch), branch.attributes.label
    offsets = [
        at + index
        for at, line in zip(token.meta["places"], token.content.split("\n"), strict=True)
        for index in range(len(line) + 1)
    ]
    reading.faults += check_maths(token.content, lambda a, b: reading.span(offsets[a], offsets[max(a, b - 1)] + 1))
    behind = token.meta["behind"]
    reading.check_attributes(branch.attributes, ("#eq:name",), lambda a, b: reading.span(behind + a, behind + b))
    if not token.content.strip():
        reading.warn("math-is-written", "this formula is empty and is not shown", span, "write it between the dollars")
        return ()
    return (MathBlock(token.content.strip(), label, span=span),)


def read_html(branch: Branch, reading: Reading) -> Sequence[Block]:
    """HTML as it is written; see `raw`."""
    content = read_html_block(branch, reading)
    return (Paragraph(content, span=content[0].span),) if content else ()


def read_rule(branch: Branch, reading: Reading) -> Sequence[Block]:
    """A pause."""
    return (ThematicBreak(span=reading.place(branch)),)


READERS: dict[str, BlockReader] = {
    "paragraph_open": read_paragraph,
    "heading_open": read_heading,
    "bullet_list_open": read_bullets,
    "ordered_list_open": read_numbers,
    "blockquote_open": read_quote,
    "dl_open": read_definitions,
    "fence": read_code,
    "code_block": read_code,
    "maths_block": read_maths,
    "table_open": read_table,
    "html_block": read_html,
    "hr": read_rule,
    "div_open": read_div,
    "div_stray": read_stray,
}
"""The readers of blocks by the type of their tokens; footnotes are read where they are referred to."""
