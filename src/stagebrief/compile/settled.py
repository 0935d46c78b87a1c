"""What the last compilation of a target had read in the end: by it the next one knows what it may leave out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from stagebrief.compile.workfolder import Digests, digest_of

FILE = ".settled.json"
"""The name of this record in the work folder; it is there only while the folder's auxiliary files are whole."""

FORMAT = 1


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
        if stamp_of(Path(path)) != stamp:
            return f'"{Path(path).name}" changed'
    return ""


def stamp_of(path: Path) -> str:
    """Size and time of change of a file that is installed, not written by hand; empty if there is none."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_size}:{found.st_mtime_ns}"
