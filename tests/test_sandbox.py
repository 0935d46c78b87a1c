"""The sandbox around TeX and biber: the same bytes, nothing of the user to be seen, and none plainly where none is."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from stagebrief.build import build
from stagebrief.cli import group
from stagebrief.compile import ownership, sandbox
from stagebrief.compile.bounded import run_bounded
from stagebrief.compile.checkout import git_state
from stagebrief.compile.engine import TexJob
from stagebrief.compile.font_cache import alone_in, shared_fonts, unknown_fonts
from stagebrief.compile.fonts import find_fonts, font_files
from stagebrief.compile.inside import first_process, outside
from stagebrief.compile.limits import Limits, chosen_limits
from stagebrief.compile.ownership import MARK, own_folder, without_links
from stagebrief.compile.pipes import is_running
from stagebrief.compile.resident import ResidentEngine
from stagebrief.compile.sandbox import Sandbox, chosen_sandbox, readable_by_tex, this_sandbox
from stagebrief.compile.system import SystemEngine
from stagebrief.daemon.address import address_of
from stagebrief.diagnostics import Span
from stagebrief.errors import ToolchainError, UsageError

SMALL = Path(__file__).parent / "cases" / "small"
HERE = this_sandbox(os.environ.get("PATH", ""))
walled = pytest.mark.skipif(not HERE, reason=f"no sandbox can be had here: {HERE.why}")
JOB = TexJob("job", 1_700_000_000)
MAIN = r"""\documentclass{article}
\directlua{if stagebrief_checkpoint then stagebrief_checkpoint("preamble") end}
\begin{document}\tableofcontents\section{One}Words.
%s
\pdfvariable trailerid{[<00000000000000000000000000000000><00000000000000000000000000000000>]}
\end{document}
"""


def document(folder: Path, more: str = "") -> Path:
    """A small document in that folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "job.tex").write_text(MAIN % more, encoding="utf-8")
    return folder


def printed_in(box: Sandbox, folder: Path, *command: str) -> str:
    """What a command prints within the sandbox, with that folder to write."""
    run = subprocess.run(
        box.around(command, readable_by_tex(os.environ), (folder,), "--chdir", str(folder)),
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


@walled
def test_only_the_folder_can_be_written_and_no_home_is_there(tmp_path: Path) -> None:
    """Within the walls there is no home, no network but the loop, no other process, and a /tmp of its own."""
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / "outside.txt").write_text("secret", encoding="utf-8")
    home = Path.home()
    script = (
        f"cat {tmp_path}/outside.txt; ls -A {home}; touch {tmp_path}/new /usr/new /new2; "
        "touch here; echo pids $(ls -d /proc/[0-9]* | wc -l); cat /proc/net/dev | tail -n +3 | cut -d: -f1; "
        "grep CapEff /proc/self/status"
    )
    found = printed_in(HERE, work, "/bin/sh", "-c", script)
    assert "secret" not in found
    assert not (tmp_path / "new").exists()
    assert not Path("/usr/new").exists()
    assert (work / "here").is_file()
    assert "pids" in found
    assert int(found.partition("pids ")[2].split()[0]) <= 5
    assert [line.strip() for line in found.splitlines() if line.strip() in {"lo", "eth0"}] == ["lo"]
    assert "CapEff:\t0000000000000000" in found


@walled
@pytest.mark.tex
@pytest.mark.parametrize("forked", [False, True], ids=["plain", "forked"])
def test_the_bytes_are_the_same_within_and_without(tmp_path: Path, forked: bool) -> None:
    """Pass by pass the PDF and the auxiliary files are the same, and what was read is told by the same paths."""
    found = []
    for box in (HERE, Sandbox(why="this is the other way")):
        folder = document(tmp_path / "a" / ("in" if box else "on"))
        plain = SystemEngine(sandbox=box)
        engine = ResidentEngine(plain=plain) if forked else plain
        runs = [engine.run(JOB, folder) for _ in range(2)]
        engine.stop()
        assert all(run.good for run in runs)
        read = [path for path in runs[1].read if not path.startswith(".fonts")]
        found.append(((folder / "job.pdf").read_bytes(), (folder / "job.toc").read_bytes(), read))
    assert found[0] == found[1]


@walled
@pytest.mark.tex
def test_a_forked_process_is_known_by_its_number_outside(tmp_path: Path) -> None:
    """A process that waits in the sandbox is seen to run, and is gone when the engine has stopped."""
    folder, engine = document(tmp_path / "work"), ResidentEngine(plain=SystemEngine(sandbox=HERE))
    assert engine.run(JOB, folder).good
    (resident,) = engine._residents.values()
    pid = resident.checkpoints["preamble"].pid
    assert resident.first
    assert pid not in {resident.process.pid, resident.first}
    assert Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip() in {"lualatex", "luahbtex"}
    assert outside(1, resident.first) == resident.first
    engine.stop()
    assert not is_running(pid)


def test_numbers_are_the_same_without_a_sandbox() -> None:
    """Without one, or where it tells nothing, processes have the numbers that they say."""
    assert outside(123, 0) == 123
    reader, writer = os.pipe()
    os.write(writer, b"no json")
    os.close(writer)
    assert first_process(reader) == 0


@pytest.mark.tex
@pytest.mark.parametrize("box", [Sandbox(why="it is off"), pytest.param(HERE, marks=walled)], ids=["off", "on"])
def test_fonts_are_remembered_by_runs_without_content_only(tmp_path: Path, box: Sandbox) -> None:
    """A font that is new comes into the work folder; what all share is written by another run, and never by content."""
    folder = document(tmp_path / "work", r'\font\x="[lmsans10-regular.otf]"\x Words.')
    engine = SystemEngine(sandbox=box, cache=tmp_path / "cache")
    assert engine.run(JOB, folder).good
    assert list((folder / ".fonts").rglob("lmsans10-regular.lua"))
    assert not list((tmp_path / "cache").rglob("lmsans10-regular.lua"))


@pytest.mark.tex
@pytest.mark.parametrize("box", [Sandbox(why="it is off"), pytest.param(HERE, marks=walled)], ids=["off", "on"])
def test_fonts_of_the_preamble_are_made_known_to_all(tmp_path: Path, box: Sandbox) -> None:
    """What a preamble names and nobody has used is remembered for all builds, once, whatever the file is called."""
    folder, cache, family = document(tmp_path / "work"), tmp_path / "cache", find_fonts().serif
    font = family.regular
    (folder / "preamble.tex").write_text(rf"\setmonofont{{{font.name}}}[Path={font.parent}/,]", encoding="utf-8")
    engine = SystemEngine(sandbox=box, cache=cache)
    environment = engine.environment(JOB, os.environ)
    shared = shared_fonts(cache)
    assert unknown_fonts(folder, shared, readable_by_tex(environment)) == {str(font)}
    assert engine.run(JOB, folder).good
    assert list(shared.rglob("*.luc"))
    assert not unknown_fonts(folder, shared, readable_by_tex(environment))
    before = {path: path.stat().st_mtime_ns for path in shared.rglob("*")}
    assert engine.run(JOB, folder).good
    assert before == {path: path.stat().st_mtime_ns for path in shared.rglob("*")}


def test_other_fonts_have_another_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered of a font is not taken for another of its name; places that nobody uses are removed."""
    first = shared_fonts(tmp_path)
    font = tmp_path / "home" / ".fonts" / find_fonts().serif.regular.name
    font.parent.mkdir(parents=True)
    font.write_bytes(b"another one")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    font_files.cache_clear()
    second = shared_fonts(tmp_path)
    font_files.cache_clear()
    assert first != second
    with alone_in(first):
        pass
    with alone_in(second):
        assert first.is_dir()
    os.utime(first / "lock", (0, 0))
    with alone_in(second):
        assert not first.exists()


@pytest.mark.tex
def test_pages_are_bounded(tmp_path: Path) -> None:
    """A document that grows without end is ended at the bound, and it is said which one."""
    folder = document(tmp_path / "work", r"\loop\shipout\vbox{x}\iftrue\repeat")
    run = SystemEngine(page_limit=20).run(JOB, folder)
    assert run.stopped == "pages"
    assert not run.good


def test_bounds_come_from_the_environment() -> None:
    """Seconds, megabytes and pages are the user's to say; what is no number is told."""
    assert chosen_limits({}) == Limits()
    given = {
        "STAGEBRIEF_SECONDS": "5",
        "STAGEBRIEF_MEMORY": "512",
        "STAGEBRIEF_FILE_SIZE": "9",
        "STAGEBRIEF_PAGES": "7",
    }
    assert chosen_limits(given) == Limits(5, 512 << 20, 9 << 20, 7)
    for wrong in ("0", "-1", "5 s", "1e3", "٣"):
        with pytest.raises(UsageError, match="STAGEBRIEF_SECONDS is"):
            chosen_limits({"STAGEBRIEF_SECONDS": wrong})


def test_a_sandbox_is_required_and_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`--sandbox require` stops a build where there is none, and says why and what to do; `auto` goes on without."""
    monkeypatch.setattr(sandbox, "this_sandbox", lambda _path: Sandbox(why="bubblewrap is not installed"))
    monkeypatch.setenv("STAGEBRIEF_SANDBOX", "auto")
    assert not chosen_sandbox()
    monkeypatch.setenv("STAGEBRIEF_SANDBOX", "require")
    with pytest.raises(ToolchainError, match="bubblewrap is not installed"):
        chosen_sandbox()
    result = CliRunner().invoke(group, ["build", str(SMALL), "--output", str(tmp_path), "--sandbox", "require"])
    assert result.exit_code == 3
    assert "no sandbox can be had: bubblewrap is not installed [sandbox-works]" in result.output
    assert not list(tmp_path.glob("*.pdf"))


def test_a_setting_that_is_not_known_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody believes in walls that a slip has taken away."""
    monkeypatch.setenv("STAGEBRIEF_SANDBOX", "required")
    with pytest.raises(UsageError, match="there is no sandbox setting 'required'"):
        chosen_sandbox()


def test_off_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the user wants none, commands run as they are."""
    monkeypatch.setenv("STAGEBRIEF_SANDBOX", "off")
    assert chosen_sandbox().around(["lualatex", "x"], ["/usr"], ()) == ["lualatex", "x"]


def test_raw_latex_without_a_sandbox_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The author is told, unless the user has switched the sandbox off."""
    none, span = Sandbox(why="bubblewrap is not installed"), Span("a.md", 3, 1)
    monkeypatch.setenv("STAGEBRIEF_SANDBOX", "auto")
    (note,) = sandbox.unwalled(none, span)
    assert (note.code, note.span) == ("sandbox-is-used", span)
    assert not sandbox.unwalled(none, None)
    assert not sandbox.unwalled(Sandbox("/usr/bin/bwrap"), span)
    monkeypatch.setenv("STAGEBRIEF_SANDBOX", "off")
    assert not sandbox.unwalled(none, span)


def test_a_session_belongs_to_one_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A build with another sandbox or other bounds never comes from a session that was made with these."""
    found = set()
    for name, value in (("STAGEBRIEF_SANDBOX", "off"), ("STAGEBRIEF_SANDBOX", "require"), ("STAGEBRIEF_PAGES", "9")):
        monkeypatch.setenv(name, value)
        found.add(address_of(tmp_path, tmp_path))
    assert len(found) == 3


def test_no_home_is_shown_as_a_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A variable that names the home does not open it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "texmf").mkdir()
    found = readable_by_tex({"TEXMFHOME": f"{tmp_path}:{tmp_path}/texmf", "OSFONTDIR": "/"})
    assert str(tmp_path) not in found
    assert "/" not in found
    assert f"{tmp_path}/texmf" in found


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A cache folder of the test's own."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setattr(ownership, "cache_folder", lambda: folder)
    return folder


def test_a_work_folder_that_came_with_the_content_is_emptied(tmp_path: Path, cache: Path) -> None:
    """What somebody else has laid there is gone; what our own build has left stays; a copy elsewhere is not ours."""
    folder = tmp_path / "output" / ".stagebrief" / "name"
    (folder / "brief").mkdir(parents=True)
    (folder / "brief" / "name-brief.aux").write_text("evil", encoding="utf-8")
    (folder / MARK).write_text("0" * 64, encoding="utf-8")
    own_folder(folder)
    assert [path.name for path in folder.iterdir()] == [MARK]
    (folder / "record.json").write_text("{}", encoding="utf-8")
    own_folder(folder)
    assert (folder / "record.json").is_file()
    shutil.copytree(folder, tmp_path / "copy")
    own_folder(tmp_path / "copy")
    assert not (tmp_path / "copy" / "record.json").exists()
    assert (cache / "secret").stat().st_mode & 0o077 == 0


def test_links_in_a_work_folder_are_removed_and_not_followed(tmp_path: Path) -> None:
    """Links to files and folders go, pipes too; what they lead to stays."""
    outer, folder = tmp_path / "outer", tmp_path / "work"
    outer.mkdir()
    (outer / "keep.txt").write_text("x", encoding="utf-8")
    (folder / "sub").mkdir(parents=True)
    (folder / "file").symlink_to(outer / "keep.txt")
    (folder / "sub" / "folder").symlink_to(outer)
    os.mkfifo(folder / "sub" / "pipe")
    (folder / "good").touch()
    without_links(folder)
    assert sorted(path.name for path in folder.rglob("*")) == ["good", "sub"]
    assert (outer / "keep.txt").read_text(encoding="utf-8") == "x"


@pytest.mark.usefixtures("cache")
def test_a_linked_folder_of_work_folders_is_refused(tmp_path: Path) -> None:
    """TeX works where the output is and nowhere else."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / ".stagebrief").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="is a link to elsewhere"):
        own_folder(tmp_path / "output" / ".stagebrief" / "name")
    with pytest.raises(UsageError, match="is a link to elsewhere"):
        build(SMALL, tmp_path / "output", ["brief"])
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_bounded_module_sees_nothing_of_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads the file that it is given, and has no variable of the user's in its environment."""
    monkeypatch.setenv("SECRET_OF_THE_USER", "token")
    given = tmp_path / "a.txt"
    given.write_text("Words of a copy.", encoding="utf-8")
    data, why = run_bounded("stagebrief.load.copy_text", [given], 60, 1 << 20)
    assert (b"Words of a copy." in data, why) == (True, "")
    if HERE:
        beside, why = run_bounded("stagebrief.load.copy_text", [str(given)], 60, 1 << 20)
        assert (beside, why != "") == (b"", True)  # a name alone opens nothing


def test_git_runs_no_program_of_the_repository(tmp_path: Path) -> None:
    """A folder that comes as a repository cannot name programs that are run when its state is asked."""
    content, evil = tmp_path / "content", tmp_path / "evil"
    content.mkdir()
    (content / "a.md").write_text("Words.\n", encoding="utf-8")

    def git(*arguments: str) -> None:
        name = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *name, *arguments], cwd=content, check=True, capture_output=True)

    git("init", "--initial-branch", "main")
    git("add", ".")
    git("commit", "-m", "First")
    (content / ".gitattributes").write_text("* filter=evil\n", encoding="utf-8")
    (content / "a.md").write_text("Other.\n", encoding="utf-8")
    for name in ("filter.evil.clean", "filter.evil.process", "core.fsmonitor"):
        git("config", name, f"touch {evil}; cat")
    state = git_state(content)
    assert state is not None
    assert state.changed == (".gitattributes", "a.md")
    assert not evil.exists()
    subprocess.run(["git", "status"], cwd=content, check=False, capture_output=True)
    assert evil.exists()  # as it is without our options
