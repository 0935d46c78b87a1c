"""Bibliography files: what is read, and what is said about them."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from bibtexparser.splitter import Splitter
from hypothesis import given
from hypothesis import strategies as st

from sources import dump
from stagebrief.build import build
from stagebrief.load.bibtex import read_bibliography
from stagebrief.load.bibtex_blocks import find_blocks
from stagebrief.load.bibtex_values import read_written
from stagebrief.load.latex_text import to_plain
from stagebrief.load.latex_verbatim import to_verbatim
from stagebrief.model.checks import CHOSEN
from stagebrief.model.library import Entry
from stagebrief.model.resolved import Bibliography
from stagebrief.render.bibliography import bib_key, bibliography_to_bib
from stagebrief.resolve.entries import check_entries


def is_balanced(text: str) -> bool:
    """Whether braces are balanced, and nothing in the text looks like the head of an entry or an escape."""
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0 and "@" not in text and not text.endswith("\\") and "\\{" not in text and "\\}" not in text


CASES = Path(__file__).parent / "cases" / "bibtex"


def read(text: str) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries of a .bib text, and the diagnostics as text."""
    entries, diagnostics = read_bibliography("r.bib", text.encode())
    return entries, tuple(map(str, diagnostics))


@pytest.mark.parametrize("case", sorted(CASES.glob("*.bib")), ids=lambda case: case.stem)
def test_files_are_read_as_expected(case: Path, update_cases: bool) -> None:
    """Each file gives the entries and diagnostics that stand beside it."""
    entries, diagnostics = read_bibliography(case.name, case.read_bytes())
    found = dump(entries, *diagnostics, *check_entries(Bibliography(entries)))
    expected = case.with_suffix(".txt")
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", sorted(CASES.glob("*.bib")), ids=lambda case: case.stem)
def test_clean_bibliography_holds_no_command_of_the_authors(case: Path, update_cases: bool) -> None:
    """What biber is given holds only commands that show a character, whatever the author's file holds."""
    entries, _ = read_bibliography(case.name, case.read_bytes())
    clean = bibliography_to_bib(Bibliography(entries))
    expected = case.with_suffix(".clean")
    if update_cases:
        expected.write_text(clean, encoding="utf-8")
    assert clean == expected.read_text(encoding="utf-8")
    for word in ("input", "write", "directlua", "csname", "catcode", "def", "immediate", "expandafter", "frobnicate"):
        assert f"\\{word}" not in clean
    assert "@preamble" not in clean
    assert "options =" not in clean
    assert "execute =" not in clean


def test_a_clean_bibliography_is_read_to_the_same_entries() -> None:
    """Reading what was written gives the same values again."""
    entries, _ = read_bibliography("r.bib", (CASES / "latex.bib").read_bytes())
    again, diagnostics = read_bibliography("r.bib", bibliography_to_bib(Bibliography(entries)).encode())
    assert not diagnostics
    values = [(f.name, f.value) for f in entries[0].fields]
    assert [(f.name, f.value) for f in again[0].fields if f.name in dict(values)] == values


@given(st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    """Any bytes give entries and diagnostics, never an exception."""
    entries, diagnostics = read_bibliography("r.bib", data)
    bibliography_to_bib(Bibliography(entries))
    check_entries(Bibliography(entries))
    assert all(diagnostic.span is not None for diagnostic in diagnostics)


@given(st.text(alphabet="@{}()\"#=,\\%$^_~&'`-. \nabookinput1é", max_size=120))
def test_no_text_of_bibtex_signs_raises(text: str) -> None:
    """Nor does any text made of the signs that mean something in BibTeX and LaTeX; the clean file stays balanced."""
    entries, _ = read_bibliography("r.bib", f"@misc{{k, title = {{{text}}}, author = {text}}}\n{text}".encode())
    clean = bibliography_to_bib(Bibliography(entries))
    assert clean.count("{") == clean.count("}")
    check_entries(Bibliography(entries))


@given(st.text(alphabet="\\{}$^_\"'`~-abcinputcsnamewrite18 ", max_size=80))
def test_commands_never_reach_the_clean_file(text: str) -> None:
    """A backslash of the author's is shown as a character or gone; only the commands of our own table are written."""
    entries, _ = read_bibliography("r.bib", f"@misc{{k, title = {{{text}}}}}".encode())
    clean = bibliography_to_bib(Bibliography(entries))
    for ours in (
        *("textbackslash{}", "textbraceleft{}", "textbraceright{}", "textasciicircum{}", "textasciitilde{}", "$", "_"),
        *("textquotedbl{}", "textquotesingle{}", "textasciigrave{}", "-", "&", "#", "%", "allowbreak{}", "enquote"),
    ):
        clean = clean.replace(f"\\{ours}", "")
    assert "\\" not in clean


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"{\"O}sterreich", "Österreich"),
        (r"\'{e}t\'e, \c{c}a, \v s, {\v{S}}koda, \o re", "été, ça, š, Škoda, øre"),
        (r"{\.{I}stanbul University}", "{İstanbul University}"),
        (r"{NATO} in {\em Asia}", "{NATO} in Asia"),
        (r"a -- b --- ``c'' it's", "a – b — “c” it’s"),
        (r"50\% \& \#1 a\_b \$5", "50% & #1 a_b $5"),
        (r"$\alpha$-helix, H$_2$O, $x^{12}$, $5", "α-helix, H₂O, x¹², $5"),
        (r"\href{https://example.org}{words}", "words"),
        (r"\enquote{inner} \foreignlanguage{ru}{слово}", "“inner” слово"),
        (r"{\noopsort{1973b}}The Title", "The Title"),
        (r"{\CYRM\cyri\cyrr}", "{Мир}"),
        (r"two    spaces" + "\n\tand lines", "two spaces and lines"),
        (r"\{x\} \textbackslash{}y", r"\{x\} \\y"),
        (r"unclosed {brace", "unclosed {brace}"),
        (r"closed} twice}", "closed twice"),
    ],
)
def test_latex_becomes_plain_text(latex: str, plain: str) -> None:
    """Accents, signs and markup of LaTeX become the characters that a reader sees."""
    assert to_plain(latex).text == plain


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (r"\url{https://example.org/a_b}", "https://example.org/a_b"),
        (r"https://example.org/a{\_}b\_c{\%}20{\&}d", "https://example.org/a_b_c%20&d"),
        (r"https://example.org/{\textasciitilde}me", "https://example.org/~me"),
        ("https://example.org/\n  long", "https://example.org/long"),
    ],
)
def test_addresses_lose_the_escapes_that_managers_write(written: str, address: str) -> None:
    """An address comes out as a browser takes it."""
    assert to_verbatim(written).text == address


def test_faults_stand_at_the_line_and_column_of_the_command() -> None:
    """A forbidden command is reported where it stands, not where its entry begins."""
    _, diagnostics = read("@book{a,\n  title = {A\n    \\input{x}},\n}")
    assert diagnostics[0].startswith(r"r.bib:3:5: error: the field 'title' of 'a' holds the command \input")


def test_many_findings_of_a_kind_are_counted() -> None:
    """A file with hundreds of equal faults does not bury the others."""
    text = "@book{, title = {T}}\n" * 500 + "@boook{a, title = {T}}"
    _, diagnostics = read(text)
    assert sum("has no key" in text for text in diagnostics) == 20
    assert any("480 more findings of this kind" in text for text in diagnostics)
    assert any("no entry type '@boook'" in text for text in diagnostics)


@pytest.mark.parametrize("key", ["a b", "a,b", "a{b", "a%b", "ключ", "a\\b", "-a", "a~b", "a#b", 'a"b', ""])
def test_odd_keys_become_safe_ones_that_differ(key: str) -> None:
    """Each key that TeX or biber would choke on gets another, which no other key has."""
    safe = bib_key(key)
    assert safe.isascii()
    assert not set(safe) & set(' ,{}%\\~#"')
    assert bib_key(safe) == safe
    assert bib_key(key + "x") != safe


def test_a_safe_key_stays() -> None:
    """Keys as managers make them are left as they are, so that the TeX can be read."""
    assert bib_key("zarifi2011") == "zarifi2011"
    assert bib_key("doi:10.1000/182_x+y-z") == "doi:10.1000/182_x+y-z"


TEXTS = st.text(alphabet='ab {}"#=,\\\n%@', max_size=30).filter(is_balanced)
WRITTEN = st.lists(st.tuples(st.sampled_from(["title", "note", "series"]), TEXTS), max_size=3, unique_by=lambda f: f[0])


@given(st.dictionaries(st.sampled_from(["a", "b:1", "c/d"]), WRITTEN, min_size=1, max_size=3))
def test_another_parser_reads_the_same(entries: dict[str, list[tuple[str, str]]]) -> None:
    """bibtexparser finds the same entries, fields and values in files that are well formed."""
    text = "\n".join(
        f"@book{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields) + "}"
        for key, fields in entries.items()
    )
    theirs = {
        entry.key: {item.key: str(item.value)[1:-1] for item in entry.fields}
        for entry in Splitter(text).split().entries
    }
    found = find_blocks(text)
    ours = {}
    for block in found.blocks:
        written = read_written(text[block.start : block.end])
        assert not written.slips
        ours[written.key] = {value.name: value.pieces[0].text for value in written.values}
    assert ours == theirs


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("author", "given=Jan, given-i=J., family=Beek, prefix=van der, useprefix=true", "van der Beek, Jan"),
        (
            "author",
            'family=King, suffix="Jr.", given=Martin Luther and Roe, Jane',
            "King, Jr., Martin Luther and Roe, Jane",
        ),
        ("author", "Радио Озоди, and Olimova, Saodat", "{Радио Озоди} and Olimova, Saodat"),
        ("author", "{A = B Society}", "{A = B Society}"),
        ("title", "<i>Mahalla</i> &amp; war: 2 < 3 > 1, a & b", "Mahalla & war: 2 < 3 > 1, a & b"),
        ("title", r"{\textless}i{\textgreater}Mahalla{\textless}/i{\textgreater} {\&}amp; war", "Mahalla & war"),
        ("title", "The 21$^{st}$ century at 5$^{\\circ}$", "The 21st century at 5°"),
        ("note", "Publisher: Brill", ""),
        ("note", "Number: 36 Place: Paris", ""),
        ("note", "Number: 36. With a foreword", ""),
        ("note", "Interview: by telephone", "Interview: by telephone"),
        ("note", "With a note on the Publisher: Brill", "With a note on the Publisher: Brill"),
        ("note", "Cited by: 12; All Open Access", ""),
        ("note", "Accessed by the author", "Accessed by the author"),
        ("title", "Tuberculosis in Tajikistan.", "Tuberculosis in Tajikistan"),
        ("title", "История дипломатии /", "История дипломатии"),
        ("author", "Зарифи, Х.,", "Зарифи, Х."),
        ("pages", "С. 342–353", "342–353"),
        ("pages", "pp. xi-xv", "xi-xv"),
        ("pages", "45-52+95-96", "45-52, 95-96"),
        ("author", "احمدوف، سعید and 王，伟", "احمدوف, سعید and 王,伟"),
        ("pages", "e4375--e4375", "e4375"),
        ("pages", "S12-S15", "S12-S15"),
        ("doi", "{10.1080/08941920}", "10.1080/08941920"),
        ("volume", "{32}", "32"),
        ("urldate", "05.06.2023", "2023-06-05"),
        ("date", "{2019}", "2019"),
        ("url", "https://example.org/a https://example.org/b", "https://example.org/a"),
    ],
)
def test_what_programs_write_is_read_as_it_is_meant(name: str, written: str, meant: str) -> None:
    """Habits of reference managers are no part of a field's value."""
    (entry,), _ = read(f"@misc{{k, {name} = {{{written}}}}}")
    assert entry.get(name) == meant


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("[Online; accessed 8-April-2023]", "2023-04-08"),
        ("Accessed: 2023-4-28", "2023-04-28"),
        ("Last accessed: 03.04.2021.", "2021-04-03"),
        ("Accessed on 8th May 2023", "2023-05-08"),
        ("(дата обращения: 01.05.2021)", "2021-05-01"),
        ("Zuletzt abgerufen am 5. Mai 2023", "2023-05-05"),
        ("Visited 3/4/2021", ""),
        ("Retrieved from the archive", ""),
        ("Accessed 2021; with a foreword", ""),
    ],
)
def test_a_note_that_says_when_a_page_was_seen_is_a_date(note: str, day: str) -> None:
    """What old styles have no field for becomes `urldate`, where nothing else is said and the day is sure."""
    (entry,), _ = read(f"@misc{{k, title = {{A Page}}, note = {{{note}}}}}")
    assert entry.get("urldate") == day
    assert bool(entry.get("note")) == (not day)


@pytest.mark.parametrize(
    ("fields", "kind", "names"),
    [
        ("howpublished = {https://example.org}", "misc", {"url"}),
        ("howpublished = {\\url{https://example.org}}, urldate = {2021-05-01}", "online", {"url", "urldate"}),
        ("journal = {The Site}, url = {https://example.org}", "online", {"url", "organization"}),
        (
            "howpublished = {Website}, url = {https://example.org}, urldate = {2021}",
            "misc",
            {"howpublished", "url", "urldate"},
        ),
        ("eprint = {https://example.org/a.pdf}", "misc", {"url"}),
        ("eprint = {2101.00001}, archiveprefix = {arXiv}", "misc", {"eprint", "eprinttype"}),
    ],
)
def test_pages_of_the_web_are_known_where_old_styles_have_no_type_for_them(
    fields: str, kind: str, names: set[str]
) -> None:
    """An @misc with an address and a site, or the day when it was seen, is @online."""
    (entry,), _ = read(f"@misc{{k, title = {{A Page}}, {fields}}}")
    assert (entry.type, {field.name for field in entry.fields} - {"title"}) == (kind, names)


@pytest.mark.tex
def test_hostile_fields_are_typeset_as_text(tmp_path: Path) -> None:
    """With the checks lowered, what would run or read something stands on the page as words, and does nothing."""
    content = tmp_path / "content"
    (content / "stages").mkdir(parents=True)
    data = (CASES / "commands.bib").read_bytes()
    entries, _ = read_bibliography("references.bib", data)
    (content / "references.bib").write_bytes(data)
    lowered = "".join(f"  {code}: note\n" for code in CHOSEN)
    (content / "brief.yaml").write_text(f"title: Hostile\nstages: [stages/1-one.yaml]\nchecks:\n{lowered}")
    (content / "stages" / "1-one.yaml").write_text("title: One\nperiod: {from: 1991}\nstance: Cited.\n")
    prose = " ".join(f"Cited.[@{{{entry.key}}}]" for entry in entries)
    (content / "stages" / "1-one.md").write_text(prose + "\n", encoding="utf-8")
    report = build(content, tmp_path / "output", ["brief"], read_back=False)
    with pypdfium2.PdfDocument(report.artifacts[0].path) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "/etc/passwd" in text
    assert "root:" not in text
    assert "touch canary" in text
    assert not list(tmp_path.rglob("canary"))
