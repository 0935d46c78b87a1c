"""Serves builds of one session over its socket, one after the other."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.daemon.address import address_of
from stagebrief.daemon.messages import fault_to_line, line_of, report_to_line, request_of
from stagebrief.errors import StagebriefError
from stagebrief.session import Session

LOOK = 0.5
"""Seconds between two looks at whether it is time to end."""

LARGEST = 1 << 16
"""Bytes that a request may have."""


@dataclass(slots=True)
class Server:
    """A session behind a socket; `idle` is how many seconds it stays without a request, None for ever."""

    session: Session
    idle: float | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    def serve(self) -> bool:
        """Answer until it is stopped or idle; returns at once with False if another one serves these folders."""
        with claimed(address_of(self.session.content, self.session.output)) as listener:
            if listener is None:
                return False
            last = time.monotonic()
            while not self._stop.is_set() and not self.is_over(last):
                with contextlib.suppress(TimeoutError):
                    connection, _ = listener.accept()
                    with connection:
                        connection.settimeout(None)
                        self.answer(connection)
                    last = time.monotonic()
        return True

    def is_over(self, last: float) -> bool:
        """Whether nobody has asked for long, or there is no more to ask for."""
        late = self.idle is not None and time.monotonic() - last > self.idle
        return late or not self.session.content.is_dir() or not self.session.output.is_dir()

    def stop(self) -> None:
        """End soon, from another thread."""
        self._stop.set()

    def answer(self, connection: socket.socket) -> None:
        """One request: its steps, then what came of it."""
        with connection.makefile("rb") as lines:
            try:
                request = request_of(lines.readline(LARGEST))
            except ValueError:
                return

        def on_step(step: str) -> None:
            tell(connection, line_of({"step": step}))

        try:
            report = self.session.build(
                request.targets, read_back=request.read_back, progress=on_step, epoch=request.epoch
            )
            answer = report_to_line(report)
        except StagebriefError as fault:
            tell(connection, fault_to_line(fault))
        except Exception as fault:  # whoever asks is told, and the session goes on
            tell(connection, line_of({"failed": f"{type(fault).__name__}: {fault}"}))
        else:
            tell(connection, answer)


def tell(connection: socket.socket, line: bytes) -> None:
    """Send a line to whoever is still there."""
    with contextlib.suppress(OSError):
        connection.sendall(line)


@contextlib.contextmanager
def claimed(address: Path) -> Iterator[socket.socket | None]:
    """The socket of that address, while it is ours; None if another process has it."""
    with address.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
            return
        address.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.fspath(address))
            listener.listen()
            listener.settimeout(LOOK)
            try:
                yield listener
            finally:
                address.unlink(missing_ok=True)
