"""A module of our own run in a process of its own, which may fail, hang or die without harm to this one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from stagebrief.compile.sandbox import SYSTEM, chosen_sandbox

BY_SIGNAL = 128
TOO_SLOW = "it takes too long to read"
CRASHED = "the program that reads it has crashed"


def run_bounded(module: str, arguments: Sequence[str | Path], seconds: float, largest: int) -> tuple[bytes, str]:
    """What the module writes into the file that it is given as last argument, or else why there is nothing.

    The module bounds its own memory and computing; `seconds` bounds the time on the clock, `largest` the bytes that are
    read of its result.
    """
    with tempfile.TemporaryDirectory(prefix="stagebrief-") as name:
        folder = Path(name).resolve()
        result = folder / "result"
        given = [argument.resolve() if isinstance(argument, Path) else argument for argument in arguments]
        command = [sys.executable, "-P", "-m", module, *map(str, given), str(result)]
        try:
            run = subprocess.run(
                walled(command, [path for path in given if isinstance(path, Path)], folder),
                env=environment(folder),
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
            ended = {-run.returncode, run.returncode - BY_SIGNAL} & {signal.SIGXCPU, signal.SIGKILL}
            return b"", TOO_SLOW if ended else CRASHED
        with result.open("rb") as file:
            data = file.read(largest + 1)
    return (data, "") if len(data) <= largest else (b"", "it has too much text")


def walled(command: list[str], files: Sequence[Path], folder: Path) -> list[str]:
    """The command in the sandbox, where it can read Python, its packages and these files, and write the folder."""
    python = (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix, *sys.path)
    readable = [*SYSTEM, *(path for path in python if Path(path).is_absolute()), *map(str, files)]
    return chosen_sandbox().around(command, readable, (folder,), "--chdir", str(folder))


def environment(folder: Path) -> dict[str, str]:
    """The few variables that Python needs; none of the user's."""
    path = os.pathsep.join(entry for entry in sys.path if Path(entry).is_absolute())
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(folder), "PYTHONPATH": path}
