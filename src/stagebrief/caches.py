"""The folder in which this user's caches live: fonts of TeX, answers of programs, texts of pinned copies."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def cache_folder() -> Path:
    """The folder for caches, made if it is not there; one below the system's temporary folder where home is closed."""
    for candidate in candidates():
        try:
            candidate.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(candidate, os.W_OK | os.X_OK):
            return candidate
    return private_folder()


def candidates() -> list[Path]:
    """The folders that a user's caches may be in, the best first."""
    found = []
    if chosen := os.environ.get("XDG_CACHE_HOME"):
        found.append(Path(chosen) / "stagebrief")
    try:
        home = Path.home()
    except RuntimeError:
        return found
    if home.is_dir():
        found.append(home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "stagebrief")
    return [path for path in found if path.is_absolute()]


def private_folder() -> Path:
    """A folder of this user's own among the temporary ones; a new one if somebody else has taken its name."""
    number = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"stagebrief-{number}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or (hasattr(os, "getuid") and found.st_uid != number) or found.st_mode & 0o022:
        return Path(tempfile.mkdtemp(prefix="stagebrief-"))
    return folder
