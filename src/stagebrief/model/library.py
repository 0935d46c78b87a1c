"""The bibliography as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stagebrief.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry: its value in plain Unicode, without TeX, and its place.

    Case-protecting braces are kept as the only markup (`{NATO} in Asia`), since sentence-case styles need them.
    """

    name: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One source: its type in lower case (`book`, `online` …), its key and its fields."""

    type: str
    key: str
    fields: tuple[Field, ...]
    span: Span

    def get(self, name: str, default: str = "") -> str:
        """The value of the field of that name."""
        return next((field.value for field in self.fields if field.name == name), default)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The keys of one bibliography file, whether cited or not, and the lines that they stand at.

    `aliases` are other names of its entries.
    """

    file: str
    keys: tuple[str, ...]
    lines: tuple[int, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """The sources of all bibliography files: `entries` are those that are cited or that these inherit from.

    The others are known by the keys on their shelf only. `renamed` has the aliases that are cited, each with its key.
    """

    entries: tuple[Entry, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all sources, each once."""
        read = [entry.key for entry in self.entries]
        return tuple(dict.fromkeys([*read, *(key for shelf in self.shelves for key in shelf.keys)]))

    @property
    def aliases(self) -> tuple[str, ...]:
        """The other names of all sources."""
        return tuple(name for shelf in self.shelves for name in shelf.aliases)

    def find(self, key: str) -> Entry | None:
        """The entry of that key; keys are compared as they are written."""
        return next((entry for entry in self.entries if entry.key == key), None)
