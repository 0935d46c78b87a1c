"""TeX's log read as data: each case is a log and what it says to the author."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stagebrief.compile.engine import EngineRun
from stagebrief.compile.log_words import faults_of, warnings_of
from stagebrief.model.tex import TexSource

CASES = Path(__file__).parent / "cases" / "log"
PART = "\n".join(
    (
        "%@ stages/1-first.md:1:1",
        "The first paragraph.",
        "",
        "%@ stages/1-first.md:3:1",
        "The second one, with ქ in it.",
        "%@ stages/1-first.md:9:5",
        "A third.",
        "",
    )
)
SOURCE = TexSource("brief", "job", (("job.tex", r"\input{stage-1}"), ("stage-1.tex", PART)))


@pytest.mark.parametrize("case", sorted(CASES.glob("*.log")), ids=lambda case: case.stem)
def test_logs_are_told_in_the_authors_words(case: Path, update_cases: bool) -> None:
    """Each log gives the diagnostics that stand beside it, at the author's lines."""
    log = case.read_bytes().decode("utf-8", "replace")
    failed = re.search(r"^(! |[\w-]+\.tex:\d)", log, re.MULTILINE) is not None
    found = faults_of(EngineRun(int(failed), 0.0, log), SOURCE)
    text = "\n".join(str(item) for item in (*found, *warnings_of(log, SOURCE))) + "\n"
    expected = case.with_suffix(".txt")
    if update_cases:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
