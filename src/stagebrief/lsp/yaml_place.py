"""Where in the fields of a YAML file a cursor stands, told from indentation: the file may be broken at the moment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

FIELD = re.compile(r"(?P<name>[^\s:#\[\]{}\"'@&*!|>%`,-][^:\n]*?|\"[^\"\n]*\"|'[^'\n]*')[ \t]*:(?P<value>[ \t].*|)$")
DASH = re.compile(r"-(?:[ \t]+|$)")
BLOCK = re.compile(r"[ \t]+[|>][-+0-9]*[ \t]*(?:#.*)?$")
"""What opens a text of several lines behind a field's colon."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlPlace:
    """A place among the fields.

    `path` is that of the mapping or list that the cursor stands in, and of a value its field's. `is_value` says that it
    stands behind a colon, or in a text below it. `typed` is what stands before it of the name or value, and `start` the
    column (from 0) at which that begins. `siblings` are the fields that the mapping has already. `name` is the field
    whose name the cursor stands in, if that is written out. `is_item` says that an item of a list is being begun, which
    may be a text as well as fields.
    """

    path: Path
    is_value: bool
    typed: str
    start: int
    siblings: frozenset[str] = frozenset()
    name: str = ""
    is_item: bool = False


@dataclass(slots=True)
class Frame:
    """A field or a list that is open: the column at which it stands, and its name or the number of the item."""

    column: int
    name: str | int


@dataclass(slots=True)
class Outline:
    """The fields of a file as they are walked through from the top."""

    frames: list[Frame] = field(default_factory=list)
    fields: dict[Path, list[tuple[str, int]]] = field(default_factory=dict)
    block: int = -1

    @property
    def path(self) -> Path:
        """The path of what is open."""
        return tuple(frame.name for frame in self.frames)

    def item(self, column: int) -> None:
        """A hyphen at that column: the next item of its list."""
        while self.frames and (
            self.frames[-1].column > column or (self.frames[-1].column == column and self.is_field_of_item())
        ):
            self.frames.pop()
        top = self.frames[-1] if self.frames else None
        if top and top.column == column and isinstance(top.name, int):
            top.name += 1
        else:
            self.frames.append(Frame(column, 0))

    def is_field_of_item(self) -> bool:
        """Whether the innermost field stands below a list at its own column, which a hyphen there goes on with."""
        *_, above, top = [Frame(-1, ""), *self.frames]
        return isinstance(top.name, str) and isinstance(above.name, int) and above.column == top.column

    def close(self, column: int) -> None:
        """What stands at that column or behind it is over, save lists whose hyphens stand before it."""
        while self.frames and self.frames[-1].column >= column:
            self.frames.pop()

    def line(self, text: str, number: int) -> None:
        """Go through one whole line."""
        stripped = text.strip()
        indent = len(text) - len(text.lstrip(" "))
        if self.in_block(text, indent) or not stripped or stripped.startswith("#"):
            return
        column, rest = self.items(text, indent)
        if match := FIELD.match(rest):
            self.close(column)
            name = match["name"].strip("\"'")
            self.fields.setdefault(self.path, []).append((name, number))
            self.frames.append(Frame(column, name))
            if BLOCK.match(match["value"]):
                self.block = column

    def in_block(self, text: str, indent: int) -> bool:
        """Whether the line belongs to a text of several lines, which it ends if it does not."""
        if self.block >= 0 and (indent > self.block or not text.strip()):
            return True
        self.block = -1
        return False

    def items(self, text: str, column: int) -> tuple[int, str]:
        """Open the items that begin in the line; the column and the text behind their hyphens."""
        while match := DASH.match(text, column):
            self.item(column)
            column = match.end()
        return column, text[column:]


def place_at(lines: Sequence[str], number: int, column: int) -> YamlPlace:
    """The place of a cursor in line `number` before the character `column`, both from 0."""
    outline = Outline()
    for index, line in enumerate(lines[:number]):
        outline.line(line, index)
    text = lines[number] if number < len(lines) else ""
    indent = len(text) - len(text.lstrip(" "))
    before = text[:column]
    if outline.block >= 0 and (indent > outline.block or (not text.strip() and column > outline.block)):
        return YamlPlace(outline.path, True, before.lstrip(), min(indent, column))
    outline.block = -1
    start, rest = outline.items(text, min(indent, column))
    written = FIELD.match(rest)
    name = written["name"].strip("\"'") if written else ""
    in_name = written is None or column <= start + written.end("name")
    outline.close(start if text.strip() else column)
    if in_name:
        path = outline.path
        siblings = {known for known, line in all_fields(lines, path) if line != number}
        typed = text[start:column] if column >= start else ""
        is_item = bool(path) and isinstance(path[-1], int) and written is None
        return YamlPlace(path, False, typed, start, frozenset(siblings), name, is_item)
    assert written is not None
    value = start + written.start("value")
    value += len(text[value:]) - len(text[value:].lstrip())
    value = min(value, column)
    return YamlPlace((*outline.path, name), True, text[value:column], value)


def all_fields(lines: Sequence[str], path: Path) -> list[tuple[str, int]]:
    """The fields of the mapping at a path, with their lines."""
    outline = Outline()
    for index, line in enumerate(lines):
        outline.line(line, index)
    return outline.fields.get(path, [])
