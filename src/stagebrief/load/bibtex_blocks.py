"""Where the blocks of a .bib text stand: one walk over its braces, without reading what is in them.

A library of 50,000 sources is walked through in a second; only the sources that are cited are then read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

START = re.compile(r"(?<![\w.@\\])@[ \t]*([^\W\d]\w*)[ \t\n]*([{(])")
"""The head of a block: an at sign, a word and what opens it."""

TOKEN = re.compile(r"\\[\\{}]|[{}]|\n[ \t]*@[ \t]*[^\W\d]\w*[ \t\n]*[{(]")
"""Braces, and the head of another block at a line's start, which ends one that was left open."""

NEXT = re.compile(r"\n[ \t]*@[ \t]*[^\W\d]\w*[ \t\n]*[{(]")
"""The last of these alone."""


def nested(depth: int) -> str:
    """A pattern for text whose braces, nested no deeper than that, are balanced."""
    text = r"[^{}\\]*+(?:\\[\\{}]?+[^{}\\]*+)*+"
    return rf"{text}(?:\{{{nested(depth - 1)}\}}{text})*+" if depth else text


WHOLE = re.compile(nested(4) + r"\}")
"""An ordinary block from behind its first brace to its last: one step, where others are walked brace by brace."""

ROUND = re.compile(r"\\[\\{}\"]|[{})\"]|\n[ \t]*@[ \t]*[^\W\d]\w*[ \t\n]*[{(]")
"""The same for a block in round brackets."""

HEAD = re.compile(r"\s*([^,{}=\"\n]*)")
BRACE = re.compile(r"\\[\\{}]|[{}]")

FIELDS = re.compile(r"(?m)^[ \t]*(?:,|[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"\d]|[})][ \t]*$)")
"""What must not stand between entries: the rest of one that was closed too early."""

ALIASES = re.compile(r"(?:ids|IDS|Ids)[ \t\n]*=[ \t\n]*(?:\{([^{}]*)\}|\"([^{}\"]*)\")")
"""What looks like a field of further keys; its reader knows whether it is one."""

MOST = 300_000
"""No library has more entries; a file that does is meant to harm."""

MOST_FLAWS = 10_000
"""More are not told."""


class Block(NamedTuple):
    """`text[start:end]`, an entry or @string or the like; `line` is the number of its first line."""

    kind: str
    key: str
    start: int
    end: int
    line: int


class Flaw(NamedTuple):
    """What is wrong with the build of a file at an offset; `block` is the entry it belongs to, -1 for none."""

    code: str
    message: str
    hint: str
    offset: int
    line: int
    block: int = -1


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of a text in their order, its flaws, and further keys of entries with the numbers of their blocks."""

    blocks: tuple[Block, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    aliases: tuple[tuple[str, int], ...] = ()


def find_blocks(text: str) -> Blocks:
    """The blocks of a .bib text; its time grows only as the text does."""
    blocks: list[Block] = []
    flaws: list[Flaw] = []
    position, line, counted, comments_end = 0, 1, 0, True
    while match := START.search(text, position):
        start = match.start()
        if text.rfind("%", max(position, text.rfind("\n", position, start)), start) >= 0:  # a comment
            end = text.find("\n", start)
            position = end if end >= 0 else len(text)
            continue
        flaws += between(text, position, start, line, counted, len(blocks) - 1)
        line += text.count("\n", counted, start)
        counted = start
        if len(blocks) == MOST:
            hint = "divide it; what follows is not read"
            flaws.append(Flaw("file-is-small", f"the file has more than {MOST} entries", hint, start, line))
            return Blocks(tuple(blocks), tuple(flaws), tuple(aliases_in(text, blocks)))
        kind = match[1].lower()
        if kind == "comment" and not comments_end:
            position = match.end()
            continue
        position, closed = end_of(text, match.end(), match[2], comment=kind == "comment")
        key, _ = head_of(text, match.end(), position)
        blocks.append(Block(kind, key, start, position, line))
        if kind == "comment":
            comments_end = closed
        elif not closed and len(flaws) < MOST_FLAWS:
            hint = "look for a brace or a quotation mark that is not closed"
            message = f"@{match[1]}{{{key}}} is not complete"
            flaws.append(Flaw("entry-is-complete", message, hint, start, line, len(blocks) - 1))
    flaws += between(text, position, len(text), line, counted, len(blocks) - 1)
    return Blocks(tuple(blocks), tuple(flaws), tuple(aliases_in(text, blocks)))


def aliases_in(text: str, blocks: list[Block]) -> Iterator[tuple[str, int]]:
    """What stands in fields that look like `ids`, with the numbers of the entries that they stand in."""
    starts = [block.start for block in blocks]
    for match in ALIASES.finditer(text):
        number = bisect_right(starts, match.start()) - 1
        if number >= 0 and match.end() <= blocks[number].end and blocks[number].key:
            for name in (match[1] or match[2] or "").split(","):
                if alias := name.strip():
                    yield alias, number


def end_of(text: str, start: int, opening: str, *, comment: bool = False) -> tuple[int, bool]:
    """Where the block ends whose content begins at `start`, and whether it is closed there."""
    if opening == "(":
        return end_of_round(text, start)
    if not comment and (whole := WHOLE.match(text, start)) and not NEXT.search(text, start, whole.end()):
        return whole.end(), True
    depth = 1
    for match in (BRACE if comment else TOKEN).finditer(text, start):
        sign = match[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                return match.end(), True
        elif sign[0] == "\n":
            return match.start() + 1, False
    if comment:  # an old way to leave a word out: only the word is the comment
        return start, False
    return len(text), False


def end_of_round(text: str, start: int) -> tuple[int, bool]:
    """The same for a block in round brackets, which may hold others within braces and quotation marks."""
    depth, quoted = 0, False
    for match in ROUND.finditer(text, start):
        sign = match[0]
        if sign in "{}":
            depth += 1 if sign == "{" else -1
        elif sign == '"':
            quoted ^= depth <= 0
        elif sign == ")" and depth <= 0 and not quoted:
            return match.end(), True
        elif sign[0] == "\n":
            return match.start() + 1, False
    return len(text), False


def head_of(text: str, start: int, end: int) -> tuple[str, int]:
    """The key of an entry, or the name of an @string, and where what follows it begins; no key if it is empty."""
    match = HEAD.match(text, start, end)
    words = match[1].split() if match else []
    if match is None or not words or not text.startswith("=", match.end()):
        return " ".join(words), match.end() if match else start
    return " ".join(words[:-1]), text.rindex(words[-1], start, match.end())


def between(text: str, start: int, end: int, line: int, counted: int, block: int) -> Iterator[Flaw]:
    """What stands between two blocks is a comment, unless it looks like the rest of the one before."""
    if block < 0 or not (match := FIELDS.search(text, start, end)):
        return
    place = match.start() + len(match[0]) - len(match[0].lstrip())
    message, hint = "this stands outside of any entry", "look for a brace too many in the entry before"
    yield Flaw("entry-is-complete", message, hint, place, line + text.count("\n", counted, place), block)
