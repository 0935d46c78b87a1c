"""The one door to TeX: an engine runs LuaLaTeX or biber once and says what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TexJob:
    """What is to be run: `name + ".tex"` is the main file, `epoch` the document's time in seconds since 1970.

    `parts` are the parts of the document in their order, each a checkpoint and a file of that name; two jobs that
    differ only in them have the same preamble.
    """

    name: str
    epoch: int = 0
    parts: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class EngineRun:
    """The outcome of one run.

    `log` is the program's log. `read` and `written` are files: below the work folder with their path in it, others
    with their absolute path. `stopped` says which limit ended the run: `time`, `memory`, `size`, or nothing.
    """

    status: int
    seconds: float
    log: str = ""
    read: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    stopped: str = ""

    @property
    def good(self) -> bool:
        """Whether the program ended by itself and without complaint."""
        return self.status == 0 and not self.stopped


class Engine(Protocol):
    """Runs TeX and biber; everything else in this phase works on files and on values."""

    @property
    def identity(self) -> str:
        """What the output depends on besides the files: programs and their versions."""

    def run(self, job: TexJob, folder: Path, *, draft: bool = False) -> EngineRun:
        """Run LuaLaTeX once over the job in that folder; a draft is typeset for its auxiliary files, without a PDF."""

    def biber(self, job: TexJob, folder: Path) -> EngineRun:
        """Run biber once over the job's control file in that folder."""

    def look_ahead(self, job: TexJob, folder: Path, file: str) -> bool:
        """Typeset that file of the folder in place of the document, if that costs next to nothing; whether it was done.

        What it writes stands where a first pass would write it: the control file for biber among it.
        """

    def stop(self) -> None:
        """End what is running now, from another thread."""
