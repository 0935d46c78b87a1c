"""Markdown: what each construct becomes on page and frame, and what is said where."""

from __future__ import annotations

from pathlib import Path

import pytest

from markdown_case import MarkdownCase, expected_files, written_files

FOLDER = Path(__file__).parent / "cases" / "markdown"
CASES = sorted(FOLDER.glob("*.md"))


def case_of(path: Path) -> MarkdownCase:
    """The case in that file."""
    return MarkdownCase(path.name, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_constructs_become_what_stands_beside_them(path: Path, update_cases: bool) -> None:
    """Each case gives the LaTeX and the diagnostics, with line and column, that stand beside it."""
    case = case_of(path)
    found = expected_files(path, case.rendered(), case.read()[1])
    if update_cases:
        for stale in written_files(path).keys() - found.keys():
            stale.unlink()
        for file, text in found.items():
            file.write_text(text, encoding="utf-8")
    assert found == written_files(path)
