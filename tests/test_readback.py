"""The read-back: what is found in the text of a PDF, and what is told of what is not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from readbackcases import read_case
from stagebrief.diagnostics import Span
from stagebrief.readback.compare import compare
from stagebrief.readback.expected import Expected, Kind
from stagebrief.readback.letters import bare
from stagebrief.readback.pages import text_of_pages, word_beginnings
from stagebrief.readback.placing import STRONG
from stagebrief.readback.prose import words_of

CASES = sorted((Path(__file__).parent / "cases" / "readback").glob("*.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_said_of_pages(case: Path, update_cases: bool) -> None:
    """Each case's pages give the findings that stand beside it; none where all words are there."""
    blocks, pages = read_case(case)
    findings = compare(text_of_pages(pages), blocks)
    said = "".join(
        "".join([f"{one.span}: {one.message}\n", *(f"    {note}\n" for note in one.notes)]) for one in findings
    )
    expected = case.with_suffix(".said")
    if update_cases:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


LETTERS = "abcdefg éüñ ғӣқ ωλ".replace(" ", "")
WORDS = st.text(alphabet=LETTERS, min_size=1, max_size=12)
DISTINCT = st.lists(st.text(alphabet=LETTERS, min_size=4, max_size=12), min_size=1, max_size=60, unique=True)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=30), min_size=1, max_size=8)
BREAKS = st.lists(st.sampled_from([" ", " ", " ", "\n", "\n", "\f"]), min_size=1, max_size=40)


def divided(words: list[str], rows: int) -> list[list[str]]:
    """The words as so many paragraphs, each of two words or more but for the last."""
    length = max(2, -(-len(words) // rows))
    return [words[start : start + length] for start in range(0, len(words), length)]


def blocks_of(texts: Sequence[Sequence[str]]) -> list[Expected]:
    """Paragraphs of these words, a line each."""
    return [
        Expected(Kind.FLOW, "paragraph", Span("a.md", line), words_of(" ".join(words), Span("a.md", line)))
        for line, words in enumerate(texts, start=1)
    ]


def pages_of(texts: Sequence[Sequence[str]], breaks: Sequence[str], head: str = "") -> list[str]:
    """The words as they fall into lines and pages, one paragraph below another, `head` above each page.

    No page ends within the first letters of a paragraph, nor within its last.
    """
    whole, number = "", 0
    for words in texts:
        for index, word in enumerate(words, start=1):
            gap = breaks[number % len(breaks)]
            inside = min(len("".join(words[:index])), len("".join(words[index:]))) >= STRONG
            whole += word + ("\n" if gap == "\f" and not inside else gap)
            number += 1
        whole = whole.rstrip(" \n") + "\n"
    return [f"{head}\n{page}\n" for page in whole.split("\f")]


def looks_like_a_head(pages: Sequence[str], head: str) -> bool:
    """Whether a line of the text stands on so many pages that it is taken for a running head."""
    lines = [line for page in pages for line in dict.fromkeys(map(bare, page.split("\n"))) if line != bare(head)]
    return any(lines.count(line) > 2 for line in lines)


@given(DISTINCT, st.integers(1, 8), BREAKS, st.sampled_from(["", "A Running Head"]))
def test_what_is_put_in_is_found(words: list[str], rows: int, breaks: list[str], head: str) -> None:
    """Words that are all there, in whatever lines and pages, are found."""
    texts = divided(words, rows)
    pages = pages_of(texts, breaks, head)
    assume(not looks_like_a_head(pages, head))
    assert compare(text_of_pages(pages), blocks_of(texts)) == ()


@given(TEXTS, BREAKS, st.data())
def test_a_word_that_is_dropped_is_missed(texts: list[list[str]], breaks: list[str], data: st.DataObject) -> None:
    """Whichever word is left out, something is told."""
    row = data.draw(st.integers(0, len(texts) - 1))
    place = data.draw(st.integers(0, len(texts[row]) - 1))
    left = [[*words[:place], *words[place + 1 :]] if index == row else words for index, words in enumerate(texts)]
    assert compare(text_of_pages(pages_of(left, breaks)), blocks_of(texts))


@given(DISTINCT, st.integers(1, 8), BREAKS, st.data())
def test_words_that_change_places_are_told(words: list[str], rows: int, breaks: list[str], data: st.DataObject) -> None:
    """Neighbours that stand the other way round are told."""
    texts = divided(words, rows)
    row = data.draw(st.integers(0, len(texts) - 1))
    words = texts[row]
    assume(len(words) > 1)
    place = data.draw(st.integers(0, len(words) - 2))
    swapped = [*words[:place], words[place + 1], words[place], *words[place + 2 :]]
    assume(bare("".join(swapped)) != bare("".join(words)))
    changed = [swapped if index == row else other for index, other in enumerate(texts)]
    assert compare(text_of_pages(pages_of(changed, breaks)), blocks_of(texts))


@given(TEXTS, st.lists(st.text(max_size=60), max_size=4))
def test_any_pages_are_read(texts: list[list[str]], pages: list[str]) -> None:
    """Whatever the pages hold, what is told stands at a block's line."""
    findings = compare(text_of_pages(pages), blocks_of(texts))
    lines = {finding.span.line for finding in findings if finding.span}
    assert lines <= set(range(1, len(texts) + 1))


@given(st.lists(st.text(max_size=60), max_size=4))
def test_words_begin_where_they_are_said_to(pages: list[str]) -> None:
    """Found at once or letter by letter, the beginnings of words are the same."""
    text = text_of_pages(pages)
    assert word_beginnings(text) == [place for place in range(len(text.letters)) if text.begins_word(place)]
