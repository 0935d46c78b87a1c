"""Links: what leads somewhere, and the address for those who read on paper."""

from __future__ import annotations

import re

from stagebrief.model.address import has_scheme, printed_link
from stagebrief.model.inline import Link
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import escape_address, escape_url


def link_to_tex(link: Link, words: str, context: RenderContext) -> str:
    """A link on the `words`, which are LaTeX; in print the address follows in brackets, unless the words are it."""
    if link.url.startswith("#"):
        return internal_link_to_tex(link, words, context)
    alone, behind = printed_link(link)
    if alone is not None:
        return linked(link.url, escape_address(alone))
    return linked(link.url, words) + (address_to_tex(behind, context) if behind else "")


def address_to_tex(address: str, context: RenderContext) -> str:
    """The address for those who read on paper: in brackets behind the words, or beside the frame that they are on."""
    if context.on_frame:
        return rf"\SBaddressbeside{{{escape_address(address)}}}" if context.on_paper else ""
    return rf" \SBaddress{{{escape_address(address)}}}"


def linked(url: str, words: str) -> str:
    """The words as a link, if a reader can follow it from paper or screen."""
    return rf"\href{{{escape_url(url)}}}{{{words}}}" if has_scheme(url) else words


def internal_link_to_tex(link: Link, words: str, context: RenderContext) -> str:
    """A link to a label of this brief; frames do not link, and plain words stand where there is no such label."""
    kind, _, name = link.url[1:].rpartition(":")
    label = context.resolved.label(kind or "sec", name)
    if label is None or context.on_frame:
        return words
    return rf"\hyperlink{{{target_name(label.kind, label.name)}}}{{{words}}}"


def target_name(kind: str, name: str) -> str:
    """The name of a place in the PDF that links lead to, in characters that every viewer takes."""
    return re.sub(r"[^A-Za-z0-9:-]", lambda match: f"-{ord(match[0]):x}", f"{kind}:{name}")
