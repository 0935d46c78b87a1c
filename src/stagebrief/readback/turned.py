"""Words of lines written from right to left whose order cannot be told from the page."""

from __future__ import annotations

from stagebrief.readback.align import Alignment
from stagebrief.readback.expected import Element, Expected, Word
from stagebrief.readback.letters import bare
from stagebrief.readback.pages import PdfText
from stagebrief.readback.placing import Claims

NEIGHBOURHOOD = 8
"""So many letters around a block written from right to left may be its own."""


def without_turned(text: PdfText, claims: Claims, block: Expected, alignment: Alignment) -> list[int]:
    """Of the lost words of a block written from right to left those that stand nowhere around it.

    What numbers, brackets and words of other scripts look like within such a line does not tell in which order they
    were written; so these words are looked for without punctuation. Those that are found belong to the block.
    """
    words = {element: letters_of(block.elements[element]) for element in alignment.lost}
    around = sum(map(len, words.values())) + NEIGHBOURHOOD
    start, end = max(0, alignment.stretches[0][0] - around), alignment.stretches[-1][1] + around
    lost = []
    for element, letters in words.items():
        at = free_letters(text, claims, letters, start, end)
        if at is None:
            lost.append(element)
        else:
            claims.take([(at, at + len(letters))])
    return lost


def free_letters(text: PdfText, claims: Claims, letters: str, start: int, end: int) -> int | None:
    """Where letters stand between two places and belong to no block."""
    at = text.letters.find(letters, start, end)
    while at >= 0 and not claims.is_free(at, at + len(letters)):
        at = text.letters.find(letters, at + 1, end)
    return at if at >= 0 else None


def letters_of(element: Element) -> str:
    """The letters and digits of a word."""
    return "".join(filter(str.isalnum, bare(element.text))) if isinstance(element, Word) else ""
