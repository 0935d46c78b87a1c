"""An engine for tests: it plays the runs that it is given and counts them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.compile.engine import EngineRun, TexJob


@dataclass(frozen=True, slots=True)
class FakeRun:
    """What one run reads (the files that are there), writes, says and gives."""

    writes: Mapping[str, str] = field(default_factory=dict)
    reads: tuple[str, ...] = ()
    log: str = ""
    status: int = 0
    stopped: str = ""


@dataclass(slots=True)
class FakeEngine:
    """Plays `tex` and `bib` run by run, the last one again and again; `calls` are the programs in their order."""

    tex: Sequence[FakeRun] = (FakeRun(),)
    bib: Sequence[FakeRun] = (FakeRun(),)
    ahead: Sequence[FakeRun] = ()
    identity: str = "fake 1"
    calls: list[str] = field(default_factory=list)
    jobs: list[TexJob] = field(default_factory=list)
    drafts: int = 0

    def run(self, job: TexJob, folder: Path, *, draft: bool = False) -> EngineRun:
        """The next run of TeX; one that is good and no draft leaves a PDF."""
        number = self.calls.count("lualatex")
        self.calls.append("lualatex")
        self.drafts += draft
        self.jobs.append(job)
        run = self.tex[min(number, len(self.tex) - 1)]
        log = run.log or f"Output written on {job.name}.pdf (1 page, 9 bytes)."
        read = tuple(path for path in (f"{job.name}.tex", *run.reads) if (folder / path).exists())
        written = play(run, folder)
        if run.status == 0 and not draft:
            (folder / f"{job.name}.pdf").write_bytes(b"%PDF-1.5 fake\n" + b"".join(text_bytes(folder, read)))
        (folder / f"{job.name}.log").write_text(log, encoding="utf-8")
        return EngineRun(run.status, 0.0, log, read, written, run.stopped)

    def biber(self, job: TexJob, folder: Path) -> EngineRun:
        """The next run of biber."""
        number = self.calls.count("biber")
        self.calls.append("biber")
        run = self.bib[min(number, len(self.bib) - 1)]
        written = play(run, folder)
        (folder / f"{job.name}.blg").write_text(run.log, encoding="utf-8")
        return EngineRun(run.status, 0.0, run.log, (), written, run.stopped)

    def look_ahead(self, job: TexJob, folder: Path, file: str) -> bool:  # noqa: ARG002 - as the engine has it
        """Plays the first run of `ahead`, where there is one."""
        for run in self.ahead:
            play(run, folder)
        return bool(self.ahead)

    def stop(self) -> None:
        """Nothing runs for longer than a call."""
        self.calls.append("stop")


def play(run: FakeRun, folder: Path) -> tuple[str, ...]:
    """Write the run's files."""
    for path, text in run.writes.items():
        (folder / path).write_text(text, encoding="utf-8")
    return tuple(run.writes)


def text_bytes(folder: Path, paths: tuple[str, ...]) -> list[bytes]:
    """The content of the files that were read."""
    return [(folder / path).read_bytes() for path in paths]
