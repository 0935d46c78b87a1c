"""A LuaLaTeX that loads its preamble once and forks a child for each pass: the same bytes as plain runs, sooner.

Where it is allowed to keep further processes, they wait before parts of the document, and an edit is typeset from the
last one that has read nothing which has changed since. How the forking is done stands in
`templates/shared/stagebrief-resident.lua`. Where it cannot be done, passes are run plainly.
"""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.compile.checkpoint import (
    PREAMBLE,
    Checkpoint,
    first_changed,
    sizes_of,
    state_of,
    stops_for,
)
from stagebrief.compile.engine import EngineRun, TexJob
from stagebrief.compile.foresight import Foresight
from stagebrief.compile.inside import outside
from stagebrief.compile.pipes import is_running, report_pipe
from stagebrief.compile.scratch import make_scratch, remove_scratch
from stagebrief.compile.settled import begin
from stagebrief.compile.system import SystemEngine, outcome_of, tex_command
from stagebrief.compile.waiting import DRAFT, Errand, Resident
from stagebrief.compile.workfolder import Digests, beside
from stagebrief.resources import templates_folder

OnGlimpse = Callable[[Path, Path], None]
"""Told of a work folder and of a PDF with the first pages of its document, which is gone when it returns."""

MUCH = 150_000
"""Bytes of TeX behind an edit that take so long to typeset that one wants to see the edit before."""

MOMENT = 0.01
"""Seconds between two looks at whether a glimpse is there."""


@dataclass(slots=True)
class ResidentEngine:
    """An `Engine` that keeps processes for each work folder; `plain` is used where that cannot be done.

    `most` is how many may wait before parts of a document; a build that is made once has no use for any. `on_glimpse`
    is told of the first pages of long documents while the others are still being typeset. A sandbox ends with the
    thread that has started it: so all are started by one that stays.
    """

    plain: SystemEngine = field(default_factory=SystemEngine)
    most: int = 0
    on_glimpse: OnGlimpse | None = None
    _residents: dict[Path, Resident] = field(default_factory=dict)
    _threads: list[threading.Thread] = field(default_factory=list)
    _starter: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _foresight: Foresight = field(init=False)

    def __post_init__(self) -> None:
        self._foresight = Foresight(self.start)

    @property
    def identity(self) -> str:
        """The same as of plain runs, since the bytes are the same."""
        return self.plain.identity

    def run(self, job: TexJob, folder: Path, *, draft: bool = False) -> EngineRun:
        """Run LuaLaTeX once, from behind its preamble or a later part where a process waits there."""
        started = time.monotonic()
        folder = folder.resolve()
        state = state_of(folder)
        resident = self.resident_for(job, folder, state)
        if resident is None:
            return self.plain.run(job, folder, draft=draft)
        kept = {path: (folder / path).read_bytes() for path in state if path.startswith(f"{job.name}.")}
        (folder / f"{job.name}.synctex").unlink(missing_ok=True)
        start, deadline = resident.furthest(state), started + self.plain.time_limit
        resident.edited, resident.last = first_changed(job.parts, resident.last, state), state
        errand = Errand(DRAFT) if draft else Errand(glimpse=self.glimpse(resident, start, job))
        stopped = resident.go_on(start, errand, state, deadline, self.show)
        outcome = outcome_of(folder, job.name, None, time.monotonic() - started, stopped)
        if resident.process.poll() is not None or stopped or not outcome.good:
            self.drop(folder)
        if outcome.good or stopped == "time" or outcome.stopped in {"memory", "pages"}:
            return outcome
        for path, data in kept.items():  # the child may have ended halfway
            (folder / path).write_bytes(data)
        return self.plain.run(job, folder, draft=draft)

    def foresee(self, name: str, folder: Path) -> None:
        """Start a process for the document that was typeset in that folder last, if there was one; returns at once."""
        folder = folder.resolve()
        if folder not in self._residents:
            self._foresight.begin(name, folder)

    def prepare(self) -> None:
        """Let further processes wait before parts of the documents that were typeset last; returns at once.

        To be called when there is nothing else to do, with `interrupt` when there is again.
        """
        if not self.most:
            return
        for resident in tuple(self._residents.values()):
            resident.wanted = True
            thread = threading.Thread(target=self.prepare_one, args=(resident,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def prepare_one(self, resident: Resident) -> None:
        """Let processes wait for one work folder, from a run of their own beside it."""
        job, state = resident.job, state_of(resident.folder)
        if not resident.fresh(state):
            return
        start = resident.furthest(state)
        stops = self.stops(resident, start, job, state)
        if stops and resident.wanted:
            place = beside(resident.folder, resident.base / "ahead", job.name)
            deadline = time.monotonic() + self.plain.time_limit
            resident.go_on(start, Errand(".", stops, place=place), state, deadline)

    def interrupt(self) -> None:
        """Give up what `prepare` has begun; the processes that wait already stay."""
        while self._threads:
            for resident in tuple(self._residents.values()):
                resident.give_up()
            self._threads.pop().join()

    def stops(self, resident: Resident, start: Checkpoint, job: TexJob, state: Digests) -> dict[str, str]:
        """The parts before which processes shall stay, with a new token for each."""
        if f"{job.name}.aux" not in state:  # what a first pass has read changes at its end
            return {}
        kept = frozenset(item.place for item in resident.checkpoints.values() if item.part != PREAMBLE)
        numbers = stops_for(sizes_of(job.parts, resident.folder), start.place, resident.edited, kept, self.most)
        return {job.parts[number]: f"{job.parts[number]}.{resident.runs + 1}" for number in numbers}

    def glimpse(self, resident: Resident, start: Checkpoint, job: TexJob) -> dict[str, str]:
        """The part before which the document shall be ended by a further process, so that an edit shows early.

        That is the one behind the edited part, if there is much behind it.
        """
        behind = max(resident.edited, start.place, 0) + 1
        if self.on_glimpse is None or sum(sizes_of(job.parts[behind:], resident.folder)) < MUCH:
            return {}
        token = f"glimpse.{resident.runs + 1}"
        beside(resident.folder, resident.base / token, job.name)
        return {job.parts[behind]: token}

    def show(self, resident: Resident, token: str, pid: int) -> None:
        """Hand on what that process has typeset when it has come to its end."""
        while is_running(pid):
            time.sleep(MOMENT)
        place = resident.base / token
        pdf = place / f"{resident.job.name}.pdf"
        if self.on_glimpse and outcome_of(place, resident.job.name, None, 0.0, "").good and pdf.is_file():
            self.on_glimpse(resident.folder, pdf)
        shutil.rmtree(place, ignore_errors=True)

    def look_ahead(self, job: TexJob, folder: Path, file: str) -> bool:
        """Typeset that file from behind the preamble; not done where no process waits there."""
        folder = folder.resolve()
        state = state_of(folder)
        resident = self.resident_for(job, folder, state)
        if resident is None:
            return False
        start, deadline = resident.checkpoints[PREAMBLE], time.monotonic() + self.plain.time_limit
        stopped = resident.go_on(start, Errand(f"<{Path(file).stem}"), state, deadline)
        outcome = outcome_of(folder, job.name, None, 0.0, stopped)
        return outcome.good and (folder / f"{job.name}.bcf").is_file()

    def biber(self, job: TexJob, folder: Path) -> EngineRun:
        """Run biber once."""
        return self.plain.biber(job, folder)

    def stop(self) -> None:
        """End all processes."""
        self.interrupt()
        self.plain.stop()
        self._foresight.stop()
        for folder in tuple(self._residents):
            self.drop(folder)
        self._starter.shutdown()

    def drop(self, folder: Path) -> None:
        """End the processes of that folder."""
        with self._lock:
            resident = self._residents.pop(folder, None)
        if resident:
            resident.end()

    def resident_for(self, job: TexJob, folder: Path, state: Digests) -> Resident | None:
        """The processes that wait for this folder, started anew where none fit; None if they cannot be."""
        foreseen = self._foresight.take(job, folder, state)
        if foreseen:
            self._residents[folder] = foreseen
        found = self._residents.get(folder)
        if found and found.job == job and found.fresh(state):
            found.job = job  # its parts may be others
            return found
        self.drop(folder)
        started = self.start(job, folder, state)
        if started:
            with self._lock:
                self._residents[folder] = started
        return started

    def start(
        self, job: TexJob, folder: Path, state: Digests, wanted: Callable[[], bool] = lambda: True
    ) -> Resident | None:
        """Start a process and wait until it has read its preamble; None if it ends before, or is not wanted."""
        if sys.platform != "linux":
            return None
        base = make_scratch()
        try:
            return self.start_in(base, job, folder, state, wanted)
        except BaseException:  # the engine may be stopped meanwhile
            remove_scratch(base)
            raise

    def start_in(
        self, base: Path, job: TexJob, folder: Path, state: Digests, wanted: Callable[[], bool]
    ) -> Resident | None:
        """As `start`, with the pipes in the folder `base`."""
        begun = begin(base)
        os.mkfifo(base / f"{PREAMBLE}.in")
        watched, lifeline = os.pipe()
        environment = self.plain.tex_environment(job, folder, base) | {
            "STAGEBRIEF_LIFELINE": str(watched),
            "STAGEBRIEF_RESIDENT": str(base),
            "STAGEBRIEF_RESIDENT_LUA": str(templates_folder() / "shared" / "stagebrief-resident.lua"),
        }
        reports: list[str] = []
        with report_pipe(base / "ready") as pipe:
            try:
                command = tex_command(job, self.plain.synctex)
                starting = self._starter.submit(
                    self.plain.spawn_told, command, folder, environment, (watched,), (base,)
                )
                process, first = starting.result()
            finally:
                os.close(watched)
            if process is None:
                os.close(lifeline)
                remove_scratch(base)
                return None
            resident = Resident(job, folder, base, process, lifeline, first)
            going = lambda: wanted() and process.poll() is None  # noqa: E731
            pipe.follow(reports.append, going, time.monotonic() + self.plain.time_limit)
        place = base / PREAMBLE
        if process.poll() is not None or not (place / f"{job.name}.fls").is_file():
            resident.end()
            return None
        within = next((int(line.split()[2]) for line in reports if line.startswith(f"at {PREAMBLE} ")), process.pid)
        pid = outside(within, first) or process.pid
        resident.checkpoints[PREAMBLE] = resident.checkpoint_at(PREAMBLE, PREAMBLE, pid, state, ({}, begun))
        return resident
