"""How often a target is run: until nothing that was read has changed since."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from stagebrief.compile.biber_log import read_biber_log
from stagebrief.compile.control_file import control_digest
from stagebrief.compile.engine import Engine, EngineRun, TexJob
from stagebrief.compile.log_words import faults_of, warnings_of
from stagebrief.compile.omission import all_faults
from stagebrief.compile.settled import (
    Settled,
    begin,
    read_settled,
    reason_for_pass,
    stamps_of,
    unsettle,
    write_settled,
)
from stagebrief.compile.source_lists import SourceLists
from stagebrief.compile.workfolder import (
    NOT_READ_AGAIN,
    Digests,
    digest_of,
    digests_of,
    other_files,
    sweep,
    write_if_other,
    write_source,
)
from stagebrief.diagnostics import Diagnostic, has_errors, warning
from stagebrief.model.artifact import Pass
from stagebrief.model.tex import TexSource

MOST_PASSES = 7
"""A document that still changes after so many passes of TeX is taken as it is, with a warning."""

AHEAD = "ahead.tex"
"""The file of a source that cites all that is cited, and nothing else."""

OnPass = Callable[[str, str], None]
"""Told of each run before it starts: the program, and why it runs."""


def unwatched(_program: str, _reason: str) -> None:
    """For runs that nobody watches."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The outcome of compiling one target; the PDF is good only if no diagnostic is an error."""

    pdf: Path
    passes: tuple[Pass, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def good(self) -> bool:
        """Whether there is a PDF to show."""
        return not has_errors(self.diagnostics)


@dataclass(slots=True)
class Compilation:
    """One target being compiled; `passes` grows with each run, `begun` is when TeX last did, in nanoseconds since 1970.

    `earlier` is the compilation before, `kept` are the auxiliary files that it left: a save that fails does not cost
    the next one that is good all the passes of a first build.
    """

    source: TexSource
    folder: Path
    engine: Engine
    job: TexJob
    on_pass: OnPass
    inputs: Digests
    lists: SourceLists
    earlier: Settled | None = None
    kept: Mapping[str, bytes] = field(default_factory=dict)
    passes: list[Pass] = field(default_factory=list)
    begun: int = 0

    @property
    def pdf(self) -> Path:
        """Where the PDF is or will be."""
        return self.folder / f"{self.job.name}.pdf"

    def result(self, diagnostics: tuple[Diagnostic, ...]) -> Compiled:
        """The outcome with these diagnostics, each said once."""
        return Compiled(self.pdf, tuple(self.passes), tuple(dict.fromkeys(diagnostics)))


def compile_source(
    source: TexSource,
    folder: Path,
    engine: Engine,
    epoch: int = 0,
    on_pass: OnPass = unwatched,
    lists: Path | None = None,
) -> Compiled:
    """Typeset the source in the folder; what an earlier build has left there is used as far as it still holds.

    `epoch` is the document's time in seconds since 1970, `lists` a folder for the lists of sources that several targets
    share. Raises ToolchainError if TeX or biber is not installed.
    """
    settled = read_settled(folder)
    job = TexJob(source.name, epoch, source.parts)
    shared = SourceLists(lists or folder / ".lists", engine.identity)
    work = Compilation(source, folder, engine, job, on_pass, write_source(source, folder), shared)
    if settled is None or not work.pdf.is_file():
        sweep(source, folder)
        return settle(work, "first run", {})
    reason = reason_for_pass(settled, engine.identity, epoch, folder)
    if not reason and settled.sources == sources_of(work):
        return work.result(said_by(work))
    unsettle(folder)
    work.earlier, work.kept = settled, auxiliary_files(work)
    if not reason:  # only the bibliography is another
        faults = run_biber(work, '"references.bib" changed')
        if has_errors(faults):
            return failed(work, faults)
        settled_sources = sources_of(work)
        reason = reason_for_pass(settled, engine.identity, epoch, folder)
        if not reason:
            write_settled(folder, Settled(settled.engine, epoch, settled.read, settled.outside, settled_sources))
            return work.result(said_by(work))
        return settle(work, reason, settled_sources, reused=True)
    return settle(work, reason, settled.sources, reused=True)


def settle(work: Compilation, reason: str, sources: Digests, *, reused: bool = False) -> Compiled:
    """Run TeX and biber until nothing that the last pass read has changed.

    `sources` are the digests of what biber has read last. If the first pass fails on auxiliary files that are
    `reused`, these may be to blame: then all is done once more without them.
    """
    if not sources and AHEAD in work.inputs and work.engine.look_ahead(work.job, work.folder, AHEAD):
        faults = run_biber(work, "the sources that are cited are known")
        if has_errors(faults):
            return failed(work, faults)
        sources = sources_of(work)
    for path, text in () if reused else work.source.guesses:
        write_if_other(work.folder / path, text.encode())
    before = auxiliary(work)
    for number in range(1, MOST_PASSES + 1):
        draft = number == 1 and not reused and will_tell(work)
        run = run_tex(work, reason, draft=draft)
        if faults_of(run, work.source):
            if reused and number == 1:
                sweep(work.source, work.folder)
                return settle(work, "the auxiliary files of the earlier build did not fit", {})
            return failed(work, faults_behind(work, run))
        if needs_biber(work, sources):
            reason = f'"{work.job.name}.bcf" changed' if sources else "no list of sources yet"
            faults = run_biber(work, reason)
            if has_errors(faults):
                return failed(work, faults)
            sources = sources_of(work)
        after = auxiliary(work)
        changed = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
        if not changed and not draft:
            keep(work, run, sources)
            return work.result(said_by(work))
        reason = f'"{changed[0]}" changed' if changed else "there is no PDF yet"
        before = after
    keep(work, run, sources)
    return work.result((*said_by(work), unsettled(changed)))


def will_tell(work: Compilation) -> bool:
    """Whether a first pass from nothing will not be the last: where the parts begin is news to a table of contents."""
    return bool(work.job.parts) and not work.source.guesses


def run_tex(work: Compilation, reason: str, *, draft: bool = False) -> EngineRun:
    """One pass of TeX; a draft makes no PDF."""
    work.on_pass("lualatex", reason)
    work.begun = begin(work.folder)
    run = work.engine.run(work.job, work.folder, draft=draft)
    work.passes.append(Pass("lualatex", reason, run.seconds))
    return run


def faults_behind(work: Compilation, run: EngineRun) -> tuple[Diagnostic, ...]:
    """All that is wrong with a source whose run has failed."""

    def run_less(source: TexSource) -> EngineRun:
        write_source(source, work.folder)
        return run_tex(work, "looking for other faults")

    faults = all_faults(run, work.source, run_less)
    write_source(work.source, work.folder)
    return faults


def run_biber(work: Compilation, reason: str) -> tuple[Diagnostic, ...]:
    """One run of biber, if the list that is asked for was not made before; returns what it says."""
    asked = sources_of(work)
    with work.lists.wanted(asked):
        if work.lists.take(asked, work.folder, work.job.name):
            return read_biber_log(EngineRun(0, 0.0, text_of(work.folder / f"{work.job.name}.blg")), work.source)
        work.on_pass("biber", reason)
        run = work.engine.biber(work.job, work.folder)
        work.passes.append(Pass("biber", reason, run.seconds))
        faults = read_biber_log(run, work.source)
        if not has_errors(faults):
            work.lists.keep(asked, work.folder, work.job.name)
    return faults


def needs_biber(work: Compilation, sources: Digests) -> bool:
    """Whether biber would read anything else than it has read last."""
    return work.source.uses_biber and (work.folder / f"{work.job.name}.bcf").is_file() and sources_of(work) != sources


def sources_of(work: Compilation) -> Digests:
    """The digests of what biber reads: the control file that TeX writes, and the clean bibliography."""
    if not work.source.uses_biber:
        return {}
    bibliographies = [path for path in work.inputs if path.endswith(".bib")]
    control = f"{work.job.name}.bcf"
    return {control: control_digest(work.folder / control), **digests_of(work.folder, bibliographies)}


def auxiliary(work: Compilation) -> Digests:
    """The digests of the files by which one pass tells the next what it has found, as far as that shows."""
    without_effect = (*NOT_READ_AGAIN, *work.source.unread)
    paths = (path for path in other_files(work.source, work.folder) if not path.endswith(without_effect))
    return digests_of(work.folder, (path for path in paths if not path.startswith(".")))


def keep(work: Compilation, run: EngineRun, sources: Digests) -> None:
    """Record what this compilation has read, so that the next one need not read it again."""
    inside = {path: digest_of(work.folder / path) for path in run.read if not Path(path).is_absolute()}
    read = {path: digest for path, digest in inside.items() if digest and not path.endswith(NOT_READ_AGAIN)}
    outside, engine = stamps_of(run.read, work.begun), work.engine.identity
    write_settled(work.folder, Settled(engine, work.job.epoch, {**read, **auxiliary(work)}, outside, sources))


def failed(work: Compilation, faults: tuple[Diagnostic, ...]) -> Compiled:
    """The outcome of a run that failed: its log is kept, else the folder is put back to where it was."""
    for path in other_files(work.source, work.folder):
        if not path.endswith((".log", ".blg")):
            (work.folder / path).unlink(missing_ok=True)
    for path, data in work.kept.items():
        (work.folder / path).write_bytes(data)
    if work.earlier:
        work.pdf.write_bytes(b"")  # what was typeset is not what the files say
        write_settled(work.folder, replace(work.earlier, whole=False))
    return work.result(faults)


def auxiliary_files(work: Compilation) -> dict[str, bytes]:
    """What TeX and biber have left for the next run, and no log or PDF."""
    paths = (path for path in other_files(work.source, work.folder) if not path.endswith((".pdf", ".log", ".blg")))
    return {path: (work.folder / path).read_bytes() for path in paths if not path.startswith(".")}


def said_by(work: Compilation) -> tuple[Diagnostic, ...]:
    """What the logs of the last runs warn of."""
    log, blg = (work.folder / f"{work.job.name}{suffix}" for suffix in (".log", ".blg"))
    warnings = warnings_of(text_of(log), work.source)
    return warnings + (read_biber_log(EngineRun(0, 0.0, text_of(blg)), work.source) if work.source.uses_biber else ())


def text_of(path: Path) -> str:
    """The text of a log; empty if there is none."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def unsettled(changed: list[str]) -> Diagnostic:
    """The warning that the document does not come to rest."""
    names = ", ".join(f'"{path}"' for path in changed)
    return warning(
        "passes-converge",
        f"the document still changes after {MOST_PASSES} passes",
        None,
        "look whether a page reference moves what it refers to; page numbers may be wrong",
        f"the last pass has changed {names}",
    )
