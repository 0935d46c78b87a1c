"""Many briefs at once: which are meant, which are built and why, what is told, and that a dead worker loses nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result

from stagebrief.cli import group
from stagebrief.shelf.folders import folders_of, is_shelf
from stagebrief.shelf.running import pool_of, run
from stagebrief.shelf.work import OURS, Task, tell

CASES = Path(__file__).parent / "cases"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three small briefs, where the command is called."""
    for name in ("one", "two", "three"):
        shutil.copytree(CASES / "small", tmp_path / "briefs" / name)
    (tmp_path / "briefs" / "no-brief").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "briefs"


def command(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(group, list(arguments), prog_name="stagebrief")


def spoil(brief: Path) -> None:
    """Cite what is in no bibliography."""
    path = next(iter(sorted((brief / "stages").glob("*.md"))))
    path.write_text(path.read_text(encoding="utf-8") + "\nA claim [@nobody2020].\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["briefs"], ["briefs/one", "briefs/three", "briefs/two"]),
        (["briefs/two", "briefs/one"], ["briefs/two", "briefs/one"]),
        (["briefs/t*", "briefs/two"], ["briefs/three", "briefs/two"]),
        (["b*"], ["briefs/one", "briefs/three", "briefs/two"]),
    ],
    ids=["folder", "names", "pattern", "pattern-of-folder"],
)
def test_names_mean_content_folders(shelf: Path, names: list[str], found: list[str]) -> None:
    """A folder that holds briefs, briefs by name, and patterns; each is there once, and what is no brief is not."""
    assert shelf.is_dir()
    assert is_shelf(names)
    assert [folder.as_posix() for folder in folders_of(names)] == found


def test_one_content_folder_is_no_shelf(shelf: Path) -> None:
    """A brief by its name is built as ever."""
    assert not is_shelf([str(shelf / "one")])


@pytest.mark.parametrize(
    ("names", "code"),
    [(["briefs/no-brief", "briefs/one"], "folder-is-content"), (["briefs/one", "other/one"], "names-differ")],
    ids=["no-brief", "same-name"],
)
def test_what_cannot_be_meant_is_refused(shelf: Path, names: list[str], code: str) -> None:
    """Before anything is built."""
    shutil.copytree(shelf / "one", shelf.parent / "other" / "one")
    result = command("check", *names)
    assert (result.exit_code, code in result.stderr) == (2, True)


def test_checks_tell_the_worst_first(shelf: Path) -> None:
    """The brief with faults comes first, with its file; the status is the worst."""
    spoil(shelf / "two")
    result = command("check", "briefs")
    assert result.exit_code == 1
    assert "two/stages/" in result.stdout.splitlines()[0]
    assert result.output.splitlines()[-1].startswith("2 checked, 1 failed, in ")
    documents = json.loads(command("check", "briefs", "--format", "json").stdout)["briefs"]
    assert [document["status"] for document in documents] == [1, 0, 0]


@pytest.mark.tex
def test_what_has_changed_is_built(shelf: Path) -> None:
    """All at first; nothing the second time; then what has changed, with the reason, and what failed again."""
    options = ("--target", "brief", "--no-read-back")
    first = command("build", "briefs", *options)
    assert (first.exit_code, first.output.splitlines()[-1].partition(",")[0]) == (0, "3 built")
    assert sorted(path.name for path in Path("output").glob("*.pdf")) == [
        "one-brief.pdf",
        "three-brief.pdf",
        "two-brief.pdf",
    ]
    assert command("build", "briefs", *options).output.startswith("3 with nothing to do, in ")
    (shelf / "one" / "notes.txt").write_text("new", encoding="utf-8")
    spoil(shelf / "two")
    third = command("build", "briefs", *options)
    assert third.exit_code == 1
    assert "one: built in" in third.stderr
    assert "(notes.txt changed)" in third.stderr
    assert third.output.splitlines()[-1].startswith("1 built, 1 with nothing to do, 1 failed, in ")
    fourth = command("build", "briefs", *options, "--only-failed")
    assert fourth.output.splitlines()[-1].startswith("1 failed, in ")


@pytest.mark.tex
def test_with_fail_fast_none_is_begun_after_a_failure(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, the first of them at fault: the others are left."""
    monkeypatch.setattr("stagebrief.shelf.running.at_once", lambda _count: 1)
    spoil(shelf / "one")
    result = command("build", "briefs", "--target", "brief", "--fail-fast")
    assert (result.exit_code, result.output.splitlines()[-1].partition(", in")[0]) == (1, "1 failed, 2 not begun")


def test_since_a_revision_only_what_differs(shelf: Path) -> None:
    """What git sees changed, or not yet known to it; a revision that there is none of is told."""
    for arguments in (
        ("init", "-q"),
        ("add", "."),
        ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"),
    ):
        subprocess.run(["git", *arguments], cwd=shelf.parent, check=True)
    spoil(shelf / "two")
    result = command("build", "briefs", "--since", "HEAD")
    assert (result.exit_code, result.output.splitlines()[-1].partition(", in")[0]) == (1, "1 failed")
    assert command("build", "briefs", "--since", "nowhere").exit_code == 2


def workers() -> Iterator[int]:
    """The worker processes that run now."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            line = (path.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and b"spawn_main" in line:
            yield int(path.parent.name)


def test_a_worker_that_dies_loses_nothing(shelf: Path) -> None:
    """Its brief is begun again by another; a brief at which they always die is named, and the others are done."""
    deaths = {"one": 1, "two": 9}

    def on_step(content: str, step: str) -> None:
        name = Path(content).name
        if step == "started" and deaths.get(name, 0) > 0:
            deaths[name] -= 1
            for process in workers():
                os.kill(process, signal.SIGKILL)

    tasks = [Task(shelf / name, shelf.parent / "output", ()) for name in ("one", "two", "three")]
    outcomes = {outcome.task.content.name: outcome for outcome in run(tasks, on_step, workers=1)}
    assert {name: outcome.status for name, outcome in outcomes.items()} == {"one": 0, "two": OURS, "three": 0}
    assert "died twice" in outcomes["two"].diagnostics[0].message


def tell_for_ever() -> None:
    """What a worker does that never ends telling."""
    while True:
        tell(Path("one"), "again")


def test_a_worker_that_dies_while_it_tells_holds_up_nobody() -> None:
    """Killed in the midst of telling, with the pipe full because nobody listens: the pool ends all the same."""
    begun, listening, ended = Event(), Event(), Event()

    def on_step(*_: str) -> None:
        begun.set()
        listening.wait()

    def use_pool() -> None:
        with pool_of(1, on_step) as pool:
            told = pool.submit(tell_for_ever)
            begun.wait()
            time.sleep(1)  # time to fill the pipe
            for process in workers():
                os.kill(process, signal.SIGKILL)
            assert isinstance(told.exception(), BrokenProcessPool)
            listening.set()
        ended.set()

    Thread(target=use_pool, daemon=True).start()
    assert ended.wait(60)


def test_the_index_has_briefs_and_sources(shelf: Path, update_cases: bool) -> None:
    """Titles, stages, faults and what was built; the same source under two keys is one, with all who cite it."""
    for path in (path for path in (shelf / "two").rglob("*.*") if path.suffix in {".bib", ".yaml", ".md"}):
        text = path.read_text(encoding="utf-8").replace("@book{a,", "@book{hz,")
        path.write_text(re.sub(r"@a(?=\W)", "@hz", text), encoding="utf-8")
    spoil(shelf / "three")
    result = command("index", "briefs")
    assert (result.exit_code, result.output) == (0, "output/index.json\noutput/index.html\n")
    text = Path("output/index.json").read_text(encoding="utf-8")
    expected = CASES / "shelf-index.json"
    if update_cases:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    page = Path("output/index.html").read_text(encoding="utf-8")
    assert page.count("<li id=") == 3
    assert '<span class="bad">1 error</span>' in page


@pytest.mark.parametrize(
    ("words", "found"),
    [("b", ["one", "three", "two"]), ("foreign policy 2011", ["one", "three", "two"]), ("nobody", [])],
)
def test_who_cites_a_source_is_told(shelf: Path, words: str, found: list[str]) -> None:
    """By key, or by words of author, title and year."""
    result = command("index", str(shelf), "--citing", words)
    assert [line.partition(":")[0] for line in result.output.splitlines() if "×" in line] == found
    assert result.exit_code == int(not found)


@pytest.mark.tex
def test_the_index_shows_what_was_built(shelf: Path) -> None:
    """The first page as a picture, and links to the PDFs."""
    assert command("build", str(shelf / "one"), "--target", "brief", "--no-read-back", "--no-daemon").exit_code == 0
    assert command("index", str(shelf)).exit_code == 0
    briefs = json.loads(Path("output/index.json").read_text(encoding="utf-8"))["briefs"]
    assert [brief["pdfs"] for brief in briefs] == [["one-brief.pdf"], [], []]
    assert Path("output", briefs[0]["picture"]).read_bytes().startswith(b"\x89PNG")
    assert 'href="one-brief.pdf"' in Path("output/index.html").read_text(encoding="utf-8")


def test_sources_of_each_are_reported(shelf: Path) -> None:
    """One report after the other, each under its folder; the status is the worst."""
    spoil(shelf / "two")
    result = command("sources", "briefs", "--format", "json")
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if line.startswith("[")] == [
        "[1/3] briefs/one",
        "[2/3] briefs/three",
        "[3/3] briefs/two",
    ]
    assert command("sources", "briefs", "--output", "x.html").exit_code == 2


@pytest.mark.tex
def test_each_is_released_and_inspected(shelf: Path) -> None:
    """Each brief is a release of its own; several PDFs are looked at in one go."""
    shutil.rmtree(shelf / "three")
    result = command(
        "release", "briefs", "--archive", "archive", "--version", "1.0.0", "--target", "brief", "--no-tags"
    )
    assert result.exit_code == 0, result.output
    assert "released one 1.0.0" in result.output
    assert "released two 1.0.0" in result.output
    assert command("build", "briefs", "--target", "brief", "--no-read-back").exit_code == 0
    looked = command("inspect", "output/one-brief.pdf", "output/two-brief.pdf")
    assert (looked.exit_code, looked.output) == (0, "all is well\n")
