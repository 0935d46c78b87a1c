"""`stagebrief watch --serve`: how long from a save until the edited page, and the whole PDF, can be drawn."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.request import ProxyHandler, build_opener

from benchmarks.speed.contenders import Stagebrief, Words, stagebrief
from benchmarks.speed.watchers import PATIENCE, Watcher

SAYS = "the page is at "
State = tuple[float, dict[str, Any]]


@dataclass(slots=True)
class Serving:
    """A served brief, and what its page is told, with the moment at which it was told."""

    watcher: Watcher
    states: Queue[State] = field(default_factory=Queue)
    version: str = ""

    @classmethod
    def of(cls, folder: Path, environment: Mapping[str, str]) -> Serving:
        """The command on a copy of the content in that folder."""
        folder.mkdir(parents=True, exist_ok=True)
        own = Stagebrief("stagebrief watch --serve", folder, environment)
        where = (str(own.content), "--output", str(folder / "out"), "--serve", "--port", "0")
        command = (*stagebrief(), "watch", *where)
        pdf = folder / "out" / "brief-brief.pdf"
        return cls(Watcher(own.name, own.install, command, folder, environment, lambda: pdf, sign=SAYS))

    def start(self, words: Words) -> bool:
        """Start it, open its events, and wait for the first build."""
        self.watcher.install(words)
        if not self.watcher.start():
            return False
        threading.Thread(target=self.listen, args=(self.watcher.seen.partition(SAYS)[2].strip(),), daemon=True).start()
        return self.wait(time.perf_counter()) is not None

    def listen(self, address: str) -> None:
        """Keep what the page is told until the server ends."""
        try:
            with build_opener(ProxyHandler({})).open(f"{address}events", timeout=PATIENCE) as events:
                for line in events:
                    if line.startswith(b"data: "):
                        self.states.put((time.perf_counter(), json.loads(line[6:])))
        except OSError:
            return

    def save(self, words: Words) -> tuple[float, float] | None:
        """Seconds until the edited page is there, and until the whole PDF is."""
        started = time.perf_counter()
        self.watcher.install(words)
        return self.wait(started)

    def wait(self, started: float) -> tuple[float, float] | None:
        """What is told after that moment, until there is another whole brief."""
        page: float | None = None
        while time.perf_counter() - started < PATIENCE:
            try:
                moment, state = self.states.get(timeout=PATIENCE)
            except Empty:
                return None
            brief = state.get("targets", {}).get("brief") or {}
            whole, early, mark = brief.get("whole") or {}, brief.get("early") or {}, brief.get("mark") or {}
            if page is None and early and early["pages"] >= mark.get("page", 1):
                page = moment - started
            if whole and whole["version"] != self.version:
                self.version = whole["version"]
                spent = moment - started
                return spent if page is None else page, spent
            if state.get("phase") == "broken":
                return None
        return None

    def stop(self) -> None:
        """End it."""
        self.watcher.stop()
