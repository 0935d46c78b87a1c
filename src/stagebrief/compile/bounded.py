"""A module of our own run in a process of its own, which may fail, hang or die without harm to this one."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

TOO_SLOW = "it takes too long to read"
CRASHED = "the program that reads it has crashed"


def run_bounded(module: str, arguments: Sequence[str | Path], seconds: float, largest: int) -> tuple[bytes, str]:
    """What the module writes into the file that it is given as last argument, or else why there is nothing.

    The module bounds its own memory and computing; `seconds` bounds the time on the clock, `largest` the bytes that are
    read of its result.
    """
    with tempfile.TemporaryDirectory(prefix="stagebrief-") as folder:
        result = Path(folder) / "result"
        command = [sys.executable, "-P", "-m", module, *map(str, arguments), str(result)]
        try:
            run = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
                cwd=folder,
            )
        except subprocess.TimeoutExpired:
            return b"", TOO_SLOW
        if run.returncode != 0:
            return b"", TOO_SLOW if -run.returncode in {signal.SIGXCPU, signal.SIGKILL} else CRASHED
        with result.open("rb") as file:
            data = file.read(largest + 1)
    return (data, "") if len(data) <= largest else (b"", "it has too much text")
