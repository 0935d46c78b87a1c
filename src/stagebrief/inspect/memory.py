"""Pages that were looked at before, kept by their digests."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from stagebrief.inspect.facts import Facts, facts_from


def stamp() -> str:
    """Size and time of the inspector's own code: what it found before it was changed does not count."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return " ".join(f"{status.st_size}-{status.st_mtime_ns}" for status in (file.stat() for file in files))


class Memory:
    """The pages of the last inspection of a target, in a file; without a file nothing is kept."""

    def __init__(self, file: Path | None, kind: str) -> None:
        self.file = file
        self.key = f"{kind} {stamp()}" if file else ""
        self.before: dict[str, Any] = self.read()
        self.now: dict[str, Any] = {}

    def read(self) -> dict[str, Any]:
        """What was kept; nothing where it cannot be read."""
        if self.file is None:
            return {}
        try:
            data = json.loads(self.file.read_bytes())
            return dict(data["pages"]) if data["key"] == self.key else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def recall(self, digest: str, page: int) -> Facts | None:
        """A page that was looked at before; it stands at this number now."""
        data = self.before.get(digest)
        if data is None:
            return None
        try:
            found = facts_from(data, page)
        except (TypeError, ValueError, KeyError, IndexError):
            return None
        self.now[digest] = data
        return found

    def keep(self, digest: str, facts: Facts) -> None:
        """Remember a page."""
        self.now[digest] = facts.data()

    def write(self) -> None:
        """Put what is known into the file, if it is other than before."""
        if self.file is None or self.now.keys() == self.before.keys():
            return
        beside = self.file.with_name(f"{self.file.name}.new")
        with suppress(OSError):
            beside.write_text(json.dumps({"key": self.key, "pages": self.now}, separators=(",", ":")), encoding="utf-8")
            beside.replace(self.file)
