"""Addresses on the web: which of them a reader can follow, and how they are printed."""

from __future__ import annotations

import re

from stagebrief.model.inline import Link
from stagebrief.model.plain import plain_text

SCHEMES = frozenset({"http", "https", "mailto", "ftp", "ftps", "tel", "geo", "doi", "urn"})
"""What addresses begin with; with others (`run:`, `file:`) a PDF viewer opens or starts things on the reader's disk."""

FOREIGN = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
PUNYCODE = re.compile(r"(?<![\w-])xn--[a-z0-9-]+")
LEFT_OUT = re.compile(r"^(?:https?://|mailto:)|/$")
"""What many leave out when they write an address."""


def has_scheme(url: str) -> bool:
    """Whether an address is whole and of a harmless kind."""
    scheme, colon, rest = url.partition(":")
    return bool(colon and rest) and scheme.lower() in SCHEMES


def printed_link(link: Link) -> tuple[str | None, str]:
    """What stands for a link whose words are its address (None for others), and what follows the words in print."""
    words, address = plain_text(link.content), readable(link.url)
    known = {LEFT_OUT.sub("", link.url), LEFT_OUT.sub("", address)}
    if not words or not address:
        return (None if words else address), ""
    return (words, "") if LEFT_OUT.sub("", words) in known else (None, address)


def readable(url: str) -> str:
    """An address as a reader types it: letters of other scripts as themselves."""
    named = PUNYCODE.sub(lambda match: unfolded(match[0]), url.removeprefix("mailto:"))
    return FOREIGN.sub(lambda match: decoded(match[0]), named)


def unfolded(label: str) -> str:
    """A part of a server's name in its own letters."""
    try:
        text = label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label
    return text if text.isprintable() else label


def decoded(encoded: str) -> str:
    """The letters that are encoded; what are none stay as they are."""
    try:
        text = bytes.fromhex(encoded.replace("%", "")).decode("utf-8")
    except UnicodeDecodeError:
        return encoded
    return text if text.isprintable() else encoded
