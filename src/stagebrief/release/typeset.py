"""The targets of a release, made in an empty folder from a clean copy of the content."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stagebrief.build import Work, build_target
from stagebrief.compile.engine import Engine
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.passes import Compiled
from stagebrief.compile.record import files_below
from stagebrief.compile.system import SystemEngine
from stagebrief.compile.tagging import why_untagged
from stagebrief.diagnostics import Severity, error
from stagebrief.errors import ContentError
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.targets import TAGGED
from stagebrief.model.tex import TexSource

Progress = Callable[[str], None]


def engine_for(engine: Engine | None) -> Engine:
    """The engine that is given, or else plain runs of LuaLaTeX, which leave nothing behind when they are killed."""

    return engine or SystemEngine()


def copy_content(folder: Path, copy: Path) -> None:
    """Copy the content without what is hidden; a link that leads out of the folder is refused."""

    root = folder.resolve()
    for path in files_below(folder):
        name = path.relative_to(folder).as_posix()
        if not path.resolve().is_relative_to(root):
            hint = "put a copy of the file in its place"
            message = f"'{name}' is a link to a file outside the content folder"
            raise ContentError([error("path-is-inside", message, None, hint)])
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


@dataclass(frozen=True, slots=True)
class Made:
    """One target that was made; `untagged` says why it is no tagged PDF, and is empty where it is one."""

    source: TexSource
    compiled: Compiled
    untagged: str = ""


@dataclass(slots=True)
class Typeset:
    """The targets of one release being made, in a folder that was empty."""

    content: Path
    work: Path
    engine: Engine
    progress: Progress
    tagged: bool = True

    def target(self, target: str, resolved: ResolvedBrief) -> Made:
        """Render, compile and read back one target: as a tagged PDF if it can be one."""
        why = (
            "Beamer makes no tagged PDF" if target not in TAGGED else why_untagged() if self.tagged else "not asked for"
        )
        if not why:
            made = self.made(target, resolved, "")
            fault = next((item for item in made.compiled.diagnostics if item.severity is not Severity.NOTE), None)
            if fault is None and made.compiled.good:
                return made
            why = f"it could not be built as a tagged PDF: {fault.message if fault else 'TeX failed'}"
            self.progress(f"{target}: building it without tags")
            shutil.rmtree(self.work / target, ignore_errors=True)
        return self.made(target, resolved, why)

    def made(self, target: str, resolved: ResolvedBrief, untagged: str) -> Made:
        """The target, tagged unless there is a reason not to."""
        work = Work(self.content, self.work, self.work, False, True, self.progress, tagged=not untagged)
        return Made(*build_target(work, target, resolved, find_fonts(), self.engine), untagged)
