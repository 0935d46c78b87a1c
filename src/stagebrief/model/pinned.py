"""Pinned copies of sources: their texts by page, and what is known of how the pages are numbered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stagebrief.diagnostics import Diagnostic


class Numbering(StrEnum):
    """How the numbers of a copy's pages were come by."""

    LABELS = "labels"  # the PDF says how its pages are called
    FOLIOS = "folios"  # the numbers printed at the head or foot of the pages
    COUNTED = "counted"  # pages counted from the first; the printed numbers may be others
    NONE = "none"  # the copy has no pages


@dataclass(frozen=True, slots=True)
class PinnedCopy:
    """One copy of a source that the author keeps beside the brief; it is read and never published.

    `file` is its path below the content folder, `digest` the SHA-256 of its bytes, `pages` the text of each page and
    `labels` the number of each as a note would name it. `pinned` is the digest noted when the copy was pinned,
    `retrieved` the date that the author gave then; both are empty for a copy that has not been pinned.
    """

    key: str
    file: str
    digest: str
    pages: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    numbering: Numbering = Numbering.NONE
    pinned: str = ""
    retrieved: str = ""

    @property
    def changed(self) -> bool:
        """Whether the copy is another one than was pinned."""
        return bool(self.pinned) and self.pinned != self.digest


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies at hand; `missing` says for a key why there is none that can be read, `faults` what is wrong."""

    found: tuple[PinnedCopy, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    faults: tuple[Diagnostic, ...] = ()

    def of(self, key: str) -> tuple[PinnedCopy, ...]:
        """The copies of one source."""
        return tuple(copy for copy in self.found if copy.key == key)

    def why_none(self, key: str) -> str:
        """Why a source has no copy that can be read."""
        return dict(self.missing).get(key, "there is no copy of it")
