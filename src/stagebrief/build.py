"""The one place that knows the order of the phases: load, resolve, render, compile, read back, inspect."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from stagebrief.diagnostics import error, has_errors
from stagebrief.errors import ContentError, UsageError
from stagebrief.model.artifact import Artifact, BuildReport, CheckReport
from stagebrief.model.pinned import Copies
from stagebrief.model.targets import DECKS, PICTURED, PRESENTER, TARGETS, USUAL
from stagebrief.pdfium import ALONE

if TYPE_CHECKING:  # the phases are loaded when there is something to do
    from stagebrief.compile.engine import Engine
    from stagebrief.compile.passes import Compiled
    from stagebrief.compile.resident import ResidentEngine
    from stagebrief.load.folder import Loaded
    from stagebrief.model.brief import Brief
    from stagebrief.model.date import PartialDate
    from stagebrief.model.fonts import FontSet
    from stagebrief.model.library import Library
    from stagebrief.model.resolved import ResolvedBrief
    from stagebrief.model.tex import TexSource
    from stagebrief.model.trust import TrustReport

UNDATED = 946_684_800
"""What a brief without a date is dated with, in seconds since 1970: the first day of 2000."""

OPTIONS = ("SOURCE_DATE_EPOCH", "STAGEBRIEF_THEME", "STAGEBRIEF_TRUST_THEME")
"""Variables that change what is built."""

COPY_SECONDS = 60
"""On the clock that the reading of one pinned copy may take;"""
COPY_LARGEST = 128 << 20
"""bytes that its text may have."""

Progress = Callable[[str], None]


def silent(step: str) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Work:
    """One build: the content, where its PDFs go and where TeX works, and how."""

    content: Path
    output: Path
    folder: Path
    keep_tex: bool
    read_back: bool
    progress: Progress
    tagged: bool = False


def check(folder: str | Path) -> CheckReport:
    """Load and resolve: everything that can be known without TeX. Raises UsageError if there is no such folder."""
    return examine(folder)[1]


def examine(folder: str | Path, unsaved: Mapping[str, bytes] | None = None) -> tuple[Loaded, CheckReport]:
    """As `check`, and what was read; `unsaved` texts count in place of the files of these names."""
    from stagebrief.load.folder import load  # noqa: PLC0415 - loading is for those who have something to load
    from stagebrief.resolve import resolve  # noqa: PLC0415

    loaded = load(Path(folder), unsaved or {})
    if loaded.brief is None:
        return loaded, CheckReport(loaded.diagnostics, loaded.files)
    loaded = with_picture_faults(Path(folder), loaded)
    assert loaded.brief is not None
    copies = copies_of(Path(folder), loaded.brief, loaded.library, unsaved=unsaved)
    resolved, found = resolve(loaded.brief, loaded.library, loaded.unread, copies)
    diagnostics = tuple(dict.fromkeys((*loaded.diagnostics, *found)))
    return loaded, CheckReport(diagnostics, loaded.files, None if has_errors(diagnostics) else resolved)


def with_picture_faults(folder: Path, loaded: Loaded) -> Loaded:
    """What was loaded, with what is wrong within the PDFs that are shown as pictures."""
    pictures = loaded.brief.pictures if loaded.brief else ()
    if not any(name.lower().endswith(".pdf") for name, _ in pictures):
        return loaded
    from stagebrief.compile.bounded import run_bounded  # noqa: PLC0415 - few briefs have such pictures
    from stagebrief.load.picture_faults import pdf_faults  # noqa: PLC0415

    def look(paths: list[Path]) -> tuple[bytes, str]:
        return run_bounded("stagebrief.load.picture_pdf", paths, COPY_SECONDS, COPY_LARGEST)

    return replace(loaded, diagnostics=(*loaded.diagnostics, *pdf_faults(folder, pictures, look)))


def sources(folder: str | Path) -> tuple[CheckReport, TrustReport | None]:
    """As `check`, and what each claim of the brief rests on; None where too little of the brief can be read for that.

    Raises UsageError if there is no such folder.
    """
    from stagebrief.load.folder import load  # noqa: PLC0415
    from stagebrief.resolve import report_on, resolve  # noqa: PLC0415

    loaded = load(Path(folder))
    brief, library = loaded.brief, loaded.library
    if brief is None:
        return CheckReport(loaded.diagnostics, loaded.files), None
    copies = copies_of(Path(folder), brief, library, quoted_only=False)
    resolved, found = resolve(brief, library, loaded.unread, copies)
    diagnostics = tuple(dict.fromkeys((*loaded.diagnostics, *found)))
    checked = CheckReport(diagnostics, loaded.files, None if has_errors(diagnostics) else resolved)
    return checked, report_on(brief, library, copies)


def copies_of(
    folder: Path,
    brief: Brief,
    library: Library,
    *,
    quoted_only: bool = True,
    unsaved: Mapping[str, bytes] | None = None,
) -> Copies:
    """The pinned copies of the sources that are quoted, or of all that are cited."""
    if not (folder / "sources").is_dir() and not any(entry.get("file") for entry in library):
        return Copies()
    from stagebrief.compile.bounded import run_bounded  # noqa: PLC0415 - most briefs have no copies
    from stagebrief.load.pinned import read_copies  # noqa: PLC0415
    from stagebrief.resolve.quotations import quotations_of  # noqa: PLC0415

    quoted = {item.key for quotation in quotations_of(brief, library) for item in quotation.items}
    keys = quoted if quoted_only else {entry.key for entry in library}
    return read_copies(
        folder,
        library,
        keys,
        lambda copy: run_bounded("stagebrief.load.copy_text", [copy], COPY_SECONDS, COPY_LARGEST),
        unsaved or {},
    )


def pin(folder: str | Path, keys: Iterable[str], retrieved: str = "") -> tuple[str, ...]:
    """Note the digests of the copies of these sources (`*` for all) in `sources/pins.yaml`; the files that were pinned.

    `retrieved` is the date on which they were got. Raises UsageError if there is no such folder or copy.
    """
    from stagebrief.load.folder import load  # noqa: PLC0415
    from stagebrief.load.pinned import pin_copies  # noqa: PLC0415

    return pin_copies(Path(folder), load(Path(folder)).library, tuple(keys), retrieved)


def build(
    folder: str | Path,
    output: str | Path = "output",
    targets: Iterable[str] = USUAL,
    *,
    keep_tex: bool = False,
    read_back: bool = True,
    progress: Progress = silent,
    engine: ResidentEngine | None = None,
) -> BuildReport:
    """Build the targets of a content folder into `output`.

    Raises ContentError if the content is at fault, UsageError if the folder or a target is not what it is called,
    ToolchainError if the machine lacks something. Earlier PDFs are replaced only when all targets have succeeded.
    With an `engine` of the caller's, its processes stay for the next build.
    """
    from stagebrief.compile.ownership import own_folder  # noqa: PLC0415
    from stagebrief.compile.record import read_record, record_of, write_record  # noqa: PLC0415 - a check keeps none

    started = time.monotonic()
    content, out = Path(folder), Path(output)
    chosen = tuple(dict.fromkeys(targets))
    refuse_wrong_use(content, chosen)
    work = Work(content, out, work_folder(content, out), keep_tex, read_back, progress)
    own_folder(work.folder)
    with locked(work.folder):
        inputs, done = inputs_and_outcome(content, out, chosen, read_back=read_back)
        if done and not keep_tex:
            return replace(done, seconds=time.monotonic() - started)
        report = replace(build_targets(work, chosen, engine), seconds=time.monotonic() - started)
        write_record(work.folder, record_of(report, inputs, read_record(work.folder), read_back=read_back))
    return report


def up_to_date(
    folder: str | Path, output: str | Path = "output", targets: Iterable[str] = USUAL, *, read_back: bool = True
) -> BuildReport | None:
    """What an earlier build has made, if a build would make the same; None if there is something to do.

    Raises UsageError as `build` does.
    """
    started = time.monotonic()
    content, chosen = Path(folder), tuple(dict.fromkeys(targets))
    refuse_wrong_use(content, chosen)
    _, done = inputs_and_outcome(content, Path(output), chosen, read_back=read_back)
    return replace(done, seconds=time.monotonic() - started) if done else None


def inputs_and_outcome(
    content: Path, output: Path, targets: tuple[str, ...], *, read_back: bool
) -> tuple[dict[str, str], BuildReport | None]:
    """The digests of what a build would read, and what an earlier build of just that has made."""
    from stagebrief.compile.ownership import is_own  # noqa: PLC0415
    from stagebrief.compile.record import artifacts_of, holds, inputs_of, notices_of, read_record  # noqa: PLC0415

    inputs = inputs_of(content, {name: os.environ.get(name, "") for name in OPTIONS})
    folder = work_folder(content, output)
    record = read_record(folder) if is_own(folder) else None
    if record is None or not holds(record, inputs, targets, output, read_back=read_back):
        return inputs, None
    return inputs, BuildReport(artifacts_of(record, targets, output), notices_of(record), up_to_date=True)


def work_folder(content: Path, output: Path) -> Path:
    """Where TeX works for that content."""
    return output / ".stagebrief" / content.resolve().name


def refuse_wrong_use(content: Path, targets: tuple[str, ...]) -> None:
    """Raise UsageError for a folder that is none or a target that is none."""
    from stagebrief.load.source import UNFIT_IN_NAMES, refuse_no_content  # noqa: PLC0415

    for target in targets:
        if target not in TARGETS:
            refuse_target(target)
    refuse_no_content(content)
    if UNFIT_IN_NAMES.search(content.resolve().name):
        hint = "rename the folder with letters, digits and hyphens"
        raise UsageError(
            [error("path-is-plain", "the folder's name holds a character that no name may hold", hint=hint)]
        )


def refuse_target(target: str) -> NoReturn:
    """Raise UsageError for a target that is none."""
    hint = f"known are {', '.join(TARGETS)}"
    raise UsageError([error("target-is-known", f"there is no target '{target}'", hint=hint)])


def build_targets(work: Work, targets: tuple[str, ...], kept: ResidentEngine | None = None) -> BuildReport:
    """All phases for these targets, and the PDFs put in their places together; a `kept` engine is not ended."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - it brings half of the standard library

    from stagebrief.compile.fonts import find_fonts, unmet  # noqa: PLC0415
    from stagebrief.compile.resident import ResidentEngine  # noqa: PLC0415
    from stagebrief.compile.sandbox import unwalled  # noqa: PLC0415

    engine = kept or ResidentEngine()
    with ThreadPoolExecutor(len(targets)) as pool:
        try:
            engine.foresee(f"{work.content.resolve().name}-{targets[0]}", work.folder / targets[0])
            work.progress("reading the content")
            checked = check(work.content)
            if checked.resolved is None:
                raise ContentError(checked.diagnostics)
            wanted = checked.resolved.brief.settings.theme.fonts
            resolved, fonts = checked.resolved, find_fonts(wanted)
            work.progress(engine.plain.sandbox.told)
            running = []
            for target in targets:  # one after the other, for the first to be ready takes longest in TeX
                source = render_target(work, target, resolved, fonts)
                running.append(pool.submit(compile_target, work, source, resolved, engine))
            results = [future.result() for future in running]
        finally:
            if kept is None:
                engine.stop()
    found = (diagnostic for _, compiled in results for diagnostic in compiled.diagnostics)
    raw = next((source.raw[0].span for source, _ in results if source.raw), None)
    said = (*checked.diagnostics, *unmet(wanted, fonts), *found, *unwalled(engine.plain.sandbox, raw))
    diagnostics = tuple(dict.fromkeys(said))
    if has_errors(diagnostics):
        raise ContentError(diagnostics)
    artifacts = tuple(place(work, resolved, source, compiled) for source, compiled in results)
    return BuildReport(
        artifacts, diagnostics, theme=theme_elsewhere(work.content, resolved.brief.settings.theme.folder)
    )


def theme_elsewhere(content: Path, theme: Path) -> Path | None:
    """The theme's folder, if what is in it is neither content nor ours."""
    from stagebrief.resources import templates_folder  # noqa: PLC0415

    known = (content.resolve(), templates_folder().resolve())
    return None if any(theme.resolve().is_relative_to(folder) for folder in known) else theme.resolve()


def render_target(work: Work, target: str, resolved: ResolvedBrief, fonts: FontSet) -> TexSource:
    """One target as TeX, with a structure where that is asked for."""
    work.progress(f"{target}: rendering")
    source = rendered(target, resolved, fonts, work.content)
    if work.tagged:
        from stagebrief.render.tagged import tagged  # noqa: PLC0415 - releases have a structure, drafts none

        return tagged(source, resolved.brief.language)
    return source


def compile_target(
    work: Work, source: TexSource, resolved: ResolvedBrief, engine: Engine
) -> tuple[TexSource, Compiled]:
    """Compile and read back one target."""
    from stagebrief.compile.lacking_glyphs import located  # noqa: PLC0415
    from stagebrief.compile.passes import compile_source  # noqa: PLC0415

    target = source.target

    def on_pass(program: str, reason: str) -> None:
        work.progress(f"{target}: {program} ({reason})")

    compiled = compile_source(
        source, work.folder / target, engine, epoch_of(resolved.brief.date), on_pass, work.folder / ".lists"
    )
    compiled = replace(compiled, diagnostics=located(compiled.diagnostics, resolved))
    if not (compiled.good and work.read_back):
        return source, compiled
    from stagebrief.proof import prove  # noqa: PLC0415

    return source, replace(compiled, diagnostics=prove(compiled.pdf, target, compiled.diagnostics, resolved, work))


def rendered(target: str, resolved: ResolvedBrief, fonts: FontSet, folder: Path) -> TexSource:
    """The target as TeX; only its own renderer is loaded."""
    match target:
        case "brief":
            from stagebrief.render.brief import render_brief as render  # noqa: PLC0415
        case "slides":
            from stagebrief.render.slides import render_slides as render  # noqa: PLC0415
        case "handout":
            from stagebrief.render.handout import render_handout as render  # noqa: PLC0415
        case "summary":
            from stagebrief.render.summary import render_summary as render  # noqa: PLC0415
        case _:
            from stagebrief.render.speaker import render_notes as render  # noqa: PLC0415
    from stagebrief.render.page import in_theme  # noqa: PLC0415

    with in_theme(resolved.brief.settings.theme.templates):
        return render(resolved, fonts, folder)


def inspect(pdf: str | Path, folder: str | Path | None = None, target: str = "") -> CheckReport:
    """Look at the pages of a PDF; with the content folder that it was built from, faults are at the author's lines.

    `target` says what the PDF is; else its name or the shape of its pages does. Raises UsageError if there is no such
    PDF or folder, ContentError if the content cannot be read.
    """
    from stagebrief.inspect.inspection import Subject, looks_like_deck  # noqa: PLC0415
    from stagebrief.proof import inspected  # noqa: PLC0415

    path = Path(pdf)
    if target and target not in TARGETS:
        refuse_target(target)
    kind = target or next((name for name in TARGETS if path.stem.endswith(f"-{name}")), "")
    deck = kind in DECKS if kind else looks_like_deck(path)
    if folder is None:
        return CheckReport(inspected(Subject(path, path.name, deck, pictures=kind in PICTURED), None))
    from stagebrief.readback.compare import read_with_places  # noqa: PLC0415
    from stagebrief.readback.expect import expected_blocks  # noqa: PLC0415

    checked = check(folder)
    if checked.resolved is None:
        raise ContentError(checked.diagnostics)
    looks_like_deck(path)  # a file that is no PDF is told before it is read
    kind = kind or ("slides" if deck else "brief")
    _, printed = read_with_places(path, expected_blocks(checked.resolved, kind))
    subject = Subject(path, path.name, deck, printed, pictures=kind in PICTURED)
    found = inspected(subject, checked.resolved)
    return CheckReport(found, checked.files, checked.resolved)


def place(work: Work, resolved: ResolvedBrief, source: TexSource, compiled: Compiled) -> Artifact:
    """Put the PDF in its place in one step, the presenter's notes beside a deck, and its TeX where asked."""
    import pypdfium2  # noqa: PLC0415

    from stagebrief.compile.workfolder import copy_whole, keep_source  # noqa: PLC0415

    path = work.output / f"{resolved.brief.name}-{source.target}.pdf"
    copy_whole(compiled.pdf, path)
    beside = place_notes(path, resolved, compiled) if source.target == "slides" else ()
    if work.keep_tex:
        keep_source(source, path.with_name(f"{path.stem}-tex"))
    with ALONE, pypdfium2.PdfDocument(path) as document:
        return Artifact(source.target, path, len(document), compiled.passes, beside)


def place_notes(deck: Path, resolved: ResolvedBrief, compiled: Compiled) -> tuple[Path, ...]:
    """Put what the speaker says where pdfpc looks for it, beside the deck; an earlier file goes if there is nothing."""
    from stagebrief.compile.workfolder import copy_whole  # noqa: PLC0415
    from stagebrief.render.speaker import pdfpc_of  # noqa: PLC0415

    path, made = deck.with_suffix(PRESENTER), compiled.pdf.with_suffix(PRESENTER)
    frames = compiled.pdf.with_name(f"{compiled.pdf.stem}-frames.log")
    text = pdfpc_of(resolved, frames.read_text(encoding="utf-8")) if frames.is_file() else ""
    if not text:
        path.unlink(missing_ok=True)
        return ()
    made.write_text(text, encoding="utf-8")
    copy_whole(made, path)
    return (path,)


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
