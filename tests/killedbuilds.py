"""Builds that are ended from outside at any moment: what must hold of the PDF, the next build, and what is left."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from processes import comes_true, processes_below

SMALL = Path(__file__).parent / "cases" / "small"
PDF = "small-brief.pdf"
PATIENCE = 300.0


@dataclass(slots=True)
class Desk:
    """A content folder that is built again and again, with two contents whose PDFs are known."""

    root: Path
    texts: tuple[str, str] = ("", "")
    known: list[bytes] = field(default_factory=list)

    @property
    def content(self) -> Path:
        """The content folder."""
        return self.root / "small"

    @property
    def out(self) -> Path:
        """Where the PDF goes."""
        return self.root / "out"

    @property
    def scratch(self) -> Path:
        """The folder that its commands take for temporary files."""
        return self.root / "tmp"

    def save(self, which: int) -> None:
        """Save one of the two contents."""
        (self.content / "stages" / "1-first.md").write_text(self.texts[which], encoding="utf-8")

    def command(self, *words: str) -> list[str]:
        """A command of stagebrief's on this folder."""
        folders = [str(self.content), "--output", str(self.out), "--target", "brief"]
        return [sys.executable, "-m", "stagebrief", words[0], *folders, *words[1:]]

    def environment(self) -> dict[str, str]:
        """The environment of the commands: temporary files lie in a folder of their own, sessions are allowed."""
        free = {name: value for name, value in os.environ.items() if name not in {"CI", "STAGEBRIEF_NO_DAEMON"}}
        own = {"TMPDIR": str(self.scratch), "STAGEBRIEF_IDLE": "600", "XDG_RUNTIME_DIR": str(self.scratch)}
        return free | own

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen(
            self.command(*words),
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def build(self) -> None:
        """Build without a session, which has to succeed."""
        process = self.start("build", "--no-daemon")
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said

    def pdf(self) -> bytes:
        """The PDF as it lies there."""
        return (self.out / PDF).read_bytes()

    def remains(self) -> list[str]:
        """What a build leaves that is neither output nor memory: temporary files, half-written copies."""
        kept = ("stagebrief", f"stagebrief-sessions-{os.getuid()}")  # the folder of sockets
        found = [path for path in self.scratch.iterdir() if path.name not in kept]
        found += list(self.out.rglob(".*.new"))
        return sorted(str(path.relative_to(self.root)) for path in found)


def set_up(root: Path) -> Desk:
    """A desk at which both contents have been built once, the second last."""
    desk = Desk(root)
    shutil.copytree(SMALL, desk.content)
    desk.scratch.mkdir()
    text = (desk.content / "stages" / "1-first.md").read_text(encoding="utf-8")
    desk.texts = (text, text.replace("words", "better words") + "\n\nOne more paragraph of some words.\n")
    assert desk.texts[0] != desk.texts[1]
    for which in (0, 1):
        desk.save(which)
        desk.build()
        desk.known.append(desk.pdf())
    assert desk.known[0] != desk.known[1]
    return desk


def sessions_of(desk: Desk) -> list[int]:
    """The processes that serve builds of this desk."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"stagebrief.daemon" in words and str(desk.content).encode() in words:
            found.append(int(process.name))
    return found


def end(pids: list[int], how: signal.Signals) -> list[int]:
    """End these processes; returns them."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, how)
    return pids


def end_at(desk: Desk, way: str, how: signal.Signals, moment: float, which: int) -> Iterator[str]:
    """Save one content, start building, end the tool at that moment; yields what does not hold afterwards.

    `way` is `build` (no session), `session` (a build that a session makes, and the session is ended too), or `watch`.
    """
    old = desk.pdf()
    desk.save(which)
    process = (
        desk.start("watch") if way == "watch" else desk.start("build", *(["--no-daemon"] if way == "build" else []))
    )
    time.sleep(moment)
    served = sessions_of(desk) if way == "session" else []
    end([process.pid, *served], how)
    process.communicate(timeout=PATIENCE)
    if way == "session":  # one that had only just been started lives on by design, until it has been idle for long
        comes_true(lambda: not end(sessions_of(desk), how))
    if not comes_true(lambda: not (processes_below(desk.root) or sessions_of(desk))):
        yield f"processes stay: {processes_below(desk.root)}"
    if desk.pdf() not in (old, desk.known[which]):
        yield "the PDF is neither the old nor the new one"
    if how is not signal.SIGKILL and (left := desk.remains()):
        yield f"it leaves {left}"
    try:
        desk.build()
    except AssertionError as fault:
        yield f"the next build fails: {fault}"
    if desk.pdf() != desk.known[which]:
        yield "the next build gives another PDF"
    if desk.remains():  # a build that finds nothing to do cleans up nothing; the next that does, cleans up
        for other in (1 - which, which):
            desk.save(other)
            desk.build()
    if left := desk.remains():
        yield f"behind the next build there is {left}"
        for name in left:
            path = desk.root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
