"""Dates: what is read, what is refused, and what is proposed instead."""

from __future__ import annotations

import pytest

from stagebrief.diagnostics import Diagnostic, Span
from stagebrief.load.dates import parse_date, parse_range
from stagebrief.model.calendars import format_date
from stagebrief.model.date import DateRange, PartialDate

HERE = Span("a.yaml", 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1993", PartialDate(1993)),
        ("2022-10", PartialDate(2022, 10)),
        ("2022-1-5", PartialDate(2022, 1, 5)),
        ("2024-02-29", PartialDate(2024, 2, 29)),
        ("-43-03-15", PartialDate(-43, 3, 15)),
        (" 1993 ", PartialDate(1993)),
    ],
)
def test_dates_are_read_to_the_year_the_month_or_the_day(text: str, expected: PartialDate) -> None:
    """A date has as much as is written of it."""
    assert parse_date(text, HERE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1993", DateRange(PartialDate(1993), PartialDate(1993))),
        ("1992/1997", DateRange(PartialDate(1992), PartialDate(1997))),
        ("2022-02/2022-05", DateRange(PartialDate(2022, 2), PartialDate(2022, 5))),
        ("1992 – 1997", DateRange(PartialDate(1992), PartialDate(1997))),
        ("2022/..", DateRange(PartialDate(2022), None)),
        ("2022/open", DateRange(PartialDate(2022), None)),
        ("2022/2022-05", DateRange(PartialDate(2022), PartialDate(2022, 5))),
    ],
)
def test_ranges_are_read(text: str, expected: DateRange) -> None:
    """A range has two dates, or one and no end; a year is not before a month within it."""
    assert parse_range(text, HERE) == expected


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2 May 2024", "write 2024-05-02"),
        ("May 2nd, 2024", "write 2024-05-02"),
        ("May 2024", "write 2024-05"),
        ("2 мая 2024", "write 2024-05-02"),
        ("02.05.2024", "write 2024-05-02"),
        ("2024/05/02", "write 2024-05-02"),
        ("1992-1997", "write 1992/1997"),
        ("1992-97", "write 1992/1997 for years"),
        ("the 1990s", "write 1990/1999"),
        ("since 2022", "write 2022/.."),
        ("ca. 1993", "write 1993~"),
        ("31 February 2024", "write 1993, 2022-10, 2022-10-14, 1992/1997 or 2022/.."),
        ("2023-02-29", "its last day is 2023-02-28"),
        ("05/02/2024", "write 1993, 2022-10, 2022-10-14, 1992/1997 or 2022/.."),
        ("soon", "write 1993, 2022-10, 2022-10-14, 1992/1997 or 2022/.."),
        ("", "write 1993, 2022-10, 2022-10-14, 1992/1997 or 2022/.."),
        ("1/2/3/4", "write 1993, 2022-10, 2022-10-14, 1992/1997 or 2022/.."),
        ("٢٠٢٤", "write 2024"),
    ],
)
def test_what_is_no_date_is_told_how_it_is_written(text: str, hint: str) -> None:
    """The hint has the date as it should be written, where that is sure."""
    found = parse_range(text, HERE)
    assert isinstance(found, Diagnostic)
    assert (found.code, found.hint) == ("date-is-valid", hint)


@pytest.mark.parametrize("text", ["1997/1992", "2022-05/2022-02", "2022-05-02/2022-05-01", "1993/-44"])
def test_ranges_end_after_they_begin(text: str) -> None:
    """A range whose end is surely before its beginning is refused."""
    found = parse_range(text, HERE)
    assert isinstance(found, Diagnostic)
    assert found.code == "dates-are-ordered"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-499~", "c. 500 BCE"),
        ("1206?", "1206?"),
        ("1206-05%", "c. May 1206?"),
        ("1206~/1227-08-18", "c. 1206 – 18 August 1227"),
        ("1206~/..", "since c. 1206"),
    ],
)
def test_what_is_not_sure_is_printed_as_such(text: str, shown: str) -> None:
    """EDTF's signs behind a date, ~ for nearly and ? for perhaps and % for both, become words."""
    found = parse_range(text, HERE)
    assert isinstance(found, DateRange)
    assert format_date(found, "en-GB") == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("ru", "ок. 1206?"), ("de", "um 1206?"), ("fa", "حدود 1206؟"), ("tg", "тақр. 1206?"), ("hy", "~1206?")],
)
def test_what_is_not_sure_is_printed_in_the_language(language: str, shown: str) -> None:
    """Where the word of a language is not known, the sign stands for it."""
    found = parse_range("1206%", HERE)
    assert isinstance(found, DateRange)
    assert format_date(found, language) == shown


def test_vague_dates_are_ordered_as_others_are() -> None:
    """The signs change nothing of where a date stands."""
    assert PartialDate(1206, about=True) == PartialDate(1206) < PartialDate(1207, doubtful=True)
    assert str(PartialDate(1206, 5, about=True, doubtful=True)) == "1206-05%"
