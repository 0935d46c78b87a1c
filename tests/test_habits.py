"""What people are used to: settings in a file, `-C`, completion, cleaning, an export, hooks, and a page about them."""

from __future__ import annotations

import fcntl
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from stagebrief import build
from stagebrief.cli import SUBCOMMANDS, group

ROOT = Path(__file__).parents[1]
SMALL = Path(__file__).parent / "cases" / "small"
HABITS = (ROOT / "docs" / "habits.md").read_text(encoding="utf-8")
INNER = {"STAGEBRIEF_COMPLETE", "STAGEBRIEF_LIFELINE", "STAGEBRIEF_READABLE", "STAGEBRIEF_WRITABLE"}
INNER |= {"STAGEBRIEF_RESIDENT", "STAGEBRIEF_RESIDENT_LUA"}
"""Variables by which parts of the tool speak to one another."""


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(group, list(arguments), prog_name="stagebrief")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the command is called."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_settings_are_taken_from_the_nearest_file(here: Path) -> None:
    """A setting of a folder above counts, for the commands that have such an option; what is typed counts more."""
    (here / "stagebrief.toml").write_text('output = "pdf"\nstrict = true\n[check]\nformat = "json"\n', encoding="utf-8")
    (here / "below").mkdir()
    os.chdir(here / "below")
    assert json.loads(run("check", str(SMALL)).output)["diagnostics"] == []
    assert run("check", str(SMALL), "--format", "human").output == "all is well\n"
    assert "Usage" not in run("clean", "-n").output


def test_settings_may_stand_in_pyproject(here: Path) -> None:
    """The section is that of tools; a project's file without it is passed over."""
    (here / "pyproject.toml").write_text('[tool.stagebrief.check]\nformat = "json"\n', encoding="utf-8")
    assert run("check", str(SMALL)).output.startswith("{")
    (here / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert run("check", str(SMALL)).output == "all is well\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('# ours\n[check]\nformst = "json"\n', "stagebrief.toml:3: 'formst' is no option of `check`"),
        ("[check]\nformat = \n", "stagebrief.toml: Invalid value"),
        ('check = "json"\n', "stagebrief.toml:1: 'check' is no table"),
        ('[check]\nformat = "jsn"\n', "'jsn' is not one of"),
    ],
    ids=["unknown-option", "no-toml", "no-table", "wrong-value"],
)
def test_a_fault_in_the_settings_is_told(here: Path, text: str, says: str) -> None:
    """With the file, and the line where there is one."""
    (here / "stagebrief.toml").write_text(text, encoding="utf-8")
    result = run("check", str(SMALL))
    assert (result.exit_code, says in result.stderr) == (2, True), result.stderr


def test_a_folder_may_be_named_first(here: Path) -> None:
    """`-C` is as if the command had been called there."""
    result = run("-C", str(SMALL.parent), "check", "small")
    assert (result.exit_code, result.output) == (0, "all is well\n")
    assert run("-C", str(here / "nowhere"), "check", "small").exit_code == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete(shell: str) -> None:
    """The script calls the command, and the command completes its own name, options and values."""
    assert "_STAGEBRIEF_COMPLETE" in run("completion", shell).output
    words = {"_STAGEBRIEF_COMPLETE": f"{shell}_complete", "COMP_WORDS": "stagebrief bu", "COMP_CWORD": "1"}
    if shell == "fish":
        words["COMP_CWORD"] = "bu"
    program = "from stagebrief.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | words, capture_output=True, text=True, check=False
    )
    assert "build" in result.stdout
    assert "watch" not in result.stdout


@pytest.mark.tex
def test_cleaning_takes_what_builds_have_left(here: Path) -> None:
    """The work folder, with `--pdfs` the PDFs; nothing else that lies there, and nothing that is in use."""
    build(SMALL, here / "output", ("brief",))
    (here / "output" / "small-notes.txt").write_text("mine")
    work = here / "output" / ".stagebrief" / "small"
    assert run("clean", "-n").output == f"would remove {work.relative_to(here)}\n"
    with (work / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert (run("clean").exit_code, work.is_dir()) == (1, True)
    assert run("clean").output == f"removed {work.relative_to(here)}\n"
    assert run("clean", str(SMALL), "--pdfs").output == "removed output/small-brief.pdf\n"
    assert [path.name for path in (here / "output").iterdir() if path.is_file()] == ["small-notes.txt"]


def test_plain_text_says_what_the_brief_says(update_cases: bool) -> None:
    """Title, stages, prose, events with their sources: it reads as it stands beside the case."""
    result = run("export", str(SMALL))
    expected = SMALL.parent / "small.txt"
    if update_cases:
        expected.write_text(result.output, encoding="utf-8")
    assert result.output == expected.read_text(encoding="utf-8")


def test_json_holds_every_stage_with_places_and_sources(here: Path) -> None:
    """Every node has its kind and its place; the sources are those that are cited."""
    run("export", str(SMALL), "--format", "json", "--output", "small.json")
    data = json.loads((here / "small.json").read_text(encoding="utf-8"))
    assert data["format"] == 1
    assert [stage["kind"] for stage in data["brief"]["stages"]] == ["Stage"] * len(data["brief"]["stages"])
    assert re.fullmatch(r"stages/.*\.yaml:\d+:\d+", data["brief"]["stages"][0]["at"])
    cited = set(re.findall(r'"key": "([^"]+)"', json.dumps(data["brief"])))
    assert cited == {source["key"] for source in data["sources"]}


def test_faults_are_told_and_nothing_is_exported(here: Path) -> None:
    """As of a build."""
    (here / "brief.yaml").write_text("title: A\nlanguage: en\nstages: [stages/nowhere.yaml]\n", encoding="utf-8")
    result = run("export", str(here))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "brief.yaml:3" in result.stderr


def test_the_hook_calls_a_command_that_there_is() -> None:
    """What pre-commit reads names the check."""
    (hook,) = YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")
    program, command = hook["entry"].split()
    assert (program, command in SUBCOMMANDS, hook["id"] in HABITS) == ("stagebrief", True, True)


@pytest.mark.parametrize("name", ["github-actions.yml", "gitlab-ci.yml"])
def test_examples_call_what_there_is(name: str) -> None:
    """They are YAML, and their commands are `make` and those of the tool."""
    text = (ROOT / "docs" / "examples" / name).read_text(encoding="utf-8")
    assert YAML(typ="safe").load(text)
    assert set(re.findall(r"bin/stagebrief (\w+)", text)) <= set(SUBCOMMANDS)
    assert re.search(r"(?:run:|-) make$", text, re.MULTILINE)


def test_every_variable_is_listed() -> None:
    """What the source reads of the environment by a name of ours stands in docs/habits.md, and nothing else."""
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"STAGEBRIEF_[A-Z_]*[A-Z]", path.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"STAGEBRIEF_[A-Z_]*[A-Z]", HABITS)) == read - INNER
