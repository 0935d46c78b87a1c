"""The pages that are made from the code say what the code says; `make docs` writes them anew."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reference import commands, commands_page, man_page, python_page

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize(
    ("name", "page"), [("commands.md", commands_page), ("python.md", python_page), ("stagebrief.1", man_page)]
)
def test_pages_are_made_from_the_code(name: str, page: Callable[[], str], update_cases: bool) -> None:
    """An option that is new, or says something else, is in the reference."""
    text = page()
    if update_cases:
        (DOCS / name).write_text(text, encoding="utf-8")
    assert (DOCS / name).read_text(encoding="utf-8") == text


def test_every_command_is_there() -> None:
    """With a text and a usage."""
    page = commands_page()
    for name, command in commands():
        assert f" {name}\n\n```\nstagebrief {name}" in page
        assert command.help


def test_man_reads_the_man_page() -> None:
    """Without a warning."""
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    run = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(DOCS / "stagebrief.1")], capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    assert "STAGEBRIEF(1)" in run.stdout
