"""The forms for other programs: JSON, SARIF, GitHub's annotations; and what stands on which stream."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from faultcases import BASE, slips
from stagebrief import Artifact, BuildReport, ContentError, Diagnostic, Severity, Span, check
from stagebrief.cli import group
from stagebrief.diagnostics import error, warning
from stagebrief.report import data, github, sarif
from stagebrief.report.outcome import Outcome

ROOT = Path(__file__).parents[1]
BUILD = sys.modules["stagebrief.build"]


def validator(path: Path) -> Any:
    """A validator of a JSON Schema, formats included."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


SARIF = validator(ROOT / "tests" / "cases" / "sarif" / "sarif-2.1.0-rtm.5.json")
DATA = validator(ROOT / "docs" / "schema" / "diagnostics.schema.json")
FAULT = error("word-is-known", "unknown {0} 'x' [a](b)", Span("a b/ç.md", 2, 5, 2, 11), "say 50 %", "first\nsecond")


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(group, list(arguments), prog_name="stagebrief")


def sarif_of(outcome: Outcome) -> Any:
    """The one run of an outcome in SARIF, which keeps to the standard's schema."""
    whole = json.loads(sarif.format_outcome(outcome))
    SARIF.validate(whole)
    return whole["runs"][0]


def data_of(outcome: Outcome) -> Any:
    """An outcome in JSON, which keeps to our own schema."""
    whole = json.loads(data.format_outcome(outcome))
    DATA.validate(whole)
    return whole


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A brief with an error and a warning in the folder `my brief` below the working directory."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(BASE, tmp_path / "my brief")
    brief, stage = tmp_path / "my brief" / "brief.yaml", tmp_path / "my brief" / "stages" / "2-closed.yaml"
    brief.write_text(brief.read_text(encoding="utf-8").replace("subtitle", "subtitel"), encoding="utf-8")
    stage.write_text(stage.read_text(encoding="utf-8").replace("    unsourced: common knowledge\n", ""), "utf-8")
    return tmp_path / "my brief"


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds that succeed at once, with one PDF and one warning."""

    def build(*_: object, progress: Callable[[str], None], **__: Any) -> BuildReport:
        progress("brief: lualatex (first run)")
        found = warning("box-fits", "a line is too long", Span("introduction.md", 1))
        return BuildReport((Artifact("brief", Path("output/c-brief.pdf"), 1),), (found,), False, 1.26)

    monkeypatch.setattr(BUILD, "build", build)


def test_sarif_tells_place_level_and_rule() -> None:
    """A result has its rule, level, file as an escaped URI, and a region in characters whose end is exclusive."""
    outcome = Outcome("check", (FAULT, warning("box-fits", "wide")), {}, "my brief", "/x/my brief", "1.0", status=1)
    found = sarif_of(outcome)
    assert found["columnKind"] == "unicodeCodePoints"
    second, first = found["results"]
    assert (first["ruleId"], first["level"], first["ruleIndex"]) == ("word-is-known", "error", 1)
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "my%20brief/a%20b/%C3%A7.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 11},
    }
    assert (second["level"], "locations" in second) == ("warning", False)
    assert found["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]


def test_sarif_messages_hold_no_placeholder_and_no_link() -> None:
    """Braces and brackets that an author wrote stand for themselves."""
    message = sarif_of(Outcome("check", (FAULT,), {}))["results"][0]["message"]["text"]
    assert message == "unknown {{0}} 'x' [a\\](b)\nfirst\nsecond\nhint: say 50 %"


def test_sarif_rules_come_from_the_catalogue() -> None:
    """A code of the catalogue is a rule with what `stagebrief explain` says of it."""
    rule = sarif_of(Outcome("check", (error("citation-resolves", "m"),), {}))["tool"]["driver"]["rules"][0]
    assert rule["id"] == "citation-resolves"
    assert rule["shortDescription"]["text"] and rule["fullDescription"]["text"] and rule["help"]["text"]


def test_sarif_names_content_elsewhere_by_its_own_base() -> None:
    """Of a folder that does not lie below the working directory paths are relative to that folder."""
    found = sarif_of(Outcome("check", (FAULT,), {}, "../my brief", "/x/my brief"))
    place = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "a%20b/%C3%A7.md", "uriBaseId": "CONTENT"}
    assert found["originalUriBaseIds"]["CONTENT"]["uri"] == "file:///x/my%20brief/"


def test_json_tells_place_text_and_help() -> None:
    """JSON has the place in characters, the line itself, and what the catalogue says of the code."""
    found = data_of(Outcome("check", (error("citation-resolves", "m", Span("a.md", 2, 3)),), {"a.md": "one\ntwo"}, "c"))
    assert found["diagnostics"][0]["place"] == {
        "file": "c/a.md",
        "line": 2,
        "column": 3,
        "endLine": None,
        "endColumn": None,
        "text": "two",
    }
    assert set(found["help"]["citation-resolves"]) == {"says", "why", "mend"}
    assert found["counts"] == {"error": 1, "warning": 0, "note": 0}


def read_commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Workflow commands as GitHub's runner reads them: name, properties, message."""
    for line in text.split("\n"):
        match = re.fullmatch(r"::(?P<name>\w+) (?P<properties>[^\r]*?)::(?P<data>[^\r]*)", line)
        assert match, line
        pairs = (pair.split("=", 1) for pair in match["properties"].split(","))
        yield match["name"], {name: unescaped(value) for name, value in pairs}, unescaped(match["data"])


def unescaped(text: str) -> str:
    """What the runner makes of a value."""
    for code, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, letter)
    return text


def test_annotations_stand_at_the_words() -> None:
    """An annotation has file, line and columns, the code as its title, and the hint below the message."""
    (found,) = read_commands(github.format_outcome(Outcome("check", (FAULT,), {}, "my brief")))
    assert found[:2] == (
        "error",
        {
            "file": "my brief/a b/ç.md",
            "line": "2",
            "col": "5",
            "endLine": "2",
            "endColumn": "11",
            "title": "stagebrief (word-is-known)",
        },
    )
    assert found[2] == "unknown {0} 'x' [a](b)\nfirst\nsecond\nhint: say 50 %"


def test_annotations_over_lines_have_no_columns() -> None:
    """GitHub takes columns only where begin and end are on one line."""
    span = Span("a.md", 2, 5, 4, 1)
    (found,) = read_commands(
        github.format_outcome(Outcome("check", (Diagnostic("a-is-b", Severity.NOTE, "m", span),), {}))
    )
    assert found[0] == "notice"
    assert {"line", "endLine"} <= found[1].keys() and not {"col", "endColumn"} & found[1].keys()


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
NAMES = TEXTS.map(lambda text: text.strip("/") or "x")
FAULTS = st.builds(
    Diagnostic,
    st.sampled_from(["a-is-b", "citation-resolves"]),
    st.sampled_from(list(Severity)),
    TEXTS,
    st.none() | st.builds(Span, NAMES, st.integers(1, 99), st.integers(1, 99)),
    st.none() | TEXTS,
    st.lists(TEXTS, max_size=2).map(tuple),
)


@given(st.lists(FAULTS, max_size=3).map(tuple), st.sampled_from(["", "c", "../c", "/c d"]))
def test_whatever_is_written_every_form_holds_it(faults: tuple[Diagnostic, ...], folder: str) -> None:
    """Messages and names of any characters come through whole, and break out of no form."""
    outcome = Outcome("check", faults, {}, folder, "/x/c")
    found = data_of(outcome)["diagnostics"]
    results = sarif_of(outcome)["results"]
    commands = list(read_commands(github.format_outcome(outcome))) if faults else []
    assert len(found) == len(results) == len(commands) == len(faults)
    for one, result, command in zip(found, results, commands, strict=True):
        assert one["message"] in command[2]
        assert command[1]["title"] == f"stagebrief ({one['code']})"
        if one["place"]:
            assert command[1]["file"] == one["place"]["file"]
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            assert one["place"]["file"].endswith(unquote(uri))


@pytest.mark.parametrize("slip", slips()[::12], ids=lambda slip: slip.name)
def test_slips_keep_to_the_schemas(slip: Any, tmp_path: Path) -> None:
    """What is found in folders with real slips keeps to both schemas."""
    report = check(slip.make(tmp_path / "brief"))
    outcome = Outcome("check", report.diagnostics, dict(report.files), "brief")
    assert len(sarif_of(outcome)["results"]) == len(data_of(outcome)["diagnostics"]) == len(report.diagnostics)


@pytest.mark.usefixtures("content")
def test_documents_stand_alone_on_the_output() -> None:
    """With JSON and SARIF the output is one document, and nothing is on the error stream."""
    for form, known in (("json", DATA), ("sarif", SARIF)):
        result = run("check", "my brief", "--format", form)
        assert (result.exit_code, result.stderr) == (1, "")
        known.validate(json.loads(result.stdout))


@pytest.mark.usefixtures("content")
def test_good_content_is_a_document_too(content: Path) -> None:
    """Where nothing is wrong a document is printed all the same, with no diagnostics."""
    shutil.copytree(BASE, content.with_name("good"))
    found = json.loads(run("check", "good", "--format", "json").stdout)
    assert (found["status"], found["diagnostics"]) == (0, [])
    assert run("check", "good", "--format", "github").stdout == ""


@pytest.mark.usefixtures("content")
def test_wrong_use_is_told_in_the_form_that_was_asked_for() -> None:
    """A folder that is not there is a document with that one fault and status 2."""
    for form in ("json", "sarif"):
        result = run("check", "nowhere", "--format", form)
        assert result.exit_code == 2
        assert "folder-is-content" in result.stdout
        json.loads(result.stdout)


def test_unforeseen_faults_are_told_in_the_form_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the tool's own and one of the disk leave a whole document too."""
    for raised, status in ((ZeroDivisionError("ours"), 70), (PermissionError(13, "Permission denied", "output"), 2)):

        def fails(*_: object, fault: Exception = raised, **__: object) -> None:
            raise fault

        monkeypatch.setattr(BUILD, "build", fails)
        result = run("build", str(BASE), "--format", "json")
        DATA.validate(json.loads(result.stdout))
        assert result.exit_code == json.loads(result.stdout)["status"] == status


@pytest.mark.usefixtures("content")
def test_in_a_workflow_faults_are_annotations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under GITHUB_ACTIONS annotations are printed unless another form is asked for."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    lines = run("check", "my brief").stdout.splitlines()
    assert lines[0].startswith("::error file=my brief/brief.yaml,line=2,col=1,")
    assert all(line.startswith("::") for line in lines)
    assert run("check", "my brief", "--format", "short").stdout.startswith("my brief/brief.yaml:2:1: error")


@pytest.mark.usefixtures("warned")
def test_a_build_prints_its_document_alone() -> None:
    """The PDFs are in the document, and what is said of them is on the error stream."""
    result = run("build", str(BASE), "--format", "json")
    found = json.loads(result.stdout)
    DATA.validate(found)
    assert found["artifacts"] == [{"target": "brief", "path": "output/c-brief.pdf", "pages": 1}]
    assert result.stderr == "output/c-brief.pdf  1 page\nbuilt in 1.3 s\n"
    assert run("build", str(BASE), "--format", "short").stdout.endswith(
        "introduction.md:1:1: warning: a line is too long [box-fits]\n"
    )


@pytest.mark.usefixtures("warned")
def test_strict_builds_fail_on_warnings() -> None:
    """With `--strict` a build with a warning ends with status 1, tells it even when quiet, and has made its PDFs."""
    result = run("build", str(BASE), "--strict", "--quiet")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "warning: a line is too long" in result.stderr
    assert run("build", str(BASE)).exit_code == 0


def test_strict_checks_fail_on_warnings(content: Path) -> None:
    """With `--strict` a brief with warnings only ends with status 1, and SARIF and annotations call them errors."""
    brief = content / "brief.yaml"
    brief.write_text(brief.read_text(encoding="utf-8").replace("subtitel", "subtitle"), encoding="utf-8")
    assert run("check", "my brief").exit_code == 0
    result = run("check", "my brief", "--strict")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "no errors, 1 warning (--strict)")
    found = json.loads(run("check", "my brief", "--strict", "--format", "sarif").stdout)["runs"][0]
    assert [result["level"] for result in found["results"]] == ["error"]
    assert run("check", "my brief", "--strict", "--format", "github").stdout.startswith("::error ")
    assert json.loads(run("check", "my brief", "--strict", "--format", "json").stdout)["status"] == 1


def test_faults_of_a_build_are_told_in_every_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that fails tells its faults in the form that was asked for, with status 1."""

    def fails(*_: object, **__: object) -> None:
        raise ContentError([FAULT])

    monkeypatch.setattr(BUILD, "build", fails)
    for form in ("human", "short", "json", "sarif", "github"):
        result = run("build", str(BASE), "--format", form)
        assert result.exit_code == 1
        assert "word-is-known" in result.output
