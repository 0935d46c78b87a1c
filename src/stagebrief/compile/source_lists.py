"""The lists of sources that biber has made: one that was asked for before is not made again, for whichever target."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stagebrief.compile.workfolder import Digests

MOST = 8
"""Lists that are kept in one place; those that were used longest ago go."""

ENDINGS = (".bbl", ".blg")
"""What biber writes: the list, and what it says of it."""

alone: defaultdict[Path, threading.Lock] = defaultdict(threading.Lock)
"""While a list is being made, others who want it wait for it."""


@dataclass(frozen=True, slots=True)
class SourceLists:
    """A folder with lists, shared by the targets of one brief; `programs` is what they were made with."""

    folder: Path
    programs: str

    def place(self, asked: Digests) -> Path:
        """Where the list is that is made of these files."""
        lines = [self.programs, *(f"{digest} {Path(path).suffix}" for path, digest in sorted(asked.items()))]
        return self.folder / hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]

    @contextlib.contextmanager
    def wanted(self, asked: Digests) -> Iterator[None]:
        """Let nobody else of this process make the same list meanwhile."""
        with alone[self.place(asked)]:
            yield

    def take(self, asked: Digests, folder: Path, name: str) -> bool:
        """Put the list in a work folder, for the job of that name; False if it was never made."""
        place = self.place(asked)
        if not all((place / f"list{ending}").is_file() for ending in ENDINGS):
            return False
        place.touch()
        for ending in ENDINGS:
            shutil.copyfile(place / f"list{ending}", folder / f"{name}{ending}")
        return True

    def keep(self, asked: Digests, folder: Path, name: str) -> None:
        """Keep the list that biber has just made for that job."""
        if not all((folder / f"{name}{ending}").is_file() for ending in ENDINGS):
            return
        place = self.place(asked)
        place.mkdir(parents=True, exist_ok=True)
        for ending in reversed(ENDINGS):  # the list last, without which there is none
            shutil.copyfile(folder / f"{name}{ending}", place / f"new{ending}")
            (place / f"new{ending}").replace(place / f"list{ending}")
        kept = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        for old in kept[:-MOST]:
            shutil.rmtree(old, ignore_errors=True)
