"""The one place that knows the order of the phases: load, resolve, render, compile, read back."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stagebrief.compile.record import BuildRecord, file_digest, holds, inputs_of, read_record, write_record
from stagebrief.diagnostics import Diagnostic, Severity, Span, error, has_errors
from stagebrief.errors import ContentError, UsageError
from stagebrief.model.artifact import Artifact, BuildReport

if TYPE_CHECKING:  # the phases are loaded when there is something to do
    from stagebrief.compile.engine import Engine
    from stagebrief.compile.passes import Compiled
    from stagebrief.model.date import PartialDate
    from stagebrief.model.fonts import FontSet
    from stagebrief.model.resolved import ResolvedBrief
    from stagebrief.model.tex import TexSource

TARGETS = ("brief", "slides")
UNDATED = 946_684_800
"""What a brief without a date is dated with, in seconds since 1970: the first day of 2000."""

Progress = Callable[[str], None]


def silent(step: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What can be known without TeX: every diagnostic, the source texts by name, and the brief if there is one."""

    diagnostics: tuple[Diagnostic, ...]
    files: dict[str, str]
    resolved: ResolvedBrief | None = None

    @property
    def good(self) -> bool:
        """Whether nothing stops a build."""
        return not has_errors(self.diagnostics)


@dataclass(frozen=True, slots=True)
class Work:
    """One build: the content, where its PDFs go and where TeX works, and how."""

    content: Path
    output: Path
    folder: Path
    keep_tex: bool
    read_back: bool
    progress: Progress


def check(folder: str | Path) -> CheckReport:
    """Load and resolve: everything that can be known without TeX. Raises UsageError if there is no such folder."""
    from stagebrief.load.folder import load  # noqa: PLC0415 - loading is for those who have something to load
    from stagebrief.resolve import resolve  # noqa: PLC0415

    loaded = load(Path(folder))
    resolved, found = resolve(loaded.brief, loaded.library)
    diagnostics = tuple(dict.fromkeys((*loaded.diagnostics, *found)))
    return CheckReport(diagnostics, dict(loaded.brief.files), resolved)


def build(
    folder: str | Path,
    output: str | Path = "output",
    targets: Iterable[str] = TARGETS,
    *,
    keep_tex: bool = False,
    read_back: bool = True,
    progress: Progress = silent,
) -> BuildReport:
    """Build the targets of a content folder into `output`.

    Raises ContentError if the content is at fault, UsageError if the folder or a target is not what it is called,
    ToolchainError if the machine lacks something. Earlier PDFs are replaced only when all targets have succeeded.
    """
    started = time.monotonic()
    content, out = Path(folder), Path(output)
    chosen = tuple(dict.fromkeys(targets))
    refuse_wrong_use(content, chosen)
    work = Work(content, out, out / ".stagebrief" / content.resolve().name, keep_tex, read_back, progress)
    work.folder.mkdir(parents=True, exist_ok=True)
    with locked(work.folder):
        inputs = inputs_of(content, {"epoch": os.environ.get("SOURCE_DATE_EPOCH", "")})
        record = read_record(work.folder / "record.json")
        if record and not keep_tex and holds(record, inputs, chosen):
            return report_of(record, chosen, started)
        report = build_targets(work, chosen, started)
        remember(work, report, inputs, record)
    return report


def refuse_wrong_use(content: Path, targets: tuple[str, ...]) -> None:
    """Raise UsageError for a folder that is none or a target that is none."""
    if unknown := [target for target in targets if target not in TARGETS]:
        raise UsageError([error("target-is-known", f"there is no target '{unknown[0]}'", hint="brief, slides or all")])
    if not (content / "brief.yaml").is_file():
        what = "has no brief.yaml" if content.is_dir() else "is not a folder"
        hint = "name the folder that holds brief.yaml"
        raise UsageError([error("folder-is-content", f"{content} {what}", hint=hint)])


def build_targets(work: Work, targets: tuple[str, ...], started: float) -> BuildReport:
    """All phases for these targets, and the PDFs put in their places together."""
    from stagebrief.compile.engine import SystemEngine  # noqa: PLC0415
    from stagebrief.compile.fonts import find_fonts  # noqa: PLC0415

    work.progress("reading the content")
    checked = check(work.content)
    if not checked.good or checked.resolved is None:
        raise ContentError(checked.diagnostics)
    resolved, fonts = checked.resolved, find_fonts()
    engine = SystemEngine(epoch_of(resolved.brief.date))
    with ThreadPoolExecutor(len(targets)) as pool:
        results = list(pool.map(lambda target: build_target(work, target, resolved, fonts, engine), targets))
    found = [diagnostic for _, compiled in results for diagnostic in compiled.diagnostics]
    diagnostics = tuple(dict.fromkeys((*checked.diagnostics, *found)))
    if has_errors(diagnostics):
        raise ContentError(diagnostics)
    artifacts = tuple(place(work, resolved.brief.name, source, compiled) for source, compiled in results)
    return BuildReport(artifacts, diagnostics, False, time.monotonic() - started)


def build_target(
    work: Work, target: str, resolved: ResolvedBrief, fonts: FontSet, engine: Engine
) -> tuple[TexSource, Compiled]:
    """Render, compile and read back one target."""
    from stagebrief.compile.passes import Compiled, compile_source  # noqa: PLC0415
    from stagebrief.readback.compare import read_back  # noqa: PLC0415
    from stagebrief.readback.expect import expected_blocks  # noqa: PLC0415
    from stagebrief.render.brief import render_brief  # noqa: PLC0415
    from stagebrief.render.slides import render_slides  # noqa: PLC0415

    work.progress(f"{target}: rendering")
    source = {"brief": render_brief, "slides": render_slides}[target](resolved, fonts, work.content)
    folder = work.folder / target
    compiled = compile_source(
        source, folder, engine, lambda program, reason: work.progress(f"{target}: {program} ({reason})")
    )
    if compiled.pdf is None or not work.read_back:
        return source, compiled
    work.progress(f"{target}: reading the PDF back")
    missing = read_back(compiled.pdf, expected_blocks(resolved, target))
    return source, Compiled(compiled.pdf, compiled.passes, compiled.diagnostics + missing)


def place(work: Work, name: str, source: TexSource, compiled: Compiled) -> Artifact:
    """Put the PDF in its place in one step, and its TeX beside it where asked."""
    assert compiled.pdf is not None  # errors have been raised before
    path = work.output / f"{name}-{source.target}.pdf"
    beside = work.output / f".{name}-{source.target}.pdf.new"
    shutil.copyfile(compiled.pdf, beside)
    beside.replace(path)
    if work.keep_tex:
        keep_tex(source, work.output / f"{name}-{source.target}-tex")
    return Artifact(source.target, path, pages_of(path), compiled.passes)


def pages_of(path: Path) -> int:
    """The number of pages of a PDF."""
    import pypdfium2  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def keep_tex(source: TexSource, folder: Path) -> None:
    """Write the TeX to a folder of its own; one that is there already and differs is moved aside, not overwritten."""
    from stagebrief.compile.passes import write_source  # noqa: PLC0415

    wanted = {path: text.encode() for path, text in source.files}
    wanted |= {path: picture.read_bytes() for path, picture in source.pictures}
    if folder.exists() and any(
        (folder / path).read_bytes() != data for path, data in wanted.items() if (folder / path).is_file()
    ):
        number = next(number for number in range(1, 10_000) if not Path(f"{folder}.{number}").exists())
        folder.rename(f"{folder}.{number}")
    write_source(source, folder)


def epoch_of(date: PartialDate | None) -> int:
    """The time that the PDF is dated with: SOURCE_DATE_EPOCH, else the brief's date, else a fixed day."""
    from datetime import UTC, datetime  # noqa: PLC0415

    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isascii() and given.isdigit():
        return int(given)
    if date is None or not 1970 <= date.year <= 9999:
        return UNDATED
    return int(datetime(date.year, date.month or 1, date.day or 1, tzinfo=UTC).timestamp())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other builds of the same content into the same output waiting."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def remember(work: Work, report: BuildReport, inputs: dict[str, str], earlier: BuildRecord | None) -> None:
    """Record what was built; what an earlier build of the same inputs made of other targets still holds."""
    artifacts = [{"target": item.target, "path": str(item.path), "pages": item.pages} for item in report.artifacts]
    made = {item["target"] for item in artifacts}
    if earlier and earlier.inputs == inputs:
        artifacts += [item for item in earlier.artifacts if item["target"] not in made]
    outputs = {str(item["path"]): file_digest(Path(str(item["path"]))) for item in artifacts}
    notices = [asdict(diagnostic) for diagnostic in report.diagnostics]
    write_record(work.folder / "record.json", BuildRecord(inputs, outputs, artifacts, notices))


def report_of(record: BuildRecord, targets: tuple[str, ...], started: float) -> BuildReport:
    """What a build with nothing to do reports: the PDFs that are there, and the warnings that still hold."""
    artifacts = tuple(
        Artifact(item["target"], Path(item["path"]), item["pages"])
        for item in sorted(record.artifacts, key=lambda item: TARGETS.index(item["target"]))
        if item["target"] in targets
    )
    notices = tuple(
        Diagnostic(
            notice["code"],
            Severity(notice["severity"]),
            notice["message"],
            Span(**notice["span"]) if notice["span"] else None,
            notice["hint"],
            tuple(notice["notes"]),
        )
        for notice in record.notices
    )
    return BuildReport(artifacts, notices, True, time.monotonic() - started)
