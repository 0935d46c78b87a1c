"""Engines that run for real: equal bytes, nothing left running, nothing that content can start."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from stagebrief.compile.engine import TexJob
from stagebrief.compile.resident import ResidentEngine
from stagebrief.compile.system import SystemEngine
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
