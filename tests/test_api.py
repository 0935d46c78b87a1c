"""The Python interface: names that stay, what they take and give, and pages that a notebook shows."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

import stagebrief

SMALL = Path(__file__).parent / "cases" / "small"
BROKEN = "title: A\nlanguage: en\nstages: [stages/nowhere.yaml]\n"


def test_the_names_stay() -> None:
    """What others import is this; a name that goes breaks their programs."""
    assert set(stagebrief.__all__) == {
        *("load", "check", "build", "release"),
        *("Artifact", "BuildReport", "CheckReport", "Page", "Diagnostic", "Severity", "Span"),
        *("StagebriefError", "ContentError", "ToolchainError", "UsageError"),
    }
    for name in stagebrief.__all__:
        assert inspect.getdoc(getattr(stagebrief, name))


def test_calls_are_as_they_were() -> None:
    """The parameters of the four functions and their order."""
    expected = {
        "load": ["folder"],
        "check": ["folder"],
        "build": ["folder", "output", "targets", "keep_tex", "read_back", "progress", "engine"],
        "release": ["folder", "archive", "version", "date", "note", "accept"],
    }
    assert {name: list(inspect.signature(getattr(stagebrief, name)).parameters) for name in expected} == expected


def test_load_gives_the_brief_with_its_places() -> None:
    """Every value knows its line."""
    brief = stagebrief.load(SMALL).brief
    assert brief.stages[0].title[0].span.file.startswith("stages/")
    assert brief.stages[0].title[0].span.line > 0


def test_load_raises_all_faults(tmp_path: Path) -> None:
    """What cannot be built is not given."""
    (tmp_path / "brief.yaml").write_text(BROKEN, encoding="utf-8")
    with pytest.raises(stagebrief.ContentError) as raised:
        stagebrief.load(tmp_path)
    assert [fault.span.line for fault in raised.value.diagnostics if fault.span] == [3]


@pytest.mark.tex
def test_notebooks_show_pages(tmp_path: Path) -> None:
    """The first page of a PDF, or another; a page that is not there is refused."""
    report = stagebrief.build(SMALL, tmp_path, ("brief",))
    artifact = report["brief"]
    first, page = artifact._repr_png_(), artifact.page(artifact.pages)._repr_png_()
    assert first.startswith(b"\x89PNG") and page.startswith(b"\x89PNG")
    assert (first == page) == (artifact.pages == 1)
    with pytest.raises(IndexError, match="has pages 1 to"):
        artifact.page(artifact.pages + 1)
    with pytest.raises(KeyError):
        report["slides"]
