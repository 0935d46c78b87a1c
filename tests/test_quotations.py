"""Quotations against the pinned copies of their sources."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidencecases import COPIES, LANGUAGES, Quoted, entry, make_folder, quote, quoted_lines
from stagebrief.build import sources
from stagebrief.model.trust import Lookup
from stagebrief.report.sources_rows import verdict_text
from stagebrief.wording import segments_of, stream_of, words_in
from stagebrief.wording_search import find_all, nearest_words

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


PIECES = st.sampled_from(
    ["ab", "Bc", "cd1", "12", "d", "é", "ғӣ", " ", "\n", "-\n", "\f", ", ", ". ", "’", " “", "” ", "—", "…", "[", "] "]
)


@given(st.lists(PIECES, max_size=60).map("".join), st.data())
def test_every_stretch_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    """Words taken from a text, with what stands between them there, stand in it; nothing raises."""
    stream = stream_of(text.split("\f"))
    if not stream.words:
        return
    first = data.draw(st.integers(0, len(stream.words) - 1))
    last = data.draw(st.integers(first + 1, len(stream.words)))
    segments = segments_of(stream.text(first, last))
    assert not segments or find_all(segments, stream)


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_two_texts_can_be_compared(quotation: str, text: str) -> None:
    """Whatever is quoted and whatever the source holds, looking it up and looking for what is near raises nothing."""
    stream = stream_of([text])
    for match in find_all(segments_of(quotation), stream):
        assert 0 <= match.start < match.end <= len(stream.letters)
    near = nearest_words(words_in(quotation), words_in(text))
    assert near is None or 0 <= near.first <= near.last <= len(words_in(text))


@pytest.mark.parametrize(
    ("quotation", "text", "stands"),
    [
        ("now here", "It is nowhere.", True),  # spaces are what texts of PDFs lose and gain
        ("art", "the start of wars", False),
        ("well-known port", "the well-\nknown port", True),
        ("wellknown port", "the well-\nknown port", True),
        ("wellknown port", "the well-known port", False),
        ("don't go", "dont go", False),
        ("1992-1997 war", "the 1992–1997 war", True),
        ("over 1 km", "over 1,357 km", False),
        ("fine flour", "ﬁne ﬂour", True),
        ("in\u00adde\u00adpendent state", "independent\u00a0state", True),
        ("the end, he said", "the end he said", False),
        ("want[ed] more", "They want more", True),
        ("[…] more […]", "They want more", True),
        ("[we were told]", "They want more", False),
        ("Ｆull width", "Full width", True),
        ("said 12 times", "said 13 times", False),
        ("the state. The rest", "the state.12 The rest", False),
    ],
)
def test_what_may_differ(quotation: str, text: str, stands: bool) -> None:
    """What printers and editors may change makes no difference; a letter, a sign or a word does."""
    assert bool(find_all(segments_of(quotation), stream_of([text]))) is stands


def test_numbers_of_notes_may_be_left_out() -> None:
    """A wording without the numbers of notes has none of them, and keeps numbers that belong to the text."""
    stream = stream_of(["The state.12 The rest3 of 1,357 men [4] and 12 ships\n5\nwent."], without_notes=True)
    assert " ".join(stream.words) == "The state The rest of 1 357 men and 12 ships went"
