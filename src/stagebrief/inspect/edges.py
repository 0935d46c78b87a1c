"""Text outside the page, glyphs that are lost, pictures that are coarse."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.inspect.findings import Finding, quoted
from stagebrief.inspect.sheet import Sheet, union
from stagebrief.inspect.strips import Strip

BEYOND = 1.0
"""Ink may reach beyond the page's edge by so many points."""
PRINT = 150
"""Dots to the inch that a picture in print has at least;"""
SCREEN = 75
"""and on a slide that is 13.33 inches wide."""
TINY = 14.0
"""A picture smaller than so many points is an ornament."""


def outside(sheet: Sheet, strips: list[Strip], page: int) -> Iterator[Finding]:
    """Words that lie wholly or in part outside the page: one finding for each line."""
    left, bottom, right, top = sheet.box
    turned = [[word] for word in sheet.words if word.turned]
    for words in [*([*strip.words, *strip.scripts] for strip in strips), *turned]:
        out = [
            word
            for word in words
            if word.box[0] < left - BEYOND
            or word.box[2] > right + BEYOND
            or word.box[1] < bottom - BEYOND
            or word.box[3] > top + BEYOND
        ]
        if out and any(letter.isalnum() for word in out for letter in word.text):
            yield Finding(
                "text-is-on-page",
                page,
                union([word.box for word in out]),
                f"{quoted(' '.join(word.text for word in out))} stands outside the page",
                "make it shorter or narrower",
                out[0].rank / max(1, sheet.letters),
                " ".join(word.text for word in out),
            )


def lost_glyphs(sheet: Sheet, page: int) -> Iterator[Finding]:
    """Words with a glyph that the font does not have: one finding for each font of a page."""
    seen = set()
    for word in sheet.words:
        if word.lost and word.face not in seen:
            seen.add(word.face)
            text = word.text.replace("\0", "\ufffd")
            yield Finding(
                "glyph-is-shown",
                page,
                word.box,
                f"the font {word.face.name or 'without a name'} shows an empty box for a character of {quoted(text)}",
                "use a font that has the character, or write it otherwise",
                word.rank / max(1, sheet.letters),
                text,
            )


def coarse(sheet: Sheet, page: int, *, deck: bool) -> Iterator[Finding]:
    """Pictures that have too few dots for the place where they stand."""
    scale = 540 / sheet.height if deck and sheet.height else 1.0
    for picture in sheet.pictures:
        if min(picture.sides) * scale < TINY or not all(picture.dots):
            continue
        dots = min(72 * count / (side * scale) for count, side in zip(picture.dots, picture.sides, strict=True))
        least = SCREEN if deck else PRINT
        if dots < least - 0.5:
            yield Finding(
                "picture-is-sharp",
                page,
                picture.box,
                f"a picture has {dots:.0f} dots to the inch, and {least} are wanted",
                "use a larger copy of the picture, or show it smaller",
                picture.rank / max(1, sheet.letters),
            )
