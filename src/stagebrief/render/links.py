"""Links and addresses: what leads somewhere, and what is printed for those who read on paper."""

from __future__ import annotations

import re

from stagebrief.model.inline import Link
from stagebrief.model.plain import plain_text
from stagebrief.model.schemes import has_scheme
from stagebrief.render.context import RenderContext
from stagebrief.render.escape import escape_address, escape_url

PUNYCODE = re.compile(r"(?<![\w-])xn--[a-z0-9-]+")
FOREIGN = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


def link_to_tex(link: Link, words: str, context: RenderContext) -> str:
    """A link on the `words`, which are LaTeX; in print the address follows in brackets, unless the words are it."""
    if link.url.startswith("#"):
        return internal_link_to_tex(link, words, context)
    plain, shown = plain_text(link.content), readable(link.url)
    if not plain or bare(plain) in {bare(link.url), bare(shown)}:
        return linked(link.url, escape_address(plain if bare(plain) == bare(shown) else shown))
    if context.on_frame or not shown:
        return linked(link.url, words)
    return rf"{linked(link.url, words)} \SBaddress{{{escape_address(shown)}}}"


def linked(url: str, words: str) -> str:
    """The words as a link, if a reader can follow it from paper or screen."""
    return rf"\href{{{escape_url(url)}}}{{{words}}}" if has_scheme(url) else words


def readable(url: str) -> str:
    """An address as a reader types it: letters of other scripts as themselves."""
    named = PUNYCODE.sub(lambda match: unfolded(match[0]), url.removeprefix("mailto:"))
    return FOREIGN.sub(lambda match: decoded(match[0]), named)


def unfolded(label: str) -> str:
    """A part of a server's name in its own letters."""
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def decoded(encoded: str) -> str:
    """The letters that are encoded; what are none stay as they are."""
    try:
        text = bytes.fromhex(encoded.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return encoded
    return text if text.isprintable() else encoded


def bare(url: str) -> str:
    """An address without what readers leave out."""
    return re.sub(r"^(?:https?://|mailto:)|/$", "", url)


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
