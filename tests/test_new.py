"""`stagebrief new`: what it writes is whole and well in every language, and nothing is ever overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stagebrief import build, check
from stagebrief.cli import group
from stagebrief.render.words import LANGUAGES
from stagebrief.starter import Start, languages, make_start

KINDS = ("brief", "lecture", "minimal")


def new(*arguments: str) -> Result:
    """What the command does."""
    return CliRunner().invoke(group, ["new", *arguments])


def test_there_is_a_beginning_in_every_language_of_the_tool() -> None:
    """Whatever language the tool's own words are in, one can begin in it."""
    assert set(languages()) == set(LANGUAGES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_is_well(tmp_path: Path, kind: str, language: str) -> None:
    """There is nothing to say of it, not even a note, and no placeholder is left."""
    made = make_start(tmp_path / "my-brief", Start(kind, language, "2026-01-31"))
    assert check(tmp_path / "my-brief").diagnostics == ()
    texts = {path.name: path.read_text(encoding="utf-8") for path in made if path.suffix != ".json"}
    assert not [name for name, text in texts.items() if "$s" in text.replace("$schema", "") or "$c_" in text]
    assert {"brief.yaml", "references.bib", "README.md", ".gitignore"} <= set(texts)


@pytest.mark.tex
def test_it_builds_as_it_is(tmp_path: Path) -> None:
    """Brief and deck are built without a word."""
    make_start(tmp_path / "calendar", Start("brief", "en", "2026-01-31"))
    report = build(tmp_path / "calendar", tmp_path / "output")
    assert (report.diagnostics, len(report.artifacts)) == ((), 2)


def test_title_and_author_are_as_given(tmp_path: Path) -> None:
    """What YAML would misread stands in quotes; a longer tag of the language is kept."""
    result = new(
        "minimal", str(tmp_path / "x"), "--title", "Ports: a # history", "--author", "A. B.", "--language", "de-AT"
    )
    assert result.exit_code == 0, result.output
    resolved = check(tmp_path / "x").resolved
    assert resolved
    text = (tmp_path / "x" / "brief.yaml").read_text(encoding="utf-8")
    assert 'title: "Ports: a # history"' in text
    assert (resolved.brief.authors[0].name, resolved.brief.language) == ("A. B.", "de-AT")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Where there is something already, nothing is written."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "mine.txt").write_text("mine")
    result = new("brief", str(tmp_path / "x"))
    assert (result.exit_code, [path.name for path in (tmp_path / "x").iterdir()]) == (2, ["mine.txt"])
    assert "folder-is-free" in result.output


def test_an_unknown_language_is_told(tmp_path: Path) -> None:
    """The languages that there are stand in the hint."""
    result = new("brief", str(tmp_path / "x"), "--language", "eo")
    assert (result.exit_code, (tmp_path / "x").exists()) == (2, False)
    assert "there are de, en, es, fa" in result.output
