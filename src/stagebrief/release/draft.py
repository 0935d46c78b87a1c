"""The bytes that a release is going to hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.archive.durable import digest_of_bytes
from stagebrief.archive.manifest import NamedFile, Stored


@dataclass(slots=True)
class Draft:
    """A release in the making: the bytes of its blobs by digest."""

    contents: dict[str, bytes | Path] = field(default_factory=dict)

    def store(self, data: bytes | Path) -> Stored:
        """Take these bytes, or those of a file, into the release."""
        if isinstance(data, Path):
            with data.open("rb") as file:
                digest, size = hashlib.file_digest(file, "sha512").hexdigest(), data.stat().st_size
        else:
            digest, size = digest_of_bytes(data), len(data)
        self.contents.setdefault(digest, data)
        return Stored(sha512=digest, size=size)

    def name(self, path: str, role: str, data: bytes | Path) -> NamedFile:
        """Take a file into the release."""
        stored = self.store(data)
        return NamedFile.model_validate({**stored.model_dump(), "path": path, "role": role})
