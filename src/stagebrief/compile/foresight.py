"""Processes of TeX that are started before it is known what will be typeset: most edits leave a preamble as it was."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.compile.checkpoint import state_of
from stagebrief.compile.engine import TexJob
from stagebrief.compile.settled import read_settled
from stagebrief.compile.waiting import Resident
from stagebrief.compile.workfolder import Digests

LOOKS = (".sty", ".lua")
"""Endings of files that are read before the text, beside the preamble and the main file."""

Start = Callable[[TexJob, Path, Digests, Callable[[], bool]], Resident | None]
"""Starts a process for a folder whose files have these digests, as long as it is wanted."""


@dataclass(slots=True)
class Foreseen:
    """A process being started for a work folder as it was, with these digests."""

    state: Digests
    starting: Future[Resident | None] = field(default_factory=Future)
    wanted: bool = True

    def end(self) -> None:
        """End the process, wherever it is."""
        self.wanted = False
        resident = self.starting.result()
        if resident:
            resident.end()


@dataclass(slots=True)
class Foresight:
    """The processes that were started for documents as they were typeset last."""

    start: Start
    _foreseen: dict[Path, Foreseen] = field(default_factory=dict)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def begin(self, name: str, folder: Path) -> None:
        """Start a process for the document of that name in the folder, if one was typeset there; returns at once.

        Where there is one core alone, it would only be in the way.
        """
        settled = read_settled(folder)
        if settled is None or folder in self._foreseen or not has_cores():
            return
        foreseen = Foreseen(state_of(folder))
        job = TexJob(name, settled.epoch)
        foreseen.starting = self._pool.submit(self.start, job, folder, foreseen.state, lambda: foreseen.wanted)
        self._foreseen[folder] = foreseen

    def take(self, job: TexJob, folder: Path, state: Digests) -> Resident | None:
        """The process that was started for that folder, if what stands before the text still is what it was."""
        foreseen = self._foreseen.pop(folder, None)
        if foreseen is None:
            return None
        early = (path for path in state if path in {"preamble.tex", f"{job.name}.tex"} or path.endswith(LOOKS))
        if all(foreseen.state.get(path) == state[path] for path in early):
            return foreseen.starting.result()
        foreseen.end()
        return None

    def stop(self) -> None:
        """End all that nobody has taken."""
        while self._foreseen:
            self._foreseen.popitem()[1].end()
        self._pool.shutdown()


def has_cores() -> bool:
    """Whether TeX can run beside this process."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1
