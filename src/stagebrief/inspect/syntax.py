"""The instructions of a page's content, as they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

BLANK = rb"(?:[\x00\t\n\f\r ]++|%[^\r\n]*+)*+"
STRING = rb"\((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S])*+\))*+\))*+\)"
NAME = rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]*+"
HEX = rb"<[0-9A-Fa-f\x00\t\n\f\r ]*+>"
NUMBER = rb"[-+.0-9]++"
INNER = rb"(?:[^<>()\[\]]++|" + STRING + rb"|" + HEX + rb"|<<(?:[^<>()]++|" + STRING + rb"|" + HEX + rb")*+>>)++"
NESTED = rb"(?:" + INNER + rb"|\[(?:" + INNER + rb")?+\])*+"
DICTIONARY = rb"<<" + NESTED + rb">>"
ARRAY = rb"\[" + NESTED + rb"\]"
OPERAND = b"|".join((NUMBER, NAME, ARRAY, DICTIONARY, HEX, STRING))
INSTRUCTION = re.compile(
    BLANK + rb"((?:(?:" + OPERAND + rb"|(?:true|false|null)\b)" + BLANK + rb")*+)([A-Za-z'\"][A-Za-z0-9*'\"]*+)"
)
REST = re.compile(BLANK)
END_OF_PICTURE = re.compile(rb"[\x00\t\n\f\r ]EI(?=[\x00\t\n\f\r ]|$)")

Instruction = tuple[bytes, bytes]
"""An operator, and its operands as they are written."""


def instructions(content: bytes) -> Iterator[Instruction]:
    """The instructions of a content; ValueError where it cannot be read."""
    place, match = 0, INSTRUCTION.match
    while found := match(content, place):
        place = found.end()
        if found[2] == b"ID":  # the data of a picture stand in the content itself
            end = END_OF_PICTURE.search(content, place)
            if end is None:
                return
            place = end.end()
        yield found[2], found[1]
    rest = REST.match(content, place)
    if rest and rest.end() < len(content):
        raise ValueError("the content of a page cannot be read")


def instructions_of(owner: Any) -> Iterator[Instruction]:
    """The instructions of a page or a form (of pikepdf's), by its own reader where ours fails."""
    import pikepdf  # noqa: PLC0415 - only who inspects needs it

    try:
        yield from list(instructions(content_of(owner)))
    except ValueError:
        for one in pikepdf.parse_content_stream(owner):
            if isinstance(one, pikepdf.ContentStreamInstruction):
                yield str(one.operator).encode("latin-1"), b" ".join(map(written, one.operands))
            else:
                yield b"ID", b""


def content_of(owner: Any) -> bytes:
    """The bytes of a page's or a form's content."""
    import pikepdf  # noqa: PLC0415

    if isinstance(owner, pikepdf.Page):
        found = owner.obj.get("/Contents")
        if isinstance(found, pikepdf.Array):
            return b"\n".join(part.read_bytes() for part in found)
        return bytes(found.read_bytes()) if found is not None else b""
    return bytes(owner.read_bytes())


def written(operand: Any) -> bytes:
    """An operand as it is written."""
    return bytes(operand.unparse()) if hasattr(operand, "unparse") else str(operand).encode("latin-1", "replace")


def numbers_of(operands: bytes) -> list[float]:
    """The numbers among operands; what is none is left out."""
    found = []
    for piece in operands.split():
        try:
            found.append(float(piece))
        except ValueError:
            continue
    return found


PIECE = re.compile(rb"<([0-9A-Fa-f\x00\t\n\f\r ]*+)>|(" + STRING + rb")|(" + NUMBER + rb")")
ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
MEANT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def pieces_of(operands: bytes) -> Iterator[bytes | float]:
    """The strings and the distances of what is shown."""
    for digits, string, number in PIECE.findall(operands):
        if number:
            try:
                yield float(number)
            except ValueError:
                continue
        elif string:
            yield ESCAPE.sub(unescaped, string[1:-1]) if b"\\" in string else string[1:-1]
        else:
            try:
                yield bytes.fromhex(digits.decode("ascii"))
            except ValueError:  # an odd number of digits: the last is meant to be 0
                yield bytes.fromhex("".join(digits.decode("ascii").split()) + "0")


def unescaped(match: re.Match[bytes]) -> bytes:
    """What an escape in a string stands for."""
    if match[1]:
        return bytes([int(match[1], 8) & 0xFF])
    return MEANT.get(match[2], match[2])
