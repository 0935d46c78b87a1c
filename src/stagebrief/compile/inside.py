"""The processes of a sandbox as they are numbered outside of it: within, they count from one."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

NUMBERS = re.compile(r"^NSpid:\s+(\d+)(?:.*\s(\d+))?$", re.MULTILINE)
"""The number of a process here, and that in the innermost place that it lives in."""

MOST = 4096


def first_process(reader: int) -> int:
    """The first process of a sandbox, which bubblewrap tells on this pipe; 0 if it does not. Closes the pipe."""
    told = b""
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        while not told.rstrip().endswith(b"}") and len(told) < MOST:
            data = pipe.read(MOST)
            if not data:
                break
            told += data
    try:
        return int(json.loads(told)["child-pid"])
    except (ValueError, KeyError, TypeError):
        return 0


def outside(pid: int, first: int) -> int:
    """The number here of the process that is `pid` to the sandbox which begins with `first`; 0 if there is none.

    Without a sandbox (`first` is 0) the numbers are the same.
    """
    if not first:
        return pid
    for found in (descendants(first), companions(first)):
        for number in found:
            if within(number) == pid:
                return number
    return 0


def within(number: int) -> int:
    """The number of that process to the innermost sandbox around it; 0 if it is gone."""
    try:
        found = NUMBERS.search(Path(f"/proc/{number}/status").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return 0
    return int(found[2] or found[1]) if found else 0


def descendants(first: int) -> Iterator[int]:
    """The processes below that one and itself; the kernel may leave some out while others end."""
    pending = [first]
    while pending:
        number = pending.pop()
        yield number
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{number}/task").iterdir():
                pending += map(int, (task / "children").read_text(encoding="ascii").split())


def companions(first: int) -> Iterator[int]:
    """All processes of the sandbox of that one, looked for among all there are."""
    with contextlib.suppress(OSError):
        space = Path(f"/proc/{first}/ns/pid").readlink()
        for process in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if process.name.isdigit() and (process / "ns" / "pid").readlink() == space:
                    yield int(process.name)
