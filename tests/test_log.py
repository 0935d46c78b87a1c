"""TeX's log read as data: each case is a log and what it says to the author."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagebrief.compile.biber_log import read_biber_log
from stagebrief.compile.engine import EngineRun
from stagebrief.compile.log import WIDTH, read_log, unwrapped
from stagebrief.compile.log_words import faults_of, warnings_of
from stagebrief.diagnostics import Span
from stagebrief.model.tex import ListedEntry, TexSource

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


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=300), max_size=6))
def test_cut_lines_are_joined(lines: list[str]) -> None:
    """Whatever TeX writes, lines that it has cut at 79 columns are read as if it had not."""
    cut = [line[at : at + WIDTH] for line in lines for at in range(0, max(len(line), 1), WIDTH)]
    ends = any(len(line) and len(line) % WIDTH == 0 for line in lines) or any(
        len(piece) != WIDTH and len(piece.encode()) == WIDTH for piece in cut
    )
    assert ends or unwrapped(cut) == lines


def test_lines_that_were_not_cut_stay() -> None:
    """Where a line is longer than TeX's width nothing is joined: the engine has set the width."""
    lines = ["x" * WIDTH, "y", "z" * 200]
    assert unwrapped(lines) == lines


@given(st.text(st.sampled_from("()!l.12: ./aé\n\\\t[]Oveful hbox{}'`WarningLaTeX Error"), max_size=400))
def test_any_log_is_read(text: str) -> None:
    """Whatever stands in a log, reading and wording it come to an end without a fault of ours."""
    assert all(message.text or message.lines for message in read_log(text))
    assert all(found.message for found in (*faults_of(EngineRun(1, 0.0, text), SOURCE), *warnings_of(text, SOURCE)))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("WARN - I didn't find a database entry for 'x' (section 0)", None),
        ("WARN - BibTeX subsystem: a.bib, line 4, warning: possible runaway string started at line 3", None),
        ('WARN - Name "A, B, C, D" has too many commas: skipping name', "warning: names-are-divided"),
        ("ERROR - Circular inheritance between 'a' and 'b'", "error: parents-end"),
        (
            "WARN - Overwriting field 'year' with year value from field 'date' for entry 'a'",
            "warning: field-is-given-once",
        ),
        (
            "ERROR - Error: Found biblatex control file version 3.8, expected version 3.9.",
            "error: bibliography-is-processed",
        ),
        (
            "ERROR - BibTeX subsystem: a.bib, line 8, syntax error: at end of input, expected end of entry",
            "error: bibliography-is-processed",
        ),
        ("WARN - Something new", "warning: bibliography-is-processed"),
    ],
    ids=lambda value: value,
)
def test_biber_is_told_in_the_authors_words(line: str, expected: str | None) -> None:
    """What biber says is told under the code that says what to reach, with its own words behind it."""
    found = read_biber_log(EngineRun(0, 0.0, f"[44] Utils.pm:146> {line}\n"))
    assert [f"{one.severity}: {one.code}" for one in found] == ([expected] if expected else [])
    assert all(line.partition(" - ")[2] in (*one.notes, one.message)[0] or one.notes == () for one in found)


LISTED = TexSource(
    "brief",
    "job",
    (("references.bib", "@book{a,\n  author = {A, B, C, D},\n}\n\n@book{kniga.1234,\n  date = {x},\n}\n"),),
    entries=(
        ListedEntry("a", "a", Span("r.bib", 3, 1)),
        ListedEntry("kniga.1234", "книга", Span("more.bib", 9, 1)),
    ),
)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("ERROR - Circular inheritance between 'a' and 'b'", "r.bib:3:1"),
        ("WARN - Overwriting field 'year' with year value from field 'date' for entry 'kniga.1234'", "more.bib:9:1"),
        ('WARN - Name "A, B, C, D" has too many commas: skipping name', "r.bib:3:1"),
        ("ERROR - BibTeX subsystem: references.bib, line 6, syntax error: at end of input", "more.bib:9:1"),
        ("ERROR - BibTeX subsystem: /tmp/x/references.bib_77.utf8, line 2, syntax error: found x", "r.bib:3:1"),
        ("WARN - Entry a does not parse correctly", "r.bib:3:1"),
        ("WARN - Something new about 'nobody'", ""),
    ],
    ids=lambda value: value[:60],
)
def test_biber_is_told_at_the_authors_entry(line: str, place: str) -> None:
    """What biber says of an entry stands where the author has written it, and under the author's own key."""
    (found,) = read_biber_log(EngineRun(0, 0.0, f"[44] Utils.pm:146> {line}\n"), LISTED)
    assert str(found.span or "") == place
    assert "kniga" not in found.message
