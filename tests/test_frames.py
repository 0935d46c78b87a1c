"""Frames that would overflow are divided by measurement, and nothing of them is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from stagebrief import BuildReport, build

pytestmark = pytest.mark.tex
FULL = Path(__file__).parent / "cases" / "frames"


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> tuple[BuildReport, list[str]]:
    """The report of building the deck, and the text of each of its pages."""
    output = tmp_path_factory.mktemp("deck")
    report = build(FULL, output, ["slides"])
    with pypdfium2.PdfDocument(report.artifacts[0].path) as document:
        return report, [page.get_textpage().get_text_range() for page in document]


def pages_with(pages: list[str], title: str) -> list[str]:
    """The pages under that title."""
    return [page for page in pages if title in page]


def test_a_frame_that_fits_is_one_page(deck: tuple[BuildReport, list[str]]) -> None:
    """It bears no count of parts."""
    (page,) = pages_with(deck[1], "A short frame")
    assert "(1/" not in page


def test_a_long_list_goes_on_in_order(deck: tuple[BuildReport, list[str]]) -> None:
    """All items arrive once and in order, under the same title with its part."""
    pages = pages_with(deck[1], "A long list")
    assert len(pages) > 1
    assert all(f"({number}/{len(pages)})" in page for number, page in enumerate(pages, start=1))
    found = [int(number) for page in pages for number in re.findall(r"item(\d+)", page)]
    assert found == list(range(1, 31))


def test_the_parts_are_about_equally_full(deck: tuple[BuildReport, list[str]]) -> None:
    """No part is left with a last line or two."""
    counts = [len(re.findall(r"item\d+", page)) for page in pages_with(deck[1], "A long list")]
    assert max(counts) - min(counts) <= 2


def test_a_table_repeats_its_head(deck: tuple[BuildReport, list[str]]) -> None:
    """Rows are whole, in order, and each part has the head of the table."""
    pages = pages_with(deck[1], "A long table")
    assert len(pages) > 1
    assert all("Headone" in page and "Headtwo" in page for page in pages)
    found = [int(number) for page in pages for number in re.findall(r"row(\d+)", page)]
    assert found == list(range(1, 31))


def test_a_paragraph_is_cut_between_its_lines(deck: tuple[BuildReport, list[str]]) -> None:
    """A paragraph that is longer than a frame loses no word."""
    pages = pages_with(deck[1], "One long paragraph")
    assert len(pages) > 1
    found = [int(number) for page in pages for number in re.findall(r"word(\d+)", page)]
    assert found == list(range(1, 301))


def test_what_cannot_be_cut_is_reported_at_its_line(deck: tuple[BuildReport, list[str]]) -> None:
    """A formula that is higher than a frame gives warnings where it was written; nothing else does."""
    line = (FULL / "stages" / "1-full.md").read_text(encoding="utf-8").split("\n").index("$$") + 1
    assert {(item.code, item.span.line if item.span else 0) for item in deck[0].diagnostics} == {
        ("frame-fits", line - 1),
        ("type-is-large", line - 1),
    }


def test_overrides_are_honoured(deck: tuple[BuildReport, list[str]]) -> None:
    """A title of the author's stands over the automatic frame, and frames of the author's own follow."""
    assert pages_with(deck[1], "How it began")
    (page,) = pages_with(deck[1], "Three points")
    assert re.search(r"first point\s+.*The second\s+.*The third", page, re.DOTALL)


def test_prose_is_not_pasted_on_frames(deck: tuple[BuildReport, list[str]]) -> None:
    """The deck is made from the structure."""
    assert not any("The prose is not on any frame" in page for page in deck[1])
