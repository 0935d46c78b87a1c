"""Folders that strangers send: a sample of those that `make hostile` tries, each with what is to come of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hostilecases import CASES, Hostile, attempt, cases, prepare

EARLY = (
    "bib-strings",
    "md-brackets",
    "path-link",
    "path-link-environment",
    "path-very-long",
    "picture-inflates",
    "picture-pdf-launch",
    "picture-pipe",
    "picture-points",
    "yaml-aliases",
    "yaml-python",
)
"""Cases that are over before typesetting, of every kind."""

TYPESET = ("lua-deputies", "output-forged", "tex-stream-of-file")
"""Cases that are typeset, with the sandbox where there is one and without."""

ALL = {case.name: case for case in cases()}


def tried(case: Hostile, folder: Path, mode: str) -> str:
    """What is not as it was to be."""
    return attempt(prepare(case, folder.resolve()), mode).is_as(case)


@pytest.mark.tex
@pytest.mark.parametrize("name", EARLY)
def test_a_hostile_folder_is_refused(tmp_path: Path, name: str) -> None:
    """It is refused at its line, or does no harm, and nothing outside is read or written."""
    assert tried(ALL[name], tmp_path, "auto") == ""


@pytest.mark.tex
@pytest.mark.parametrize("mode", ["auto", "off"])
@pytest.mark.parametrize("name", TYPESET)
def test_hostile_tex_does_no_harm(tmp_path: Path, name: str, mode: str) -> None:
    """What it tries to read does not come into the PDF or the log, with the sandbox and without."""
    assert tried(ALL[name], tmp_path, mode) == ""


def test_there_are_cases_of_every_kind() -> None:
    """At least sixty, of TeX, Lua, bibliographies, YAML, Markdown, pictures, paths, themes and outputs."""
    kinds = {name.partition("-")[0] for name in ALL}
    assert len(ALL) >= 60
    assert {"tex", "lua", "bib", "yaml", "md", "picture", "path", "theme", "output"} <= kinds
    assert {*EARLY, *TYPESET} <= ALL.keys()
    assert len(ALL) == len(list(CASES.iterdir()))


def test_a_canary_that_is_read_is_noticed(tmp_path: Path) -> None:
    """What is judged by can fail: a token in what is printed, a changed file, a file that was read."""
    from hostilecases import NEVER, changed, state_of, told  # noqa: PLC0415

    case = ALL["path-link"]
    ground = prepare(case, tmp_path.resolve())
    before = state_of(ground)
    assert not changed(before, state_of(ground))
    (ground.outside / "new.txt").touch()
    (ground.outside / "keep.md").write_text("x", encoding="utf-8")
    assert len(changed(before, state_of(ground))) == 2
    assert told(ground, f"a {NEVER[0]}")
    ground.output.mkdir()
    shutil.copy(ground.outside / "keep.pdf", ground.output / "a.pdf")
    assert told(ground, "")
