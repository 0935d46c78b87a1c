"""Reports: what is shown of a diagnostic, to people and to editors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagebrief.diagnostics import Diagnostic, Severity, Span, error, warning
from stagebrief.report import human, short
from stagebrief.report.places import UNSEEN, count, width_of

FILE = "stages/1-open.md"
FAULT = error(
    "word-is-known", "unknown word 'harbor'", Span(FILE, 1, 5, 1, 11), "did you mean 'harbour'?", "as in line 7"
)


def shown(line: str, column: int, end_column: int = 0) -> list[str]:
    """The source line and the marks below it for a fault in that line."""
    span = Span(FILE, 1, column, 1 if end_column else 0, end_column)
    return human.format_diagnostic(error("a-is-b", "message", span), {FILE: line}, False).split("\n")[1:]


def test_people_see_place_fact_line_and_remedy() -> None:
    """The whole of a diagnostic is on five lines, with the words underlined."""
    assert human.format_diagnostic(FAULT, {FILE: "The harbor.\n"}, False).split("\n") == [
        "stages/1-open.md:1:5: error: unknown word 'harbor' [word-is-known]",
        "    The harbor.",
        "        ^^^^^^",
        "  note: as in line 7",
        "  hint: did you mean 'harbour'?",
    ]


def test_editors_see_one_line() -> None:
    """The short form has place, fact and code on one line, whatever the message holds."""
    assert short.format_diagnostic(FAULT) == "stages/1-open.md:1:5: error: unknown word 'harbor' [word-is-known]"
    assert "\n" not in short.format_diagnostic(error("a-is-b", "one\ntwo", Span("a\nb.md")))


def test_files_are_named_below_their_folder() -> None:
    """A place begins with the content folder, so that it can be opened from where the user stands."""
    assert short.format_diagnostic(FAULT, "content/x").startswith("content/x/stages/1-open.md:1:5: ")
    assert human.format_diagnostic(FAULT, {}, False, "content/x/").startswith("content/x/stages/1-open.md:1:5: ")


def test_diagnostics_are_in_the_order_of_their_places() -> None:
    """What has no place comes first, then file by file and line by line."""
    faults = [error("a-is-b", name, span) for name, span in (("3", Span("b", 1)), ("2", Span("a", 2)), ("1", None))]
    assert [line[-10] for line in short.format_diagnostics(faults).split("\n")] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("line", "column", "end", "marks"),
    [
        ("ab harbour", 4, 11, "   ^^^^^^^"),
        ("\tharbour", 2, 9, "    ^^^^^^^"),
        ("ab\tharbour", 4, 11, "    ^^^^^^^"),
        ("日本 harbour", 4, 11, "     ^^^^^^^"),
        ("日本", 1, 3, "^^^^"),
        ("cafe\u0301 harbour", 7, 14, "     ^^^^^^^"),
        ("Тоҷикистон", 1, 11, "^^^^^^^^^^"),
        ("harbour", 8, 0, "       ^"),
        ("harbour", 1, 0, "^"),
    ],
)
def test_marks_stand_below_the_words(line: str, column: int, end: int, marks: str) -> None:
    """Tabs, wide letters and accents that stand on the letter before do not shift the marks."""
    assert shown(line, column, end)[1] == f"    {marks}"


def test_of_a_long_line_the_part_around_the_fault_is_shown() -> None:
    """A paragraph on one line is cut on both sides, and the marks stay below the words."""
    line = "word " * 200 + "harbour" + " word" * 200
    excerpt, marks = shown(line, 1001, 1008)
    assert len(excerpt) < 120
    assert excerpt.strip()[0] == excerpt[-1] == "…"
    start = marks.index("^")
    assert excerpt[start : start + 7] == "harbour"
    assert len(marks.strip()) == 7


def test_a_fault_over_lines_is_marked_to_the_end_of_the_first() -> None:
    """Of a stretch of lines the first is shown and marked to its end."""
    text = human.format_diagnostic(error("a-is-b", "m", Span(FILE, 1, 4, 2, 3)), {FILE: "ab harbour\nis"}, False)
    assert text.split("\n")[2] == "       ^^^^^^^"


def test_no_line_is_shown_where_there_is_none() -> None:
    """An unknown file, an empty line and a line behind the end show the message only."""
    for files in ({}, {FILE: ""}, {FILE: "\n"}):
        assert human.format_diagnostic(error("a-is-b", "message", Span(FILE, 1, 1)), files, False).count("\n") == 0


@given(st.text(st.characters(codec="utf-8"), max_size=60), st.integers(1, 70), st.integers(0, 70))
def test_nothing_that_an_author_writes_acts_on_the_terminal(text: str, column: int, end: int) -> None:
    """No character of message, hint, file name or source line moves the cursor, paints or turns the writing."""
    span = Span(f"{text}.md", 1, column, 1, max(end, column))
    fault = Diagnostic("a-is-b", Severity.ERROR, text, span, f"{text}.", (text,))
    printed = human.format_diagnostic(fault, {span.file: text}, False)
    assert not [letter for letter in printed if letter != "\n" and UNSEEN.match(letter)]
    lines = printed.split("\n")
    assert len(lines) in {3, 5}
    if len(lines) == 5:
        assert set(lines[2]) == {" ", "^"}


def test_colour_is_only_where_it_is_wanted() -> None:
    """With colour the severity is painted and the words are the same."""
    plain = human.format_diagnostic(FAULT, {FILE: "The harbor.\n"}, False)
    painted = human.format_diagnostic(FAULT, {FILE: "The harbor.\n"}, True)
    assert "\x1b" not in plain
    assert "\x1b[1;31merror:\x1b[0m" in painted
    assert plain == "".join(
        piece.partition("m")[2] if index else piece for index, piece in enumerate(painted.split("\x1b"))
    )


def test_faults_are_counted() -> None:
    """The closing line says how many there are of each kind."""
    faults = [FAULT, FAULT, warning("a-is-b", "m"), Diagnostic("a-is-b", Severity.NOTE, "m")]
    assert count(faults) == "2 errors, 1 warning, 1 note"
    assert count([]) == ""


def test_widths_are_those_of_a_terminal() -> None:
    """Wide letters take two columns, accents that stand on a letter none."""
    assert [width_of(text) for text in ("ab", "日本", "e\u0301", "ҷ", "\u200d", "😀")] == [2, 4, 1, 1, 0, 2]
