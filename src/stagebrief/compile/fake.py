"""An engine without TeX, for tests of the order and number of runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.compile.engine import EngineRun


@dataclass(slots=True)
class FakeEngine:
    """Writes what `typeset(job, folder, number of the pass)` says, and remembers the runs in `runs`."""

    typeset: Callable[[str, Path, int], EngineRun | None]
    runs: list[str] = field(default_factory=list)

    def lualatex(self, job: str, folder: Path) -> EngineRun:
        """One pass: whatever the test writes, and a PDF."""
        self.runs.append("lualatex")
        (folder / f"{job}.log").write_text("")
        (folder / f"{job}.pdf").write_bytes(b"%PDF-1.5 " + str(len(self.runs)).encode())
        return self.typeset(job, folder, self.runs.count("lualatex")) or EngineRun(0, "")

    def biber(self, job: str, folder: Path) -> EngineRun:
        """A list of sources made from the control file."""
        self.runs.append("biber")
        (folder / f"{job}.bbl").write_bytes(b"bbl of " + (folder / f"{job}.bcf").read_bytes())
        return EngineRun(0, "")
