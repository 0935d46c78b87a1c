"""What happens between the builds and the page: rounds, early pages and saves become the state that is shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stagebrief.build import locked, work_folder
from stagebrief.compile.record import forget_record
from stagebrief.compile.settled import unsettle
from stagebrief.diagnostics import Span
from stagebrief.model.artifact import BuildReport
from stagebrief.model.glimpse import Glimpse
from stagebrief.preview.edition import Edition, read_edition
from stagebrief.preview.places import Places, Record, read_record
from stagebrief.preview.state import Mark, State, View, box_to_json
from stagebrief.preview.synctex import Box
from stagebrief.preview.texts import Edit, Texts
from stagebrief.watch import Round

KEPT = 4
"""PDFs of each target that can still be asked for: a page may be drawing the one before."""

NEAR = 3.0
"""Points by which two marks of one place may differ."""


def nobody() -> None:
    """For changes that nobody watches."""


@dataclass(slots=True)
class Live:
    """The live page of one content folder; `on_change` is told whenever the state is another."""

    content: Path
    output: Path
    targets: tuple[str, ...]
    on_change: Callable[[], None] = nobody
    texts: Texts = field(init=False)
    state: State = field(init=False)
    _editions: dict[str, list[Edition]] = field(default_factory=dict)
    _places: dict[str, Places | None] = field(default_factory=dict)
    _edits: list[Edit] = field(default_factory=list)
    _marks: int = 0
    _rounds: int = 0
    _early: dict[str, Mark] = field(default_factory=dict)
    _learnt: dict[str, int] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        self.texts = Texts(self.content, self.output)
        self.texts.edits()
        self.state = State(self.content.resolve().name, {target: View() for target in self.targets})

    def prepare(self) -> None:
        """Let the first build typeset what has been typeset without a note of where the lines went."""
        folder = work_folder(self.content, self.output)
        bare = [target for target in self.targets if not any((folder / target).glob("*.synctex"))]
        if bare and folder.is_dir():
            with locked(folder):
                forget_record(folder)
                for target in bare:
                    unsettle(folder / target)

    def on_step(self, step: str) -> None:
        """A step of a build, as `progress` is told it; the first one begins a round."""
        with self._lock:
            if self.state.phase != "building":
                self.state.phase, self.state.steps = "building", {}
                self._edits = self.texts.edits()
                self.state.saved = tuple(edit.file for edit in self._edits)
            about, _, what = step.partition(": ")
            self.state.steps.pop("", None)
            self.state.steps[about if what else ""] = step
            self.changed()

    def on_glimpse(self, glimpse: Glimpse) -> None:
        """The first pages of a target that is still being typeset."""
        try:
            edition = read_edition(glimpse.target, glimpse.pdf)
        except (OSError, ValueError):
            return
        with self._lock:
            if view := self.state.views.get(glimpse.target):
                view.glimpse = self.keep(edition)
                if mark := self.mark(glimpse.target, self._edits, earlier=True):
                    view.mark = self._early[glimpse.target] = mark
                self.changed()

    def on_round(self, found: Round) -> None:
        """What came of a build."""
        with self._lock:
            state = self.state
            if state.phase != "building":
                self._edits = self.texts.edits()
            state.saved, state.faults, state.steps = found.changed, found.diagnostics, {}
            state.phase = "built" if found.report else "broken"
            for view in state.views.values():
                view.glimpse = None
            records = {}
            if found.report:
                state.seconds = found.report.seconds
                records = self.take(found.report)
            self._rounds += 1
            self.changed()
            if found.report and (records or self._edits):
                arguments = (records, tuple(self._edits), self._rounds)
                threading.Thread(target=self.learn, args=arguments, daemon=True).start()

    def take(self, report: BuildReport) -> dict[str, Record | None]:
        """Show the PDFs of a build; returns what TeX has noted about them.

        The same PDF may come of other lines: a comment moves those below it.
        """
        records = {}
        for artifact in report.artifacts:
            view = self.state.views.get(artifact.target)
            try:
                edition = read_edition(artifact.target, artifact.path)
            except (OSError, ValueError):
                continue
            if view is None:
                continue
            if view.edition is None or view.edition.version != edition.version:
                view.edition = self.keep(edition)
            if not report.up_to_date or artifact.target not in self._learnt:
                folder = work_folder(self.content, self.output) / artifact.target
                records[artifact.target] = read_record(folder, artifact.path.stem)
        return records

    def learn(self, records: dict[str, Record | None], edits: tuple[Edit, ...], number: int) -> None:
        """Find out where the lines went, and where the saved ones stand: beside the next build, as it takes time."""
        places = {target: record.places() if record else None for target, record in records.items()}
        with self._lock:
            for target, found in places.items():
                if self._learnt.get(target, 0) < number:
                    self._learnt[target], self._places[target] = number, found
        marks = {target: mark for target in self.targets if (mark := self.mark(target, edits))}
        with self._lock:
            news = {target: mark for target, mark in marks.items() if not is_same(mark, self._early.pop(target, None))}
            if number == self._rounds and news:
                for target, mark in news.items():
                    self.state.views[target].mark = mark
                self.changed()

    def mark(self, target: str, edits: Iterable[Edit], *, earlier: bool = False) -> Mark | None:
        """The place of the first saved line that stands in a target; `earlier` by the places of the PDF before."""
        for edit in edits:
            if box := self.box(target, edit.file, edit.earlier if earlier else edit.line):
                self._marks += 1
                return Mark(self._marks, box, edit.file, edit.line)
        return None

    def box(self, target: str, file: str, line: int) -> Box | None:
        """Where a line of the content stands in a target."""
        places = self._places.get(target)
        return places.place(file, line, self.texts.lines) if places else None

    def keep(self, edition: Edition) -> Edition:
        """Remember a PDF, so that it can be asked for, and forget old ones."""
        kept = self._editions.setdefault(edition.target, [])
        for known in kept:
            if known.version == edition.version:
                return known
        kept.append(edition)
        shown = [view.edition for view in self.state.views.values()]
        for old in [one for one in kept if one not in shown][:-KEPT]:
            kept.remove(old)
        return edition

    def edition(self, target: str, version: str) -> Edition | None:
        """The PDF of that version, if it is still there."""
        with self._lock:
            return next((one for one in self._editions.get(target, ()) if one.version == version), None)

    def source(self, target: str, page: int, x: float, y: float, near: str) -> Span | None:
        """The author's line of what stands at a point of a page."""
        with self._lock:
            places = self._places.get(target)
            return places.source(page, x, y, near, self.texts.lines) if places else None

    def show(self, file: str, line: int) -> dict[str, Any]:
        """Where a line of the content stands in each target."""
        with self._lock:
            found = {target: self.box(target, file, line) for target in self.targets}
        return {target: box_to_json(box) for target, box in found.items() if box}

    def to_json(self) -> dict[str, Any]:
        """The state as it is now."""
        with self._lock:
            return self.state.to_json()

    def changed(self) -> None:
        """Count the change and tell of it."""
        self.state.revision += 1
        self.on_change()


def is_same(mark: Mark, early: Mark | None) -> bool:
    """Whether the first pages have shown that place already."""
    if early is None or (mark.file, mark.line, mark.box.page) != (early.file, early.line, early.box.page):
        return False
    return abs(mark.box.y - early.box.y) < NEAR
