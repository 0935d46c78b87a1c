"""`stagebrief check`: what it prints, where, and how it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from faultcases import BASE
from stagebrief import CheckReport, check
from stagebrief.cli.check import check as command


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(command, list(arguments))


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A good brief in the folder `content` below the working directory."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "content")
    return tmp_path / "content"


def spoil(content: Path, name: str, old: str, new: str) -> None:
    """Replace words in one of the files."""
    text = (content / name).read_text(encoding="utf-8")
    assert old in text
    (content / name).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("content")
def test_good_content_is_well() -> None:
    """A good brief ends with status 0 and says so, or with `--quiet` says nothing."""
    result = run("content")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "all is well\n", "")
    assert run("content", "--quiet").stdout == ""
    assert run("content", "--format", "short").stdout == ""


def test_faults_end_with_status_1_and_a_count(content: Path) -> None:
    """Faults go to the output, each with its place from the working directory, and are counted."""
    spoil(content, "brief.yaml", "subtitle", "subtitel")
    spoil(content, "introduction.md", "jones1994", "jones1995")
    result = run("content")
    assert result.exit_code == 1
    assert "content/brief.yaml:2:1: error: unknown field 'subtitel'" in result.stdout
    assert "content/introduction.md:3:56: error: there is no source" in result.stdout
    assert result.stdout.endswith("\n\n2 errors\n")
    assert "\x1b" not in result.stdout


def test_short_form_is_one_line_for_each_fault(content: Path) -> None:
    """`--format short` prints what an editor reads and nothing else."""
    spoil(content, "brief.yaml", "subtitle", "subtitel")
    assert run("content", "--format", "short").stdout == (
        "content/brief.yaml:2:1: error: unknown field 'subtitel' [field-is-known]\n"
    )


def test_places_are_named_from_where_the_user_stands(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From within the folder files have their bare names, and a path below the working directory is shortened."""
    spoil(content, "brief.yaml", "subtitle", "subtitel")
    assert run(str(content)).stdout.startswith("content/brief.yaml:2:1: ")
    monkeypatch.chdir(content)
    assert run(".").stdout.startswith("brief.yaml:2:1: ")
    monkeypatch.chdir(content / "stages")
    assert run("..").stdout.startswith("../brief.yaml:2:1: ")


def test_warnings_do_not_fail(content: Path) -> None:
    """A brief with warnings only ends with status 0 and says that there are no errors."""
    spoil(content, "stages/2-closed.yaml", "    unsourced: common knowledge\n", "")
    result = run("content")
    assert (result.exit_code, result.stdout.split("\n")[-2]) == (0, "no errors, 1 warning")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere", "nowhere is not there"),
        ("content/brief.yaml", "name its folder: content"),
        ("content/stages", "content/stages has no brief.yaml"),
    ],
)
@pytest.mark.usefixtures("content")
def test_wrong_folders_end_with_status_2(name: str, says: str) -> None:
    """A folder that is none is wrong use: status 2, told on the error stream with what was probably meant."""
    result = run(name)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def test_brief_with_another_name_is_found(content: Path) -> None:
    """A file brief.yml is told to be renamed."""
    (content / "brief.yaml").rename(content / "brief.yml")
    assert "hint: rename brief.yml to brief.yaml" in run("content").stderr


def test_where_the_brief_cannot_be_read_the_other_files_are_checked(content: Path) -> None:
    """A brief.yaml of which nothing can be read does not hide the faults of stages and prose."""
    (content / "brief.yaml").write_text("# nothing\n", encoding="utf-8")
    spoil(content, "stages/1-open.yaml", "stance", "stanse")
    spoil(content, "stages/2-closed.md", "What", "::: slied\nWhat")
    report = check(content)
    assert sorted(str(fault.span) for fault in report.diagnostics) == [
        "brief.yaml:1:1",
        "stages/1-open.yaml:5:1",
        "stages/2-closed.md:1:1",
        "stages/2-closed.md:1:1",
    ]


def test_check_tells_all_faults_of_all_files(content: Path) -> None:
    """From Python the report holds every fault, the texts that they point into, and no brief that could be built."""
    spoil(content, "brief.yaml", "date: 2024-05-02", "date: soon")
    spoil(content, "stages/1-open.yaml", "stance", "stanse")
    spoil(content, "stages/2-closed.md", "@stage:open", "@stage:opened")
    report = check(content)
    assert isinstance(report, CheckReport)
    assert not report.good
    assert report.resolved is None
    assert sorted(fault.code for fault in report.diagnostics) == [
        "date-is-valid",
        "field-is-known",
        "reference-resolves",
    ]
    assert dict(report.files)["brief.yaml"].startswith("title: ")


def test_check_reads_no_file_outside_the_folder(content: Path, tmp_path: Path) -> None:
    """Neither a path that leads out nor a link that does is followed."""
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: the secret\n", encoding="utf-8")
    (content / "stages" / "3-link.yaml").symlink_to(secret)
    spoil(content, "brief.yaml", "  - stages/2-closed.yaml\n", "  - ../secret.yaml\n  - stages/3-link.yaml\n")
    result = run("content")
    assert result.exit_code == 1
    assert result.stdout.count("outside the content folder") == 2
    assert "the secret" not in result.stdout


def test_checking_needs_neither_tex_nor_the_phases_after_it(content: Path, tmp_path: Path) -> None:
    """In a process with no program on the path a check is the same, and it loads nothing that renders or compiles."""
    program = (
        "import sys\nfrom stagebrief import check\n"
        f"print(check({str(content)!r}).good)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'pylatex', 'jinja2', 'pikepdf', 'pypdfium2'}))"
    )
    environment = {"PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert found.stdout == "True\n[]\n"
