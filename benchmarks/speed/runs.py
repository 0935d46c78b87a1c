"""Runs programs and measures them: seconds on the clock, and the memory of a whole tree of processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIMIT = 1800.0
"""Seconds after which a command is ended and counts as failed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One timed piece of work; `tree` and `own` are peaks in bytes, of all processes and of the first."""

    seconds: float
    good: bool
    said: str = ""
    tree: int = 0
    own: int = 0


Command = tuple[Sequence[str], Path]
"""A command and the folder in which it runs."""


def run_all(commands: Sequence[Command], environment: Mapping[str, str], *, weigh: bool = False) -> Run:
    """The commands one after the other, as one piece of work; stops at the first that fails."""
    started = time.perf_counter()
    tree = own = 0
    for words, folder in commands:
        with subprocess.Popen(
            words,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            scale = Scale(process.pid) if weigh else None
            try:
                said, _ = process.communicate(timeout=LIMIT)
            except BaseException as fault:  # Ctrl-C too leaves nothing running
                os.killpg(process.pid, signal.SIGKILL)
                if isinstance(fault, subprocess.TimeoutExpired):
                    return Run(time.perf_counter() - started, good=False, said="took too long")
                raise
            finally:
                if scale:
                    tree, own = max(tree, scale.stop()), max(own, scale.own)
        if process.returncode:
            text = said.decode("utf-8", "replace")
            return Run(time.perf_counter() - started, good=False, said=text[-2000:], tree=tree, own=own)
    return Run(time.perf_counter() - started, good=True, tree=tree, own=own)


class Scale:
    """Weighs a process with all below it until it is stopped: the most that they had together, shared pages once."""

    def __init__(self, pid: int) -> None:
        self.pid, self.tree, self.own = pid, 0, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._weigh, daemon=True)
        self._thread.start()

    def _weigh(self) -> None:
        while not self._over.is_set():
            self.tree = max(self.tree, sum(proportional(pid) for pid in tree_of(self.pid)))
            self.own = max(self.own, peak_of(self.pid))
            self._over.wait(0.05)

    def stop(self) -> int:
        """The peak in bytes."""
        self._over.set()
        self._thread.join()
        return self.tree


def tree_of(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = status.read_text()
        except OSError:
            continue
        children.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(int(status.parent.name))
    found, rest = [], [pid]
    while rest:
        found.append(rest.pop())
        rest += children.get(found[-1], [])
    return found


def proportional(pid: int) -> int:
    """The memory of a process in bytes, each shared page divided among those that share it."""
    return field_of(Path(f"/proc/{pid}/smaps_rollup"), "Pss")


def peak_of(pid: int) -> int:
    """The most memory that a process has had so far, in bytes."""
    return field_of(Path(f"/proc/{pid}/status"), "VmHWM")


def field_of(path: Path, name: str) -> int:
    """A number of kilobytes in a file of /proc, in bytes; 0 where the process is gone."""
    try:
        match = re.search(rf"^{name}:\s+(\d+) kB", path.read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(match[1]) << 10 if match else 0


def version_of(*words: str) -> str:
    """The line in which a program says its version; empty if it is not there."""
    try:
        said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60).stdout
    except OSError:
        return ""
    return next((line.strip() for line in said.splitlines() if re.search(r"\d\.\d", line)), "")
