"""What is lost between the model and the page is found: a word, an escape, a note's page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stagebrief import Diagnostic, check
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.passes import compile_source
from stagebrief.compile.system import SystemEngine
from stagebrief.readback.compare import read_back
from stagebrief.readback.expect import expected_blocks
from stagebrief.render.brief import render_brief
from stagebrief.render.slides import render_slides

pytestmark = pytest.mark.tex
SMALL = Path(__file__).parent / "cases" / "small"


def missing(folder: Path, target: str, written: str = "", instead: str = "") -> tuple[Diagnostic, ...]:
    """What the read-back misses where the TeX of the small brief says `instead` for what should be written."""
    resolved = check(SMALL).resolved
    assert resolved is not None
    source = {"brief": render_brief, "slides": render_slides}[target](resolved, find_fonts(), SMALL)
    changed = tuple((path, text.replace(written, instead) if written else text) for path, text in source.files)
    assert not written or changed != source.files
    compiled = compile_source(replace(source, files=changed), folder, SystemEngine())
    assert compiled.good
    return read_back(compiled.pdf, expected_blocks(resolved, target))


@pytest.mark.parametrize("target", ["brief", "slides"])
def test_a_whole_document_misses_nothing(tmp_path: Path, target: str) -> None:
    """There is no false alarm."""
    assert missing(tmp_path, target) == ()


@pytest.mark.parametrize(
    ("target", "written", "instead", "line"),
    [
        ("slides", "It weighed.", "It.", 5),
        ("slides", "Independence", "", 8),
        ("brief", "Another paragraph", "Another", 3),
        ("brief", r"50\% of it", "50% of it", 1),
        ("brief", "[3]{a}", "{a}", 1),
        ("brief", "33-35", "", 3),
    ],
    ids=["word-of-a-frame", "event-of-a-frame", "word-of-a-paragraph", "escape", "locator", "second-locator"],
)
def test_a_loss_is_told_at_its_line(tmp_path: Path, target: str, written: str, instead: str, line: int) -> None:
    """What has been left out of the TeX is an error at the author's line."""
    found = missing(tmp_path, target, written, instead)
    assert found
    assert {item.code for item in found} == {"words-arrive"}
    assert line in {item.span.line for item in found if item.span}
