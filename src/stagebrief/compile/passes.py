"""How often a target is run: until nothing that was read has changed since."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stagebrief.compile.engine import Engine
from stagebrief.compile.log import read_biber_log, read_log
from stagebrief.diagnostics import Diagnostic, error, has_errors, warning
from stagebrief.model.artifact import Pass
from stagebrief.model.tex import SourceMap, TexSource

MOST_PASSES = 6
"""More passes than this mean that the document does not settle."""
AUXILIARY = (".aux", ".toc", ".out", ".nav", ".snm", ".bbl", ".bcf", ".run.xml")
"""Files that a pass writes and a later pass reads."""

Digests = dict[str, str]
OnPass = Callable[[str, str], None]
"""Told of each run before it starts: the program, and why it runs."""


def unwatched(_program: str, _reason: str) -> None:
    """For runs that nobody watches."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The outcome of compiling one target; `pdf` is None where there are errors."""

    pdf: Path | None
    passes: tuple[Pass, ...]
    diagnostics: tuple[Diagnostic, ...]


def compile_source(source: TexSource, folder: Path, engine: Engine, on_pass: OnPass = unwatched) -> Compiled:
    """Typeset the source in the folder; what is left there of an earlier build is used where it still holds."""
    write_source(source, folder)
    passes: list[Pass] = []
    reason = "first pass"
    for _ in range(MOST_PASSES):
        read = digests_of(source.name, folder)
        on_pass("lualatex", reason)
        started = time.monotonic()
        run = engine.lualatex(source.name, folder)
        passes.append(Pass("lualatex", reason, time.monotonic() - started))
        found = read_log(source, SourceMap.of(source), folder, run)
        if run.status != 0 or has_errors(found):
            forget(source.name, folder)
            return Compiled(None, tuple(passes), found or (unexplained(run.output),))
        biber = run_biber(source, folder, engine, passes, on_pass)
        if has_errors(biber):
            forget(source.name, folder)
            return Compiled(None, tuple(passes), biber)
        reason = changed(read, digests_of(source.name, folder))
        if not reason:
            return Compiled(folder / f"{source.name}.pdf", tuple(passes), found + biber)
    hint = "look for a reference that moves what it refers to"
    unsettled = warning(
        "passes-converge", f"the document has not settled after {MOST_PASSES} passes: {reason}", hint=hint
    )
    return Compiled(folder / f"{source.name}.pdf", tuple(passes), (*found, *biber, unsettled))


def write_source(source: TexSource, folder: Path) -> None:
    """Write the files that differ, so that what is unchanged keeps its time; pictures are copied."""
    for path, text in source.files:
        write_if_changed(folder / path, text.encode())
    for path, picture in source.pictures:
        write_if_changed(folder / path, picture.read_bytes())


def write_if_changed(path: Path, data: bytes) -> None:
    """Write the file unless it holds these bytes."""
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def run_biber(
    source: TexSource, folder: Path, engine: Engine, passes: list[Pass], on_pass: OnPass
) -> tuple[Diagnostic, ...]:
    """Run biber if its control file or the bibliography is not what it was run on last."""
    control = folder / f"{source.name}.bcf"
    if not source.uses_biber or not control.is_file():
        return ()
    digest = hashlib.sha256(control.read_bytes() + (folder / "references.bib").read_bytes()).hexdigest()
    stamp, result = folder / f"{source.name}.biber", folder / f"{source.name}.bbl"
    if not (result.is_file() and stamp.is_file() and stamp.read_text() == digest):
        reason = f'"{control.name}" changed' if stamp.is_file() else "no list of sources yet"
        on_pass("biber", reason)
        started = time.monotonic()
        run = engine.biber(source.name, folder)
        passes.append(Pass("biber", reason, time.monotonic() - started))
        if run.status != 0 or not result.is_file():
            stamp.unlink(missing_ok=True)
            return read_biber_log(folder / f"{source.name}.blg") or (unexplained(run.output),)
        stamp.write_text(digest)
    return read_biber_log(folder / f"{source.name}.blg")


def digests_of(job: str, folder: Path) -> Digests:
    """The digests of the auxiliary files that are there."""
    paths = (folder / f"{job}{suffix}" for suffix in AUXILIARY)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}


def changed(before: Digests, after: Digests) -> str:
    """Why another pass is needed: a file that the last one read is not what it was; nothing if all are."""
    for name, digest in after.items():
        if name.endswith((".bcf", ".run.xml")):
            continue
        if before.get(name) != digest:
            return f'"{name}" changed' if name in before else f'"{name}" is new'
    return ""


def forget(job: str, folder: Path) -> None:
    """Remove what a failed run may have left half written."""
    for suffix in (*AUXILIARY, ".biber", ".pdf"):
        (folder / f"{job}{suffix}").unlink(missing_ok=True)


def unexplained(output: str) -> Diagnostic:
    """A fault that the log does not explain, with the last lines of what was printed."""
    lines = [line for line in output.splitlines() if line.strip()][-8:]
    message = "typesetting failed for a reason that the log does not name"
    return error("typesetting-succeeds", message, None, "run `stagebrief doctor`", *lines)
