"""Notes and sources as the PDF holds them, in some of the citation styles; `benchmarks/styles.py` has the others."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from stagebrief.build import build
from stagebrief.model.citation_families import Family, family_of
from stagebrief.render.bibliography import short_title
from stylepages import CASES, STYLES, folder_of, text_of

HERE = ("chicago-notes", "turns-ibid", "chicago-idem")
"""The styles that the test-suite typesets."""


@pytest.mark.tex
@pytest.mark.parametrize("name", HERE)
def test_notes_read_as_expected(name: str, tmp_path: Path, update_cases: bool) -> None:
    """The text of notes and sources, taken from the PDF, is that of the case file; endnotes lead there and back."""
    report = build(folder_of(name, tmp_path / "content"), tmp_path / "output", ["brief"], read_back=False)
    found = text_of(report.artifacts[0].path)
    expected = CASES / f"{name}.txt"
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    if "endnotes" in STYLES[name]:
        links = links_of(report.artifacts[0].path)
        assert [f"SBnote.{number}" in links and f"SBmark.{number}" in links for number in range(1, 14)] == [True] * 13


def links_of(pdf: Path) -> set[str]:
    """The named places that links of the PDF lead to."""
    with pikepdf.open(pdf) as document:
        notes = [note for page in document.pages for note in page.get("/Annots", [])]
        return {str(note.A.D) for note in notes if "/A" in note and "/D" in note.A}


def test_every_style_of_the_campaign_has_its_text() -> None:
    """What `benchmarks/styles.py` compares is there for every style."""
    assert {path.stem for path in CASES.glob("*.txt")} == set(STYLES)


@pytest.mark.parametrize(
    ("style", "family"),
    [
        ("chicago-notes", Family.NOTES),
        ("verbose-trad2", Family.NOTES),
        ("gost-footnote", Family.NOTES),
        ("authortitle-tcomp", Family.OTHER),
        ("authortitle-ibid", Family.NOTES),
        ("apa", Family.AUTHOR_DATE),
        ("mla-footnotes", Family.NOTES),
        ("mla", Family.AUTHOR_DATE),
        ("numeric-comp", Family.OTHER),
        ("alphabetic", Family.OTHER),
    ],
)
def test_styles_are_told_apart_by_their_names(style: str, family: Family) -> None:
    """Whether a citation becomes a note or stands in the text is known before TeX runs."""
    assert family_of(style) is family


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("The War", ""),
        ("Love in the Time of Cholera", ""),
        ("Seeing Red: Mao Fetishism, Pax Americana, and the Moral Economy of War", "Seeing Red"),
        ("Silence is Golden? Silences as Strategic Narratives", "Silence is Golden?"),
        (
            "Contesting Imaginaires in Death Rituals during the Northern Song Dynasty",
            "Contesting Imaginaires in Death Rituals",
        ),
        (
            "Президент поздравил таджикистанцев с наступлением месяца Рамазан и призвал запастись",
            "Президент поздравил таджикистанцев",
        ),
        (
            "The {NATO} Treaty and its {Consequences for the} Small States of Central Asia",
            "NATO Treaty and its Consequences",
        ),
        ("A “Quotation that runs on and on and on and on and on” and ends", ""),
        ("St. Petersburg", ""),
        ("U.S. Policy in Central Asia", ""),
    ],
)
def test_long_titles_get_a_short_form(title: str, short: str) -> None:
    """A title is cut at its subtitle, and a very long one before a preposition; never within braces or quotations."""
    assert short_title(title) == short
