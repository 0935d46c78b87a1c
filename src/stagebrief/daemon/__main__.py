"""The process that a build leaves behind: serves the two folders that it is given until it is idle."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from stagebrief.daemon.server import Server
from stagebrief.session import Session

IDLE = 300.0
"""Seconds without a request after which it ends; STAGEBRIEF_IDLE says otherwise."""


def idle_seconds() -> float:
    """How long the process may wait for a request."""
    given = os.environ.get("STAGEBRIEF_IDLE", "")
    return float(given) if given.isascii() and given.isdigit() else IDLE


def main(content: str, output: str) -> None:
    """Serve until idle, and end all that waits."""
    session = Session(Path(content), Path(output))
    server = Server(session, idle_seconds())
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: server.stop())
    try:
        server.serve()
    finally:
        session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
