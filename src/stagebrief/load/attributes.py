"""Attributes in braces: `{#id .class key=value key="a longer value"}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

WRITTEN = re.compile(r'\{(?P<inside>(?:[^{}"]|"[^"\n]*")*)\}')
PIECE = re.compile(
    r"\s*(?:#(?P<id>[^\s#.={}]+(?::[^\s#={}]+)?)|\.(?P<class>[^\s.#={}]+)|=(?P<format>\w+)"
    r'|(?P<key>[\w-]+)\s*=\s*(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s{}"]+))|(?P<word>[^\s{}"=]+))'
)


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in braces: an id, classes, values by key, and the name of a raw format (`=latex`)."""

    id: str = ""
    classes: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    format: str = ""

    def get(self, key: str) -> str:
        """The value of that key; empty where there is none."""
        return dict(self.values).get(key, "")

    @property
    def label(self) -> str:
        """The id without the word for its kind: `fig:map` is `map`."""
        return self.id.partition(":")[2] or self.id


def parse_attributes(text: str, position: int = 0) -> tuple[Attributes, int] | None:
    """The attributes that begin at `position`, and where they end; None if there are none."""
    match = WRITTEN.match(text, position)
    if match is None:
        return None
    inside = match["inside"]
    found, at = Attributes(), 0
    while inside[at:].strip():
        piece = PIECE.match(inside, at)
        if piece is None or piece.end() == at or piece["word"]:
            return None
        found = _with(found, piece)
        at = piece.end()
    return (found, match.end()) if inside.strip() else None


def _with(attributes: Attributes, piece: re.Match[str]) -> Attributes:
    identifier = piece["id"] or attributes.id
    classes = (*attributes.classes, piece["class"]) if piece["class"] else attributes.classes
    values = attributes.values
    if piece["key"]:
        values = (*values, (piece["key"], piece["quoted"] if piece["quoted"] is not None else piece["bare"]))
    return Attributes(identifier, classes, values, piece["format"] or attributes.format)
