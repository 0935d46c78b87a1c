"""Versions of a brief: what may be one, and which is the higher."""

from __future__ import annotations

import re
from dataclasses import dataclass

VERSION = re.compile(r"(?P<numbers>\d{1,9}(?:\.\d{1,9}){0,5})(?:-(?P<early>[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*))?")
"""`1`, `1.1`, `2024.05.1`, `1.1.0-draft.2`."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it is written; `1.1.0-draft` comes before `1.1.0`, and `1.1` is the same as `1.1.0`."""

    text: str

    @property
    def key(self) -> tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]:
        """What versions are ordered by."""
        found = VERSION.fullmatch(self.text)
        if found is None:
            return (), False, ()
        numbers = [int(number) for number in found["numbers"].split(".")]
        while numbers and numbers[-1] == 0:
            numbers.pop()
        early = re.split(r"[.-]", found["early"]) if found["early"] else []
        parts = tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part.lower()) for part in early)
        return tuple(numbers), not early, parts

    def is_higher_than(self, other: Version) -> bool:
        """Whether this one comes after the other."""
        return self.key > other.key

    def is_same_as(self, other: Version) -> bool:
        """Whether both mean the same edition."""
        return self.key == other.key


def is_version(text: str) -> bool:
    """Whether the text can be a version."""
    return len(text) <= 60 and VERSION.fullmatch(text) is not None
