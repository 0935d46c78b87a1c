"""Checks of sources: what is said about a brief's bibliography and the places that it cites."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagebrief.build import check
from stagebrief.diagnostics import warning
from stagebrief.load.bibtex import read_bibliography
from stagebrief.model.checks import CHOSEN, FIXED, adjusted
from stagebrief.model.identifiers import isbn_fault, issn_fault, orcid_fault
from stagebrief.model.pages import ranges_of
from stagebrief.model.resolved import Bibliography
from stagebrief.resolve.entries import check_entries

CASES = Path(__file__).parent / "cases" / "entries"
SOURCES = Path(__file__).parent.parent / "src" / "stagebrief"

CODES = re.compile(r"(?:warning|error|Diagnostic|report|say|Slip|Flaw)\(\s*\"([a-z0-9-]+)\"")

BRIEF = """title: A brief
language: en-GB
bibliography: references.bib
introduction: introduction.md
stages: [stages/1-one.yaml]
"""
STAGE = "title: One\nperiod: {from: 1991}\nstance: A stance.\ntakeaway: Taken.\n"


def folder_of(case: Path, folder: Path) -> Path:
    """A content folder of the case's prose, sources and settings."""
    (folder / "stages").mkdir()
    settings = case.with_suffix(".yaml")
    (folder / "brief.yaml").write_text(BRIEF + (settings.read_text(encoding="utf-8") if settings.exists() else ""))
    (folder / "stages" / "1-one.yaml").write_text(STAGE)
    (folder / "stages" / "1-one.md").write_text("Prose.\n")
    (folder / "introduction.md").write_text(case.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "references.bib").write_text(case.with_suffix(".bib").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("case", sorted(CASES.glob("*.md")), ids=lambda case: case.stem)
def test_what_is_said_of_the_sources(case: Path, tmp_path: Path, update_cases: bool) -> None:
    """Each case's prose and sources give the diagnostics that stand beside them."""
    found = "".join(f"[{one.code}] {one}\n" for one in check(folder_of(case, tmp_path)).diagnostics)
    expected = case.with_suffix(".txt")
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_every_code_of_the_checks_is_listed() -> None:
    """What the checks of sources can say is in the table from which the brief's settings are made."""
    listed = {*CHOSEN, *FIXED}
    names = ("bibtex", "csl", "library")
    files = [path for path in (SOURCES / "load").glob("*.py") if path.stem.startswith(names)]
    checks = ("by_hand", "duplicates", "entries", "entry_fields", "locators", "names", "required", "titles", "uncited")
    files += [SOURCES / "resolve" / f"{name}.py" for name in checks]
    said = {code for path in files for code in CODES.findall(path.read_text(encoding="utf-8"))}
    assert said
    assert said <= listed


def test_what_keeps_a_brief_from_being_typeset_stays_an_error() -> None:
    """A severity can be set only where the brief can be typeset all the same."""
    fault = warning("parents-end", "a fault")
    assert list(adjusted([fault], [("parents-end", "off")])) == [fault]


@given(st.integers(0, 999_999_999))
def test_one_wrong_digit_is_found(number: int) -> None:
    """Of the ten possible last digits of a number exactly one is right."""
    digits = f"{number:09d}"
    assert sum(not isbn_fault(digits + last) for last in "0123456789X") == 1
    assert sum(not isbn_fault("978" + digits + last) for last in "0123456789") == 1
    assert sum(not issn_fault(digits[:7] + last) for last in "0123456789X") == 1
    assert sum(not orcid_fault("000000" + digits + last) for last in "0123456789X") == 1


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("33-35", [(33, 35, False)]),
        ("133–5, 140", [(133, 135, False), (140, 140, False)]),
        ("1201-21", [(1201, 1221, False)]),
        ("pp. 3, 5 and 7", [(3, 3, False), (5, 5, False), (7, 7, False)]),
        ("ix--xxii", [(9, 22, True)]),
        ("С. 15", [(15, 15, False)]),
        ("12ff.", [(12, 12, False)]),
        ("e1234", None),
        ("S12", [(12, 12, False)]),
        ("4, n. 3", None),
    ],
)
def test_page_ranges(text: str, ranges: object) -> None:
    """Ranges are read as authors write them; what is no page number gives nothing to check."""
    assert ranges_of(text) == ranges


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("Рахматуллаев Э.", "initials stand behind"),
        ("Rahmatullaev E. Sh. and Karimov, K.", "initials stand behind"),
        ("Искандаров Акбаршо Искандарович, Искандаров Косимшо Искандарович", "a comma stands between"),
        ("Thomas Müller 0001", "ends in a number"),
        ("{Э. Рахмон}", "in braces"),
        ("{E. Sh. Rahmon} and {World Bank}", "in braces"),
        ("Malcolm X and {U.S. Congress} and {E. U. Commission}", ""),
        ("Kuchins, Andrew C. and Igor A. Zevelev and King, Jr., Martin L.", ""),
        ("Майтдинова, Гузель Майтдиновна and García de la Vega, José Luis María", ""),
        ("{МИД РТ} and {World Bank 2014} and Э. Рахмон", ""),
        ("Anonymous and {J. and K. Society} and Plato", ""),
    ],
)
def test_names_that_would_be_misread(names: str, said: str) -> None:
    """Names whose family name biblatex would take for another part are told; others are let be."""
    entries, _ = read_bibliography(
        "r.bib", f"@book{{k, author = {{{names}}}, title = {{T}}, date = {{2001}}}}".encode()
    )
    found = [one.message for one in check_entries(Bibliography(entries))]
    assert len(found) == bool(said)
    assert all(said in message for message in found)
