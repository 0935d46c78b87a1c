"""The processes of a sandbox as they are numbered outside of it: within, they count from one."""

from __future__ import annotations

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
    return next((here for here, within in processes_of(first) if within == pid), 0) if first else pid


def processes_of(first: int) -> Iterator[tuple[int, int]]:
    """The processes of a sandbox: their numbers here, and within."""
    pending = [first]
    while pending:
        pid = pending.pop()
        try:
            found = NUMBERS.search(Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace"))
            for task in Path(f"/proc/{pid}/task").iterdir():
                pending += map(int, (task / "children").read_text(encoding="ascii").split())
        except OSError:
            continue
        if found:
            yield int(found[1]), int(found[2] or found[1])
