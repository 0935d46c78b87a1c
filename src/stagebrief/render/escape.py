r"""The one place where characters become TeX.

Fonts are loaded without TeX's input ligatures, so that hyphens and quotation marks are what they look like; what is
left are the characters that TeX itself gives a meaning, and the invisible ones.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from pylatex import NoEscape

SPECIAL = {
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
    "\n": " ",
    "\r": " ",
    "\t": " ",
    "\u00a0": "~",
    "\u00ad": r"\-",
    "\u2007": "~",
    "\u2009": r"\thinspace{}",
    "\u200b": r"\hspace{0pt}",
    "\u2011": r"\mbox{-}",
    "\u2028": " ",
    "\u2029": " ",
    "\u202f": r"\,",
    "\u2060": "",
    "\ufeff": "",
}
"""What TeX must be given for each character that it would not show as itself."""

BREAK_AFTER = frozenset("/?&=#-_.,;:+@")
URL_SAFE = ":/?#[]@!$&'()*+,;=-._~%"


def escape(text: str) -> NoEscape:
    """The text as TeX that shows these very characters; control characters show as U+FFFD."""
    return NoEscape("".join(map(_escape_character, text)))


def _escape_character(character: str) -> str:
    if (tex := SPECIAL.get(character)) is not None:
        return tex
    if unicodedata.category(character) in {"Cc", "Cs", "Cn"}:
        return "\ufffd"
    return character


def escape_code(text: str) -> NoEscape:
    """One line of code: as `escape`, but each space keeps its width and tabs stand for four."""
    return NoEscape(
        "".join("~" if character == " " else _escape_character(character) for character in text.expandtabs(4))
    )


def escape_url(url: str) -> NoEscape:
    r"""An address as the target of `\href`: what may not stand in an address is percent-encoded."""
    encoded = quote(url, safe=URL_SAFE).replace("~", "%7E").replace("$", "%24").replace("'", "%27")
    return NoEscape(encoded.replace("%", r"\%").replace("#", r"\#").replace("&", r"\&").replace("_", r"\_"))


def escape_address(url: str) -> NoEscape:
    """An address as the reader sees it, with places to break the line."""
    pieces = []
    for index, character in enumerate(url):
        pieces.append(_escape_character(character))
        following = url[index + 1 : index + 2]
        if character in BREAK_AFTER and following and following not in BREAK_AFTER:
            pieces.append(r"\allowbreak{}")
    return NoEscape("".join(pieces))


def join(pieces: list[str] | tuple[str, ...], separator: str = "") -> NoEscape:
    """TeX made of pieces that are TeX already."""
    return NoEscape(separator.join(pieces))
