"""Whether a stretch of the PDF's text holds what a citation, a date or a cross-reference must show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from stagebrief.readback.expected import Need, NeedKind
from stagebrief.readback.letters import bare, decomposed
from stagebrief.readback.pages import PdfText

TOKEN = re.compile(r"\d+|[^\W\d_]+")
BETWEEN = r"[\W_]{0,4}"


def lacking(text: PdfText, needs: Iterable[Need], stretches: Iterable[tuple[int, int]]) -> list[Need]:
    """The needs that are not met within the stretches of text, each looked for behind the one before it."""
    return search(text, needs, stretches)[0]


def search(text: PdfText, needs: Iterable[Need], stretches: Iterable[tuple[int, int]]) -> tuple[list[Need], int]:
    """The needs that are not met, and the place behind the last one that is."""
    missing = []
    spans = list(stretches)
    cursor = spans[0][0] if spans else 0
    for need in needs:
        end = found_after(text, need, spans, spans[0][0] if spans and need.anywhere else cursor)
        if end is None:
            missing.append(need)
        else:
            cursor = max(cursor, end)
    return missing, cursor


def found_after(text: PdfText, need: Need, spans: list[tuple[int, int]], cursor: int) -> int | None:
    """Where the need's first finding behind the cursor ends; None if there is none."""
    for start, end in spans:
        first = max(start, cursor)
        ends = [found for choice in need.choices if (found := find(text, need.kind, choice, first, end)) is not None]
        if ends:
            return min(ends)
    return None


def find(text: PdfText, kind: NeedKind, choice: str, start: int, end: int) -> int | None:
    """The end of the first finding of one choice between two places."""
    if kind is NeedKind.WORDS:
        letters = bare(choice)
        found = text.letters.find(letters, start, end)
        return found + len(letters) if found >= 0 else None
    pattern = locator_pattern(choice)
    match = pattern.search(text.letters, start, end)
    while match:  # matches may overlap: a 2 stands before 22
        if text.begins_word(match.start()) and text.begins_word(match.end()):
            return match.end()
        match = pattern.search(text.letters, match.start() + 1, end)
    return None


def locator_pattern(value: str) -> re.Pattern[str]:
    """What a locator looks like: its numbers and words in a row; the ends of ranges may be shortened, as in 193–95."""
    tokens = TOKEN.findall(decomposed(value))
    pieces = [re.escape(token) for token in tokens]
    for number, (before, token) in enumerate(pairwise(tokens), start=1):
        if before.isdigit() and token.isdigit():
            pieces[number] = "(?:" + "|".join(token[index:] for index in range(len(token))) + ")"
    return re.compile(BETWEEN.join(pieces) if pieces else re.escape(bare(value)))
