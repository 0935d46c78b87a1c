"""The catalogue of codes: whole, true by running its examples, and the source of the documentation."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalogue_examples import documented, make
from codes import codes_in_source
from stagebrief import StagebriefError, build, check
from stagebrief.catalogue import AREAS, Example, Explanation, codes, explanation_of, explanations
from stagebrief.cli import group
from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.report.explained import rendered
from texcases import CASES, MARK, TexFault, replayed

DOCUMENT = Path(__file__).parents[1] / "docs" / "diagnostics.md"
TYPESET = [item for item in explanations() if item.example and item.example.typeset]
READ = [item for item in explanations() if item.example and not item.example.typeset]
WITHOUT_EXAMPLE = {
    "bibliography-is-processed",
    "template-is-valid",
    "theme-font-is-installed",
    "theme-is-stored",
    "copy-exists",
    "file-is-accessible",
    "file-is-pdf",
    "file-is-readable",
    "folder-is-content",
    "folder-is-free",
    "font-is-installed",
    "frame-fits",
    "summary-fits",
    "graphic-is-there",
    "limit-is-number",
    "names-differ",
    "revision-is-known",
    "passes-converge",
    "picture-is-still",
    "port-is-free",
    "program-exists",
    "sandbox-is-known",
    "sandbox-is-used",
    "sandbox-works",
    "style-is-known",
    "target-is-known",
    "tool-works",
    "typesetting-succeeds",
    "words-arrive",
    "work-folder-is-plain",
}
"""Codes of the call, the machine or the typesetting as a whole; other tests bring them about."""


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(group, list(arguments), prog_name="stagebrief")


def found_in(folder: Path) -> tuple[Diagnostic, ...]:
    """What a check finds in the folder."""
    try:
        return check(folder).diagnostics
    except StagebriefError as fault:
        return fault.diagnostics


def test_every_code_of_the_source_is_in_the_catalogue() -> None:
    """A code that can be told to an author is explained, and no code is explained that nobody tells."""
    written = codes_in_source()
    assert {code: place for code, place in written.items() if code not in codes()} == {}
    assert set(codes()) - set(written) == set()


@pytest.mark.parametrize("item", explanations(), ids=lambda item: item.code)
def test_explanations_are_whole(item: Explanation) -> None:
    """Each says the state, why and how in sentences, lies in a known area, and has an example unless none can be."""
    assert item.area in AREAS
    for text in (item.says, item.why, item.mend):
        assert text[0].isupper() or text[0] == "`"
        assert text.endswith("."), text
    assert (item.example is None) == (item.code in WITHOUT_EXAMPLE or item.area in {"archive", "pages"})
    if item.example:
        assert re.fullmatch(r"[\w./-]+:\d+", item.example.line)


@pytest.mark.parametrize("item", READ, ids=lambda item: item.code)
def test_wrong_examples_are_told_at_their_line(item: Explanation, tmp_path: Path) -> None:
    """The wrong example gives the code at the line that is stated, with the severity that is stated."""
    assert item.example
    found = [one for one in found_in(make(item.example, tmp_path / "wrong", wrong=True)) if one.code == item.code]
    assert found, item.code
    assert found[0].span
    assert (f"{found[0].span.file}:{found[0].span.line}", found[0].severity) == (item.example.line, item.severity)


@pytest.mark.parametrize("item", READ, ids=lambda item: item.code)
def test_right_examples_are_well(item: Explanation, tmp_path: Path) -> None:
    """The right example gives neither the code nor any other error or warning."""
    assert item.example
    found = found_in(make(item.example, tmp_path / "right", wrong=False))
    assert [one for one in found if one.code == item.code or one.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("item", TYPESET, ids=lambda item: item.code)
def test_wrong_examples_of_typesetting_are_told_at_their_line(item: Explanation, tmp_path: Path) -> None:
    """The wrong example is a recorded case, and what TeX has said of it gives the code at the line that is stated."""
    assert item.example
    fault = TexFault(CASES / item.example.typeset)
    assert item.example.wrong.strip("\n") in fault.written.replace(MARK, "")
    found = [one for one in replayed(fault, tmp_path)[0] if one.code == item.code]
    assert found, item.code
    assert (found[0].span or Span("")).line == fault.line
    place = item.example.line
    assert place == f"introduction.md:{fault.line - 2}"  # the case has a paragraph before it
    assert found[0].severity is item.severity


@pytest.mark.tex
def test_right_examples_of_typesetting_are_well(tmp_path: Path) -> None:
    """All right examples in one brief are typeset without any of their codes."""
    content = make(replace(TYPESET[0].example or Example(""), wrong=""), tmp_path / "content", wrong=True)
    with (content / "introduction.md").open("a", encoding="utf-8") as file:
        file.write("\n".join(item.example.right for item in TYPESET if item.example))
    report = build(content, tmp_path / "output", ["brief"], read_back=False)
    assert {one.code for one in report.diagnostics} & {item.code for item in TYPESET} == set()


def test_the_documentation_is_made_from_the_catalogue(update_cases: bool) -> None:
    """docs/diagnostics.md holds what the catalogue says; `make docs` writes it anew."""
    current = documented(DOCUMENT.read_text(encoding="utf-8"))
    if update_cases:
        DOCUMENT.write_text(current, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == current


@pytest.mark.parametrize("written", ["citation-resolves", "[citation-resolves]", "CITATION-RESOLVES"])
def test_explain_says_what_why_and_how(written: str) -> None:
    """A code, as it is printed behind a fault, is explained with a wrong and a right example."""
    result = run("explain", written)
    item = explanation_of("citation-resolves")
    assert item and item.example
    assert result.exit_code == 0
    for text in (item.says, item.why, item.mend, item.example.wrong.strip(), item.example.right.strip()):
        assert text in result.stdout


def test_explain_lists_all_codes() -> None:
    """Without a code every code is listed with its state, in the order of the areas."""
    lines = run("explain").stdout.splitlines()
    listed = [match[1] for line in lines if (match := re.match(r"- `([a-z0-9-]+)`: ", line))]
    assert sorted(listed) == sorted(codes())
    assert [line[2:] for line in lines if line.startswith("# ")] == list(AREAS.values())


@pytest.mark.parametrize(
    ("written", "meant"), [("citation-resolve", "citation-resolves"), ("picture-missing", "picture-")], ids=str
)
def test_explain_tells_the_nearest_of_an_unknown_code(written: str, meant: str) -> None:
    """A code that is not known ends with status 2 and the nearest one."""
    result = run("explain", written)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"did you mean '{meant}" in result.stderr


def test_explanations_are_rendered_on_a_terminal() -> None:
    """On a terminal headings, code and emphasis are shown by colour and not by signs."""
    text = rendered("# a-is-b\n\n**Words.**\n\n```yaml\na: b\n```", 60, colour=True)
    assert "\x1b[" in text
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert "**" not in plain and "a: b" in plain


def test_words_of_tex_are_kept_from_authors() -> None:
    """Outside of typesetting and raw LaTeX no explanation uses words that only those who know TeX understand."""
    words = re.compile(r"\b(macro|token|hbox|vbox|badness|control sequence|preamble|mode|group|glue|register)\b")
    for item in explanations():
        said = f"{item.says} {item.why} {item.mend}"
        assert not words.search(said) or item.code.startswith("preamble"), item.code
