"""What a release is wanted to be, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stagebrief.archive.store import Release
from stagebrief.diagnostics import Diagnostic
from stagebrief.model.targets import PUBLISHED


@dataclass(frozen=True, slots=True)
class Wish:
    """How a release is wanted: its version and date (those of brief.yaml where they are empty), and what goes with it.

    `accept` are codes of warnings that may stand; `attach` puts the content into the PDFs; `key` signs;
    `tagged` makes tagged PDFs of what can be one; `timestamp` asks for a timestamp, of this `calendar` if one is named.
    """

    version: str = ""
    date: str = ""
    note: str = ""
    name: str = ""
    targets: tuple[str, ...] = PUBLISHED
    accept: tuple[str, ...] = ()
    allow_lower: bool = False
    keep_toolchain: bool = True
    attach: bool = False
    key: Path | None = None
    tagged: bool = True
    timestamp: bool = False
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """A release that has been added, and what is to be said of it."""

    release: Release
    diagnostics: tuple[Diagnostic, ...]
