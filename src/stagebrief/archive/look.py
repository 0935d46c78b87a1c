"""A look at an archive that is under way: what is there, what must be there, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.archive.layout import MANIFEST, SCRATCH, blob_name
from stagebrief.archive.manifest import Stored


@dataclass(frozen=True, slots=True, order=True)
class Damage:
    """Something in an archive that is not as it was released: a path below it, what is wrong, and in one word how."""

    path: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What looking at an archive has given; `notes` are things to know that are no damage."""

    damages: tuple[Damage, ...]
    notes: tuple[str, ...]
    releases: int
    files: int
    size: int

    @property
    def good(self) -> bool:
        """Whether all is as it was released."""
        return not self.damages


@dataclass(slots=True)
class Look:
    """A look at an archive that is under way.

    `blobs` are the sizes of the files below blobs/ by path, `wanted` what releases name of each digest.
    """

    root: Path
    damages: list[Damage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    blobs: dict[str, int] = field(default_factory=dict)
    wanted: dict[str, tuple[Stored, str]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    releases: int = 0
    size: int = 0

    def report(self, path: str, kind: str, message: str) -> None:
        """Keep what is wrong."""
        self.damages.append(Damage(path, kind, message))


def journal_of(root: Path) -> list[str]:
    """The lines of the journal that an interrupted writer has left."""
    try:
        return (root / SCRATCH / "journal").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []


def note_wanted(look: Look, stored: Stored, stem: str) -> None:
    """Note a blob; two that say another size of it cannot both be right."""
    known = look.wanted.setdefault(stored.sha512, (stored, stem))
    if known[0].size != stored.size:
        message = f"it says another size of {blob_name(stored.sha512)} than {known[1]}"
        look.report(f"{stem}{MANIFEST}", "changed", message)
