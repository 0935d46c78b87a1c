"""Engines that run for real: equal bytes, nothing left running, nothing that content can start."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from processes import comes_true
from stagebrief.compile.checkpoint import state_of, stops_for
from stagebrief.compile.engine import TexJob
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.pipes import is_running
from stagebrief.compile.resident import ResidentEngine
from stagebrief.compile.settled import Settled, write_settled
from stagebrief.compile.system import SystemEngine
from stagebrief.compile.waiting import Resident
from stagebrief.resources import templates_folder

pytestmark = pytest.mark.tex
MAIN = r"""\documentclass{article}
\newcommand*\SBcheckpoint[1]{\directlua{if stagebrief_checkpoint then stagebrief_checkpoint("#1") end}}
\input{preamble}
\SBcheckpoint{preamble}
\begin{document}
\tableofcontents
\input{body}
\pdfvariable trailerid{[<00000000000000000000000000000000><00000000000000000000000000000000>]}
\end{document}
"""
JOB = TexJob("job", 1_700_000_000)


def document(folder: Path, body: str = r"\section{One}Words.\newpage More words.", preamble: str = "") -> Path:
    """A small document in that folder."""
    folder.mkdir(exist_ok=True)
    for name, text in (("job.tex", MAIN), ("body.tex", body), ("preamble.tex", preamble)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def engine() -> Iterator[ResidentEngine]:
    """An engine that keeps processes, all of which are ended behind the test."""
    engine = ResidentEngine()
    yield engine
    engine.stop()


def processes_in(folder: Path) -> list[str]:
    """The processes that work in that folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == folder.resolve() and (process / "cmdline").read_text():
                found.append(process.name)
        except OSError:
            continue
    return found


def test_forked_passes_give_the_bytes_of_plain_ones(tmp_path: Path, engine: ResidentEngine) -> None:
    """Pass by pass the PDF, the auxiliary files and what was read are the same."""
    forked, plain = document(tmp_path / "forked"), document(tmp_path / "plain")
    for _ in range(2):
        ours, theirs = engine.run(JOB, forked), SystemEngine().run(JOB, plain)
        assert (ours.status, theirs.status) == (0, 0)
        for name in ("job.pdf", "job.aux", "job.toc"):
            assert (forked / name).read_bytes() == (plain / name).read_bytes()
        assert {"body.tex", "preamble.tex", "job.tex"} <= set(ours.read)
        assert not [path for path in ours.read if path.startswith("/proc/")]


def test_looking_ahead_typesets_another_file(tmp_path: Path, engine: ResidentEngine) -> None:
    """What a file asks of biber is written though it sets nothing, and the first pass behind it is as ever."""
    folder = document(tmp_path / "work", preamble=r"\usepackage{biblatex}")
    (folder / "ahead.tex").write_text(r"\nocite{some,other}", encoding="utf-8")
    (folder / "ending.tex").write_text("", encoding="utf-8")
    assert engine.look_ahead(JOB, folder, "ahead.tex")
    asked = (folder / "job.bcf").read_text(encoding="utf-8")
    assert ">some<" in asked
    assert ">other<" in asked
    assert engine.run(JOB, folder).good
    assert not SystemEngine().look_ahead(JOB, folder, "ahead.tex")


def test_a_changed_body_is_typeset_from_the_same_process(tmp_path: Path, engine: ResidentEngine) -> None:
    """The process behind the preamble stays the same, and the child reads the body as it is now."""
    folder = document(tmp_path / "work")
    engine.run(JOB, folder)
    (process,) = {resident.process.pid for resident in engine._residents.values()}
    document(folder, r"\section{Other}Other words.")
    engine.run(JOB, folder)
    assert {resident.process.pid for resident in engine._residents.values()} == {process}
    assert "Other" in (folder / "job.toc").read_text(encoding="utf-8")


def test_a_changed_preamble_is_read_anew(tmp_path: Path, engine: ResidentEngine) -> None:
    """A process that has read another preamble is not used."""
    folder = document(tmp_path / "work", body=r"\section{A}\typeout{<\word>}", preamble=r"\newcommand\word{first}")
    assert "<first>" in engine.run(JOB, folder).log
    (folder / "preamble.tex").write_text(r"\newcommand\word{second}", encoding="utf-8")
    assert "<second>" in engine.run(JOB, folder).log


def test_a_process_is_started_before_the_edit_is_known(tmp_path: Path) -> None:
    """What was typeset once has a process started; an edit of the body is read by its child."""
    folder = document(tmp_path / "work")
    write_settled(folder, Settled("", JOB.epoch, {}))
    engine = ResidentEngine()
    try:
        engine.foresee(JOB.name, folder)
        (foreseen,) = engine._foresight._foreseen.values()
        document(folder, r"\section{Other}Other words.")
        assert engine.run(JOB, folder).good
        assert "Other" in (folder / "job.toc").read_text(encoding="utf-8")
        assert list(engine._residents.values()) == [foreseen.starting.result()]
    finally:
        engine.stop()
    assert not processes_in(folder)


def test_a_process_started_too_early_is_not_used(tmp_path: Path) -> None:
    """Where the preamble is another by then, the process is ended; so is one that nobody asks for."""
    folder = document(tmp_path / "work", body=r"\section{A}\typeout{<\word>}", preamble=r"\newcommand\word{first}")
    write_settled(folder, Settled("", JOB.epoch, {}))
    engine = ResidentEngine()
    try:
        engine.foresee(JOB.name, folder)
        (folder / "preamble.tex").write_text(r"\newcommand\word{second}", encoding="utf-8")
        assert "<second>" in engine.run(JOB, folder).log
        engine.drop(folder)
        engine.foresee(JOB.name, folder)
    finally:
        engine.stop()
    assert not processes_in(folder)


PARTS = ("one", "two", "three", "four")
IN_PARTS = MAIN.replace(r"\input{body}", "".join(rf"\SBcheckpoint{{{part}}}\input{{{part}}}" for part in PARTS))


def document_in_parts(folder: Path, **words: str) -> TexJob:
    """A document of four parts in that folder, each a section on a page of its own with these words."""
    document(folder, preamble=r"\newcommand\seen{}")
    (folder / "job.tex").write_text(IN_PARTS, encoding="utf-8")
    for part in PARTS:
        text = rf"\section{{{part}}}{words.get(part, 'Words')}.\newpage" + "\n"
        if not (folder / f"{part}.tex").is_file() or (folder / f"{part}.tex").read_text(encoding="utf-8") != text:
            (folder / f"{part}.tex").write_text(text, encoding="utf-8")
    return TexJob("job", JOB.epoch, PARTS)


@pytest.fixture
def keeping() -> Iterator[ResidentEngine]:
    """An engine that keeps processes before the parts of a document too."""
    engine = ResidentEngine(most=4)
    yield engine
    engine.stop()


def run_twice(engine: ResidentEngine, job: TexJob, folder: Path) -> Resident:
    """Two passes, behind which the auxiliary files have come to rest; returns the processes that wait."""
    assert engine.run(job, folder).good
    assert engine.run(job, folder).good
    assert engine.run(job, folder).good
    prepared(engine)
    (resident,) = engine._residents.values()
    return resident


def prepared(engine: ResidentEngine) -> None:
    """Let the engine prepare for edits, and wait until it has."""
    engine.prepare()
    for thread in engine._threads:
        thread.join()


def plain_pdf(folder: Path, **words: str) -> bytes:
    """The PDF that three plain runs give."""
    job = document_in_parts(folder, **words)
    for _ in range(3):
        assert SystemEngine().run(job, folder).good
    return (folder / "job.pdf").read_bytes()


def test_an_edit_is_typeset_from_the_part_before_it(tmp_path: Path, keeping: ResidentEngine) -> None:
    """What stands before the edited part is not typeset again, and the PDF is that of a plain run."""
    folder = tmp_path / "work"
    resident = run_twice(keeping, document_in_parts(folder), folder)
    (before,) = [item for item in resident.checkpoints.values() if item.part == "three"]
    job = document_in_parts(folder, three="Other words")
    state = state_of(folder.resolve())
    assert resident.furthest(state) is before
    assert keeping.run(job, folder).good
    assert resident.checkpoints["three"] is before
    assert (folder / "job.pdf").read_bytes() == plain_pdf(tmp_path / "plain", three="Other words")


def test_a_changed_part_ends_the_processes_behind_it(tmp_path: Path, keeping: ResidentEngine) -> None:
    """A process that has read what has changed since is never forked again, and does not stay."""
    folder = tmp_path / "work"
    resident = run_twice(keeping, document_in_parts(folder), folder)
    behind = [item for item in resident.checkpoints.values() if item.place > 1]
    assert behind
    document_in_parts(folder, two="Other words")
    assert resident.furthest(state_of(folder.resolve())).place <= 1
    assert not any(item.part in resident.checkpoints for item in behind)


def test_a_changed_font_is_read_anew(tmp_path: Path, keeping: ResidentEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has a font in memory whose file is another now is not forked again, wherever it was loaded."""
    serif = find_fonts().serif
    assert serif.italic
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser()))
    monkeypatch.setenv("HOME", str(home))
    font = home / ".fonts" / "ours.otf"
    font.parent.mkdir(parents=True)
    shutil.copyfile(serif.regular, font)
    words = rf"\font\ours={{[{font}]}} \ours In a font of ours"
    folder = tmp_path / "work"
    resident = run_twice(keeping, document_in_parts(folder, two=words), folder)
    assert any(item.place > 1 for item in resident.checkpoints.values())
    shutil.copyfile(serif.italic, font)
    job = document_in_parts(folder, two=words, four="Last words")
    assert resident.furthest(state_of(folder.resolve())).place <= 1
    assert keeping.run(job, folder).good
    assert (folder / "job.pdf").read_bytes() == plain_pdf(tmp_path / "plain", two=words, four="Last words")


def test_a_killed_process_is_done_without(tmp_path: Path, keeping: ResidentEngine) -> None:
    """Whether one before a part or the first of all is gone, the next run is good and gives the same bytes."""
    folder = tmp_path / "work"
    resident = run_twice(keeping, document_in_parts(folder), folder)
    for item in resident.checkpoints.values():
        if item.place >= 0:
            os.kill(item.pid, signal.SIGKILL)
    job = document_in_parts(folder, four="Last words")
    assert keeping.run(job, folder).good
    assert (folder / "job.pdf").read_bytes() == plain_pdf(tmp_path / "plain", four="Last words")
    for found in keeping._residents.values():
        os.kill(found.process.pid, signal.SIGKILL)
        found.process.wait()
    assert keeping.run(job, folder).good
    assert (folder / "job.pdf").read_bytes() == plain_pdf(tmp_path / "again", four="Last words")


def test_an_edit_in_a_long_document_shows_early(
    tmp_path: Path, keeping: ResidentEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages up to the end of the edited part come as a PDF of their own; the whole is that of a plain run."""
    monkeypatch.setattr("stagebrief.compile.resident.MUCH", 1)
    seen: list[tuple[str, list[str]]] = []

    def on_glimpse(folder: Path, pdf: Path) -> None:
        with pypdfium2.PdfDocument(pdf) as document:
            seen.append((folder.name, [page.get_textpage().get_text_range() for page in document]))

    folder = tmp_path / "work"
    document(folder)
    (folder / "ending.tex").write_text("", encoding="utf-8")
    run_twice(keeping, document_in_parts(folder), folder)
    keeping.on_glimpse = on_glimpse
    job = document_in_parts(folder, two="Other")
    assert keeping.run(job, folder).good
    assert comes_true(lambda: bool(seen))
    ((name, pages),) = seen
    assert name == "work"
    assert len(pages) < len(PARTS)
    assert "Other" in " ".join(pages)
    assert (folder / "job.pdf").read_bytes() == plain_pdf(tmp_path / "plain", two="Other")


def contents_of(folder: Path) -> dict[Path, bytes]:
    """The bytes of the files of a folder."""
    return {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_preparing_changes_nothing_in_the_folder(tmp_path: Path, keeping: ResidentEngine) -> None:
    """Processes are made to wait beside the work folder: what lies there is as it was."""
    folder = tmp_path / "work"
    run_twice(keeping, document_in_parts(folder), folder)
    document_in_parts(folder, two="Other words")
    assert keeping.run(TexJob("job", JOB.epoch, PARTS), folder).good
    before = contents_of(folder)
    prepared(keeping)
    assert contents_of(folder) == before


@pytest.mark.parametrize("moment", [0.0, 0.02, 0.05, 0.1, 0.3])
def test_preparing_gives_way_to_a_run(tmp_path: Path, keeping: ResidentEngine, moment: float) -> None:
    """Interrupted at whatever moment, it leaves nothing that goes on, and the next run is that of a plain one."""
    folder = tmp_path / "work"
    slow = r"\count1=0 \loop\ifnum\count1<99999 \advance\count1 1 \repeat Words"
    resident = run_twice(keeping, document_in_parts(folder, three=slow), folder)
    resident.forget()
    keeping.prepare()
    time.sleep(moment)
    keeping.interrupt()
    assert resident.going == 0
    assert comes_true(lambda: len(processes_in(resident.base / "ahead")) <= len(resident.checkpoints))
    job = document_in_parts(folder, three=slow, four="Last words")
    assert keeping.run(job, folder).good
    assert (folder / "job.pdf").read_bytes() == plain_pdf(tmp_path / "plain", three=slow, four="Last words")


def test_no_process_of_a_part_is_left_running(tmp_path: Path) -> None:
    """After the engine has stopped, the processes before the parts are gone too."""
    folder, engine = tmp_path / "work", ResidentEngine(most=4)
    resident = run_twice(engine, document_in_parts(folder), folder)
    pids = [item.pid for item in resident.checkpoints.values()]
    assert len(pids) > 2
    engine.stop()
    assert not processes_in(folder)
    assert not any(is_running(pid) for pid in pids)


@pytest.mark.parametrize(
    ("start", "edited", "most", "expected"),
    [
        (-1, 4, 8, (0, 1, 2, 3)),  # there may be one before each
        (-1, 4, 2, (0, 2)),  # before the first, and at about equal distances
        (-1, 1, 3, (0, 1, 2)),
        (0, 1, 1, (1,)),  # the edited part comes first
        (1, 3, 0, ()),
        (3, 3, 4, ()),
    ],
)
def test_processes_stay_where_they_are_of_use(start: int, edited: int, most: int, expected: tuple[int, ...]) -> None:
    """Before the part that was edited, and else at about equal distances, as many as there may be."""
    assert stops_for((100,) * 4, start, edited, frozenset(), most) == expected


def test_faults_are_told_as_in_a_plain_run(tmp_path: Path, engine: ResidentEngine) -> None:
    """An error in the body is in the log with its file and line, and the next run is good again."""
    folder = document(tmp_path / "work", body="Words.\n\\nosuchcommand\n")
    assert "body.tex:2: Undefined control sequence" in engine.run(JOB, folder).log
    document(folder)
    assert engine.run(JOB, folder).good


def test_a_preamble_that_fails_is_left_to_a_plain_run(tmp_path: Path, engine: ResidentEngine) -> None:
    """Where no process gets behind its preamble, the plain run says why."""
    folder = document(tmp_path / "work", preamble=r"\usepackage{no-such-package}")
    run = engine.run(JOB, folder)
    assert "no-such-package" in run.log
    assert run.status != 0


def test_nothing_is_left_running(tmp_path: Path) -> None:
    """After the engine has stopped, no process works in the folder and no pipes are left."""
    folder, engine = document(tmp_path / "work"), ResidentEngine()
    engine.run(JOB, folder)
    (base,) = {resident.base for resident in engine._residents.values()}
    assert processes_in(folder)
    engine.stop()
    assert not processes_in(folder)
    assert not base.exists()


def test_an_endless_loop_is_ended(tmp_path: Path) -> None:
    """A child that does not end is killed at the limit, with the process that it came from."""
    folder = document(tmp_path / "work", body=r"\loop\iftrue\repeat")
    engine = ResidentEngine(SystemEngine(time_limit=15.0))
    run = engine.run(JOB, folder)
    assert run.stopped == "time"
    assert not processes_in(folder)


@pytest.mark.parametrize(
    "attack",
    [
        "os.execute('touch canary')",
        "io.popen('touch canary'):read('a')",
        "os.spawn('touch canary')",
        "os.exec('touch canary')",
        "require('ffi').cdef('int system(const char *c);'); require('ffi').C.system('touch canary')",
        "ffi.cdef('int system(const char *c);'); ffi.C.system('touch canary')",
        "package.loadlib('libc.so.6', 'system')('touch canary')",
        "debug.getupvalue(stagebrief_checkpoint, 1)",
        "for i = 1, 9 do local n, v = debug.getupvalue(stagebrief_checkpoint, i) if n == 'C' then v.fork() end end",
    ],
)
def test_content_reaches_no_program_from_a_forked_pass(tmp_path: Path, engine: ResidentEngine, attack: str) -> None:
    """What shell escape opens for the fork is closed before anything of the document is read."""
    lua = rf'\directlua{{local good = pcall(load("{attack}")) texio.write_nl("log", "<" .. tostring(good) .. ">")}}'
    folder = document(tmp_path / "work", body=f"Words. {lua}")
    run = engine.run(JOB, folder)
    assert "<false>" in run.log
    assert not (folder / "canary").exists()
    assert engine._residents  # it was a forked pass


def test_the_lua_file_travels_with_the_templates() -> None:
    """A wheel without it would be silently slower."""
    assert shutil.which("lualatex")
    assert (templates_folder() / "shared" / "stagebrief-resident.lua").is_file()
