"""The trust report: what is in it, its forms, the command, pinned copies and copies that mean harm."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from evidencecases import CASES, COPIES, entry, make_folder, quote
from stagebrief.build import check, pin, sources
from stagebrief.cli import group
from stagebrief.diagnostics import Span
from stagebrief.errors import UsageError
from stagebrief.load.copy_files import linked_files
from stagebrief.load.folder import load
from stagebrief.load.page_numbers import numbered
from stagebrief.load.pinned import read_copies
from stagebrief.load.pins import PINS
from stagebrief.model.library import Entry, Field
from stagebrief.model.pinned import Numbering
from stagebrief.model.primary import is_primary
from stagebrief.model.trust import Lookup, TrustReport, Verdict
from stagebrief.model.walk import cites_in
from stagebrief.report import sources_csv, sources_html, sources_json, sources_terminal

SHIPPED = Path(__file__).parents[1] / "content" / "tajikistan-russia"
DOCUMENTED = (Path(__file__).parents[1] / "docs" / "evidence.md").read_text(encoding="utf-8")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636000000002000148afa471"
    "0000000049454e44ae426082"
)
FORMS = {
    "terminal.txt": lambda report: sources_terminal.format_report(report, 120, colour=False),
    "report.html": sources_html.format_report,
    "report.csv": sources_csv.format_report,
    "report.json": sources_json.format_report,
}
STAGE = """\
title: "One <b>bold</b> & \\"quoted\\" stage"
period: {from: 1990, to: 1999}
stance: The first stage [@smith2011].
determinants:
  inside: {statement: "=1+1 is what it came to", cite: "[see @smith2011, pp. 3-4; @jones1985, ch. 2]"}
events:
  - {date: 1991-12, what: "Independence <script>alert(1)</script>", unsourced: public record}
  - {date: 1992/1997, what: War}
quotes:
  - {text: "The dredger worked for eleven days", speaker: A pilot, cite: "[@harbour, p. 3]"}
  - {text: "The dredger worked for twelve days", speaker: A pilot, cite: "[@harbour, p. 3]"}
numbers:
  - {value: "-70%", what: of the seats, cite: "[@smith2011]"}
figures:
  - {id: one, file: figures/one.png, alt: A table, caption: "The table [@letter1993].", credit: "Drawing: B. Baker"}
takeaway: Remember [@jones1985].
slides:
  events: {notes: "The speaker says so [@onlydeck]."}
"""
PROSE = """\
The minister spoke of “ties that nobody can cut” [@smith2011, p. 13]. He spoke again.[^1]

| A | B |
|---|---|
| x [@letter1993] | y |

: A table [@jones1985, p. 9].

::: slide
Only shown [@onlydeck, p. 2].
:::

::: brief-only
Shown on paper [@prose2020, {fig. 3}].
:::

[^1]: A note without a source.
"""


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Texts of copies are kept for one test only."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    yield


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A content folder with a citation in every place that can hold one, and words that could harm a form."""
    keys = ("smith2011", "jones1985", "letter1993", "prose2020", "onlydeck", "never1", "harbour")
    dates = {key: key[-4:] if key[-4:].isdigit() else "1995" for key in keys}
    bib = [entry(key, date=dates[key]) for key in keys]
    bib[2] = bib[2].replace("@online", "@letter")
    folder = make_folder(
        tmp_path / "rich",
        prose=PROSE,
        sources=bib,
        copies=["harbour.pdf"],
        brief=[
            'question: "Who asks [@smith2011, p. 1]?"',
            "abstract: In short [@smith2011, p. 2].",
            "determinants: [{id: inside, title: Inside}]",
            'findings: [{title: Who, statement: "A few [@prose2020, p. 1]."}]',
        ],
    )
    (folder / "stages/1-one.yaml").write_text(STAGE, encoding="utf-8")
    (folder / "introduction.md").write_text("It begins [@smith2011, p. 12].\n", encoding="utf-8")
    (folder / "conclusion.md").write_text("As @jones1985 [p. 90] says, it ends.\n", encoding="utf-8")
    (folder / "figures").mkdir()
    (folder / "figures/one.png").write_bytes(PNG)
    return folder


def report_on(folder: Path) -> TrustReport:
    """The report, which must be there."""
    report = sources(folder)[1]
    assert report is not None
    return report


def run(*arguments: str | Path) -> Result:
    """The command `stagebrief`."""
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


@pytest.mark.parametrize("content", ["rich", "shipped"])
def test_every_citation_is_in_the_report(content: str, rich: Path) -> None:
    """Claims and notes name as many sources as the brief cites: in structure, prose, captions, notes and deck."""
    folder = rich if content == "rich" else SHIPPED
    report, brief = report_on(folder), load(folder).brief
    assert brief is not None
    told = [use.key for place in (*report.claims, *report.notes) for use in place.uses]
    assert sorted(told) == sorted(item.key for cite in cites_in(brief) for item in cite.items)


def test_notes_are_numbered_as_they_are_printed(rich: Path) -> None:
    """Notes count from abstract to conclusion; what only the deck shows has no number, and captions make no notes."""
    notes = report_on(rich).notes
    assert [note.number for note in notes if note.number] == list(range(1, 8))
    assert [[use.key for use in note.uses] for note in notes if note.number] == [
        ["smith2011"],
        ["smith2011"],
        ["smith2011"],
        [],
        ["letter1993"],
        ["prose2020"],
        ["jones1985"],
    ]
    assert [use.locator for note in notes if not note.number for use in note.uses] == ["p. 2", ""]


def test_shipped_brief_rests_on_something_throughout() -> None:
    """Each claim of the shipped brief has a source or a reason, and its prose has thirteen notes."""
    report = report_on(SHIPPED)
    assert not [claim for claim in report.claims if claim.bare]
    assert [note.number for note in report.notes] == list(range(1, 14))


def test_report_tells_what_an_editor_asks(rich: Path) -> None:
    """It names claims with nothing or one source, and sources of the prose only, uncited, distant and primary."""
    report = report_on(rich)
    assert [claim.words for claim in report.claims if claim.bare] == ["1992–1997: War"]
    assert all(len({use.key for use in report.claims[number - 1].uses}) == 1 for number in report.single)
    assert report.only_in_prose == ("onlydeck",)
    assert [key for key, _ in report.uncited] == ["never1"]
    assert {(one.key, one.years) for one in report.distances} == {
        ("smith2011", 12),
        ("jones1985", -5),
        ("prose2020", 21),
    }
    assert report.primary_share == (1, 6)


@pytest.mark.parametrize("form", FORMS)
def test_report_in_each_form(form: str, rich: Path, update_cases: bool) -> None:
    """The report on one brief reads as the file that is kept."""
    found = FORMS[form](report_on(rich))
    kept = CASES / "report" / form
    if update_cases:
        kept.write_text(found, encoding="utf-8", newline="")
    assert found == kept.read_bytes().decode("utf-8")


class Elements(HTMLParser):
    """The elements of a page, which must be closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the element."""
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """The element that was opened last ends first."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Remember the words."""
        self.words.append(data)


def test_page_is_self_contained_and_accessible(rich: Path) -> None:
    """The page loads and runs nothing, escapes what it shows, and names its language, its tables and their heads."""
    page = Elements()
    page.feed(sources_html.format_report(report_on(rich)))
    tags = [tag for tag, _ in page.found]
    assert not page.open
    assert not {"script", "link", "img", "iframe", "b"} & set(tags)
    assert not [attrs for _, attrs in page.found if {"src", "href", "onclick"} & attrs.keys()]
    assert ("html", {"lang": "en"}) in page.found
    assert tags.count("table") == tags.count("caption") == tags.count("thead") == 4
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in page.found if tag == "th")
    assert tags.count("h1") == 1
    assert "<script>alert(1)</script>" in "".join(page.words)


def test_no_cell_of_the_table_is_a_formula(rich: Path) -> None:
    """Cells that begin with a sign that a spreadsheet computes with have an apostrophe before it."""
    rows = list(csv.DictReader(StringIO(sources_csv.format_report(report_on(rich)))))
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'-70% of the seats" in cells
    assert {row["list"] for row in rows} == {"claim", "note", "quotation", "source", "never cited"}


def test_shape_of_the_data_is_documented(rich: Path) -> None:
    """Each name in the JSON stands in the documentation, and places are files with lines and columns."""

    def names(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from value
            for inner in value.values():
                yield from names(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from names(inner)

    data = json.loads(sources_json.format_report(report_on(rich)))
    assert data["format"] == 1
    assert not {name for name in names(data) if f"`{name}`" not in DOCUMENTED}
    assert data["notes"][0]["place"] == {"file": "brief.yaml", "line": 5, "column": 20}


def test_command_prints_writes_and_ends_as_check_does(rich: Path, tmp_path: Path) -> None:
    """A quotation that is not in its source ends with status 1, and the report is there all the same."""
    result = run("sources", rich)
    assert result.exit_code == 1
    assert "quotation-stands-in-source" in result.stderr
    assert "not found" in result.stdout
    (rich / "sources/harbour.pdf").unlink()
    text = STAGE.replace("twelve", "eleven")
    (rich / "stages/1-one.yaml").write_text(text, encoding="utf-8")
    for form in ("terminal", "html", "csv", "json"):
        target = tmp_path / "out" / f"report.{form}"
        assert run("sources", rich, "--format", form, "--output", target).exit_code == 0
        assert "dredger" in target.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere"],
        ["{rich}", "--date", "2024-05-01"],
        ["{rich}", "--pin", "harbour", "--date", "May"],
        ["{rich}", "--pin", "x"],
    ],
)
def test_wrong_use_ends_with_status_2(arguments: list[str], rich: Path) -> None:
    """A folder that is not there, a date without a pin or that is none, and a source without a copy are wrong use."""
    result = run("sources", *(argument.format(rich=rich) for argument in arguments))
    assert result.exit_code == 2
    assert result.stderr


def test_copy_is_pinned_and_missed_when_it_changes(rich: Path) -> None:
    """A pin keeps digest and date; a copy that has changed or gone since is an error at the pin's line."""
    assert run("sources", rich, "--pin", "harbour", "--date", "2024-05-01").stdout == "pinned sources/harbour.pdf\n"
    digest = hashlib.sha256((COPIES / "harbour.pdf").read_bytes()).hexdigest()
    pins = (rich / PINS).read_text(encoding="utf-8")
    assert f'"sources/harbour.pdf":\n  sha256: {digest}\n  retrieved: "2024-05-01"\n' in pins
    assert "copy-is-as-pinned" not in {one.code for one in check(rich).diagnostics}
    shutil.copy(COPIES / "ports.pdf", rich / "sources/harbour.pdf")
    changed = [one for one in check(rich).diagnostics if one.code == "copy-is-as-pinned"]
    assert [str(one.span) for one in changed] == [f"{PINS}:2:1"]
    (rich / "sources/harbour.pdf").unlink()
    assert "copy-is-as-pinned" in {one.code for one in check(rich).diagnostics}


@pytest.mark.parametrize("text", ["a: b\n", "- x\n", '"sources/harbour.pdf": {sha256: 12}\n', "[", "\x00"])
def test_pins_that_cannot_be_read_are_told(text: str, rich: Path) -> None:
    """A file of pins that is damaged is an error at its line, is not written over, and hides no verdict."""
    (rich / PINS).write_text(text, encoding="utf-8")
    checked, report = sources(rich)
    assert any(one.span and one.span.file == PINS for one in checked.diagnostics)
    assert report is not None
    assert report.count(Verdict.FOUND) == 1
    with pytest.raises(UsageError):
        pin(rich, ["harbour"])
    assert (rich / PINS).read_text(encoding="utf-8") == text


def test_copies_are_never_published(rich: Path) -> None:
    """A picture among the copies is an error, and no copy or name of one is handed to the engine."""
    from stagebrief.compile.fonts import find_fonts  # noqa: PLC0415 - this test only
    from stagebrief.render.brief import render_brief  # noqa: PLC0415
    from stagebrief.render.slides import render_slides  # noqa: PLC0415

    bib = (rich / "references.bib").read_text(encoding="utf-8")
    linked = bib.replace("@online{harbour,", "@online{harbour,\n  file = {:sources/harbour.pdf:PDF},")
    (rich / "references.bib").write_text(linked, encoding="utf-8")
    (rich / "stages/1-one.yaml").write_text(STAGE.replace("twelve", "eleven"), encoding="utf-8")
    resolved = check(rich).resolved
    assert resolved is not None
    for render in (render_brief, render_slides):
        source = render(resolved, find_fonts(), rich)
        assert not [name for name, _ in source.pictures if "sources" in name]
        assert not [name for name, text in source.files if "sources/" in text]
    shutil.copy(COPIES / "ports.pdf", rich / "sources/page.pdf")
    (rich / "stages/1-one.yaml").write_text(STAGE.replace("figures/one.png", "sources/page.pdf"), encoding="utf-8")
    assert "copy-is-unpublished" in {one.code for one in check(rich).diagnostics}


def lookup_with(folder: Path, name: str = "harbour.pdf", **fields: str) -> tuple[Lookup, list[str]]:
    """The verdict on one quotation whose source has the copy that is in the folder, and the codes of what is said."""
    key = Path(name).stem
    made = make_folder(
        folder / "brief",
        stage=["quotes:", quote("The dredger worked for eleven days", f"[@{key}, p. 3]")],
        sources=[entry(key, **fields)],
    )
    if (folder / "sources").exists():
        shutil.move(folder / "sources", made / "sources")
    checked, report = sources(made)
    assert report is not None
    return report.lookups[0], [one.code for one in checked.diagnostics]


def hostile_copy(kind: str, folder: Path) -> None:
    """A copy that cannot be read, as `sources/harbour.…`."""
    (folder / "sources").mkdir()
    path = folder / "sources/harbour.pdf"
    match kind:
        case "broken":
            path.write_bytes(b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >>\nendobj\n" + b"\x00" * 400)
        case "empty":
            path.touch()
        case "no-pdf":
            path.write_bytes(b"\x7fELF" + b"\x01" * 4000)
        case "huge":
            with path.open("wb") as file:
                file.truncate((256 << 20) + 1)
        case "link":
            (folder / "outside.pdf").write_bytes((COPIES / "harbour.pdf").read_bytes())
            path.symlink_to(folder / "outside.pdf")
        case "link-in-circle":
            path.symlink_to(path)
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "pictures":
            path.write_bytes(pdf_of([""]))
        case "bomb":
            path.with_suffix(".html").write_text("<p>text" + "<!--" * 400_000, encoding="utf-8")
        case "deep":
            path.with_suffix(".html").write_text("<div>" * 300_000, encoding="utf-8")
        case "large-html":
            path.with_suffix(".html").write_text("a " * (5 << 20), encoding="utf-8")


def pdf_of(pages: list[str]) -> bytes:
    """A PDF with these texts, without anything that is not needed."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{3 + 2 * index} 0 R" for index in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    font = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    for index, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * index} 0 R"
        objects += [
            f"{page} /Resources << /Font {font} >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    out, places = b"%PDF-1.4\n", []
    for number, value in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{value}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("broken", "damaged PDF"),
        ("empty", "is no PDF"),
        ("no-pdf", "is no PDF"),
        ("huge", "is larger than 256 MB"),
        ("link", "is a link to a file outside the content folder"),
        ("link-in-circle", "outside the content folder"),
        ("folder", "is no file"),
        ("pipe", "is no file"),
        ("pictures", "may be a scan"),
        ("bomb", "takes too long to read"),
        ("deep", "may be a scan"),
        ("large-html", "is larger than 8 MB"),
    ],
)
def test_copy_that_means_harm_is_bounded_and_told(
    kind: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that is broken, endless, elsewhere or no text leaves its quotation unchecked, and a warning says why."""
    monkeypatch.setattr(sys.modules["stagebrief.build"], "COPY_SECONDS", 4 if kind == "bomb" else 60)
    hostile_copy(kind, tmp_path)
    lookup, codes = lookup_with(tmp_path)
    assert lookup.verdict is Verdict.UNCHECKED
    assert why in lookup.remark
    assert codes == ["copy-is-readable"]


@pytest.mark.parametrize(
    ("field", "names"),
    [
        (
            "Full Text PDF:files/12/A.pdf:application/pdf;Snapshot:files/12/a.html:text/html",
            ["files/12/A.pdf", "files/12/a.html"],
        ),
        (r":Smith2011 - A\: b.pdf:PDF", ["Smith2011 - A: b.pdf"]),
        ("/home/me/Zotero/storage/AB/x.pdf;/home/me/x.html", ["/home/me/Zotero/storage/AB/x.pdf", "/home/me/x.html"]),
        (r"C\:\\Users\\me\\x.pdf", [r"C:\Users\me\x.pdf"]),
        (r"Full:C\:\\Users\\x.pdf:application/pdf", [r"C:\Users\x.pdf"]),
        (r"files/a{\_}b.pdf", ["files/a_b.pdf"]),
        ("Data:files/x.xlsx:application/x;:x.epub:epub", []),
        ("", []),
        (";;:::", []),
    ],
)
def test_file_fields_of_reference_managers(field: str, names: list[str]) -> None:
    """What Zotero, JabRef, Mendeley and Better BibTeX write is read to the files that it names."""
    assert list(linked_files(field)) == names


@pytest.mark.parametrize(
    ("field", "verdict"),
    [
        (":files/copy.pdf:PDF", Verdict.FOUND),
        ("Full Text:files/copy.pdf:application/pdf;Other:files/none.pdf:application/pdf", Verdict.FOUND),
        ("{folder}/files/copy.pdf", Verdict.FOUND),
        ("/etc/passwd.pdf", Verdict.UNCHECKED),
        ("../outside.pdf", Verdict.UNCHECKED),
        ("files/../../outside.pdf", Verdict.UNCHECKED),
        (r"C\:\\copy.pdf", Verdict.UNCHECKED),
    ],
)
def test_copy_that_a_file_field_names(field: str, verdict: Verdict, tmp_path: Path) -> None:
    """A copy within the folder is read, also by its absolute path; one outside is not, and nothing is said of it."""
    folder = make_folder(
        tmp_path / "brief",
        stage=["quotes:", quote("The dredger worked for eleven days", "[@kestrel, p. 3]")],
        sources=[entry("kestrel", file=field.replace("{folder}", str(tmp_path / "brief")))],
    )
    (folder / "files").mkdir()
    for path in (folder / "files/copy.pdf", tmp_path / "outside.pdf"):
        shutil.copy(COPIES / "harbour.pdf", path)
    checked, report = sources(folder)
    assert report is not None
    assert report.lookups[0].verdict is verdict
    assert not [one for one in checked.diagnostics if one.code.startswith("copy-")]


BODY = "Some words of a page\nthat go on here\nand end"


@pytest.mark.parametrize(
    ("pages", "labels", "numbers", "numbering"),
    [
        ([f"{BODY}\n{number}" for number in (7, 8, 9)], [], ("7", "8", "9"), Numbering.FOLIOS),
        ([f"A Head {number}\n{BODY}" for number in (7, 8, 9)], ["", "", ""], ("7", "8", "9"), Numbering.FOLIOS),
        (
            [f"{BODY}\n{n}" for n in ("", "ii", "iii", "– 1 –", "– 2 –")],
            [],
            ("i", "ii", "iii", "1", "2"),
            Numbering.FOLIOS,
        ),
        ([f"{BODY}\nPage {n} of 12" for n in (5, 6)], [], ("5", "6"), Numbering.FOLIOS),
        ([BODY] * 3, ["v", "1", "2"], ("v", "1", "2"), Numbering.LABELS),
        ([f"{BODY}\n{n}" for n in (5, 6)], ["1", "2"], ("5", "6"), Numbering.FOLIOS),
        ([f"2011 was a year\n{BODY}"] * 3, [], ("1", "2", "3"), Numbering.COUNTED),
        ([BODY], [], ("",), Numbering.NONE),
        ([], [], (), Numbering.NONE),
    ],
)
def test_numbers_of_pages(pages: list[str], labels: list[str], numbers: tuple[str, ...], numbering: Numbering) -> None:
    """Pages are called as the PDF calls them, else as is printed on them, else they are counted."""
    assert numbered(pages, labels) == (numbers, numbering)


@pytest.mark.parametrize(
    ("locator", "verdict", "remark"),
    [
        ("p. 1", Verdict.FOUND, "pages counted from the copy's first"),
        ("p. 2", Verdict.OTHER_PAGE, "pages counted from the copy's first"),
        ("p. 195", Verdict.FOUND, "the page cannot be told"),
        ("ch. 4", Verdict.FOUND, "chap. 4 is not compared"),
    ],
)
def test_pages_without_numbers_are_said_to_be_counted(
    locator: str, verdict: Verdict, remark: str, tmp_path: Path
) -> None:
    """Where a copy's pages have no numbers the verdict says so, and a page that it cannot have is no fault."""
    folder = make_folder(
        tmp_path / "brief",
        stage=["quotes:", quote("The dredger worked for eleven days", f"[@plain, {locator}]")],
        sources=[entry("plain").replace("@online", "@book")],
    )
    (folder / "sources").mkdir()
    (folder / "sources/plain.pdf").write_bytes(
        pdf_of(["The dredger worked for eleven days.", "Other words stand here."])
    )
    lookup = report_on(folder).lookups[0]
    assert (lookup.verdict, remark in lookup.remark) == (verdict, True)


def test_translation_is_unchecked_without_its_original(tmp_path: Path) -> None:
    """English words from a Russian copy cannot be looked for; with the speaker's own wording they can."""
    folder = make_folder(
        tmp_path / "brief",
        stage=[
            "quotes:",
            quote("We hear you", "[@pristan, p. 2]"),
            quote("We hear you", "[@pristan, p. 2]", original="Мы вас слышим"),
            quote("We see you", "[@pristan, p. 2]", original="Мы вас видим"),
        ],
        sources=[entry("pristan", langid="russian")],
        copies=["pristan.pdf"],
    )
    lookups = report_on(folder).lookups
    assert [lookup.verdict for lookup in lookups] == [Verdict.UNCHECKED, Verdict.FOUND, Verdict.NOT_FOUND]
    assert "another language" in lookups[0].remark


def test_one_source_of_several_is_enough(tmp_path: Path) -> None:
    """Words in one of the cited sources are found; a source without a copy leaves open what is not in the other."""
    folder = make_folder(
        tmp_path / "brief",
        stage=[
            "quotes:",
            quote("The dredger worked for eleven days", "[@ports, p. 193; @harbour, p. 3]"),
            quote("The dredger worked for thirteen weeks", "[@harbour, p. 3; @other, p. 1]"),
        ],
        sources=[entry("ports"), entry("harbour"), entry("other")],
        copies=["ports.pdf", "harbour.pdf"],
    )
    first, second = report_on(folder).lookups
    assert (first.verdict, first.key) == (Verdict.FOUND, "harbour")
    assert second.verdict is Verdict.UNCHECKED
    assert "not in sources/harbour.pdf" in second.remark


def test_fault_of_a_quotation_says_what_stands_in_the_source(rich: Path) -> None:
    """A quotation that is not in its source is an error with the wording that comes nearest and its page."""
    found = [one for one in check(rich).diagnostics if one.code == "quotation-stands-in-source"]
    assert [str(one.span) for one in found] == ["stages/1-one.yaml:11:5"]
    assert "nearest in sources/harbour.pdf on p. 3 is “The dredger worked for eleven days”" in found[0].notes


def test_text_of_a_copy_is_read_once(rich: Path) -> None:
    """A copy of the same bytes is not read again; a cache that is damaged is."""
    asked: list[Path] = []
    text = json.dumps({"pages": ["The dredger worked for eleven days and sank"], "labels": []}).encode()

    def extract(copy: Path) -> tuple[bytes, str]:
        asked.append(copy)
        return text, ""

    library = load(rich).library
    for _ in range(2):
        copies = read_copies(rich, library, {"harbour"}, extract)
        assert copies.found[0].pages == ("The dredger worked for eleven days and sank",)
    assert len(asked) == 1
    for kept in Path(os.environ["XDG_CACHE_HOME"]).rglob("*.json"):
        kept.write_text("{", encoding="utf-8")
    read_copies(rich, library, {"harbour"}, extract)
    assert len(asked) == 2


@pytest.mark.parametrize(
    "answer", [b"", b"[]", b'{"pages": [1], "labels": []}', b'{"pages": ["a"], "labels": ["1", "2"]}']
)
def test_answer_that_is_none_leaves_the_copy_unread(answer: bytes, rich: Path) -> None:
    """What the reading process writes is checked before it is believed."""
    copies = read_copies(rich, load(rich).library, {"harbour"}, lambda _: (answer, "it has failed"))
    assert not copies.found
    assert "it has failed" in copies.why_none("harbour")


def test_brief_without_copies_loads_no_pdf_reader() -> None:
    """Checking a brief without copies does not load PDFium."""
    code = f"import sys; from stagebrief import check; check({str(SHIPPED)!r}); sys.exit('pypdfium2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("kind", "keywords", "primary"),
    [
        ("letter", "", True),
        ("book", "", False),
        ("book", "tajikistan, primary", True),
        ("letter", "secondary; russia", False),
        ("book", "primary school", False),
        ("report", "Primary Sources", True),
    ],
)
def test_which_sources_are_primary(kind: str, keywords: str, primary: bool) -> None:
    """The keyword decides, else the type."""
    span = Span("a.bib")
    assert is_primary(Entry(kind, "a", (Field("keywords", keywords, span),), span)) is primary
