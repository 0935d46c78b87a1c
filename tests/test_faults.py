"""The slips of new authors: each is told at its place, with a remedy, and without what would only follow from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faultcases import BASE, FIRST_TWENTY, Slip, slips, table
from stagebrief import check
from stagebrief.report.human import format_diagnostics

SLIPS = slips()


def printed(folder: Path) -> str:
    """What is printed for a content folder."""
    report = check(folder)
    text = format_diagnostics(report.diagnostics, dict(report.files), False)
    return f"{text}\n" if text else ""


def test_the_base_of_the_catalogue_is_good() -> None:
    """The brief that all slips are made from gives nothing to complain of."""
    assert printed(BASE) == ""


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_slip_is_told_as_expected(slip: Slip, tmp_path: Path, update_cases: bool) -> None:
    """Each slip is told with file, line, column, fact and remedy as stands beside it, and raises nothing."""
    found = printed(slip.make(tmp_path / "brief"))
    if update_cases:
        slip.expected.write_text(found, encoding="utf-8")
    assert found == slip.expected.read_text(encoding="utf-8")


def test_slips_are_faults_or_said_to_be_none() -> None:
    """A slip that prints nothing is one that does no harm and says so."""
    for slip in SLIPS:
        silent = slip.expected.read_text(encoding="utf-8") == ""
        assert silent == slip.words.endswith("(no fault)"), slip.name


def test_documentation_shows_what_is_printed(update_cases: bool) -> None:
    """The table of the first twenty slips in docs/diagnostics.md is made from the cases and is current."""
    document = Path(__file__).parents[1] / "docs" / "diagnostics.md"
    text = document.read_text(encoding="utf-8")
    before, start, rest = text.partition("<!-- table -->\n")
    _, end, after = rest.partition("<!-- end -->\n")
    current = f"{before}{start}{table()}\n{end}{after}"
    if update_cases:
        document.write_text(current, encoding="utf-8")
    assert document.read_text(encoding="utf-8") == current
    assert len(FIRST_TWENTY) == 20


NAMES = sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*.*") if path.suffix != ".png")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(NAMES),
    st.integers(0, 1200),
    st.integers(0, 30),
    st.text(st.sampled_from("\t\n \"'[]{}:#&*!|>%@`,?-\\^$~=яe\u00a0\u2028"), max_size=6),
)
def test_no_slip_of_the_hand_makes_check_fail(
    tmp_path: Path, name: str, position: int, length: int, typed: str
) -> None:
    """Whatever is typed over any stretch of a file, `check` says what is wrong or that nothing is; it never raises."""
    folder = tmp_path / "typed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(BASE, folder)
    text = (folder / name).read_text(encoding="utf-8")
    position = min(position, len(text))
    (folder / name).write_text(text[:position] + typed + text[position + length :], encoding="utf-8")
    report = check(folder)
    assert report.good is (report.resolved is not None)
    assert all(fault.span for fault in report.diagnostics)
