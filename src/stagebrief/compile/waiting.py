"""The processes of LuaLaTeX that wait for one work folder, and what a child that goes on from one of them is to do."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from subprocess import Popen

from stagebrief.compile.checkpoint import PREAMBLE, Checkpoint, memory_of, outside_of, read_until
from stagebrief.compile.engine import TexJob
from stagebrief.compile.inside import outside
from stagebrief.compile.pipes import report_pipe, send
from stagebrief.compile.scratch import remove_scratch
from stagebrief.compile.settled import begin, stamp_of
from stagebrief.compile.system import end
from stagebrief.compile.workfolder import Digests

MOST_MEMORY = 1 << 30
"""Bytes that the waiting processes of one document may have for themselves; beyond it those behind the preamble go."""


DRAFT = "~"
"""The goal of a child that goes to the end of the document without making a PDF."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What a child is to do: its `goal` as the Lua file has it, in `place` or the work folder.

    `stops` are the parts before which processes shall stay, `glimpse` is one before which one shall end, with tokens.
    """

    goal: str = "-"
    stops: Mapping[str, str] = field(default_factory=dict)
    glimpse: Mapping[str, str] = field(default_factory=dict)
    place: Path | None = None

    @property
    def wishes(self) -> str:
        """The stops and the glimpse as the Lua file has them."""
        stops = [f"{part}={token}" for part, token in self.stops.items()]
        return " ".join(stops + [f"{part}>{token}" for part, token in self.glimpse.items()])


OnShown = Callable[["Resident", str, int], None]
"""Told of a process that typesets a glimpse: whose it is, its token, and the process."""


def unseen(_resident: Resident, _token: str, _pid: int) -> None:
    """For glimpses that nobody wants to see."""


@dataclass(slots=True)
class Resident:
    """The processes that wait for one work folder: the first behind the preamble, the others before parts.

    `base` holds their pipes, `lifeline` is the end of a pipe at whose closing they end by themselves; `first` is the
    first process of the sandbox around them, 0 without one; `last` are the digests of the work folder when it was last
    typeset.
    """

    job: TexJob
    folder: Path
    base: Path
    process: Popen[bytes]
    lifeline: int
    first: int = 0
    checkpoints: dict[str, Checkpoint] = field(default_factory=dict)
    last: Digests = field(default_factory=dict)
    edited: int = 0
    runs: int = 0
    going: int = 0
    wanted: bool = True

    def fresh(self, state: Digests) -> bool:
        """Whether it is there and its preamble is that of the folder, with the same packages and fonts."""
        first = self.checkpoints.get(PREAMBLE)
        return self.process.poll() is None and first is not None and first.holds(state)

    def furthest(self, state: Digests) -> Checkpoint:
        """The last checkpoint that still holds; those that do not are ended."""
        stamp = cache(stamp_of)
        for part, checkpoint in tuple(self.checkpoints.items()):
            if part != PREAMBLE and not (checkpoint.holds(state, stamp) and checkpoint.alive):
                self.checkpoints.pop(part).end()
        return max(self.checkpoints.values(), key=lambda checkpoint: checkpoint.place)

    def give_up(self) -> None:
        """Let no process go on that does."""
        self.wanted = False
        if self.going:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.going, signal.SIGKILL)

    def forget(self) -> None:
        """End the processes behind the preamble's."""
        for part in tuple(self.checkpoints.keys() - {PREAMBLE}):
            self.checkpoints.pop(part).end()

    def end(self) -> None:
        """End the process with all its children, and remove its pipes."""
        end(self.process)
        os.close(self.lifeline)
        for checkpoint in self.checkpoints.values():
            checkpoint.wait()
        remove_scratch(self.base)

    def go_on(
        self, start: Checkpoint, errand: Errand, state: Digests, deadline: float, on_shown: OnShown = unseen
    ) -> str:
        """Let a child go on from `start`; returns what kept it from its goal.

        `state` are the digests of the folder before, `on_shown` is told of a process that typesets a glimpse.
        """
        begun, place = begin(self.base), errand.place or self.folder
        self.runs += 1
        for token in errand.stops.values():
            os.mkfifo(self.base / f"{token}.in")
        stayed: dict[str, int] = {}

        def on_report(line: str) -> None:
            kind, *words, within = line.split()
            pid = outside(int(within), self.first)
            if kind == "at":
                stayed[words[0]] = pid
            elif kind == "shown":
                threading.Thread(target=on_shown, args=(self, words[0], pid), daemon=True).start()
            else:
                self.going = pid
                if errand.place and not self.wanted:
                    self.give_up()

        with report_pipe(self.base / f"report.{self.runs}") as pipe:
            send(start.pipe, f"{pipe.path} {place} {errand.goal} {errand.wishes}")
            stopped = pipe.follow(on_report, lambda: start.alive, deadline)
        self.going = 0
        for part, token in errand.stops.items():
            if self.has_stayed(token, stayed):
                self.checkpoints[part] = self.checkpoint_at(part, token, stayed[token], state, (start.outside, begun))
        if memory_of(item.pid for item in self.checkpoints.values()) > MOST_MEMORY:
            self.forget()
        return stopped

    def has_stayed(self, token: str, stayed: Mapping[str, int]) -> bool:
        """Whether a process stays there; what is prepared for one that does not is removed."""
        if stayed.get(token) and (self.base / token / f"{self.job.name}.fls").is_file():
            return True
        (self.base / f"{token}.in").unlink(missing_ok=True)
        return False

    def checkpoint_at(
        self, part: str, token: str, pid: int, state: Digests, since: tuple[Mapping[str, str], int]
    ) -> Checkpoint:
        """The process that has come to stay before that part.

        `since` is what it had read elsewhere when the run began which brought it there, and when that was.
        """
        place, name = self.base / token, self.job.name
        number = self.job.parts.index(part) if part != PREAMBLE else -1
        elsewhere = outside_of(place, name, self.folder, *since)
        return Checkpoint(part, number, token, self.base, pid, read_until(place, name, self.folder, state), elsewhere)
