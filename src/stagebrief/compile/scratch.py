"""Temporary folders that do not outlive their owner for long: what a killed process has left is removed by the next.

Each folder holds a file that its owner keeps locked; the lock goes with the process, however it ends.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - there are no forks on such a system either
    fcntl = None  # type: ignore[assignment]

PREFIX = "stagebrief-pipes-"
LOCK = "owned"
HELD: dict[Path, int] = {}
"""The locks of the folders of this process."""


def make_scratch() -> Path:
    """A new folder for this process, behind the removal of those whose owners are gone."""
    sweep_scratch()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = os.open(folder / f"{LOCK}.new", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    if fcntl:
        fcntl.flock(lock, fcntl.LOCK_EX)
    (folder / f"{LOCK}.new").rename(folder / LOCK)  # locked before it has the name by which it is looked for
    HELD[folder] = lock
    return folder


def remove_scratch(folder: Path) -> None:
    """Remove a folder of this process."""
    shutil.rmtree(folder, ignore_errors=True)
    if (lock := HELD.pop(folder, None)) is not None:
        os.close(lock)


def sweep_scratch() -> None:
    """Remove the folders of this user whose owners are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid() or folder in HELD:
                continue
            lock = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            try:
                if fcntl:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
