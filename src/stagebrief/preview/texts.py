"""The author's texts as they were saved last, and the line at which a save differs from the one before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

WRITTEN = (".md", ".yaml", ".yml", ".bib", ".json")
LARGEST = 4 << 20
MOST = 5000


@dataclass(frozen=True, slots=True)
class Edit:
    """A save: the first line that differs, in the new text and in the old one."""

    file: str
    line: int
    earlier: int


@dataclass(slots=True)
class Texts:
    """The texts of a content folder by their names, each with its size and time of change."""

    root: Path
    skipped: Path
    _known: dict[str, tuple[tuple[int, int], list[str]]] = field(default_factory=dict)

    def edits(self) -> list[Edit]:
        """What has been saved since the last look; the first look finds nothing."""
        first, found, there = not self._known, [], set()
        for name, path in self.names():
            there.add(name)
            stamp = stamp_of(path)
            old = self._known.get(name)
            if stamp is None or (old and old[0] == stamp):
                continue
            lines = lines_of(path)
            self._known[name] = (stamp, lines)
            if not first and (edit := edit_of(name, old[1] if old else [], lines)):
                found.append(edit)
        for gone in self._known.keys() - there:
            del self._known[gone]
        return found

    def lines(self, name: str) -> list[str]:
        """The lines of a text as it was at the last look; none of one that is not there."""
        return self._known[name][1] if name in self._known else []

    def path(self, name: str) -> Path | None:
        """The file of that name if it is one of the content folder's own, wherever links lead."""
        if not name or "\0" in name or "\n" in name or "\r" in name:
            return None
        root = self.root.resolve()
        try:
            path = (root / name).resolve()
            return path if path.is_relative_to(root) and path.is_file() else None
        except OSError:
            return None

    def names(self) -> Iterator[tuple[str, Path]]:
        """Every text below the folder, with its name."""
        root, skipped, number = self.root.resolve(), self.skipped.resolve(), 0
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(one for one in folders if one[0] != "." and Path(folder, one) != skipped)
            for file in sorted(files):
                if file.endswith(WRITTEN) and file[0] != "." and number < MOST:
                    number += 1
                    path = Path(folder, file)
                    yield path.relative_to(root).as_posix(), path


def stamp_of(path: Path) -> tuple[int, int] | None:
    """Size and time of change of a file; None if it cannot be read."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def lines_of(path: Path) -> list[str]:
    """The lines of a text; none of one that is too large or cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            return []
        return path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []


def edit_of(name: str, old: list[str], new: list[str]) -> Edit | None:
    """The first line at which two texts differ; None if they do not."""
    same = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        same += 1
    if same == len(old) == len(new):
        return None
    return Edit(name, max(1, min(same + 1, len(new))), max(1, min(same + 1, len(old))))
