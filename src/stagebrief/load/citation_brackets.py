"""Where the brackets, keys and semicolons of a citation stand, and what hides them: code, formulas, emphasis, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from stagebrief.load.citation_keys import Key, braced_end, is_word, key_at

DIVIDERS = frozenset(";؛；\u037e")
"""The semicolon, and those of Arabic, Chinese and Greek keyboards."""
SHIELDS = re.compile(
    r"(?P<code>`+)|\$(?=\S)[^$]*(?<=\S)\$(?!\d)|<[^<>\s][^<>]*>|&(?:#\w{1,7}|[A-Za-z]\w{1,31});"
    r'|(?<!\w)"(?=\S)[^"]*(?<=\S)"(?!\w)|(?<!\w)“[^”]*”'
)
LINK_TARGET = re.compile(r"\((?:<[^<>\n]*>|[^\s()]*)(?:\s+\"[^\"]*\")?\)")


def closing_bracket(text: str, position: int, end: int | None = None) -> int:
    """The `]` that closes the `[` at `position`; -1 if there is none. Brackets in code and escapes do not count."""
    close = bracket_pairs(text).get(position, -1)
    return close if end is None or close < end else -1


@lru_cache(maxsize=16)
def bracket_pairs(text: str) -> dict[int, int]:
    """The brackets of a text that belong together."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    index = 0
    while index < len(text):
        character = text[index]
        if character == "\\":
            index += 1
        elif character in "`$" and (end := shield_end(text, index, len(text))):
            index = end - 1
        elif character == "@" and text.startswith("{", index + 1) and (end := braced_end(text, index + 1)) > 0:
            index = end
        elif character == "[":
            stack.append(index)
        elif character == "]" and stack:
            pairs[stack.pop()] = index
            if target := LINK_TARGET.match(text, index + 1):
                index = target.end() - 1
        index += 1
    return pairs


def shield_end(text: str, index: int, end: int) -> int:
    """Where the code, formula, address or quotation ends that begins at `index`; 0 if none does."""
    match = SHIELDS.match(text, index, end) if text[index] in '`$<&"“' else None
    if match is None:
        return 0
    if run := match["code"]:
        close = re.compile(rf"(?<!`){run}(?!`)").search(text, match.end(), end)
        return close.end() if close else match.end()
    return match.end()


def emphasis_end(text: str, index: int, end: int) -> int:
    """Where the emphasis ends that begins at `index`; 0 if none does."""
    run = re.compile(r"\*+|_+").match(text, index, end) if text[index] in "*_" else None
    if run is None or (run[0][0] == "_" and is_word(text[index - 1 : index])):
        return 0
    sign = re.escape(run[0][0])
    after = r"(?!\w)" if sign == "_" else ""
    close = re.compile(rf"(?<![\s{sign}\\]){re.escape(run[0])}(?!{sign}){after}").search(
        text, run.end(), min(end, index + 2000)
    )
    return close.end() if close and not text[run.end()].isspace() else 0


@dataclass(frozen=True, slots=True)
class Divider:
    """A semicolon between two sources; `enclosed` if it stands in round brackets or braces."""

    position: int
    enclosed: bool


def survey(text: str, start: int, end: int) -> tuple[list[Key], list[Divider]]:
    """The keys and semicolons between two positions that do not stand in code, formulas, emphasis or brackets."""
    keys: list[Key] = []
    dividers: list[Divider] = []
    depth, index = 0, start
    while index < end:
        character = text[index]
        if character == "\\":
            index += 2
        elif character == "[" and (close := closing_bracket(text, index, end)) > 0:
            target = LINK_TARGET.match(text, close + 1, end)
            index = target.end() if target else close + 1
        elif after := shield_end(text, index, end) or emphasis_end(text, index, end):
            index = after
        elif character == "@" and (key := key_at(text, index)) and key.end <= end:
            keys.append(key)
            index = key.end
        else:
            if character in DIVIDERS:
                dividers.append(Divider(index, depth > 0))
            depth = max(0, depth + (character in "({") - (character in ")}"))
            index += 1
    return keys, dividers
