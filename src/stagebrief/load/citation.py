"""Pandoc's citation syntax: `[see @key, pp. 33-35; also @b, ch. 2]`, `@key [p. 3]`, `[-@key]`, `@{any key}`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from stagebrief.load.citation_brackets import Divider, closing_bracket, survey
from stagebrief.load.citation_faults import WrittenFault, crowding, keyless, open_locator
from stagebrief.load.citation_keys import Key, is_word
from stagebrief.load.locator import read_locators
from stagebrief.model.inline import CitationMode, Locator

BRACKET = re.compile(r"[ \t]*\n?[ \t]*\[(?!\^)")
OTHER_BRACKET = re.compile(r"[(\[]|\{[^{}\s]*\}")
"""What makes of the brackets behind a key a link or words with attributes."""


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """One source of a citation as it is written; starts and ends are positions in the text that was parsed.

    `prefix` and `suffix` are stretches (start, end) whose Markdown is still to be read.
    """

    key: str
    start: int
    end: int
    mode: CitationMode
    prefix: tuple[int, int]
    locators: tuple[Locator, ...]
    suffix: tuple[int, int]


@dataclass(frozen=True, slots=True)
class WrittenCitation:
    """The sources in one pair of brackets, and what is wrong with them."""

    items: tuple[WrittenItem, ...]
    faults: tuple[WrittenFault, ...] = ()


def parse_citation(text: str, start: int, end: int, language: str) -> WrittenCitation | None:
    """The sources between `start` and `end`, divided by semicolons; None if nothing there is a key."""
    keys, dividers = survey(text, start, end)
    if not keys or text.startswith("^", start):
        return None
    items: list[WrittenItem] = []
    faults: list[WrittenFault] = []
    for first, last in pieces(start, end, keys, dividers):
        own = [key for key in keys if first <= key.start < last]
        if own:
            items.append(parse_item(text, first if items else start, last, own[0], language))
            faults += crowding(text, last, own)
        else:
            faults.append(keyless(text, first, last))
            if items:
                items[-1] = extended(items[-1], last)
    return WrittenCitation(tuple(items), tuple(faults))


def pieces(start: int, end: int, keys: list[Key], dividers: list[Divider]) -> Iterator[tuple[int, int]]:
    """The stretches between semicolons; one in brackets divides only where a key stands on both of its sides."""
    edges = [start - 1, *(divider.position for divider in dividers), end]
    held = [any(first < key.start < last for key in keys) for first, last in pairwise(edges)]
    first = start
    for index, divider in enumerate(dividers):
        if divider.enclosed and not (any(first <= key.start < divider.position for key in keys) and held[index + 1]):
            continue
        yield first, divider.position
        first = divider.position + 1
    yield first, end


def parse_item(text: str, start: int, end: int, key: Key, language: str) -> WrittenItem:
    """One source: prefix, key, locators, suffix."""
    minus = suppresses(text, key.start, start)
    places = read_locators(text, key.end, end, language)
    mode = CitationMode.SUPPRESS_AUTHOR if minus else CitationMode.NORMAL
    prefix = (start, key.start - minus)
    return WrittenItem(key.name, key.start, key.end, mode, prefix, places.locators, (places.end, end))


def suppresses(text: str, position: int, start: int) -> bool:
    """Whether a minus that stands before the `@` is one of its own, and not a dash or a hyphen."""
    before = text[max(start, position - 2) : position]
    return before.endswith("-") and not (len(before) > 1 and (is_word(before[0]) or before[0] in "-\\"))


def extended(item: WrittenItem, end: int) -> WrittenItem:
    """The item with a suffix that goes on to `end`, so that no word is lost."""
    return replace(item, suffix=(item.suffix[0], end))


def parse_in_text(text: str, key: Key, end: int, language: str) -> tuple[WrittenCitation, int]:
    """`@key [p. 3]`, `@key [p. 3; @b]` or `@key`, and where it ends."""
    mode = CitationMode.SUPPRESS_AUTHOR if suppresses(text, key.start, 0) else CitationMode.IN_TEXT
    own = WrittenItem(key.name, key.start, key.end, mode, (key.start, key.start), (), (key.end, key.end))
    bracket = BRACKET.match(text, key.end, end)
    if bracket is None:
        return WrittenCitation((own,)), key.end
    start, close = bracket.end(), closing_bracket(text, bracket.end() - 1, end)
    if close < 0:
        return WrittenCitation((own,), (open_locator(start - 1),)), key.end
    if OTHER_BRACKET.match(text, close + 1):
        return WrittenCitation((own,)), key.end
    keys, dividers = survey(text, start, close)
    first = next((divider.position for divider in dividers if not divider.enclosed), close)
    if any(found.start < first for found in keys):
        first = start - 1  # other sources only
    else:
        places = read_locators(text, start, first, language, behind_key=False)
        own = replace(own, locators=places.locators, suffix=(places.end, first))
    if first >= close:
        return WrittenCitation((own,)), close + 1
    further = parse_citation(text, first + 1, close, language)
    if further is None:
        return WrittenCitation((extended(own, close),), (keyless(text, first + 1, close),)), close + 1
    return WrittenCitation((own, *further.items), further.faults), close + 1
