"""Builds a content folder again whenever it is saved."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from watchfiles import Change, watch

from stagebrief.build import Progress, silent
from stagebrief.diagnostics import Diagnostic
from stagebrief.errors import StagebriefError
from stagebrief.load.theme import CHOICE, ground_chosen
from stagebrief.model.artifact import BuildReport
from stagebrief.model.targets import USUAL
from stagebrief.resources import templates_folder
from stagebrief.session import Session

QUIET = 30
"""Milliseconds without a change after which a save is taken for whole."""

LONGEST = 300
"""Milliseconds after which it is built though saves go on."""


LOOK = 200
"""Milliseconds between two looks at whether it is time to end."""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one build: the files whose saving was its cause, and a report or what is wrong.

    `changed` are paths below the content folder; there are none in the first round.
    """

    changed: tuple[str, ...]
    report: BuildReport | None
    diagnostics: tuple[Diagnostic, ...]


OnRound = Callable[[Round], None]


def watch_content(
    session: Session,
    stop: threading.Event,
    on_round: OnRound,
    targets: tuple[str, ...] = USUAL,
    *,
    read_back: bool = True,
    progress: Progress = silent,
) -> None:
    """Build now and after each save until `stop` is set; the PDFs of the last good build stay when a save is broken."""
    rounds = saves(session, stop)
    next(rounds, None)  # what is saved during the first build is seen
    on_round(one_round(session, (), targets, read_back=read_back, progress=progress))
    for changed in rounds:
        on_round(one_round(session, changed, targets, read_back=read_back, progress=progress))


def one_round(
    session: Session, changed: tuple[str, ...], targets: tuple[str, ...], *, read_back: bool, progress: Progress
) -> Round:
    """One build; faults are told and not raised."""
    try:
        report = session.build(targets, read_back=read_back, progress=progress)
    except StagebriefError as fault:
        return Round(changed, None, fault.diagnostics)
    return Round(changed, report, report.diagnostics)


def saves(session: Session, stop: threading.Event) -> Iterator[tuple[str, ...]]:
    """The files that are saved, together where that is within a moment; first nothing, when the watching has begun."""
    root, output = session.content.resolve(), session.output.resolve()

    def is_content(_change: Change, path: str) -> bool:
        found = Path(path)
        inside = found.relative_to(root) if found.is_relative_to(root) else found.relative_to(found.anchor)
        below_output = output != root and found.is_relative_to(output)
        return not below_output and not any(part.startswith(".") or part.endswith("~") for part in inside.parts)

    folders, begun = (root, templates_folder(), *theme_chosen()), False
    for changes in watch(
        *folders,
        watch_filter=is_content,
        step=QUIET,
        debounce=LONGEST,
        stop_event=stop,
        rust_timeout=LOOK,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if begun and not changes:
            continue
        begun = True
        names = {Path(path) for _, path in changes}
        yield tuple(sorted(str(path.relative_to(root) if path.is_relative_to(root) else path) for path in names))


def theme_chosen() -> tuple[Path, ...]:
    """The folder of the theme that the user wants, where it is one."""
    name, _ = ground_chosen(os.environ.get(CHOICE, ""))
    return (Path(name).resolve(),) if name and Path(name).is_dir() else ()
