"""The inspector: what is said of pages that are broken on purpose, and that nothing is said of sound ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspectorcases import make
from stagebrief.inspect.inspection import Subject, inspect

CASES = sorted((Path(__file__).parent / "cases" / "inspector").glob("*.page"))


def said_of(pdf: Path, *, deck: bool) -> str:
    """What is said of a PDF, a line each with its place on the page."""
    rows = []
    for one in inspect(Subject(pdf, "page", deck)):
        assert one.area or "more of this kind" in one.message
        box = " ".join(f"{side:.0f}" for side in one.area.box) if one.area and one.area.box else "-"
        rows.append(f"{one.severity} [{one.code}] {one.message} ({box})\n")
    return "".join(rows)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_said_of_pages(case: Path, tmp_path: Path, update_cases: bool) -> None:
    """Each page broken on purpose gives what stands beside it; a sound one gives nothing."""
    deck = "\ndeck " in case.read_text(encoding="utf-8")
    found = said_of(make(case, tmp_path / "page.pdf"), deck=deck)
    expected = case.with_suffix(".said")
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert (found == "") == case.stem.startswith("sound-")
