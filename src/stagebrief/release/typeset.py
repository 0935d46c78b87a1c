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
from stagebrief.diagnostics import error
from stagebrief.errors import ContentError
from stagebrief.model.resolved import ResolvedBrief
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


@dataclass(slots=True)
class Typeset:
    """The targets of one release being made, in a folder that was empty."""

    content: Path
    work: Path
    engine: Engine
    progress: Progress

    def target(self, target: str, resolved: ResolvedBrief) -> tuple[TexSource, Compiled]:
        """Render, compile and read back one target."""

        work = Work(self.content, self.work, self.work, False, True, self.progress)
        return build_target(work, target, resolved, find_fonts(), self.engine)
