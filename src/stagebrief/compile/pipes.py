"""The pipes by which this process speaks with a resident LuaLaTeX: named ones, since it has no other way to be told."""

from __future__ import annotations

import contextlib
import os
import select
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 0.05
"""Seconds between two looks at whether the processes are still there."""

OnReport = Callable[[str], None]
"""Told each line that is reported, as it comes."""


@dataclass(slots=True)
class ReportPipe:
    """A pipe that is at its end when all who report to it are; `begun` tells whether anybody has."""

    path: Path
    reader: int
    begun: bool = False
    _rest: bytes = b""
    _poll: select.poll = field(default_factory=select.poll)

    def __post_init__(self) -> None:
        self._poll.register(self.reader, select.POLLIN | select.POLLHUP)

    def follow(self, on_report: OnReport, alive: Callable[[], bool], deadline: float) -> str:
        """Hand on what is reported until the pipe's end; returns what came before that: `time`, `lost`, or nothing.

        `alive` says whether there is anybody who may still begin to report; `deadline` is on the monotonic clock.
        """
        while True:
            for _, event in self._poll.poll(PATIENCE * 1000):
                if event & select.POLLIN:
                    self.begun = True
                    self.read(on_report)
                elif event & select.POLLHUP:
                    return ""
            if time.monotonic() > deadline:
                return "time"
            if not self.begun and not alive():
                return "lost"

    def read(self, on_report: OnReport) -> None:
        """Hand on the whole lines that have come."""
        *lines, self._rest = (self._rest + os.read(self.reader, 65536)).split(b"\n")
        for line in lines:
            on_report(line.decode("utf-8", "replace"))


@contextlib.contextmanager
def report_pipe(path: Path) -> Iterator[ReportPipe]:
    """A pipe of that name, there while it is used."""
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield ReportPipe(path, reader)
    finally:
        os.close(reader)
        path.unlink(missing_ok=True)


def send(path: Path, line: str) -> None:
    """Write a line to a pipe, whether anybody reads it now or not."""
    with contextlib.suppress(FileNotFoundError):
        control = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        try:
            os.write(control, f"{line}\n".encode())
        finally:
            os.close(control)


def is_running(pid: int) -> bool:
    """Whether that process is there and has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return False
    return bool(state) and state[0] not in {"Z", "X"}
