"""The targets of a release, made in an empty folder from a clean copy of the content."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from stagebrief.build import Work, compile_target, render_target
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
        """Render, compile and read back one target: as a tagged PDF if it can be one.

        Where anything is said of a tagged one that is not said of the plain one, it is the plain one.
        """
        why = not_taggable(target, wanted=self.tagged)
        if why:
            return self.made(target, resolved, why)
        tagged = self.made(target, resolved, "")
        if tagged.compiled.good and not said_of(tagged):
            return tagged
        folder, aside = self.work / target, self.work / f"{target}-tagged"
        if folder.exists():
            folder.rename(aside)
        self.progress(f"{target}: building it without tags")
        plain = self.made(target, resolved, "its tagged form fails")
        new = said_of(tagged) - said_of(plain)
        if tagged.compiled.good and not new:
            shutil.rmtree(folder)
            aside.rename(folder)
            return tagged
        shutil.rmtree(aside, ignore_errors=True)
        first = min((message for _, message in new), default="TeX fails")
        return replace(plain, untagged=f"it could not be built as a tagged PDF: {first}")

    def made(self, target: str, resolved: ResolvedBrief, untagged: str) -> Made:
        """The target, tagged unless there is a reason not to."""
        work = Work(self.content, self.work, self.work, False, True, self.progress, tagged=not untagged)
        source = render_target(work, target, resolved, find_fonts(resolved.brief.settings.theme.fonts))
        return Made(*compile_target(work, source, resolved, self.engine), untagged)


def not_taggable(target: str, *, wanted: bool) -> str:
    """Why the target can be no tagged PDF; empty if it can."""
    if target not in TAGGED:
        return "Beamer makes no tagged PDF"
    return why_untagged() if wanted else "not asked for"


def said_of(made: Made) -> set[tuple[str, str]]:
    """The warnings and errors of a build: their codes and messages."""
    found = (item for item in made.compiled.diagnostics if item.severity is not Severity.NOTE)
    return {(item.code, item.message) for item in found}
