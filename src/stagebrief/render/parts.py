"""The body divided into files: an edit of one leaves what was typeset before it as it is."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from itertools import pairwise

from pylatex import NoEscape

CUT = "%% here a part may end"
"""A line between two blocks of the body, at which one file may end and the next begin."""

LEAST, MOST = 2500, 10_000
"""Characters that a file holds at least, so that a short brief is not chopped up, and at most, where there are cuts."""

ONE_IN = 3
"""Of the cuts between these two, one in so many is taken. Which ones depends on the words before them, not on their
number: so the later files stay the same when something is inserted."""


def with_cuts(blocks: Iterable[str]) -> NoEscape:
    """Blocks one below the other, with a cut between any two."""
    return NoEscape(f"\n\n{CUT}\n".join(blocks))


def divided(parts: Mapping[str, str]) -> dict[str, str]:
    """The parts as files: a long one in several, `stage-2`, `stage-2-b2` and so on; each names the one after it."""
    files: dict[str, str] = {}
    for name, text in parts.items():
        for number, piece in enumerate(pieces_of(text), start=1):
            files[name if number == 1 else f"{name}-b{number}"] = piece
    following = dict(pairwise(files))
    return {
        name: f"{text}\n\n\\SBthen{{{following[name]}}}\n" if name in following else text
        for name, text in files.items()
    }


def pieces_of(text: str) -> list[str]:
    """A part's text divided at some of its cuts."""
    pieces: list[str] = []
    piece = ""
    for block in text.split(f"{CUT}\n"):
        piece += block
        if len(piece) > MOST or (len(piece) > LEAST and zlib.crc32(block.encode()) % ONE_IN == 0):
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece.strip() or not pieces else pieces
