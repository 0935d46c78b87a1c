"""Citations as they are written: what is read, and what is said about what cannot be read."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citationcases import describe, describe_field, item_words, read, read_cases, rewrite
from stagebrief.load.markdown import MarkdownSettings, parse_blocks, parse_cite
from stagebrief.load.origin import Origin

FILES = sorted((Path(__file__).parent / "cases" / "citations").glob("*.txt"))
DOCUMENTATION = Path(__file__).parent.parent / "docs" / "citations.md"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_citations_are_read_as_expected(file: Path, update_cases: bool) -> None:
    """Each text gives the citations and diagnostics that stand below it."""
    show = describe_field if file.stem == "fields" else describe
    if update_cases:
        file.write_text(rewrite(file, show), encoding="utf-8")
    cases = list(read_cases(file))
    found = {f"{case.line}: {case.text}": tuple(show(case)) for case in cases}
    assert found == {f"{case.line}: {case.text}": case.expected for case in cases}


def test_documentation_counts_what_pandoc_reads_otherwise() -> None:
    """docs/citations.md names each reason and counts its cases; `make compare-pandoc` prints the figures anew."""
    page = DOCUMENTATION.read_text(encoding="utf-8")
    cases = [case for file in FILES if file.stem != "fields" for case in read_cases(file)]
    counted = dict(re.findall(r"^\| `([\w-]+)` \| (\d+) \|", page, re.MULTILINE))
    differing = Counter(case.reason for case in cases if case.reason)
    assert {reason: int(count) for reason, count in counted.items() if count != "0"} == differing
    assert f"| own cases | {len(cases)} |" in page


@given(st.text(alphabet="@ab3p[]{}();,-.*_`$\"'\\ \n§&^:<>!/", max_size=40))
def test_any_text_is_read(text: str) -> None:
    """Whatever is written gives a reading, and what is said of it stands at a place within it."""
    origin = Origin.whole("case.md", text)
    _, faults = parse_blocks(origin, MarkdownSettings("en"))
    _, more = parse_cite(origin, MarkdownSettings("en"))
    lines = text.split("\n")
    for fault in (*faults, *more):
        assert fault.span is not None
        assert 1 <= fault.span.line <= len(lines)
        assert 1 <= fault.span.column <= len(lines[fault.span.line - 1]) + 1


@given(st.text(alphabet="@xy[];,-.*_ 3\n", max_size=40))
def test_no_word_is_lost(text: str) -> None:
    """Every letter that is written is shown: in the text, in a key, before it or behind it."""
    reading = read("en", text)
    shown = reading.words + "".join(
        item_words(item, reading.cites) for cite in reading.cites for item in cite.items
    ).replace("in-text", "").replace("suppress-author", "")
    for letter in "xy":
        assert shown.count(letter) >= text.count(letter)
