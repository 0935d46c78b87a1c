"""YAML: texts stay as they are written, and no text of any kind makes the reader fail."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faultcases import BASE
from stagebrief.diagnostics import has_errors
from stagebrief.load.yaml import MOST_SLIPS, Document, read_yaml


def read(text: str) -> Document:
    """The document in a text without faults."""
    document, faults = read_yaml("brief.yaml", text)
    assert faults == ()
    assert document is not None
    return document


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "true", "1.10", "1e3", "0x1F", "012", "2024-05-02", "12:30:45", ".inf", "1_000"]
)
def test_texts_stay_as_they_are_written(word: str) -> None:
    """No word is taken for a number, a date or a truth value: Norway stays `no`, and version 1.10 keeps its nought."""
    assert read(f"title: {word}\nkeywords: [{word}]\n").data == {"title": word, "keywords": [word]}


@pytest.mark.parametrize("nothing", ["", "~", "null", '""', "''"])
def test_what_is_left_out_is_nothing_or_empty(nothing: str) -> None:
    """A field without value has none."""
    assert not read(f"title: {nothing}\n").data["title"]


def test_places_of_keys_and_values_are_kept() -> None:
    """Each key and value has its line, its column and its end."""
    document = read("a:\n  - bc: def\n    g: 'hi'\n")
    assert str(document.keys["a", 0, "bc"]) == "brief.yaml:2:5"
    span = document.values["a", 0, "g"]
    assert (span.line, span.column, span.end_column) == (3, 8, 12)
    assert document.span(("a", 0, "none", "deeper")) == document.values["a", 0]


def test_aliases_stand_for_what_they_name() -> None:
    """A value that is used twice may be named once."""
    assert read("a: &x words\nb: *x\n").data == {"a": "words", "b": "words"}


def test_files_that_multiply_are_refused() -> None:
    """Aliases of aliases are counted with all that they stand for, and so are brackets within brackets."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for name, inner in zip("bcdefgh", "abcdefg", strict=True):
        bomb += f"{name}: &{name} [{', '.join([f'*{inner}'] * 9)}]\n"
    for text in (bomb, "a: &a [*a]\n", f"a: {'[' * 60}{']' * 60}\n", f"a: {'[' * 5000}\n", "a: b\n" * 200_000):
        document, faults = read_yaml("brief.yaml", text)
        assert document is None
        assert has_errors(faults)
        assert len(faults) <= 2


def test_every_slip_of_a_file_is_told() -> None:
    """A slip does not hide those behind it, and what it stands in is not complained of again."""
    text = "title: a: b\nabstract: @c\nstance: \"d\nquestion: [e] f\nname: 'g' h\nkeywords: [i, j]\n"
    document, faults = read_yaml("brief.yaml", text)
    assert document is not None
    assert document.data["keywords"] == ["i", "j"]
    assert sorted(fault.span.line for fault in faults if fault.span) == [1, 2, 3, 4, 5]
    assert document.unread == {1, 2, 3, 4, 5}


def test_files_full_of_slips_are_given_up() -> None:
    """After so many slips the reader ends."""
    document, faults = read_yaml("brief.yaml", "".join(f"f{number}: a: b\n" for number in range(100)))
    assert document is None
    assert len(faults) == MOST_SLIPS


@given(st.text(st.characters(codec="utf-8"), max_size=200))
@example("a: &b\n  *b : c")
@example("%YAML 3.0\n---\na: b")
@example("? [a]\n: b")
@example("a: !!binary x")
@example("<<: {a: b}")
@example("a: |5\n b")
@example("- \t- a")
@example("\ufeffa: b")
@example("a: b\r")
@example("a: 'b\n\n c'\u2028d: e")
@example("#")
def test_no_text_makes_the_reader_fail(text: str) -> None:
    """Any text gives a document or an error."""
    document, faults = read_yaml("brief.yaml", text)
    assert document is not None or has_errors(faults)


@given(
    st.sampled_from(sorted(path.relative_to(BASE).as_posix() for path in BASE.rglob("*.yaml"))),
    st.integers(0, 900),
    st.integers(0, 6),
    st.text(st.sampled_from("\t\n \"'[]{}:#&*!|>%@`,?-\\aя\u00a0"), max_size=4),
)
def test_no_slip_of_the_hand_makes_the_reader_fail(name: str, position: int, length: int, typed: str) -> None:
    """Whatever is typed over any stretch of a good file, there is a document or an error at a place within the file."""
    text = (BASE / name).read_text(encoding="utf-8")
    slipped = text[:position] + typed + text[position + length :]
    document, faults = read_yaml(name, slipped)
    assert document is not None or has_errors(faults)
    lines = slipped.split("\n")
    for fault in faults:
        assert fault.span is not None
        assert 1 <= fault.span.line <= len(lines)
        assert 1 <= fault.span.column <= len(lines[fault.span.line - 1]) + 1
