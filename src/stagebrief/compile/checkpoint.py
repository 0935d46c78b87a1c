"""The places in a document at which a process waits: which still hold, and where further ones shall stay."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from stagebrief.compile.pipes import PATIENCE, is_running, send
from stagebrief.compile.settled import stamp_of, stamps_of
from stagebrief.compile.workfolder import NOT_READ_AGAIN, Digests, digest_of

PREAMBLE = "preamble"
"""The first checkpoint of every document; those behind it have the names of the parts that they stand before."""

LOOKS = 20
"""How often it is looked whether a killed process is gone."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A process that waits before a part: `token` names its pipe and its folder below `base`.

    `read` are the digests of what it has read of the work folder so far, `outside` the stamps of packages and fonts
    that it has read elsewhere, `place` its number in the order of the parts.
    """

    part: str
    place: int
    token: str
    base: Path
    pid: int
    read: Digests
    outside: Mapping[str, str] = field(default_factory=dict)

    @property
    def pipe(self) -> Path:
        """Where it waits for a line."""
        return self.base / f"{self.token}.in"

    @property
    def alive(self) -> bool:
        """Whether the process is still there."""
        return is_running(self.pid)

    def holds(self, state: Digests, stamp: Callable[[str], str] = stamp_of) -> bool:
        """Whether what it has read is what is there now: `state` in the folder, and elsewhere what has that stamp."""
        inside = all(state.get(path) == digest for path, digest in self.read.items())
        return inside and all(stamp(path) == found for path, found in self.outside.items())

    def wait(self) -> None:
        """Wait a moment until the process, which has been killed, is gone."""
        for _ in range(LOOKS):
            if not self.alive:
                return
            time.sleep(PATIENCE)

    def end(self) -> None:
        """End the process and remove what it has kept."""
        send(self.pipe, "end")
        self.pipe.unlink(missing_ok=True)
        place = self.base / self.token
        for path in place.glob("*") if place.is_dir() else ():
            path.unlink(missing_ok=True)
        if place.is_dir():
            place.rmdir()


def state_of(folder: Path) -> Digests:
    """The digests of everything in the work folder that TeX may read."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(".") and not name.endswith(NOT_READ_AGAIN) and path.is_file():
            found[name] = digest_of(path)
    return {name: digest for name, digest in found.items() if digest}


def read_until(place: Path, name: str, folder: Path, state: Digests) -> Digests:
    """What a process has read up to its checkpoint, by its recorder: of the files that it has not written before.

    `state` are the digests from before it began to run.
    """
    text = (place / f"{name}.fls").read_text(encoding="utf-8", errors="replace")
    first: dict[str, str] = {}
    for line in text.splitlines():
        kind, _, path = line.partition(" ")
        inside = os.path.relpath(folder / path, folder)
        if kind in {"INPUT", "OUTPUT"} and not inside.startswith(".."):
            first.setdefault(inside, kind)
    return {path: state[path] for path, kind in first.items() if kind == "INPUT" and path in state}


def outside_of(place: Path, name: str, folder: Path, before: Mapping[str, str], begun: int) -> Mapping[str, str]:
    """The stamps of the files elsewhere, packages and fonts, that a process has read up to its checkpoint.

    `before` are those that it had read when the run began which brought it there, at the time `begun`.
    """
    text = (place / f"{name}.fls").read_text(encoding="utf-8", errors="replace")
    paths = dict.fromkeys(line[6:] for line in text.splitlines() if line.startswith("INPUT /"))
    elsewhere = (path for path in paths if not path.startswith((f"{folder}/", "/proc/", "/dev/")))
    return {**stamps_of((path for path in elsewhere if path not in before), begun), **before}


def first_changed(parts: Sequence[str], before: Digests, now: Digests) -> int:
    """The number of the first part whose file is another than before; the number of parts if there is none."""
    for number, part in enumerate(parts):
        if before.get(f"{part}.tex") != now.get(f"{part}.tex"):
            return number
    return len(parts)


def stops_for(sizes: Sequence[int], start: int, edited: int, kept: frozenset[int], most: int) -> tuple[int, ...]:
    """The numbers of the parts behind `start` before which processes shall stay.

    Before each if that may be; else before the one that is `edited`, since it will be edited again, before the first,
    and before others so that there is about equally much to typeset from each to the next. `kept` are those before
    which one stays already, `most` is how many there may be.
    """
    total = sum(sizes)
    before = [0, *accumulate(sizes)]
    room = max(most - sum(number <= start for number in kept), 0)
    wanted = [number for number in dict.fromkeys((edited, 0)) if start < number < len(sizes)][:room]
    step = total / max(most, 1) if len(sizes) > most else 0
    reached = before[max(start, 0)]
    for number in range(start + 1, len(sizes)):
        if len(wanted) >= room:
            break
        if before[number] - reached >= step and number not in wanted:
            wanted.append(number)
            reached = before[number]
    return tuple(sorted(wanted))


def sizes_of(parts: Sequence[str], folder: Path) -> tuple[int, ...]:
    """How much there is in each part, in bytes of its TeX: near enough to the time that it takes."""
    return tuple(path.stat().st_size if (path := folder / f"{part}.tex").is_file() else 0 for part in parts)


def memory_of(pids: Iterable[int]) -> int:
    """The bytes of memory that these processes have for themselves alone."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) << 10 for line in lines if line.startswith("Private_Dirty:"))
    return total
