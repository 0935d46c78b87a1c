"""Pictures within a line, and those that make up a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from stagebrief.load.markdown.tree import Branch
from stagebrief.model.block import Picture
from stagebrief.model.inline import Image, Inlines, Text
from stagebrief.model.plain import plain_text

if TYPE_CHECKING:
    from stagebrief.load.markdown.inlines import InlineReader
    from stagebrief.load.markdown.reading import Reading

ATTRIBUTES = ("alt", "width", "credit", "#fig:name")
WIDTH = re.compile(r"(?P<percent>\d{1,3})%")


def read_image(branch: Branch, reader: InlineReader) -> Image:
    """A picture within a line of text; its credit, caption and label have no place there."""
    alt = branch.attributes.get("alt") or plain_text(caption_of(branch, reader))
    image = Image(file_of(branch), alt, width_of(branch, reader), span=reader.span(branch))
    reader.reading.check_attributes(branch.attributes, ("alt", "width"), reader.place)
    if not image.width and "heading" not in reader.reading.inside:
        hint = "put it into a paragraph of its own, or give it a width"
        message = "a picture within a line is shown as high as the line"
        reader.reading.warn("picture-stands-alone", message, image.span, hint)
    return image


def read_figures(branch: Branch, reading: Reading) -> tuple[Picture, ...]:
    """The pictures that a paragraph consists of; none if there is anything else in it."""
    token = branch.text
    children = [child for child in (token.children or [] if token else []) if not is_blank(child.type, child.content)]
    if token is None or not children or any(child.type != "image" for child in children):
        return ()
    from stagebrief.load.markdown.inlines import InlineReader  # noqa: PLC0415 - lines hold pictures

    reader = InlineReader(reading, token.content, reading.offsets(token))
    return tuple(read_figure(Branch(child, child), reader) for child in children)


def is_blank(kind: str, content: str) -> bool:
    """Whether a token is only space between pictures."""
    return kind in {"softbreak", "hardbreak"} or (kind == "text" and not content.strip())


def read_figure(branch: Branch, reader: InlineReader) -> Picture:
    """A picture that stands alone, with caption, credit and label."""
    attributes, span = branch.attributes, reader.span(branch)
    reader.reading.check_attributes(attributes, ATTRIBUTES, reader.place)
    caption = caption_of(branch, reader)
    alt = attributes.get("alt") or plain_text(caption)
    if not alt:
        hint = 'write what it shows: {alt="…"}'
        reader.reading.warn("picture-has-alt", "the picture has no alternative text", span, hint)
    title = str(branch.token.attrGet("title") or "")
    credit: Inlines = (Text(title, span=span),) if title else ()
    if found := attributes.find("key", "credit"):
        credit = reader.reading.phrase(found.written, reader.offsets[found.at])
    width = width_of(branch, reader)
    return Picture(file_of(branch), alt, caption, credit, width, attributes.label, span=span)


def file_of(branch: Branch) -> str:
    """The picture's file as its author named it, without the percent signs that markdown-it puts in."""
    return unquote(str(branch.token.attrGet("src") or ""))


def caption_of(branch: Branch, reader: InlineReader) -> Inlines:
    """The words in the brackets, which were read by themselves."""
    start = branch.token.meta["at"] + len("![")
    offsets: Sequence[int] = reader.offsets[start:]
    return reader.reading.inlines(branch.token.children or [], branch.token.content, offsets)


def width_of(branch: Branch, reader: InlineReader) -> str:
    """The share of the measure; empty where none is given or it is wrong."""
    given = branch.attributes.find("key", "width")
    if given is None:
        return ""
    match = WIDTH.fullmatch(given.value)
    if match is None or not 1 <= int(match["percent"]) <= 100:
        place = reader.place(given.start, given.end)
        reader.reading.error("width-is-share", f"'{given.value}' is not a share of the line", place, "write width=60%")
        return ""
    return given.value
