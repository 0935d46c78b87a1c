"""Which programs are here and of what version; asked once for each state of a program's file."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from stagebrief.caches import cache_folder

ANSWERS = "programs.json"
"""What programs said of themselves, in the cache folder."""

PATIENCE = 60.0
"""Seconds to wait for a program to say its version; the packed biber takes some the first time."""

NUMBER = re.compile(r"(?<![\d.])(\d+(?:\.\d+)+)")


def mark_of(path: Path) -> str:
    """Path, size and time of change of a file: what tells this program from its next version."""
    found = path.stat()
    return f"{path}:{found.st_size}:{found.st_mtime_ns}"


def identity_of(names: tuple[str, ...]) -> str:
    """The marks of the programs of those names, as they are found on the PATH now."""
    marks = []
    for name in names:
        found = shutil.which(name)
        marks.append(mark_of(Path(found).resolve()) if found else f"{name}: none")
    return "; ".join(marks)


def version_text(name: str) -> str:
    """The first line that the program prints for `--version`; empty if it is not here or does not answer."""
    found = shutil.which(name)
    return _version_text(found, mark_of(Path(found).resolve())) if found else ""


def version_of(name: str) -> tuple[int, ...]:
    """The program's version as numbers, (1, 15, 0); empty if it is not known."""
    found = NUMBER.search(version_text(name))
    return tuple(int(part) for part in found[1].split(".")) if found else ()


@cache
def _version_text(path: str, mark: str) -> str:
    known = remembered()
    if mark not in known:
        answer = ask([path, "--version"]).partition("\n")[0].strip()
        if not answer:
            return ""
        known = {**known, mark: answer}
        remember(known)
    return known[mark]


def ask(command: list[str]) -> str:
    """What a program prints; empty if it cannot be started or does not end in time."""
    try:
        result = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.decode("utf-8", "replace")


def remembered() -> dict[str, str]:
    """What programs have answered before."""
    try:
        found = json.loads((cache_folder() / ANSWERS).read_bytes())
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def remember(answers: dict[str, str]) -> None:
    """Keep what programs have answered; a cache that cannot be written is done without."""
    path = cache_folder() / ANSWERS
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        beside.write_text(json.dumps(answers, indent=1), encoding="utf-8")
        beside.replace(path)
