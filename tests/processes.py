"""The processes of this machine, as tests look for those that should be gone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def processes_below(folder: Path) -> list[int]:
    """The processes that work in or were started for that folder, the asker's aside."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
            works_there = (process / "cwd").resolve().is_relative_to(folder.resolve())
        except OSError:
            continue
        if words[0] and (works_there or (b"stagebrief" in b" ".join(words) and str(folder).encode() in words)):
            found.append(int(process.name))
    return found


def comes_true(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Whether the condition holds at some time soon; how soon depends on how busy the machine is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()
