"""Programs that build on saving: how long from the saving to the finished PDF."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import IO

from benchmarks.speed.contenders import EPOCH, Latexmk, Stagebrief, Typst, Words, stagebrief

PATIENCE = 600.0
"""Seconds after which a save counts as not built."""

WATCH_TYPST = 'import sys, typst\ntypst.Compiler("brief.typ").watch("brief.pdf")'


@dataclass(slots=True)
class Watcher:
    """A program that watches; `install` is the saving, `finished` says whether the PDF behind it is whole."""

    name: str
    install: Callable[[Words], None]
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    pdf: Callable[[], Path]
    sign: str = ""
    """What the program prints when it is done; where there is nothing, the PDF is looked at."""
    seen: str = ""
    """The line in which it was printed."""
    lines: Queue[str] = field(default_factory=Queue)
    process: subprocess.Popen[str] | None = None

    def start(self) -> bool:
        """Start it and wait for its first build."""
        before = state_of(self.pdf())
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            env={**self.environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        assert self.process.stdout is not None
        threading.Thread(target=self.listen, args=(self.process.stdout,), daemon=True).start()
        return self.wait(before, time.perf_counter())

    def listen(self, said: IO[str]) -> None:
        """Keep what it prints."""
        for line in said:
            self.lines.put(line)

    def save(self, words: Words) -> float | None:
        """Seconds from the saving to the finished PDF; None if there comes none."""
        while not self.lines.empty():
            self.lines.get_nowait()
        before = state_of(self.pdf())
        started = time.perf_counter()
        self.install(words)
        saved = time.perf_counter()
        return time.perf_counter() - (saved if saved - started < 1 else started) if self.wait(before, saved) else None

    def wait(self, before: tuple[int, ...], since: float) -> bool:
        """Wait for the end of a build."""
        while time.perf_counter() - since < PATIENCE:
            if self.process is None or self.process.poll() is not None:
                return False
            if self.sign:
                try:
                    self.seen = self.lines.get(timeout=1)
                    if self.sign in self.seen:
                        return True
                except Empty:
                    continue
            else:
                now = state_of(self.pdf())
                if now != before and now and is_whole(self.pdf()):
                    return True
                time.sleep(0.002)
        return False

    def stop(self) -> None:
        """End it with all that it has started."""
        if self.process is None:
            return
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


def state_of(path: Path) -> tuple[int, ...]:
    """What tells one file from the next under the same name."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size


def is_whole(path: Path) -> bool:
    """Whether a PDF has its end."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 64))
            return b"%%EOF" in file.read()
    except OSError:
        return False


def watchers_in(scratch: Path, environment: Mapping[str, str], typst: str) -> list[Watcher]:
    """Our own, latexmk -pvc on the brief alone, and Typst's."""
    own = Stagebrief("stagebrief watch", scratch / "watch", environment)
    pvc = Latexmk("latexmk -pvc", scratch / "pvc", environment)
    third = Typst("typst watch", scratch / "typst-watch", environment, python=typst)
    for one in (own, pvc, third):
        one.folder.mkdir(parents=True, exist_ok=True)
    found = [
        Watcher(
            own.name,
            own.install,
            (*stagebrief(), "watch", str(own.content), "--output", str(own.folder / "out")),
            own.folder,
            environment,
            lambda: own.folder / "out" / "brief-brief.pdf",
        ),
        Watcher(
            pvc.name,
            pvc.install,
            ("latexmk", "-e", "$|=1", "-lualatex", "-pvc", "-view=none", "-interaction=nonstopmode", "brief-brief"),
            pvc.folder / "brief-brief",
            environment,
            lambda: pvc.folder / "brief-brief" / "brief-brief.pdf",
            sign="Watching for updated files",
        ),
        Watcher(
            third.name,
            third.install,
            (typst, "-c", WATCH_TYPST),
            third.folder,
            {**environment, "SOURCE_DATE_EPOCH": EPOCH},
            lambda: third.folder / "brief.pdf",
        ),
    ]
    return [one for one in found if one.command[0]]
