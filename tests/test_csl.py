"""CSL-JSON and CSL-YAML: what is read, and what is said about them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import dump
from stagebrief.load.aliases import renamed
from stagebrief.load.library import read_library, whole_library
from stagebrief.load.markdown import MarkdownSettings, parse_blocks
from stagebrief.load.origin import Origin
from stagebrief.model.resolved import Bibliography
from stagebrief.model.walk import cites_in
from stagebrief.render.bibliography import bibliography_to_bib
from stagebrief.resolve.entries import check_entries

CASES = sorted(path for path in (Path(__file__).parent / "cases" / "csl").iterdir() if path.suffix != ".txt")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_files_are_read_as_expected(case: Path, update_cases: bool) -> None:
    """Each file gives the entries, the diagnostics and the clean bibliography that stand beside it."""
    entries, diagnostics = whole_library(case.name, case.read_bytes())
    bibliography = Bibliography(entries)
    found = dump(entries, *diagnostics, *check_entries(bibliography)) + "\n" + bibliography_to_bib(bibliography)
    expected = case.with_name(case.name + ".txt")
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@given(st.binary(max_size=200), st.sampled_from(["r.json", "r.yaml", "r"]))
def test_no_bytes_raise(data: bytes, name: str) -> None:
    """Any bytes give entries and diagnostics, never an exception."""
    entries, _ = whole_library(name, data)
    bibliography_to_bib(Bibliography(entries))


PLAIN = st.none() | st.booleans() | st.integers(0, 9999) | st.text(max_size=8)
PARTS = st.dictionaries(
    st.sampled_from(["family", "given", "literal", "date-parts", "raw", "season"]), PLAIN, max_size=3
)
VALUES = PLAIN | st.lists(PLAIN | PARTS | st.lists(PLAIN, max_size=3), max_size=2) | PARTS
NAMES = ("id", "type", "title", "author", "issued", "accessed", "note", "page", "URL", "container-title")
ITEMS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6)


@given(st.lists(ITEMS, max_size=2))
def test_no_json_raises(items: list[dict[str, object]]) -> None:
    """Nor do values of any shape where others are expected; the clean file stays balanced and free of commands."""
    entries, _ = whole_library("r.json", json.dumps(items).encode())
    clean = bibliography_to_bib(Bibliography(entries))
    assert clean.count("{") == clean.count("}")


def test_a_deep_file_is_refused() -> None:
    """Lists within lists within lists do not exhaust the stack."""
    _, diagnostics = whole_library("r.json", b"[" * 200_000)
    assert [diagnostic.code for diagnostic in diagnostics] == ["json-is-valid"]


def test_several_files_are_one_library() -> None:
    """Keys of all files are known; parents are found in any of them; what is not cited is not read."""
    files = [
        ("a.bib", b"@inbook{part, title = {Part}, crossref = {whole}}\n@book{other, title = {\\frobnicate}}"),
        ("b.json", b'[{"id": "whole", "type": "book", "title": "Whole"}]'),
    ]
    library, diagnostics = read_library(files, ["part"])
    assert [entry.key for entry in library] == ["part", "whole"]
    assert library.keys == ("part", "whole", "other")
    assert diagnostics == ()


def test_a_key_in_two_files_is_a_fault_if_the_sources_differ() -> None:
    """The first file's source is used, and the second is named."""
    files = [("a.bib", b"@book{k, title = {One}}"), ("b.bib", b"\n@book{k, title = {Two}}")]
    library, diagnostics = read_library(files, ["k"])
    assert [entry.get("title") for entry in library] == ["One"]
    assert [str(diagnostic) for diagnostic in diagnostics] == [
        "b.bib:2:1: error: 'k' is another source in a.bib (give one of them another key; that of a.bib is used)"
    ]


def test_strings_of_one_file_serve_the_next() -> None:
    """@strings are often kept in a file of their own."""
    files = [("strings.bib", b"@string{irfon = {Irfon}}"), ("b.bib", b"@book{k, title = {T}, publisher = irfon}")]
    library, diagnostics = read_library(files, ["k"])
    assert [entry.get("publisher") for entry in library] == ["Irfon"]
    assert diagnostics == ()


def test_a_citation_of_an_alias_is_a_citation_of_the_entry() -> None:
    """`ids` of biblatex and `citation-key` of CSL are further names, in whichever file they stand."""
    files = [
        ("a.bib", b"@inbook{part, ids = {old, older}, title = {Part}, crossref = {whole-2015}}"),
        ("b.json", b'[{"id": "http://zotero.org/1", "citation-key": "whole-2015", "type": "book", "title": "Whole"}]'),
        ("c.yaml", b"references:\n- id: 7\n  citation-key: seven\n  type: book\n  title: Seven\n"),
    ]
    library, diagnostics = read_library(files, ["older", "part", "seven"])
    assert [entry.key for entry in library] == ["part", "7", "http://zotero.org/1"]
    assert library.renamed == (("older", "part"), ("seven", "7"))
    assert library.entries[0].get("crossref") == "http://zotero.org/1"
    assert diagnostics == ()


def test_parents_are_found_in_other_capitals_where_only_one_is_meant() -> None:
    """BibTeX minds no capitals in `crossref`; of two keys that differ by them alone neither is taken."""
    text = b"@inbook{a, title = {A}, crossref = {WHOLE}}\n@inbook{b, title = {B}, crossref = {TWICE}}\n"
    text += b"@book{Whole, title = {Whole}}\n@book{Twice, title = {T}}\n@book{twice, title = {U}}\n"
    library, _ = read_library([("r.bib", text)], ["a", "b"])
    assert [(entry.key, entry.get("crossref")) for entry in library] == [("a", "Whole"), ("b", "TWICE"), ("Whole", "")]


def test_a_file_of_clashing_aliases_is_read_to_its_end() -> None:
    """However often an alias is taken, few findings are told, and the key is what counts."""
    text = "".join(f"@book{{k{number}, ids = {{same, k0}}, title = {{T}}}}\n" for number in range(3000))
    library, diagnostics = read_library([("r.bib", text.encode())], ["k0", "same"])
    assert [entry.key for entry in library] == ["k0"]
    assert 20 < len(diagnostics) < 50


def test_keys_are_put_in_the_place_of_aliases_in_all_of_a_brief() -> None:
    """What cites nothing by an alias stays as it is; the rest is the same but for the key."""
    blocks, _ = parse_blocks(
        Origin.whole("a.md", "One [see @old, p. 3; @b].\n\n- two^[@old]\n"), MarkdownSettings("en")
    )
    changed = renamed(blocks, {"old": "new"})
    assert [item.key for cite in cites_in(changed) for item in cite.items] == ["new", "b", "new"]
    assert renamed(changed, {"new": "old"}) == blocks
    assert renamed(blocks, {"other": "new"}) is blocks


def test_a_chapter_has_the_title_of_its_book_whatever_type_that_is() -> None:
    """biber takes a @book's title for no @incollection; a title that it takes by itself is left to it."""
    text = b"@incollection{a, title = {A}, crossref = {book}}\n@inbook{b, title = {B}, crossref = {book}}\n"
    text += b"@incollection{c, title = {C}, booktitle = {Own}, crossref = {book}}\n@book{book, title = {The Book}}\n"
    library, _ = read_library([("r.bib", text)], ["a", "b", "c"])
    assert [entry.get("booktitle") for entry in library] == ["The Book", "", "Own", ""]
