"""The first pages of a PDF that is still being typeset."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The pages of a target up to and with an edit, before the others are there.

    `pdf` is a file with these `pages` and no others; it may be gone or be written anew as soon as it has been told.
    """

    target: str
    pdf: Path
    pages: int
