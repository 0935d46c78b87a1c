"""The cases of the read-back: what a PDF must show, and its pages as a reader gives them; beside it what is said.

    flow paragraph: Words of the block.{1}      its kind, what it is called, its words; {1} is the mark of note 1
    note 1: Words of the note.
    === page                                    the pages follow, each with its lines

In the words `{free 40}` stands for up to 40 characters of anything and `{source Zarifi; @33-35}` for a citation that
must show these, the second as a locator. Lines with `#` before the pages are remarks.
"""

from __future__ import annotations

import re
from pathlib import Path

from stagebrief.diagnostics import Span
from stagebrief.readback.expected import Element, Expected, Gap, GapKind, Kind, Need, NeedKind
from stagebrief.readback.prose import MARK_ROOM, words_of

PAGE = "=== page\n"
BLOCK = re.compile(r"(?P<kind>[a-z]+) (?P<what>[\w ]+): (?P<words>.*)")
PIECE = re.compile(r"\{(?P<gap>[^{}]*)\}|(?P<text>[^{}]+)")
SOURCE_ROOM = 200


def read_case(file: Path) -> tuple[list[Expected], list[str]]:
    """The expected blocks and the pages of a case."""
    head, *pages = file.read_text(encoding="utf-8").split(PAGE)
    lines = enumerate(head.splitlines(), start=1)
    return [block_of(file.name, number, line) for number, line in lines if line and not line.startswith("#")], pages


def block_of(file: str, number: int, line: str) -> Expected:
    """The block that a line describes."""
    match = BLOCK.fullmatch(line)
    assert match, line
    elements: list[Element] = []
    for piece in PIECE.finditer(match["words"]):
        column = match.start("words") + piece.start() + 1
        span = Span(file, number, column, number, column + len(piece[0]))
        elements += words_of(piece["text"], span) if piece["text"] else [gap_of(piece["gap"], span)]
    kind = Kind(match["kind"])
    span = Span(file, number, 1, number, len(line) + 1)
    if kind in {Kind.NOTE, Kind.ENDNOTE}:
        return Expected(kind, "note", span, tuple(elements), int(match["what"]))
    return Expected(kind, match["what"], span, tuple(elements))


def gap_of(text: str, span: Span) -> Gap:
    """The gap that stands in braces."""
    name, _, rest = text.partition(" ")
    if name == "free":
        return Gap(GapKind.FREE, int(rest))
    if name != "source":
        return Gap(GapKind.MARK, MARK_ROOM, note=int(name))
    needs = [
        Need(
            f"'{piece.strip('@')}'", (piece.strip("@"),), span, NeedKind.LOCATOR if piece[0] == "@" else NeedKind.WORDS
        )
        for piece in map(str.strip, rest.split(";"))
    ]
    return Gap(GapKind.SOURCE, SOURCE_ROOM, tuple(needs))
