"""The summary: title, stances, matrix and findings on one page, in type as large as the page allows."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

import pypdfium2
import pytest

from stagebrief import BuildReport, build

pytestmark = pytest.mark.tex
TALK = Path(__file__).parent / "cases" / "talk"
FINDING = "  - title: Who decides\n    statement: A few people decide.\n"


def pages_of(content: Path, output: Path) -> tuple[BuildReport, list[str], float]:
    """The report of a build, the words of each page, and how high the first letter of it is in points."""
    report = build(content, output, ("summary",))
    with pypdfium2.PdfDocument(report.artifacts[0].path) as document:
        texts = [page.get_textpage().get_text_range().replace("\r", "") for page in document]
        _, bottom, _, top = document[0].get_textpage().get_charbox(0)
    return report, texts, top - bottom


def with_findings(count: int, folder: Path) -> Path:
    """The talk with so many findings."""
    content = folder / "talk"
    shutil.copytree(TALK, content)
    brief = content / "brief.yaml"
    text = brief.read_text(encoding="utf-8")
    assert FINDING in text
    brief.write_text(text.replace(FINDING, FINDING * count), encoding="utf-8")
    return content


def test_a_page_says_it_all(tmp_path: Path, update_cases: bool) -> None:
    """What the page reads is told here word for word; nothing is missing and nothing is wrong with it."""
    report, texts, _ = pages_of(TALK, tmp_path)
    found = textwrap.fill(" ".join(texts), 100, break_long_words=False, break_on_hyphens=False) + "\n"
    expected = TALK / "summary.txt"
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert report.diagnostics == ()
    assert len(texts) == 1


def test_what_is_too_long_for_a_page_takes_two_and_says_so(tmp_path: Path) -> None:
    """Nothing is cut off: eighty findings go on, and the author is told."""
    report, texts, _ = pages_of(with_findings(80, tmp_path), tmp_path / "output")
    assert [(fault.code, fault.span and fault.span.file) for fault in report.diagnostics] == [
        ("summary-fits", "brief.yaml")
    ]
    assert len(texts) > 1
    assert "".join(texts).count("A few people decide.") == 80


def test_fuller_pages_are_in_smaller_type(tmp_path: Path) -> None:
    """Thirty findings stay on the page with two, in type that is smaller."""
    (_, few, large), (report, many, small) = (
        pages_of(with_findings(count, tmp_path / str(count)), tmp_path / f"output-{count}") for count in (2, 30)
    )
    assert (len(few), len(many), report.diagnostics) == (1, 1, ())
    assert small < large
