"""A content folder on which an editor is working: what it holds and has not saved, and what was last found."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from stagebrief.errors import UsageError
from stagebrief.lsp.occurrences import Index
from stagebrief.lsp.snapshot import BRIEF, Snapshot, take_snapshot

PAUSE = 0.2
"""Seconds without a key press after which the folder is checked."""
SUFFIXES = (".yaml", ".yml", ".md", ".bib", ".json")
"""How the files end that are read of a content folder as text."""

Found = TypeVar("Found")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that is open in the editor: its address there, its version, and what it says."""

    uri: str
    version: int | None
    text: str


@dataclass(eq=False, slots=True)
class Desk:
    """One content folder; `tell` is called with the desk and each new snapshot, `complain` with faults of our own.

    The folder is read in a thread of `readers`, so that the editor is answered meanwhile.
    """

    folder: Path
    encoding: str
    readers: Executor
    tell: Callable[[Desk, Snapshot], None]
    complain: Callable[[str], None]
    drafts: dict[str, Draft] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    snapshot: Snapshot | None = None
    _index: tuple[Snapshot, Index] | None = None
    _stale: bool = True
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _waiting: asyncio.TimerHandle | None = None
    _running: set[asyncio.Task[Snapshot | None]] = field(default_factory=set)

    def change(self, name: str, draft: Draft | None) -> None:
        """Take a text for a file, or none: then the file itself counts again."""
        if draft is None:
            self.drafts.pop(name, None)
        else:
            self.drafts[name] = draft
        self.later()

    def later(self) -> None:
        """Check the folder when nothing has changed for a moment."""
        self._stale = True
        self.rest()
        self._waiting = asyncio.get_running_loop().call_later(PAUSE, self._start)

    def rest(self) -> None:
        """Let what is waiting to be checked be."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _start(self) -> None:
        task = asyncio.get_running_loop().create_task(self.current())
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def current(self) -> Snapshot | None:
        """The folder as it is now; an earlier snapshot, or none, where it cannot be read."""
        async with self._lock:
            if self._stale:
                self._stale = False
                self.rest()
                await self._read()
            return self.snapshot

    async def _read(self) -> None:
        texts = {name: draft.text.encode("utf-8", "replace") for name, draft in self.drafts.items()}
        drafts = dict(self.drafts)
        try:
            snapshot = await self.apart(take_snapshot, self.folder, texts, self.snapshot, self.encoding)
        except UsageError:
            return  # the brief has gone; whoever comes next finds no desk for it
        except Exception as fault:  # one of ours or of the disk must not end the editor's session
            log.exception("%s could not be checked", self.folder)
            self.complain(f"{self.folder} could not be checked ({type(fault).__name__}: {fault})")
            return
        self.snapshot = snapshot
        self.tell(self, snapshot)
        self._stale = self._stale or drafts != self.drafts

    async def apart(self, call: Callable[..., Found], *arguments: object) -> Found:
        """Call something that reads, in a thread of its own."""
        return await asyncio.get_running_loop().run_in_executor(self.readers, call, *arguments)

    def index(self, snapshot: Snapshot) -> Index:
        """The occurrences of the snapshot."""
        if self._index is None or self._index[0] is not snapshot:
            self._index = (snapshot, Index(snapshot))
        return self._index[1]


def desk_folder(path: Path, known: Callable[[Path], bool]) -> Path | None:
    """The content folder that a file lies in: the nearest above it with a brief.yaml, be it `known` or on the disk."""
    for folder in path.parents:
        if known(folder / BRIEF) or (folder / BRIEF).is_file():
            return folder
    return None


def is_content(name: str) -> bool:
    """Whether a file below a content folder may be read as text; hidden ones are not."""
    return name.lower().endswith(SUFFIXES) and not any(part.startswith(".") for part in name.split("/"))
