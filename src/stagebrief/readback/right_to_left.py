"""Pages that hold letters written from right to left, in the order in which they were typeset.

The characters come in the order of the page's content (`content`). Here brackets that were mirrored are turned back,
and spaces and line ends are made where the distances between characters tell of such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from stagebrief.readback.content import Character, Content

LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
GAP = 0.12
"""A space between letters is wider than this share of the size of type."""
SHIFT = 0.5
"""A new line begins where letters stand lower or higher than by this share of the size of type."""

MIRRORED = dict(
    pair for left, right in ("()", "[]", "{}", "<>", "«»", "‹›", "≤≥") for pair in ((left, right), (right, left))
)


def holds_right_to_left(text: str) -> bool:
    """Whether letters written from right to left occur."""
    return LETTERS.search(text) is not None


def text_in_order(page: Any, content: Content) -> str:
    """The text of a page (of pikepdf's) as it was typeset; what lies outside the page is left out."""
    left, bottom, right, _ = (float(value) for value in page.mediabox)
    characters = [
        character
        for character in content.characters(page)
        if left - 1 <= character.left and character.right <= right + 1 and bottom <= character.base
    ]
    return joined(turned_back(characters))


def turned_back(characters: Sequence[Character]) -> list[Character]:
    """Characters in which those that are mirrored from right to left are as they were written."""
    return [
        replace(one, text=MIRRORED[one.text]) if one.text in MIRRORED and runs_left(characters, index) else one
        for index, one in enumerate(characters)
    ]


def runs_left(characters: Sequence[Character], index: int) -> bool:
    """Whether a character stands to the left of the one before it in its line, or else of the one behind it."""
    one = characters[index]
    if index and same_line(characters[index - 1], one):
        return characters[index - 1].left > one.left
    return (
        index + 1 < len(characters) and same_line(one, characters[index + 1]) and characters[index + 1].left < one.left
    )


def same_line(first: Character, second: Character) -> bool:
    """Whether two characters stand in one line."""
    return abs(second.base - first.base) <= SHIFT * max(first.size, second.size)


def joined(characters: Iterable[Character]) -> str:
    """The characters with spaces and line ends where their distances tell of such."""
    shown = [character for character in characters if not character.text.isspace()]
    pieces = [shown[0].text] if shown else []
    for last, character in pairwise(shown):
        if not same_line(last, character):
            pieces.append("\n")
        elif distance(last, character) > GAP * character.size:
            pieces.append(" ")
        pieces.append(character.text)
    return "".join(pieces)


def distance(first: Character, second: Character) -> float:
    """The space between two characters; negative where they overlap."""
    return max(second.left - first.right, first.left - second.right)
