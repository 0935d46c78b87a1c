"""Whether the colour of text can be told from what is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Protocol

from stagebrief.inspect.colours import WHITE
from stagebrief.inspect.findings import Finding, quoted
from stagebrief.inspect.sheet import Box, Sheet, Word, holds, union
from stagebrief.inspect.strips import Strip, text_from
from stagebrief.model.colours import Colour, contrast, mixed, written

ENOUGH, ENOUGH_LARGE = 4.5, 3.0
"""The contrast that WCAG 2 asks for at level AA, and for large type."""
LARGE, LARGE_BOLD = 18.0, 14.0
"""Type of so many points is large."""
SLACK = 0.05
"""Contrasts are rounded: so much less is enough."""
BAD = 0.25
"""On a picture so large a share of what is behind a word may be too near its colour."""
FRAME = 540.0
"""The height in points of a slide by which type in a deck is measured: 7.5 inches."""


class Ground(Protocol):
    """What is painted behind the words of a page."""

    def colours(self, page: int, box: Box) -> Sequence[Colour]:
        """The colours in a box of a page, without its text."""


def faint(sheet: Sheet, strips: list[Strip], page: int, ground: Ground, *, deck: bool) -> Iterator[Finding]:
    """Words whose contrast is too low: one finding for each pair of colours on the page."""
    scale = FRAME / sheet.height if deck and sheet.height else 1.0
    told: dict[tuple[Colour, str], Finding] = {}
    for strip in strips:
        for colour, group in groupby(strip.words, key=lambda word: word.colour):
            words = [word for word in group if any(letter.isalnum() for letter in word.text) and not word.face.maths]
            if colour is None or not words:
                continue
            size = max(word.size for word in words) * scale
            large = size >= LARGE - 0.1 or (size >= LARGE_BOLD - 0.1 and all(word.face.bold for word in words))
            least = ENOUGH_LARGE if large else ENOUGH
            found = low_contrast(sheet, words, colour, page, ground, least)
            if found is None:
                continue
            behind, value = found
            key = (colour, written(behind))
            if key not in told:
                told[key] = Finding(
                    "contrast-is-enough",
                    page,
                    union([word.box for word in words]),
                    f"{quoted(' '.join(word.text for word in words))} in {written(colour)} on {written(behind)} has a "
                    f"contrast of {value:.1f}:1, and {least:g}:1 is wanted",
                    "make the text darker or what is behind it lighter, or the other way round",
                    words[0].rank / max(1, sheet.letters),
                    text_from(strip, words[0]),
                )
    yield from told.values()


def low_contrast(
    sheet: Sheet, words: list[Word], colour: Colour, page: int, ground: Ground, least: float
) -> tuple[Colour, float] | None:
    """What is behind words that are hard to see on it, and their contrast; None where it is enough."""
    box = union([word.box for word in words])
    plain = plain_ground(sheet, box, words[0].order)
    colours = [plain] if plain is not None else list(ground.colours(page, box))
    shown = [(behind, contrast(mixed(colour, behind, 0.6) if words[0].clear else colour, behind)) for behind in colours]
    bad = [pair for pair in shown if pair[1] < least - SLACK]
    if not bad or len(bad) < BAD * len(shown):
        return None
    return min(bad, key=lambda pair: pair[1])


def plain_ground(sheet: Sheet, box: Box, order: int) -> Colour | None:
    """The one colour behind a box; None where there is more than one, or it is not known."""
    for patch in reversed(sheet.patches):
        if patch.order > order:
            continue
        if holds(patch.box, box, 1.0):
            return patch.colour if patch.plain else None
        if patch.box[0] < box[2] and box[0] < patch.box[2] and patch.box[1] < box[3] and box[1] < patch.box[3]:
            return None
    return WHITE
