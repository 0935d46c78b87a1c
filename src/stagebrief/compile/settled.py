"""What the last compilation of a target had read in the end: by it the next one knows what it may leave out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from stagebrief.compile.workfolder import Digests, digest_of

FILE = ".settled.json"
"""The name of this record in the work folder; it is there only while the folder's auxiliary files are whole."""

FORMAT = 2

BEGUN = ".begun"
"""The name of an empty file that is as old as the last run."""

CHANGED = "changed"
"""The stamp of a file that was changed while it was being read."""

COMPILED = (".luc", ".lua.gz", ".luc.gz")
"""Endings of what luaotfload makes from fonts."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A finished compilation.

    `engine` and `epoch` are what it was run with; `read` the digests of the files in the folder that TeX read, as the
    next pass would find them; `outside` size and time of those elsewhere (packages, fonts); `sources` the digests of
    what biber read. It is not `whole` if a later compilation has failed: the auxiliary files are its own, but not
    the PDF.
    """

    engine: str
    epoch: int
    read: Digests
    outside: Mapping[str, str] = field(default_factory=dict)
    sources: Digests = field(default_factory=dict)
    whole: bool = True
    format: int = FORMAT


def read_settled(folder: Path) -> Settled | None:
    """The record in that folder, if there is one that can be read."""
    try:
        data = json.loads((folder / FILE).read_bytes())
        return Settled(**data) if data["format"] == FORMAT else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_settled(folder: Path, settled: Settled) -> None:
    """Say that the folder's files are whole and belong together."""
    beside = folder / f"{FILE}.new"
    beside.write_text(json.dumps(asdict(settled), ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(folder / FILE)


def unsettle(folder: Path) -> None:
    """Say that the folder's files are being changed."""
    (folder / FILE).unlink(missing_ok=True)


def reason_for_pass(settled: Settled, engine: str, epoch: int, folder: Path) -> str:
    """Why TeX has to run again; empty if it would do the same once more."""
    if not settled.whole:
        return "the last build failed"
    if settled.engine != engine:
        return "the programs changed"
    if settled.epoch != epoch:
        return "the date changed"
    for path, digest in settled.read.items():
        if digest_of(folder / path) != digest:
            return f'"{path}" changed'
    for path, stamp in settled.outside.items():
        if stamp_of(path) != stamp:
            return f'"{Path(path).name}" changed'
    return ""


def begin(folder: Path) -> int:
    """Write down that a run begins, and return when that was as files have it, in nanoseconds since 1970."""
    mark = folder / BEGUN
    mark.touch()
    return mark.stat().st_mtime_ns


def stamps_of(paths: Iterable[str], begun: int) -> Mapping[str, str]:
    """The stamps of the files elsewhere that a run has read which began at that time.

    One that was changed while it ran gets a stamp that no file has: nobody knows which of the two was read. The
    compiled fonts of luaotfload are left out, for what they are made from is among the files.
    """
    elsewhere = (path for path in paths if path.startswith("/") and not path.endswith(COMPILED))
    return {path: stamp_of(path) if is_older(path, begun) else CHANGED for path in elsewhere}


def is_older(path: str, begun: int) -> bool:
    """Whether nothing has been done to that file since; so too if there is none."""
    try:
        return Path(path).stat().st_ctime_ns < begun
    except OSError:
        return True


def stamp_of(path: str) -> str:
    """Size and time of change of a file that is installed, not written by hand; empty if there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return ""
    return f"{found.st_size}:{found.st_mtime_ns}"
