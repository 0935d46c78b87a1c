"""Quotations against the pinned copies of their sources."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evidencecases import COPIES, LANGUAGES, Quoted, entry, make_folder, quote, quoted_lines
from stagebrief.build import sources
from stagebrief.model.trust import Lookup
from stagebrief.report.sources_rows import verdict_text
from stagebrief.wording import words_in

LINES = quoted_lines()


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Texts of copies are kept for this module only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def lookups(cache: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lookup]:
    """What looking up all quotations of the case file in one brief has given, by the words."""
    del cache
    quotes = []
    for line in LINES:
        cite = f"[@{line.key}, {line.locator}]" if line.locator else f"[@{line.key}]"
        foreign = line.key in LANGUAGES
        quotes.append(quote("A translation." if foreign else line.words, cite, original=line.words if foreign else ""))
    folder = make_folder(
        tmp_path_factory.mktemp("all") / "brief",
        stage=["quotes:", *quotes],
        sources=[entry(key) for key in sorted({line.key for line in LINES})],
        copies=[path.name for path in COPIES.iterdir() if path.suffix != ".tex"],
    )
    report = sources(folder)[1]
    assert report is not None
    return {str(number): lookup for number, lookup in enumerate(report.lookups)}


def test_there_are_forty_true_and_forty_altered() -> None:
    """The case file has as many quotations that stand in the copies as were asked for, and as many altered ones."""
    true = [line for line in LINES if line.verdict.startswith("found") and "another" not in line.verdict]
    assert (len(true), len(LINES) - len(true)) == (40, 40)


@pytest.mark.parametrize(("number", "line"), list(enumerate(LINES)), ids=list(map(str, LINES)))
def test_verdict_on_each_quotation(lookups: dict[str, Lookup], number: int, line: Quoted) -> None:
    """True quotations are found on their page; altered ones are not found, or on the page where they stand."""
    lookup = lookups[str(number)]
    assert words_in(line.words) in {words_in(lookup.quotation.words), words_in(lookup.quotation.original)}
    assert verdict_text(lookup) == line.verdict
