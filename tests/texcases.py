"""Faults that only typesetting finds, and those of raw LaTeX that a check finds before.

Each folder below `cases/tex` is one fault. `fault.md` is put behind the introduction of the small brief of
`cases/faults/base`, in which raw LaTeX is allowed. Its line that is at fault ends in ` <<<`, which is taken away first,
or `where.txt` names it. `actions.txt` says what is done to other files, in the verbs of `faultcases` and one more:
`spoil figures/a.png from 830` damages the picture in a way that only drawing it shows.
`log-1.txt`, `log-2.txt` … are what TeX has said in the runs that matter, but for what other parts of the
document brought; they are played to the code, so the tests need no TeX. `expected.txt` is what people are told.

`--update-cases` runs TeX anew and writes logs and expected texts.
"""

from __future__ import annotations

import re
import shutil
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from faultcases import BASE, change
from stagebrief import check
from stagebrief.compile.engine import Engine, EngineRun, TexJob
from stagebrief.compile.fake import FakeEngine, FakeRun
from stagebrief.compile.passes import compile_source
from stagebrief.diagnostics import Diagnostic, Severity, has_errors
from stagebrief.model.fonts import FontFamily, FontSet
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.render.brief import render_brief
from stagebrief.report.human import format_diagnostics

CASES = Path(__file__).parent / "cases" / "tex"
MARK = " <<<"
FAMILY = FontFamily("Serif", Path("serif.otf"))
FONTS = FontSet(FAMILY, FAMILY, FAMILY)
LONGEST = 160
"""Lines of a log that are kept."""
FINISHED = ("Output written on ", "No pages of output")


@dataclass(frozen=True, slots=True)
class TexFault:
    """One fault: its folder."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def written(self) -> str:
        """What is put behind the introduction, with the mark in it."""
        return (self.folder / "fault.md").read_text(encoding="utf-8")

    @property
    def line(self) -> int:
        """The line of introduction.md that is at fault."""
        before = (BASE / "introduction.md").read_text(encoding="utf-8").count("\n") + 1
        return before + 1 + next(n for n, line in enumerate(self.written.split("\n")) if line.endswith(MARK))

    @property
    def place(self) -> str:
        """File and line that are at fault."""
        where = self.folder / "where.txt"
        return where.read_text(encoding="utf-8").strip() if where.exists() else f"introduction.md:{self.line}"

    @property
    def logs(self) -> list[Path]:
        """The logs that were recorded."""
        return sorted(self.folder.glob("log-*.txt"), key=lambda path: int(path.stem[4:]))

    def make(self, folder: Path) -> Path:
        """Make the content folder with the fault in it."""
        shutil.copytree(BASE, folder)
        with (folder / "brief.yaml").open("a", encoding="utf-8") as file:
            file.write("allow-raw-latex: true\n")
        with (folder / "introduction.md").open("a", encoding="utf-8") as file:
            file.write("\n" + re.sub(rf"{MARK}$", "", self.written, flags=re.MULTILINE))
        actions = self.folder / "actions.txt"
        for action in actions.read_text(encoding="utf-8").splitlines() if actions.exists() else ():
            act(folder, action)
        return folder


def act(folder: Path, action: str) -> None:
    """One change of another file."""
    if match := re.fullmatch(r"spoil (?P<name>\S+) from (?P<start>\d+)", action):
        path, start = folder / match["name"], int(match["start"])
        data = bytearray(path.read_bytes())
        data[start : start + 40] = bytes(byte ^ 0x5A for byte in data[start : start + 40])
        chunk = data.index(b"IDAT")
        end = chunk + 4 + int.from_bytes(data[chunk - 4 : chunk], "big")
        data[end : end + 4] = zlib.crc32(data[chunk:end]).to_bytes(4, "big")
        path.write_bytes(data)
    else:
        change(folder, action)


@dataclass(slots=True)
class Recorder:
    """An engine that remembers what another has said."""

    engine: Engine
    runs: list[EngineRun] = field(default_factory=list)

    @property
    def identity(self) -> str:
        """The other's."""
        return self.engine.identity

    def run(self, job: TexJob, folder: Path) -> EngineRun:
        """The other's run, remembered."""
        self.runs.append(self.engine.run(job, folder))
        return self.runs[-1]

    def biber(self, job: TexJob, folder: Path) -> EngineRun:
        """The other's run."""
        return self.engine.biber(job, folder)

    def stop(self) -> None:
        """End what is running."""
        self.engine.stop()


def tex_faults() -> list[TexFault]:
    """All faults by name."""
    return [TexFault(path.parent) for path in sorted(CASES.glob("*/fault.md"))]


def replayed(fault: TexFault, folder: Path) -> tuple[tuple[Diagnostic, ...], Path]:
    """What the author is told when TeX says what was recorded, and the content folder."""
    content = fault.make(folder / "content")
    checked = check(content)
    if checked.resolved is None:
        return checked.diagnostics, content
    logs = [path.read_text(encoding="utf-8") for path in fault.logs]
    runs = [FakeRun(log=log, status=0 if any(sign in log for sign in FINISHED) else 1) for log in logs]
    (folder / "work").mkdir()
    source = render_brief(checked.resolved, FONTS, content)
    return compile_source(source, folder / "work", FakeEngine(tex=runs)).diagnostics, content


def record(fault: TexFault, resolved: ResolvedBrief, content: Path, work: Path, fonts: FontSet, engine: Engine) -> None:
    """Run TeX and write down what it says in the runs that matter: those from the first that fails, or the last."""
    recorder = Recorder(engine)
    for path in work.iterdir():  # nothing of the case before is to be used again
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    found = compile_source(render_brief(resolved, fonts, content), work, recorder).diagnostics
    logs = [run.log for run in recorder.runs]
    failed = next((number for number, log in enumerate(logs) if has_errors(found) and is_bad(log)), len(logs) - 1)
    for path in fault.logs:
        path.unlink()
    for number, log in enumerate(logs[failed:], 1):
        (fault.folder / f"log-{number}.txt").write_text(shortened(log), encoding="utf-8")


def is_bad(log: str) -> bool:
    """Whether TeX complains of an error in a log."""
    return re.search(r"^(! |(\./)?[\w./-]+:\d+: |\[\\directlua\]:)|\(\\end occurred", log, re.MULTILINE) is not None


def shortened(log: str) -> str:
    """A log from the introduction on, without what says nothing of the document; of a hundred errors the first."""
    start = max(log.find("(./introduction.tex"), 0)
    early = [line for line in log[:start].split("\n") if line.startswith("LaTeX Warning: Label")]
    lines = log[start:].split("\n")
    end = next((n for n, line in enumerate(lines) if line.startswith("Here is how much")), len(lines))
    if end > LONGEST:
        lines[LONGEST : end - 4], end = ["[…]"], LONGEST + 5
    kept = [line.rstrip() for line in lines[:end] if not line.startswith(("luaotfload |", "LaTeX Font Info"))]
    kept += [line for line in lines[end:] if line.startswith(("Output written", "No pages")) or "==> Fatal" in line]
    text = re.sub(r"\n{2,}", "\n\n", "\n".join([*early, *kept]))
    return re.sub(r"(?<![\w.])/(?:[\w.-]+/)+(?=[\w.-]+\.\w)", "/", text).rstrip("\n") + "\n"


def told(diagnostics: tuple[Diagnostic, ...], content: Path) -> str:
    """What people are told of errors and warnings."""
    chosen = [one for one in diagnostics if one.severity is not Severity.NOTE]
    files = {path.relative_to(content).as_posix(): path.read_text("utf-8") for path in content.rglob("*.[myb][dai]*")}
    return format_diagnostics(chosen, files, False) + "\n"
