"""Attributes in braces: `{#id .class key=value key="a longer value"}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stagebrief.spelling import near_names

WRITTEN = re.compile(r'\{(?P<inside>(?:[^{}"\n]|"(?:[^"\\\n]|\\.)*")*)\}')
PIECE = re.compile(
    r"(?:#(?P<id>[^\s#.={}]+)|\.(?P<class>[^\s.#={}]+)|=(?P<format>\w+)"
    r'|(?P<key>[\w-]+)\s*=\s*(?:"(?P<quoted>(?:[^"\\\n]|\\.)*)"|(?P<bare>[^\s{}"]+)))(?=\s|$)'
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One of the things in braces: `kind` is `id`, `class`, `format` or `key`.

    `name` is the id, class, format or key, `value` a key's value; `start` and `end` are where it stands in the text,
    `at` is where its value begins, and `written` is the value before backslashes are taken off.
    """

    kind: str
    name: str
    start: int
    end: int
    value: str = ""
    at: int = 0
    written: str = ""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in braces, in its order."""

    pieces: tuple[Attribute, ...] = ()

    def find(self, kind: str, name: str = "") -> Attribute | None:
        """The last piece of that kind and name (any, if no name is given)."""
        return next((piece for piece in reversed(self.pieces) if piece.kind == kind and name in {"", piece.name}), None)

    def get(self, key: str) -> str:
        """The value of that key; empty where there is none."""
        found = self.find("key", key)
        return found.value if found else ""

    def name(self, kind: str) -> str:
        """The id, the class or the format; empty where there is none."""
        found = self.find(kind)
        return found.name if found else ""

    @property
    def label(self) -> str:
        """The id without the word for its kind: `fig:map` is `map`."""
        return self.name("id").partition(":")[2] or self.name("id")


NONE = Attributes()


def parse_attributes(text: str, position: int = 0) -> tuple[Attributes, int] | None:
    """The attributes that begin at `position`, and where they end; None if there are none."""
    match = WRITTEN.match(text, position)
    if match is None or not match["inside"].strip():
        return None
    pieces, at, end = [], match.start("inside"), match.end("inside")
    while text[at:end].strip():
        at += len(text[at:end]) - len(text[at:end].lstrip())
        piece = PIECE.match(text, at, end)
        if piece is None:
            return None
        pieces.append(attribute_of(piece))
        at = piece.end()
    return Attributes(tuple(pieces)), match.end()


def attribute_of(match: re.Match[str]) -> Attribute:
    """One piece as it was matched."""
    kind = next(kind for kind in ("id", "class", "format", "key") if match[kind])
    value = "quoted" if match["quoted"] is not None else "bare"
    written = match[value] or ""
    plain = re.sub(r"\\([\\\"])", r"\1", written)
    return Attribute(kind, match[kind], match.start(), match.end(), plain, match.start(value), written)


def hint_at(name: str, known: tuple[str, ...]) -> str:
    """What may stand in place of an attribute that is not known."""
    near = near_names(name, known)
    if near:
        return f"did you mean '{near}'?"
    return f"known here: {', '.join(known)}" if known else "leave it out"
