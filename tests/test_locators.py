"""Locators in print: the words of each language, and what biblatex is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from citationcases import Case, inline_words, read, read_cases, rewrite
from stagebrief.diagnostics import Span
from stagebrief.load.locator import read_locators
from stagebrief.load.locator_terms import all_terms
from stagebrief.locator_words import words_table
from stagebrief.model.inline import CitationItem, Locator
from stagebrief.render.locators import locator_words, postnote_to_tex
from stagebrief.resolve.locator_words import locators_to_text

CASES = Path(__file__).parent / "cases" / "locators"
FILES = sorted(CASES.glob("*.txt"))
LANGUAGES = ("en", "ru", "tg", "uk", "de", "fr", "es", "it", "fa")
TERMS = sorted({term.term for term in all_terms()})
CSL_TERMS = (
    "act appendix article-locator book canon chapter column elocation equation figure folio issue line note opus page"
    " paragraph part rule scene section sub-verbo supplement table timestamp title-locator verse version volume"
)


def postnotes(case: Case) -> list[str]:
    """The postnotes of a case's sources."""
    return [
        str(postnote_to_tex(item.locators, inline_words(item.suffix, []), case.language)) or "nothing"
        for cite in read(case.language, case.text).cites
        for item in cite.items
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_locators_are_printed_as_expected(file: Path, update_cases: bool) -> None:
    """Each citation gives biblatex the postnotes that stand below it."""
    if update_cases:
        file.write_text(rewrite(file, postnotes), encoding="utf-8")
    found = {f"{case.line}: {case.text}": tuple(postnotes(case)) for case in read_cases(file)}
    assert found == {f"{case.line}: {case.text}": case.expected for case in read_cases(file)}


def test_all_terms_of_csl_are_read() -> None:
    """The words that are read cover CSL 1.0.2's locator terms, and no others."""
    assert " ".join(TERMS) == CSL_TERMS


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_terms_have_words(language: str) -> None:
    """Every term has a word for one and for several places."""
    assert sorted(words_table()[language]) == TERMS
    unworded = {term for term, words in words_table()[language].items() if not all(words)}
    assert unworded == {"timestamp"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["5", "5-7"])
def test_words_that_are_printed_are_read_as_the_same_term(language: str, value: str) -> None:
    """What is printed for a term can be written for it in a brief of that language."""
    for term in words_table()[language]:
        printed = locator_words(Locator(term, value), language)
        text = f", {printed}" if term != "timestamp" else ", 1:23:45"
        (locator,) = read_locators(text, 0, len(text), language).locators
        assert locator.term == term, printed


@pytest.mark.parametrize(
    ("language", "term", "value", "shown"),
    [
        ("en", "page", "3-5", "pp. 3–5"),
        ("en", "appendix", "2", "app. 2"),
        ("ru", "page", "3-5", "с. 3–5"),
        ("ru", "article-locator", "10", "ст. 10"),
        ("tg-TJ", "page", "9", "саҳ. 9"),
        ("kk", "chapter", "2", "гл. 2"),
        ("fa", "page", "۴۵-۴۷", "صص ۴۵–۴۷"),
        ("tr", "page", "3-5", "ss. 3–5"),
        ("tr", "chapter", "2", "chap. 2"),
        ("uz-Cyrl", "chapter", "2", "гл. 2"),
        ("en", "timestamp", "1:23:45", "1:23:45"),
    ],
)
def test_reports_word_places_in_the_language_of_the_brief(language: str, term: str, value: str, shown: str) -> None:
    """A page and a chapter are called what they are called in the brief, or in the nearest language with words."""
    item = CitationItem("a", locator_label=term, locator=value, span=Span("a.md"))
    assert locators_to_text(item, language) == shown


@pytest.mark.parametrize("language", sorted({term.language for term in all_terms()}))
def test_words_mean_one_thing_in_their_language(language: str) -> None:
    """In a brief of its own language no word is listed for two terms."""
    meanings: dict[tuple[str, bool], set[str]] = {}
    for term in all_terms():
        if term.language == language and not term.bare:
            meanings.setdefault((term.word, term.behind), set()).add(term.term)
    assert {word: terms for word, terms in meanings.items() if len(terms) > 1} == {}


def test_a_language_without_words_has_those_of_its_bibliography() -> None:
    """Dari is worded as Persian, Kazakh as Russian, Welsh as English."""
    chapter = Locator("chapter", "2")
    assert locator_words(chapter, "prs").startswith("فصل")
    assert locator_words(chapter, "kk") == "гл.\u00a02"
    assert locator_words(chapter, "de-AT") == "Kap.\u00a02"
    assert locator_words(chapter, "cy") == "chap.\u00a02"
