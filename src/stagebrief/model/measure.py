"""How much text fits side by side, as far as that can be known before TeX measures it."""

from __future__ import annotations

import re

MEASURE = {"brief": 72, "slides": 66}
"""About how many characters of a table fit on a line of page and frame,"""
WIDE = 104
"""and on one of the page in smaller type, over the margins."""

PIECE = re.compile(r"[\s/?&=_.\-–—]+")


def longest_word(text: str) -> int:
    """The number of characters that cannot be divided between lines."""
    return max(map(len, PIECE.split(text)))
