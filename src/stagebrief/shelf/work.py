"""One brief of a shelf: what is to be done with it, and what came of it. This is what a worker does."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from stagebrief.diagnostics import Diagnostic, error
from stagebrief.errors import StagebriefError
from stagebrief.model.artifact import Artifact

OURS = 70
"""The exit status of a fault of the tool's own."""


@dataclass(frozen=True, slots=True)
class Task:
    """A content folder to be built or, without targets, checked; `why` says for people why it is built."""

    content: Path
    output: Path
    targets: tuple[str, ...]
    read_back: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: its exit status, what was found, what was made, and how long it took in seconds.

    `started` is False for a brief that nobody came to, because another failed before.
    """

    task: Task
    status: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    artifacts: tuple[Artifact, ...] = ()
    seconds: float = 0.0
    up_to_date: bool = False
    started: bool = True


WHOLE = 4000
"""Bytes that a pipe takes at once or not at all (POSIX has 4,096); a longer step is not told."""
steps: Connection | None = None
"""The pipe into which a worker tells its steps; it is set as the worker starts."""


def begin(pipe: Connection) -> None:
    """What a worker process does first."""
    global steps  # noqa: PLW0603 - it is the worker's own, and there is one
    steps = pipe


def tell(content: Path, step: str) -> None:
    """Let whoever watches know what a brief is at, without a lock: one that is killed would never give it back."""
    told = f"{content}\0{step}".encode(errors="surrogateescape")
    if steps is not None and len(told) <= WHOLE:
        steps.send_bytes(told)


def do(task: Task) -> Outcome:
    """Build or check one brief; every fault is an outcome."""
    from stagebrief.build import build, check  # noqa: PLC0415 - the worker's first task loads it

    tell(task.content, "started")
    try:
        if not task.targets:
            checked = check(task.content)
            return Outcome(task, int(not checked.good), checked.diagnostics)
        report = build(
            task.content,
            task.output,
            task.targets,
            read_back=task.read_back,
            progress=lambda step: tell(task.content, step),
        )
    except StagebriefError as fault:
        return Outcome(task, fault.exit_status, fault.diagnostics)
    except Exception as fault:  # a fault of the tool's own does not end the work on the others
        hint = "this is a fault of stagebrief; build this brief alone with --verbose and report what it prints"
        said = f"stagebrief has failed ({type(fault).__name__}: {fault})"
        return Outcome(task, OURS, (error("tool-works", said, None, hint),))
    return Outcome(task, 0, report.diagnostics, report.artifacts, report.seconds, report.up_to_date)
