"""Which briefs of a shelf have to be built, and why."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stagebrief.build import OPTIONS, work_folder
from stagebrief.compile.checkout import git
from stagebrief.compile.ownership import is_own
from stagebrief.compile.record import BuildRecord, artifacts_of, content_of, holds, notices_of, read_record, tools_of
from stagebrief.diagnostics import error
from stagebrief.errors import UsageError
from stagebrief.shelf.work import Outcome, Task

SHOWN = 3
"""So many changed files are named."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A brief that is to be built, with the reason; or the outcome of one that is built already."""

    task: Task
    done: Outcome | None = None


def decide(tasks: Sequence[Task]) -> Iterator[Decision]:
    """For each task whether there is something to do; the tools are looked at once for all."""
    tools = tools_of()
    options = {f"option:{name}": os.environ.get(name, "") for name in OPTIONS}
    for task in tasks:
        folder = work_folder(task.content, task.output)
        record = read_record(folder) if is_own(folder) else None
        inputs = content_of(task.content) | tools | options
        if record and holds(record, inputs, task.targets, task.output, read_back=task.read_back):
            made = artifacts_of(record, task.targets, task.output)
            yield Decision(task, Outcome(task, 0, notices_of(record), made, up_to_date=True))
        else:
            yield Decision(replace(task, why=reason(record, inputs)))


def reason(record: BuildRecord | None, inputs: dict[str, str]) -> str:
    """Why a brief is built."""
    if record is None:
        return "it was not built before"
    changed = [
        name for name in sorted(inputs.keys() | record.inputs.keys()) if inputs.get(name) != record.inputs.get(name)
    ]
    content = [name.removeprefix("content:") for name in changed if name.startswith("content:")]
    if content:
        more = f" and {len(content) - SHOWN} more" if len(content) > SHOWN else ""
        return f"{', '.join(content[:SHOWN])}{more} changed"
    kinds = {"code": "stagebrief", "program": "TeX", "font": "a font", "option": "an option"}
    for kind, words in kinds.items():
        if any(name.startswith(f"{kind}:") for name in changed):
            return f"{words} changed"
    return "a PDF is missing or changed, or others are wanted"


def changed_since(revision: str, folders: Sequence[Path]) -> list[Path]:
    """The content folders in which something differs from a revision of git. Raises UsageError where git knows none."""
    found = []
    for folder in folders:
        listed = git(folder, "diff", "--name-only", "--no-renames", revision, "--", ".")
        if listed is None:
            hint = "name a commit, a branch or a tag of the repository that the briefs lie in"
            raise UsageError([error("revision-is-known", f"git knows no '{revision}' in '{folder}'", None, hint)])
        if listed or git(folder, "ls-files", "--others", "--exclude-standard", "--", "."):
            found.append(folder)
    return found
