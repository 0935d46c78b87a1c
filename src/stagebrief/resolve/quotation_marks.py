"""Passages in quotation marks, in whichever language's marks they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stagebrief.wording import words_in

CLOSERS = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "‘": "’",
    "‚": "‘’",
    "”": "”",
    "「": "」",
    "『": "』",
    '"': '"',
}
"""For each mark that can open a quotation, those that can close it."""

OPENER = re.compile(f"[{''.join(CLOSERS)}]")
FEWEST_WORDS = 4
"""A quotation of fewer words is a term or a name."""
FEWEST_CHARACTERS = 8
"""The same for scripts that put no space between words."""
LONGEST = 5000
"""Characters; a mark that is not closed after so many opens no quotation."""
DEEPEST = 3
"""Quotations within a quotation."""


def quoted_in(text: str) -> Iterator[tuple[int, int]]:
    """Where passages in quotation marks begin and end, the marks left out; passages within a passage are not given."""
    position = 0
    while match := OPENER.search(text, position):
        position = match.start()
        end = closing(text, position) if opens(text, position) else -1
        if end >= 0 and is_long_enough(text[position + 1 : end]):
            yield position + 1, end
        position = max(position, end) + 1


def opens(text: str, position: int) -> bool:
    """Whether a quotation may open here: a mark that can, before a word and not right behind one."""
    mark = text[position]
    if mark not in CLOSERS:
        return False
    before, after = text[position - 1 : position] if position else "", text[position + 1 : position + 2]
    if mark in "「『":
        return True
    if not after or (after.isspace() and mark != "«"):
        return False
    # Chinese and Japanese put no space before a quotation.
    return not ((before.isalnum() and before < "\u2e80") or (mark in "”’»" and before and before in ".,;:!?…)"))


def closing(text: str, start: int) -> int:
    """Where the quotation that opens at `start` closes; -1 where it does not."""
    mark, depth = text[start], 0
    closers = CLOSERS[mark]
    if mark in "‘‚":
        return closing_single(text, start, closers)
    for position in range(start + 1, min(len(text), start + LONGEST)):
        character = text[position]
        if character == mark and mark not in closers and opens(text, position):
            depth += 1
            if depth > DEEPEST:
                return -1
        elif character in closers:
            if depth == 0:
                return position
            depth -= 1
    return -1


def closing_single(text: str, start: int, closers: str) -> int:
    """Where a quotation in single marks closes, which look like apostrophes: rather where punctuation shows it."""
    first = -1
    for position in range(start + 1, min(len(text), start + LONGEST)):
        if text[position] == "‘" and "‘" not in closers and opens(text, position):
            break
        if text[position] not in closers or text[position + 1 : position + 2].isalnum():
            continue
        first = position if first < 0 else first
        if not text[position - 1].isalnum() or not re.match(r"\s+\w", text[position + 1 :]):
            return position
    return first


def is_long_enough(text: str) -> bool:
    """Whether a passage in quotation marks is long enough to be somebody's words and not a term."""
    words = words_in(text)
    if len(words) >= FEWEST_WORDS:
        return True
    unspaced = [word for word in words if any("\u3040" <= letter <= "\u9fff" for letter in word)]
    return sum(map(len, unspaced)) >= FEWEST_CHARACTERS
