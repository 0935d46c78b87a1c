"""Taking away what a build has left behind; nothing that somebody wrote."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from pathlib import Path

from stagebrief.model.targets import PRESENTER, TARGETS

KEPT = ".stagebrief"
"""The folder within the output in which TeX works."""


def leftovers(output: Path, name: str, *, pdfs: bool) -> Iterator[Path]:
    """What builds of the content folder of that name have left in an output folder; with `pdfs` what they made, too."""
    work = output / KEPT / name
    if (work / "lock").is_file() or (work / "record.json").is_file():
        yield work
    for target in TARGETS if pdfs else ():
        for path in (output / f"{name}-{target}.pdf", output / f"{name}-{target}{PRESENTER}"):
            if path.is_file():
                yield path


def names_in(output: Path) -> list[str]:
    """The content folders of which there are leftovers."""
    return sorted(path.name for path in (output / KEPT).glob("*") if path.is_dir() and not path.is_symlink())


def take_away(path: Path) -> bool:
    """Remove a file, or a work folder unless a build is at work in it; says whether it is gone."""
    if path.is_file():
        path.unlink()
        return True
    with (path / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        shutil.rmtree(path)
    return True
