r"""The one place where characters become TeX.

Fonts are loaded without TeX's input ligatures, so that hyphens and quotation marks are what they look like; what is
left are the characters that TeX itself gives a meaning, spaces of all widths, and what is no character at all. In the
strings of a PDF (bookmarks, title) hyperref makes ligatures of its own, and spaces have no width.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from pylatex import NoEscape

MEANING = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
}
"""The characters that TeX, babel, Beamer or a font would not always show as themselves."""

LINE_ENDS = dict.fromkeys("\n\r\t\v\f\x85\u2028\u2029", " ")

SPACES = {
    "\u00a0": "~",
    "\u1680": r"\hspace{.3em}",
    "\u2000": r"\hspace{.5em}",
    "\u2001": r"\hspace{1em}",
    "\u2002": r"\hspace{.5em}",
    "\u2003": r"\hspace{1em}",
    "\u2004": r"\hspace{.333em}",
    "\u2005": r"\hspace{.25em}",
    "\u2006": r"\hspace{.167em}",
    "\u2007": "~",
    "\u2008": r"\hspace{.2em}",
    "\u2009": r"\thinspace{}",
    "\u200a": r"\hspace{.1em}",
    "\u202f": r"\,",
    "\u205f": r"\hspace{.222em}",
    "\u3000": r"\hspace{1em}",
}
"""Spaces, by their widths; few fonts have them all."""

BREAKS = {"\u00ad": r"\-", "\u200b": r"\allowbreak{}", "\u2010": "-", "\u2011": r"\mbox{-}", "\u2060": "", "\ufeff": ""}
"""Where a line may end, or may not."""

TYPESET = {**MEANING, **LINE_ENDS, **SPACES, **BREAKS, "\ufffd": r"\symbol{65533}"}
"""The sign for what is no character is a fault to LuaTeX when it stands in a file."""
PLAIN = {"\ufffd": "?", **MEANING, **LINE_ENDS, **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""), "\u2011": "-"}
LIGATURES = re.compile(r"(?<=[-?!>,'`])(?=[->,'`])")
"""Between these characters hyperref or a font may make a ligature."""

BREAK_AFTER = frozenset("/?&=#-_.,;:+@")
URL_SAFE = ":/?#[]@!&()*+,;=-._%"


class Characters(dict[int, str]):
    """What TeX is given for each character, by its number; those that nobody has asked for yet are looked up then."""

    def __init__(self, table: dict[str, str]) -> None:
        super().__init__({ord(character): tex for character, tex in table.items()})

    def __missing__(self, number: int) -> str:
        character = chr(number)
        no_character = 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE
        is_none = no_character or unicodedata.category(character) in {"Cc", "Cs"}
        self[number] = self[0xFFFD] if is_none else character
        return self[number]


IN_TEXT, IN_STRINGS = Characters(TYPESET), Characters(PLAIN)


def escape(text: str) -> NoEscape:
    """The text as TeX that shows these very characters; what is no character shows as U+FFFD."""
    return NoEscape(text.translate(IN_TEXT))


def escape_bookmark(text: str) -> NoEscape:
    """The text as a string of a PDF: a bookmark, or what catalogues read."""
    pieces = (piece.translate(IN_STRINGS) for piece in LIGATURES.split(text))
    return NoEscape("{}".join(pieces))


def escape_code(text: str, *, begun: bool = False) -> NoEscape:
    """A piece of a line of code: as `escape`, but every space keeps its width, and those that begin a line stay."""
    start = 0 if begun else len(text) - len(text.lstrip(" "))
    return NoEscape("~" * start + r"\ ".join(text[start:].translate(IN_TEXT).split(" ")))


def escape_url(url: str) -> NoEscape:
    r"""An address as the target of `\href`: what may not stand in an address is percent-encoded."""
    encoded = quote(url, safe=URL_SAFE, errors="replace")
    whole = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded).replace("~", "%7E")
    return NoEscape(re.sub(r"[%#&_]", r"\\\g<0>", whole))


def escape_address(url: str) -> NoEscape:
    """An address as the reader sees it, with places to break the line."""
    pieces = []
    for index, character in enumerate(url):
        pieces.append(IN_TEXT[ord(character)])
        following = url[index + 1 : index + 2]
        if character in BREAK_AFTER and following and following not in BREAK_AFTER:
            pieces.append(r"\allowbreak{}")
    return NoEscape("".join(pieces))


def join(pieces: list[str] | tuple[str, ...], separator: str = "") -> NoEscape:
    """TeX made of pieces that are TeX already."""
    return NoEscape(separator.join(pieces))
