"""The command as a whole: help, version, exit status, colour, and that it starts at once."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stagebrief import Artifact, BuildReport, ContentError, Diagnostic, Severity, Span, ToolchainError, UsageError
from stagebrief.cli import SUBCOMMANDS, group
from stagebrief.diagnostics import error

BUILD = sys.modules["stagebrief.build"]
"""The module; the function of that name stands before it in the package."""

SMALL = Path(__file__).parent / "cases" / "small"
COMMAND = (sys.executable, "-m", "stagebrief")


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(group, list(arguments), prog_name="stagebrief")


def test_help_names_every_subcommand() -> None:
    """`--help`, `-h` and no argument at all list the subcommands, each with what it does."""
    text = run("--help").output
    assert run("-h").output == text
    assert run().output == text
    for name in SUBCOMMANDS:
        assert re.search(rf"^  {name} +[A-Z]\w+", text, re.MULTILINE)


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_subcommand_explains_itself(name: str) -> None:
    """The help of each subcommand says what it does and describes each of its options."""
    result = run(name, "--help")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    options = [line for line in lines if re.match(r"  (-|--)\w", line)]
    assert options and all(re.search(r"  \w", line[4:]) or lines[lines.index(line) + 1].strip() for line in options)


def test_version_is_that_of_the_package() -> None:
    """`--version` prints the name and the version that is installed."""
    assert run("--version").output == f"stagebrief {version('stagebrief')}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["biuld", "content"], "Did you mean 'build'?"),
        (["frobnicate"], "There are new, build, watch, check"),
        (["build"], "Missing argument 'CONTENT"),
        (["build", "content", "--target", "poster"], "'poster' is not one of"),
        (["check", "content", "--loud"], "No such option '--loud'"),
        (["schema", "chapter"], "'chapter' is not one of"),
        (["doctor", "nowhere"], "'nowhere' does not exist"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_ends_with_status_2(arguments: list[str], says: str) -> None:
    """What cannot be meant is refused with a hint, on the error stream, before anything is read."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("raised", "status"),
    [
        (ContentError([error("field-is-known", "unknown field 'sumary'", Span("brief.yaml", 3))]), 1),
        (UsageError([error("folder-is-content", "there is no brief.yaml")]), 2),
        (ToolchainError([error("program-is-installed", "there is no lualatex")]), 3),
        (PermissionError(13, "Permission denied", "output"), 2),
        (ZeroDivisionError("ours"), 70),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_the_exit_status_says_who_is_at_fault(raised: Exception, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """1 the content, 2 the call, 3 the machine, 70 the tool itself; each is told on the error stream, not traced."""

    def fails(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(BUILD, "build", fails)
    result = run("build", str(SMALL))
    assert result.exit_code == status
    assert "error: " in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_a_fault_of_ours_keeps_its_traceback_for_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """With `--verbose` an unforeseen exception goes through."""

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(BUILD, "build", fails)
    assert isinstance(run("build", str(SMALL), "--verbose").exception, ZeroDivisionError)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds that succeed at once, with one PDF and one warning."""

    def build(*_: object, progress: Callable[[str], None], **__: Any) -> BuildReport:
        progress("brief: lualatex (first run)")
        warning = Diagnostic("box-fits", Severity.WARNING, "a line is too long", Span("introduction.md", 1))
        return BuildReport((Artifact("brief", Path("output/small-brief.pdf"), 1),), (warning,), False, 1.26)

    monkeypatch.setattr(BUILD, "build", build)


@pytest.mark.usefixtures("built")
def test_a_build_tells_what_it_made() -> None:
    """PDFs and time go to the output, warnings to the error stream, and progress is no line in a log."""
    result = run("build", str(SMALL))
    assert result.stdout == "output/small-brief.pdf  1 page\nbuilt in 1.3 s\n"
    assert "warning: a line is too long" in result.stderr
    assert "lualatex" not in result.output


@pytest.mark.usefixtures("built")
def test_verbose_prints_each_step() -> None:
    """With `--verbose` each step is a line on the error stream."""
    assert "brief: lualatex (first run)\n" in run("build", str(SMALL), "--verbose").stderr


@pytest.mark.usefixtures("built")
def test_quiet_prints_no_success() -> None:
    """With `--quiet` a build that succeeds prints nothing on the output."""
    assert run("build", str(SMALL), "--quiet").stdout == ""


def on_a_terminal(folder: Path, **settings: str) -> bytes:
    """What `stagebrief check` shows on a terminal about a folder with a fault."""
    (folder / "brief.yaml").write_text("titel: no title\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as screen:
        subprocess.run(
            [*COMMAND, "check", str(folder)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**environment, "TERM": "xterm-256color", **settings},
            check=False,
            timeout=60,
        )
        os.close(theirs)
        shown = b""
        try:
            while piece := screen.read(65536):
                shown += piece
        except OSError:  # the other end is closed: all has been read
            pass
    assert b"unknown field 'titel'" in shown.replace(b"\x1b[1m", b"").replace(b"\x1b[0m", b"")
    return shown


def test_colour_is_for_terminals(tmp_path: Path) -> None:
    """Faults are coloured on a terminal."""
    assert b"\x1b[" in on_a_terminal(tmp_path)


@pytest.mark.parametrize("settings", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_colour_can_be_turned_off(settings: dict[str, str], tmp_path: Path) -> None:
    """With NO_COLOR, or on a terminal that has none, there is no escape sequence."""
    assert b"\x1b" not in on_a_terminal(tmp_path, **settings)


def test_output_that_nobody_reads_is_no_fault() -> None:
    """A reader that goes away, as `head` does, gives no traceback."""
    with subprocess.Popen([*COMMAND, "schema", "brief"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_without_tex_a_build_says_what_the_machine_lacks(tmp_path: Path) -> None:
    """With no program on the PATH the status is 3, and the hint leads to `stagebrief doctor`."""
    command = [*COMMAND, "build", str(SMALL), "--output", str(tmp_path / "output")]
    result = subprocess.run(
        command, env={**os.environ, "PATH": str(tmp_path)}, capture_output=True, text=True, check=False, timeout=60
    )
    assert result.returncode == 3
    assert "lualatex" in result.stderr
    assert "stagebrief doctor" in result.stderr


HEAVY = {
    "pydantic",
    "jinja2",
    "pylatex",
    "pypdfium2",
    "pikepdf",
    "rich",
    "ruamel",
    "markdown_it",
    "bibtexparser",
    "PIL",
}
"""Packages that take longer to load than the command takes to start."""


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], set()),
        (["build", "--help"], set()),
        (["doctor", "--help"], set()),
        (["check", str(SMALL)], {"pydantic", "ruamel", "markdown_it"}),
    ],
    ids=["help", "build-help", "doctor-help", "check"],
)
def test_what_is_not_needed_is_not_loaded(arguments: list[str], allowed: set[str]) -> None:
    """Help loads none of the phases, and a check only what reads content."""
    command = [sys.executable, "-X", "importtime", "-m", "stagebrief", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in result.stderr.splitlines()}
    assert "click" in loaded
    assert loaded & HEAVY <= allowed
