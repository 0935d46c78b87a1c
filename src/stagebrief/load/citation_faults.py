"""What is wrong with a citation as it is written, and what looks like one and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from stagebrief.load.citation_brackets import closing_bracket
from stagebrief.load.citation_keys import Key, key_at


@dataclass(frozen=True, slots=True)
class WrittenFault:
    """What is wrong between two positions of the text; `severe` is what an author must mend."""

    code: str
    message: str
    hint: str
    start: int
    end: int
    severe: bool = True


VALID, CLOSED = "citation-is-valid", "citation-is-closed"
PLAIN_AT = r"for a plain @ write \@"
BARE_AT = re.compile(r"(?:[^\]@\[`\\]*\s)?-?@(?=[\s,;]|$|\{\}|\{[^{}]*\s)")
WITHIN_EMPHASIS = re.compile(r"\s*(\*+|_+)[^*_\[\]`@]*@[^*\[\]`]*\1")
OPENING = re.compile(r"\[(?:[^\[\]()@.!?;`]{0,40}\s)?-?(?=@)")
DISTANT = re.compile(r"@[ \t]+[^\W\d_][\w:.-]*\d")
BETWEEN = re.compile(r"[\s,:&+]*(?:and|и|und|et|y|e|ва|та)?[\s-]*")


def keyless(text: str, start: int, end: int) -> WrittenFault:
    """The fault of a stretch between semicolons in which no key stands."""
    words = text[start:end].strip()
    if not words:
        hint = "write another @key behind the semicolon, or delete it"
        return WrittenFault(VALID, "no source stands beside this semicolon", hint, max(0, start - 1), start)
    begin = text.index(words[0], start)
    shown = " ".join(words.split())[:60]
    hint = "a semicolon divides sources: put a comma in its place, or write the @key of the second one"
    return WrittenFault(VALID, f"'{shown}' names no source", hint, begin, begin + len(words))


def crowding(text: str, end: int, keys: list[Key]) -> Iterator[WrittenFault]:
    """The faults of keys that no semicolon divides from the one before them."""
    for before, key in pairwise(keys):
        if key.end <= end and BETWEEN.fullmatch(text, before.end, key.start):
            message = f"no semicolon divides '{key.name}' from the source before it"
            hint = f"write [@{before.name}; @{key.name}]"
            yield WrittenFault("sources-are-divided", message, hint, key.start, key.end, severe=False)


def open_locator(position: int) -> WrittenFault:
    """The fault of a bracket behind an `@key` that is not closed."""
    return WrittenFault(CLOSED, "this bracket is not closed", "close it with ]", position, position + 1)


def bracket_faults(text: str, position: int, end: int) -> Iterator[WrittenFault]:
    """What is wrong with a bracket at `position` that is no citation, though it may be meant as one."""
    close = closing_bracket(text, position, end)
    if close < 0:
        stretch = OPENING.match(text, position, end)
        if stretch and key_at(text, stretch.end()):
            hint = r"close it with ] behind the citation; for a bracket of your own write \["
            yield WrittenFault(CLOSED, "the bracket of this citation is not closed", hint, position, position + 1)
    elif found := BARE_AT.match(text, position + 1, close):
        yield at_fault(text, found.end() - 1, close, severe=found.end() - position < 4)
    elif found := WITHIN_EMPHASIS.match(text, position + 1, close):
        hint = f"leave the key out of it, or put it around the brackets: {found[1]}[see @key, p. 3]{found[1]}"
        message = "the emphasis hides the key, so this is not read as a citation"
        yield WrittenFault(VALID, message, hint, position, close + 1, severe=False)


def at_faults(text: str, position: int) -> Iterator[WrittenFault]:
    """What is wrong with an `@` outside brackets that names nothing, though it may be meant to."""
    if position and not text[position - 1].isspace() and text[position - 1] not in "([{«“„\"'":
        return
    if text.startswith("{", position + 1) or DISTANT.match(text, position):
        yield at_fault(text, position, len(text), severe=text.startswith("{", position + 1))


def at_fault(text: str, position: int, end: int, *, severe: bool) -> WrittenFault:
    """The fault of an `@` without a key behind it."""
    if braced := re.compile(r"\{([^{}\n]+)\}").match(text, position + 1, end):
        hint = "write the key as it stands in the bibliography file: it holds no space"
        return WrittenFault(VALID, f"'{braced[1]}' is not a key", hint, position, braced.end())
    if re.compile(r"[ \t]+\w").match(text, position + 1, end):
        hint = f"write the key right behind it; {PLAIN_AT}"
        return WrittenFault(VALID, "a space stands between @ and the key", hint, position, position + 1, severe)
    if text.startswith("{", position + 1) and not text.startswith("{}", position + 1):
        return WrittenFault(CLOSED, "the brace of this key is not closed", "close it with }", position, position + 2)
    hint = f"write a key from the bibliography file behind it; {PLAIN_AT}"
    return WrittenFault(VALID, "no key stands behind this @", hint, position, position + 1, severe)
