"""Text reduced to what must be equal in the source and in the PDF's text.

Two texts are the same here if they differ only in what typesetting may change: spaces and line ends, hyphens (which are
counted apart), case (small capitals), ligatures, presentation forms and superscripts (compatibility decomposition), the
way in which accents are encoded, the digits of other scripts, invisible characters, vowel signs of scripts whose
fonts do not give them back in the order in which they were written, and U+FFFD.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

HYPHENS = "-\u00ad\u058a\u05be\u1806\u2010\u2011\u2027\ufffe"
"""What a hyphen may come as; U+FFFE is how PDFium gives one at a line's end, typed or not."""

KEPT_MARKS = ((0x0300, 0x036F), (0x0483, 0x0487), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF))
"""Combining marks of Latin, Greek and Cyrillic, which tell words apart and are given back in order."""

VARIANTS = {
    "\u0640": "",  # tatweel
    "\u06cc": "\u064a",
    "\u0649": "\u064a",
    "\u06a9": "\u0643",
    "\u06c1": "\u0647",
    "\u06be": "\u0647",
    "\u06d5": "\u0647",
    "\u0e33": "\u0e32",
    "\u2044": "/",
}
"""Letters that share glyphs with others."""

SEPARATOR = re.compile(rf"[\s{re.escape(HYPHENS)}]+")
LINE_END = re.compile("[\r\n\v\f\x85\u2028\u2029\ufffe]")


class Folding(dict[int, str]):
    """What each character is reduced to, found on first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = reduced(character)
        return folded


def reduced(character: str) -> str:
    """One character of a decomposed text without case; spaces and hyphens stay."""
    if character in HYPHENS or character.isspace():
        return character
    if (variant := VARIANTS.get(character)) is not None:
        return variant
    category = unicodedata.category(character)
    if category in {"Cc", "Cf", "Cs", "Cn"} or character == "\ufffd":
        return ""
    if category.startswith("M"):
        return character if any(first <= ord(character) <= last for first, last in KEPT_MARKS) else ""
    return str(unicodedata.digit(character)) if category == "Nd" else character


FOLDING = Folding()


def decomposed(text: str) -> str:
    """The text without case and decomposed, spaces and hyphens included."""
    if text.isascii():
        return text.lower().translate(FOLDING)
    plain = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", plain).translate(FOLDING)


MOST_WORDS = 1 << 16
"""Words that are remembered from one reading to the next."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as bare letters and signs; `hyphens` are the positions in `letters` before which a hyphen stood."""

    letters: str
    hyphens: tuple[int, ...] = ()


@lru_cache(MOST_WORDS)
def fold(text: str) -> Folded:
    """The text of a word or of a few words as bare letters and signs."""
    letters: list[str] = []
    hyphens = []
    for character in decomposed(text):
        if character in HYPHENS:
            hyphens += [len(letters)] if character != "\u00ad" else []
        elif not character.isspace():
            letters.append(character)
    return Folded("".join(letters), tuple(hyphens))


def bare(text: str) -> str:
    """The bare letters and signs of a text."""
    return SEPARATOR.sub("", decomposed(text))
