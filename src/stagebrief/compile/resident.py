"""A LuaLaTeX that loads its preamble once and forks a child for each pass: the same bytes as plain runs, sooner.

How the forking is done stands in `templates/shared/stagebrief-resident.lua`. Where it cannot be done, passes are run
plainly.
"""

from __future__ import annotations

import os
import select
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from stagebrief.compile.engine import EngineRun, TexJob
from stagebrief.compile.system import SystemEngine, end, outcome_of, program
from stagebrief.compile.workfolder import Digests, digests_of
from stagebrief.resources import templates_folder

OPTIONS = ("-interaction=nonstopmode", "-file-line-error", "-recorder", "--shell-escape")
START = r'\directlua{dofile(os.getenv("STAGEBRIEF_RESIDENT_LUA"))}\input '
PREAMBLE = "preamble"
PATIENCE = 0.05
"""Seconds between two looks at whether the process is still there."""


@dataclass(slots=True)
class Resident:
    """One process that waits behind its preamble: `base` holds its pipes, `read` the digests of what it has read."""

    job: TexJob
    folder: Path
    base: Path
    process: Popen[bytes]
    read: Digests = field(default_factory=dict)

    @property
    def fresh(self) -> bool:
        """Whether it is there and has read what the folder holds now."""
        return self.process.poll() is None and digests_of(self.folder, self.read) == self.read

    def end(self) -> None:
        """End the process with all its children, and remove its pipes."""
        end(self.process)
        shutil.rmtree(self.base, ignore_errors=True)


@dataclass(slots=True)
class ResidentEngine:
    """An `Engine` that keeps one process for each work folder; `plain` is used where that cannot be done."""

    plain: SystemEngine = field(default_factory=SystemEngine)
    _residents: dict[Path, Resident] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def identity(self) -> str:
        """The same as of plain runs, since the bytes are the same."""
        return self.plain.identity

    def run(self, job: TexJob, folder: Path) -> EngineRun:
        """Run LuaLaTeX once, from behind its preamble where it waits there."""
        started = time.monotonic()
        resident = self.resident_for(job, folder.resolve())
        if resident is None:
            return self.plain.run(job, folder)
        with report_pipe(resident.base) as (pipe, reader):
            command(resident, str(pipe))
            stopped = wait_for_end(reader, resident.process, started + self.plain.time_limit)
        if stopped or resident.process.poll() is not None:
            self.drop(folder.resolve())
        return outcome_of(folder, job.name, None, time.monotonic() - started, stopped)

    def biber(self, job: TexJob, folder: Path) -> EngineRun:
        """Run biber once."""
        return self.plain.biber(job, folder)

    def stop(self) -> None:
        """End all processes."""
        self.plain.stop()
        for folder in tuple(self._residents):
            self.drop(folder)

    def drop(self, folder: Path) -> None:
        """End the process of that folder."""
        with self._lock:
            resident = self._residents.pop(folder, None)
        if resident:
            resident.end()

    def resident_for(self, job: TexJob, folder: Path) -> Resident | None:
        """The process that waits for this folder, started anew where there is none that fits; None if it cannot be."""
        found = self._residents.get(folder)
        if found and found.job == job and found.fresh:
            return found
        self.drop(folder)
        started = self.start(job, folder) if sys.platform == "linux" else None
        if started:
            with self._lock:
                self._residents[folder] = started
        return started

    def start(self, job: TexJob, folder: Path) -> Resident | None:
        """Start a process and wait until it has read its preamble; None if it ends before."""
        base = Path(tempfile.mkdtemp(prefix="stagebrief-"))
        for name in ("ready", f"{PREAMBLE}.in"):
            os.mkfifo(base / name)
        environment = self.plain.environment(job, os.environ) | {
            "shell_escape": "t",
            "STAGEBRIEF_RESIDENT": str(base),
            "STAGEBRIEF_RESIDENT_LUA": str(templates_folder() / "shared" / "stagebrief-resident.lua"),
        }
        arguments = [program("lualatex"), *OPTIONS, f"-jobname={job.name}", f"{START}{job.name}.tex"]
        process = self.plain.spawn(arguments, folder, environment)
        if process is None:
            return None
        resident = Resident(job, folder, base, process)
        reader = os.open(base / "ready", os.O_RDONLY | os.O_NONBLOCK)
        try:
            wait_for_end(reader, process, time.monotonic() + self.plain.time_limit)
        finally:
            os.close(reader)
        if process.poll() is not None or not (base / PREAMBLE).is_dir():
            resident.end()
            return None
        resident.read = read_before(base / PREAMBLE, job, folder)
        return resident


def read_before(place: Path, job: TexJob, folder: Path) -> Digests:
    """The digests of the sources in the folder that were read before the checkpoint, by TeX's recorder."""
    lines = (place / f"{job.name}.fls").read_text(encoding="utf-8", errors="replace").splitlines()
    paths = {line.removeprefix("INPUT ") for line in lines if line.startswith("INPUT ")}
    inside = {os.path.relpath(folder / path, folder) for path in paths}
    written = {f"{job.name}.fls", f"{job.name}.log"}  # read when they are copied
    return digests_of(folder, sorted(path for path in inside - written if not path.startswith("..")))


@contextmanager
def report_pipe(base: Path) -> Iterator[tuple[Path, int]]:
    """A pipe by which a child says that it is there; it is at its end when the child is."""
    pipe = base / "report"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield pipe, reader
    finally:
        os.close(reader)
        pipe.unlink(missing_ok=True)


def command(resident: Resident, line: str) -> None:
    """Tell the waiting process what to do."""
    control = os.open(resident.base / f"{PREAMBLE}.in", os.O_RDWR)
    try:
        os.write(control, f"{line}\n".encode())
    finally:
        os.close(control)


def wait_for_end(reader: int, process: Popen[bytes], deadline: float) -> str:
    """Wait until whoever writes to the pipe has closed it; returns the limit that was reached, if one was."""
    poll = select.poll()
    poll.register(reader, select.POLLIN | select.POLLHUP)
    while process.poll() is None:
        if time.monotonic() > deadline:
            return "time"
        for _, event in poll.poll(PATIENCE * 1000):
            if event & select.POLLIN:
                os.read(reader, 4096)
            elif event & select.POLLHUP:
                return ""
    return ""
