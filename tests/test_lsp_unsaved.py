"""Unsaved texts: what an editor holds counts in place of the files, wherever content is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stagebrief.build import examine

CONTENT = Path(__file__).parents[1] / "content" / "tajikistan-russia"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder of one's own."""
    return Path(shutil.copytree(CONTENT, tmp_path / "brief"))


def codes(folder: Path, unsaved: dict[str, str]) -> list[tuple[str, str]]:
    """Codes and files of the errors that are found."""
    _, report = examine(folder, {name: text.encode() for name, text in unsaved.items()})
    return [(item.code, item.span.file) for item in report.diagnostics if item.span and item.severity == "error"]


def test_an_unsaved_text_counts_in_place_of_its_file(folder: Path) -> None:
    """A fault that is not saved yet is found, and the file on the disk is as it was."""
    before = (folder / "introduction.md").read_bytes()
    assert codes(folder, {"introduction.md": "Nobody says so [@nobody1999]."}) == [
        ("citation-resolves", "introduction.md")
    ]
    assert (folder / "introduction.md").read_bytes() == before


def test_an_unsaved_file_need_not_be_there(folder: Path) -> None:
    """Files that have never been saved, brief.yaml among them, are read as if they were there."""
    brief = (folder / "brief.yaml").read_text(encoding="utf-8")
    (folder / "brief.yaml").unlink()
    (folder / "conclusion.md").unlink()
    found = examine(folder, {"brief.yaml": brief.encode(), "conclusion.md": b"The end, *for now*."})[0]
    assert found.brief is not None
    assert found.brief.conclusion
    assert dict(found.files)["conclusion.md"] == "The end, *for now*."


def test_an_unsaved_bibliography_has_its_entries(folder: Path) -> None:
    """A source that is only in the editor is a source."""
    texts = {
        "introduction.md": "So it is [@new2024].",
        "references.bib": "@misc{new2024, title = {New}, date = {2024}}",
    }
    assert ("citation-resolves", "introduction.md") not in codes(folder, texts)


def test_an_unsaved_text_is_bounded_as_a_file(folder: Path) -> None:
    """A text that is larger than its file may be is refused."""
    found = codes(folder, {"introduction.md": "x" * (5 << 20)})
    assert ("file-is-small", "introduction.md") in found
