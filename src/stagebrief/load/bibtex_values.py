"""The fields of one entry as they are written: names, values and places; a slip of the pen costs one field at most."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stagebrief.load.bibtex_blocks import head_of

OPENING = re.compile(r"@[ \t]*([^\W\d]\w*)[ \t\n]*[{(]")
GAP = re.compile(r"(?:[\s,]++|%[^\n]*+)*+")
"""What may stand between fields; a comment goes to the end of its line."""

NAME = re.compile(r"([A-Za-z][^\s=,{}\"#()]*)\s*=")
SPACE = re.compile(r"(?:\s++|%[^\n]*+\n)*+")
INNER = re.compile(r"\\[\\{}\"]|[{}\"]")
BARE = re.compile(r"[^\s#,{}\"()=]+")
JUNK = re.compile(r"[^,{}\"]+")
LINE = re.compile(r"\n[ \t]*([A-Za-z][\w-]*[ \t]*=)")
MOST_UNCLOSED = 3
"""An entry with more braces left open is not read to its end."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the pieces that a value is joined of: in braces or quotation marks, or bare; `text` is without them."""

    text: str
    offset: int
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A field as written: its name in small letters, its pieces, and its stretch of the entry's text."""

    name: str
    pieces: tuple[Piece, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with an entry's build at an offset, and whether something may be lost by it."""

    code: str
    message: str
    hint: str
    offset: int
    loss: bool = False


@dataclass(slots=True)
class Written:
    """An entry as it is written: the word after the at sign, its key, its fields and its slips."""

    kind: str
    key: str
    values: list[Value] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)


def read_written(text: str) -> Written:
    """The entry (or @string) that the text holds, from its at sign to its last brace."""
    opening = OPENING.match(text)
    if opening is None:
        return Written("", "")
    key, position = head_of(text, opening.end(), len(text))
    found = Written(opening[1].lower(), key)
    end = len(text.rstrip())
    end -= text[end - 1 : end] in {"}", ")"}
    if key and NAME.match(text, after_space(text, position, end), end):
        message = f"no comma after the key of @{opening[1]}{{{key}}}"
        found.slips.append(Slip("fields-are-divided", message, "put a comma after the key", 0))
    while position < end:
        gap = GAP.match(text, position, end)
        position = gap.end() if gap else position
        if position < end:
            position = max(read_field(text, position, end, found), position + 1)
    return found


def read_field(text: str, position: int, end: int, found: Written) -> int:
    """Read the field at `position` and give where the next may begin."""
    name = NAME.match(text, position, end)
    if name is None:
        after = junk_end(text, position, end)
        written = " ".join(text[position:after].split())
        if written.strip("}) "):
            message = f"'{written[:40]}' in '{found.key}' is no field"
            hint = "write name = {value}, with a comma behind it"
            found.slips.append(Slip("fields-are-divided", message, hint, position, loss=True))
        return after
    start = after_space(text, name.end(), end)
    pieces, position = read_pieces(text, start, end, found)
    found.values.append(Value(name[1].lower(), tuple(pieces), start, position))
    gap = after_space(text, position, end)
    if gap < end and text[gap] != "," and NAME.match(text, gap, end):
        message, hint = "a comma is missing between two fields", "put a comma here"
        found.slips.append(Slip("fields-are-divided", message, hint, position))
    return position


def read_pieces(text: str, position: int, end: int, found: Written) -> tuple[list[Piece], int]:
    """The pieces of a value, which `#` joins; words that stand in no braces are one bare piece."""
    pieces: list[Piece] = []
    start = position
    while position < end and text[position] not in ",)":
        piece, position = read_piece(text, position, end, found)
        pieces.append(piece)
        gap = after_space(text, position, end)
        if gap < end and text[gap] == "#":
            position = after_space(text, gap + 1, end)
            continue
        if gap >= end or text[gap] in ",})" or NAME.match(text, gap, end):
            return pieces, position
        position = junk_end(text, start, end)  # words without braces
        written = text[start:position].rstrip()
        return [Piece(written, start, bare=True)], start + len(written)
    return pieces, position


def read_piece(text: str, position: int, end: int, found: Written) -> tuple[Piece, int]:
    """One piece and where it ends; one that is not closed ends with its line."""
    opening = text[position]
    if opening not in '{"':
        match = BARE.match(text, position, end)
        after = match.end() if match else position + 1
        return Piece(text[position:after], position, bare=True), after
    depth = 0
    for match in INNER.finditer(text, position + 1, end):
        sign = match[0]
        depth += (sign == "{") - (sign == "}")
        closes = depth < 0 if opening == "{" else sign == '"' and depth <= 0
        if closes:
            return Piece(text[position + 1 : match.start()], position + 1), match.end()
    after = text.find("\n", position, end)
    after = end if after < 0 else after
    written = text[position + 1 : after].rstrip().removesuffix(",")
    after = position + 1 + len(written) if after < end else end
    message = f"a {'brace' if opening == '{' else 'quotation mark'} of '{found.key}' is not closed"
    found.slips.append(Slip("entry-is-complete", message, "close it", position, loss=True))
    unclosed = sum(slip.code == "entry-is-complete" for slip in found.slips)
    return Piece(written, position + 1), end if unclosed > MOST_UNCLOSED else after


def junk_end(text: str, position: int, end: int) -> int:
    """Where what is not understood ends: at a comma outside of braces, or where the next field begins."""
    depth = 0
    while position < end:
        if depth <= 0 and text[position] == ",":
            break
        if match := JUNK.match(text, position, end):
            position = next_field(text, position, match.end()) if depth <= 0 else match.end()
            if position < match.end():
                break
            continue
        depth += (text[position] == "{") - (text[position] == "}")
        position += 1
    return position


def next_field(text: str, start: int, end: int) -> int:
    """Where a field begins on a line of its own between these places, else the end."""
    match = LINE.search(text, start, end)
    return match.start(1) if match else end


def after_space(text: str, position: int, end: int) -> int:
    """The position after spaces and comments."""
    match = SPACE.match(text, position, end)
    return match.end() if match else position
