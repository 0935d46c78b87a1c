"""Positions: a character of a text that stood in YAML is found in the author's file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagebrief.load.origin import Origin
from stagebrief.load.yaml import read_yaml

WRITTEN = {
    "plain": "title: The harbour is open\n",
    "plain over lines": "title: The harbour\n  is\n  open\n",
    "single quotes": "title: 'The harbour''s master is open'\n",
    "double quotes": 'title: "The \\"harbour\\" \\u2014 caf\\xe9\\n is \\\n   open"\n',
    "folded": "title: >\n  The harbour\n  is open\n\n  again\n",
    "literal": "title: |\n  The harbour\n    is\n  open\n",
    "in a list": "other: [1, 2]\ntitle: The harbour\n",
    "behind an anchor": "title: &t The harbour\nother: *t\n",
    "behind a wide letter": "other: 日本語\ntitle: The 港 harbour\n",
}


def origin_of(text: str) -> Origin:
    """The origin of the field `title`."""
    document, faults = read_yaml("brief.yaml", text)
    assert document is not None
    assert faults == ()
    return document.origins["title",]


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_letters_are_found_where_they_are_written(text: str) -> None:
    """Every letter of a value has the line and column of that letter in the file, however the value is written."""
    origin = origin_of(text)
    lines = text.split("\n")
    letters = [offset for offset, letter in enumerate(origin.text) if letter.isalpha() and letter.isascii()]
    assert letters
    for offset in letters:
        line, column = origin.place(offset)
        assert lines[line - 1][column - 1] == origin.text[offset]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))))
def test_any_text_in_double_quotes_is_found(text: str) -> None:
    """Whatever stands between double quotation marks, each character is found at itself or at its escape."""
    written = f"title: {json.dumps(text, ensure_ascii=False)}\n"
    document, _ = read_yaml("brief.yaml", written)
    if document is None or not document.data["title"]:
        return
    origin = document.origins["title",]
    for offset, character in enumerate(origin.text):
        line, column = origin.place(offset)
        found = written.split("\n")[line - 1][column - 1]
        assert found in {character, "\\"}


def test_span_ends_behind_its_last_character() -> None:
    """A stretch of a value becomes the stretch of the file that holds it, the end excluded."""
    span = origin_of(WRITTEN["folded"]).span(4, 11)
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 7, 2, 14)


def test_whole_text_counts_lines_and_columns_from_one() -> None:
    """In the text of a whole file the first character is line 1, column 1, and a line end belongs to its line."""
    origin = Origin.whole("a.md", "ab\n\ncd")
    assert [origin.place(offset) for offset in range(6)] == [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2)]
