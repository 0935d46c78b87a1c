"""What stays from one build of a content folder to the next: processes of TeX that wait, one build at a time."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pypdfium2 import PdfDocument

from stagebrief.build import Progress, build, silent
from stagebrief.compile.resident import ResidentEngine
from stagebrief.model.artifact import BuildReport
from stagebrief.model.glimpse import Glimpse
from stagebrief.model.targets import USUAL
from stagebrief.pdfium import ALONE

WAITING = 16
"""Processes that wait before parts of one document; each has some megabytes of its own."""


@dataclass(slots=True)
class Session:
    """Builds of one content folder into one output folder, from what the builds before have left waiting."""

    content: Path
    output: Path
    engine: ResidentEngine = field(default_factory=lambda: ResidentEngine(most=WAITING))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def show_glimpses(self, on_glimpse: Callable[[Glimpse], None]) -> None:
        """Tell of the first pages of long documents while the others are still being typeset."""

        def tell(folder: Path, pdf: Path) -> None:
            with ALONE, PdfDocument(pdf) as document:
                pages = len(document)
            on_glimpse(Glimpse(folder.name, pdf, pages))

        self.engine.on_glimpse = tell

    def build(
        self,
        targets: Iterable[str] = USUAL,
        *,
        read_back: bool = True,
        progress: Progress = silent,
        epoch: str | None = None,
    ) -> BuildReport:
        """Build as `stagebrief.build.build` does, with the same faults; `epoch` is SOURCE_DATE_EPOCH of who asks."""
        with self._lock:
            self.engine.interrupt()
            if epoch is not None:
                set_epoch(epoch)
            report = build(
                self.content, self.output, targets, read_back=read_back, progress=progress, engine=self.engine
            )
            if not report.up_to_date:
                self.engine.prepare()
            return report

    def stop(self) -> None:
        """End all processes that wait."""
        self.engine.stop()


def set_epoch(epoch: str) -> None:
    """Let this process date documents as another one does."""
    if epoch:
        os.environ["SOURCE_DATE_EPOCH"] = epoch
    else:
        os.environ.pop("SOURCE_DATE_EPOCH", None)
