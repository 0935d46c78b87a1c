"""A program of our own that goes on when this one has ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping


def start_detached(module: str, arguments: list[str], environment: Mapping[str, str]) -> None:
    """Start a module of this installation in a session of its own, with nothing to read and nowhere to print."""
    subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments],
        cwd="/",
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
