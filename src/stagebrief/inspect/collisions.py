"""Text over text, and text that something is painted over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stagebrief.inspect.findings import Finding, quoted
from stagebrief.inspect.sheet import Sheet, Word, holds, overlap, union
from stagebrief.inspect.strips import Strip, text_from

HIGH = 0.15
"""Ink that reaches over other ink by this share of the smaller size,"""
WIDE = 0.25
"""and is as wide as this share of it, or half of the narrower word, makes both hard to read."""
NEXT = 2
UNKNOWN = frozenset("\0\ufffd`´¨ˆ˜¯˘˙˚˝ˇ¸")
"""Accents, and what the font does not name."""
DRAWN_TOGETHER = 1.2
"""Letters painted one after the other may be drawn together by so many ems: accents, and names such as LaTeX's."""
NEAR = 20.0
"""Findings that are no more points apart are of one mishap."""
SAME = 0.12
"""The same letters at nearly the same place are one: they are printed twice to look bold, or with a shadow."""
HINT_APART = "give it more room, or make it shorter"


def collisions(sheet: Sheet, strips: list[Strip], page: int) -> Iterator[Finding]:
    """Words whose ink lies over that of other words; one finding for each pair of lines."""
    lines = [(strip, strip.box) for strip in strips]
    lines.sort(key=lambda line: line[1][1])
    for index, (strip, box) in enumerate(lines):
        pair = self_overlap(strip)
        if pair:
            yield told(sheet, pair, page, [strip])
        for other, around in lines[index + 1 :]:
            if around[1] >= box[3]:
                break
            wide, high = overlap(box, around)
            if wide > 0 and high > 0 and (pair := colliding(strip, other)):
                yield told(sheet, pair, page, [strip, other])


def at_some_distance(found: Iterable[Finding]) -> list[Finding]:
    """Of findings that stand by one another the first: where one paragraph lies over another there are many."""
    kept: list[Finding] = []
    for one in found:
        near = (overlap(one.box, other.box) for other in kept if one.box and other.box)
        if not any(wide > -NEAR and high > -NEAR for wide, high in near):
            kept.append(one)
        elif kept[-1].box and one.box:
            kept[-1] = replace(kept[-1], box=union([kept[-1].box, one.box]))
    return kept


def colliding(first: Strip, second: Strip) -> tuple[Word, Word] | None:
    """Two words of two lines that lie over one another."""
    for one in first.words:
        if is_text(one):
            for other in second.words:
                if is_text(other) and collide(one, other):
                    return one, other
    return None


def self_overlap(strip: Strip) -> tuple[Word, Word] | None:
    """Two words of one line that lie over one another."""
    words = sorted((word for word in strip.words if is_text(word)), key=lambda word: word.box[0])
    for index, one in enumerate(words):
        for other in words[index + 1 :]:
            if other.box[0] >= one.box[2]:
                break
            if collide(one, other):
                return one, other
    return None


def is_text(word: Word) -> bool:
    """Whether a word is to be read as such: formulas are built of parts, and signs are laid over words on purpose."""
    return not word.face.maths and not word.clear and any(letter.isalnum() for letter in word.text)


def collide(one: Word, other: Word) -> bool:
    """Whether the ink of two words lies over one another so that they are hard to read."""
    wide, high = overlap(one.box, other.box)
    size = min(one.size, other.size)
    narrow = min(one.box[2] - one.box[0], other.box[2] - other.box[0])
    if high < HIGH * size or wide < min(WIDE * size, max(0.5 * narrow, 0.1 * size)):
        return False
    if drawn_together(one, other) and wide < DRAWN_TOGETHER * max(one.size, other.size):
        return False
    doubled = one.text == other.text and all(
        abs(a - b) <= SAME * size for a, b in zip(one.box[:2], other.box[:2], strict=True)
    )
    return not doubled


def drawn_together(one: Word, other: Word) -> bool:
    """Whether two words are painted one after the other, and one is a single letter or holds an accent."""
    parts = one.text, other.text
    single = any(len(text) == 1 and text.isalpha() for text in parts)
    return abs(one.order - other.order) <= NEXT and (single or any(UNKNOWN & set(text) for text in parts))


def told(sheet: Sheet, pair: tuple[Word, Word], page: int, strips: list[Strip]) -> Finding:
    """The finding for two words."""
    under, over = sorted(pair, key=lambda word: word.order)
    return Finding(
        "text-is-apart",
        page,
        union([under.box, over.box]),
        f"{quoted(over.text)} stands over {quoted(under.text)}",
        HINT_APART,
        over.rank / max(1, sheet.letters),
        next((text_from(strip, over) for strip in strips if over in strip.words), over.text),
    )


def covered(sheet: Sheet, strips: list[Strip], page: int) -> Iterator[Finding]:
    """Lines that something is painted over which lets nothing through."""
    patches = [patch for patch in sheet.patches if patch.plain]
    pictures = {picture.order: picture for picture in sheet.pictures}
    patches += [patch for patch in sheet.patches if patch.order in pictures]
    for strip in strips:
        last = strip.words[-1].order
        for patch in patches:
            if patch.order > last and any(is_text(word) and holds(patch.box, word.box, 0.5) for word in strip.words):
                word = next(word for word in strip.words if is_text(word) and holds(patch.box, word.box, 0.5))
                yield Finding(
                    "text-is-apart",
                    page,
                    word.box,
                    f"{quoted(strip.text)} is painted over",
                    "put the text over what covers it, or elsewhere",
                    word.rank / max(1, sheet.letters),
                    text_from(strip, word),
                )
                break
