"""Formulas, links and words in brackets within a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stagebrief.load.markdown.maths import check_maths
from stagebrief.load.markdown.tree import Branch
from stagebrief.model.address import has_scheme
from stagebrief.model.inline import Foreign, Inlines, Link, Math, SmallCaps

if TYPE_CHECKING:
    from stagebrief.load.markdown.inlines import InlineReader


def read_maths(branch: Branch, reader: InlineReader) -> Inlines:
    """A formula in the line."""
    token, span = branch.token, reader.span(branch)
    double = token.type == "math_inline_double"
    start = token.meta["at"] + 1 + double
    reader.reading.faults += check_maths(token.content, lambda a, b: reader.place(start + a, start + b))
    if double:
        hint = "put it into a paragraph of its own, or write it between single dollars"
        message = "a displayed formula stands within a text and is set in its line"
        reader.reading.warn("math-stands-alone", message, span, hint)
    return (Math(token.content.strip(), span=span),)


def read_link(branch: Branch, reader: InlineReader) -> Inlines:
    """A link; its title has no place on paper."""
    token, span = branch.token, reader.span(branch)
    title = str(token.attrGet("title") or "")
    if title:
        hint = "write it into the text, or leave it out"
        reader.reading.warn("link-is-shown", f"the title '{title}' of this link is not shown", span, hint)
    reader.reading.check_attributes(branch.attributes, (), reader.place)
    url = str(token.attrGet("href") or "")
    if not url.startswith("#") and not has_scheme(url):
        hint = "write it whole, with https://, or refer to a part of this brief as #sec:name"
        reader.reading.warn("link-is-whole", f"'{url}' is no address that a reader can follow", span, hint)
    return (Link(reader.branches(branch.children), url, title, span=span),)


def read_bracketed(branch: Branch, reader: InlineReader) -> Inlines:
    """`[words]{…}`: small capitals, another language; what else stands there is unknown."""
    attributes, span = branch.token.meta["attributes"], reader.span(branch)
    content = reader.branches(branch.children)
    reader.reading.check_attributes(attributes, (".smallcaps", "lang"), reader.place)
    if attributes.find("class", "smallcaps"):
        content = (SmallCaps(content, span=span),)
    if language := attributes.get("lang"):
        content = (Foreign(content, language, span=span),)
    return content
