"""The inspector: what is said of pages that are broken on purpose, and that nothing is said of sound ones."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import jsonschema
import pikepdf
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from inspectorcases import make
from stagebrief.cli import group
from stagebrief.diagnostics import Area, Span, warning
from stagebrief.inspect.faces import Face
from stagebrief.inspect.findings import SEVERITIES
from stagebrief.inspect.inspection import Subject, inspect
from stagebrief.inspect.reader import Reader
from stagebrief.inspect.syntax import content_of, instructions, pieces_of
from stagebrief.model.checks import OF_PAGES, adjusted
from stagebrief.model.printed import Source
from stagebrief.pdf_fonts import Font

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "cases" / "inspector"
CASES = sorted(FOLDER.glob("*.page"))


def said_of(pdf: Path, *, deck: bool) -> str:
    """What is said of a PDF, a line each with its place on the page."""
    rows = []
    for one in inspect(Subject(pdf, "page", deck)):
        assert one.area or "more of this kind" in one.message
        box = " ".join(f"{side:.0f}" for side in one.area.box) if one.area and one.area.box else "-"
        rows.append(f"{one.severity} [{one.code}] {one.message} ({box})\n")
    return "".join(rows)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_said_of_pages(case: Path, tmp_path: Path, update_cases: bool) -> None:
    """Each page broken on purpose gives what stands beside it; a sound one gives nothing."""
    deck = "\ndeck " in case.read_text(encoding="utf-8")
    found = said_of(make(case, tmp_path / "page.pdf"), deck=deck)
    expected = case.with_suffix(".said")
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert (found == "") == case.stem.startswith("sound-")


def pages_of(case: str, path: Path) -> Path:
    """The PDF of a case by its name."""
    return make(FOLDER / f"{case}.page", path)


def test_twenty_pages_and_more_are_broken_on_purpose() -> None:
    """Each kind of finding has a page that shows it, and there are sound pages beside them."""
    said = "".join(case.with_suffix(".said").read_text(encoding="utf-8") for case in CASES)
    codes = set(re.findall(r"\[([a-z-]+)\]", said))
    assert codes == set(SEVERITIES) - {"page-is-readable"}
    broken = [case for case in CASES if not case.stem.startswith("sound-")]
    assert len(broken) >= 20
    assert len(CASES) - len(broken) >= 10


def test_all_severities_can_be_set() -> None:
    """What the inspector can say is in the table from which the brief's settings are made, and nothing else."""
    assert set(SEVERITIES) == set(OF_PAGES)
    fault = warning("contrast-is-enough", "a fault")
    assert list(adjusted([fault], [("contrast-is-enough", "off")])) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_instructions_are_those_that_another_reader_finds(case: Path, tmp_path: Path) -> None:
    """Our reader of page contents finds the operators that qpdf finds, in their order."""
    with pikepdf.open(make(case, tmp_path / "page.pdf")) as pdf:
        for page in pdf.pages:
            ours = [name for name, _ in instructions(content_of(page))]
            theirs = [str(one.operator).encode() for one in pikepdf.parse_content_stream(page)]
            assert ours == theirs


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"(a \\(b\\) (c (d)) \\101\\n) Tj", [(b"Tj", [b"a (b) (c (d)) A\n"])]),
        (b"[<0041 00> -250.5 (b)] TJ % remark ( [\nQ", [(b"TJ", [b"\0A\0", -250.5, b"b"]), (b"Q", [])]),
        (b"/Span <</ActualText <FEFF0041> /K [1 (]) 2]>> BDC EMC", [(b"BDC", None), (b"EMC", [])]),
        (b"BI /W 2 /H 1 /BPC 8 /CS /G ID \x00EI\xff EI Q", [(b"BI", []), (b"ID", None), (b"Q", [])]),
    ],
    ids=["brackets", "array", "dictionary", "picture"],
)
def test_operands_are_read_as_they_are_meant(written: bytes, read: list[tuple[bytes, list[object] | None]]) -> None:
    """Strings with brackets and escapes, arrays, dictionaries and the data of pictures are told apart."""
    found = list(instructions(written))
    assert [name for name, _ in found] == [name for name, _ in read]
    for (_, operands), (_, pieces) in zip(found, read, strict=True):
        assert pieces is None or list(pieces_of(operands)) == pieces


@given(
    st.lists(
        st.sampled_from([b"q", b"Q", b"BT", b"(a) Tj", b"1 0 0 1 9 9 cm", b"/F1 9 Tf", b"[", b"<<", b"(", b"\xff"])
    )
)
def test_no_content_brings_the_inspector_down(pieces: list[bytes]) -> None:
    """Whatever stands in a page, it is inspected; what cannot be read to its end is told."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    page.Contents = pdf.make_stream(b" ".join(pieces))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        pdf.save(path)
        assert {one.code for one in inspect(Subject(path, "page", False))} <= set(SEVERITIES)


def test_a_page_that_breaks_off_is_told(tmp_path: Path) -> None:
    """A content that ends within a string is a finding of its own, and the other pages are inspected."""
    path = pages_of("grey-on-white", tmp_path / "page.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.add_blank_page(page_size=(420, 595)).Contents = pdf.make_stream(b"BT (never ending Tj ET")
        pdf.save()
    assert {"contrast-is-enough"} <= {one.code for one in inspect(Subject(path, "page", False))}


def test_pages_that_are_as_they_were_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a PDF in which one page is new and the others stand elsewhere, the new one alone is read; all is told anew."""
    read: list[int] = []
    plain = Reader.read
    monkeypatch.setattr(Reader, "read", lambda self, page: read.append(1) or plain(self, page))
    whole = tmp_path / "page.pdf"
    make_text(whole, ["grey-on-white", "text-over-text", "sound-paragraphs"])
    memory = tmp_path / "memory.json"
    first = inspect(Subject(whole, "page", False, memory=memory))
    pages = len(read)
    assert inspect(Subject(whole, "page", False, memory=memory)) == first
    assert len(read) == pages
    make_text(whole, ["outside-right", "grey-on-white", "text-over-text", "sound-paragraphs"])
    again = inspect(Subject(whole, "page", False, memory=memory))
    assert len(read) == pages + 1
    assert [(one.code, one.area.page) for one in again if one.area] == [
        ("text-is-on-page", 1),
        *((one.code, one.area.page + 1) for one in first if one.area),
    ]


def make_text(path: Path, cases: Sequence[str]) -> None:
    """One PDF of the pages of several cases."""
    texts = [(FOLDER / f"{case}.page").read_text(encoding="utf-8") for case in cases]
    whole = path.with_suffix(".page")
    whole.write_text("\n".join(texts), encoding="utf-8")
    make(whole, path)


def test_memory_that_is_spoilt_is_left_alone(tmp_path: Path) -> None:
    """A file of remembered pages that holds something else is as none."""
    path = pages_of("text-over-text", tmp_path / "page.pdf")
    memory = tmp_path / "memory.json"
    first = inspect(Subject(path, "page", False, memory=memory))
    for spoilt in ("", "[]", '{"key": 1}', memory.read_text(encoding="utf-8").replace('"text-is-apart"', "7")):
        memory.write_text(spoilt, encoding="utf-8")
        assert inspect(Subject(path, "page", False, memory=memory)) == first


class Places:
    """A stand-in for what the read-back knows: one block on every page."""

    def source(self, page: int, share: float, text: str) -> Source | None:
        """The block of that page, at a column that tells the share of the page in hundredths."""
        del text
        return Source(page, "paragraph", Span("a.md", page + 1, round(100 * share) + 1))

    def page_of(self, span: Span) -> int | None:
        """The page on which that line stands."""
        return span.line - 1


def test_what_typesetting_has_said_is_said_once(tmp_path: Path) -> None:
    """A line that TeX's log and the page tell of is told once, with the page's box and the log's line."""
    path = pages_of("line-too-long", tmp_path / "page.pdf")
    (found,) = inspect(Subject(path, "brief", False, Places()))
    amount = re.search(r"([\d.]+) mm", found.message)
    assert amount
    line = Span("a.md", 40, 3)
    log = warning("box-fits", f"something here is {amount[1]} mm too wide for the line", line)
    other = warning("box-fits", "something here is 3.0 mm too high for the page", Span("a.md", 1))
    assert inspect(Subject(path, "brief", False, Places(), (log, other))) == (
        replace(found, span=line),
        replace(other, area=Area("brief", 1)),
    )


def test_findings_stand_at_the_line_of_the_block(tmp_path: Path) -> None:
    """The author's place is that of the word on the page where the finding begins."""
    path = pages_of("grey-on-white", tmp_path / "page.pdf")
    (found,) = inspect(Subject(path, "brief", False, Places()))
    assert found.span
    assert found.span.column > 80  # the faint line is the last on its page


def test_blocks_know_a_single_line_better_than_its_looks(tmp_path: Path) -> None:
    """A line that is a paragraph of its own is no widow, though it looks like one."""

    class Apart(Places):
        """Each line is a block of its own."""

        def source(self, page: int, share: float, text: str) -> Source | None:
            return Source(hash((page, share, text)), "paragraph", Span("a.md"))

    path = pages_of("widow", tmp_path / "page.pdf")
    assert inspect(Subject(path, "brief", False, Apart())) == ()


def run(*arguments: str) -> Result:
    """The command with these arguments."""
    return CliRunner().invoke(group, ["inspect", *arguments], prog_name="stagebrief")


def test_the_command_tells_page_and_box(tmp_path: Path) -> None:
    """People read page and box; an error ends with 1, a warning with 0, or with 1 where it is taken for an error."""
    path = str(pages_of("text-over-text", tmp_path / "a.pdf"))
    result = run(path)
    assert result.exit_code == 1
    assert "a.pdf, page 1: 'kept' stands over 'little' [text-is-apart]" in result.stdout
    assert "seen: page 1, 60 to 113 pt from the left, 461 to 494 pt from the foot" in result.stdout
    faint = str(pages_of("grey-on-white", tmp_path / "b.pdf"))
    assert (run(faint).exit_code, run(faint, "--strict").exit_code) == (0, 1)
    assert run(str(pages_of("sound-links", tmp_path / "c.pdf"))).stdout == "all is well\n"


def test_forms_for_programs_have_page_and_box(tmp_path: Path) -> None:
    """JSON has them as `area`, SARIF as properties; both agree with their schemas' shapes."""
    path = str(pages_of("grey-on-white", tmp_path / "a.pdf"))
    area = {"pdf": "a.pdf", "page": 1, "box": [60.0, 398.0, 193.0, 407.0]}
    (diagnostic,) = json.loads(run(path, "--format", "json").stdout)["diagnostics"]
    assert (diagnostic["place"], diagnostic["area"]) == (None, area)
    schema = json.loads((ROOT / "docs/schema/diagnostics.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(run(path, "--format", "json").stdout), schema)
    (result,) = json.loads(run(path, "--format", "sarif").stdout)["runs"][0]["results"]
    assert result["properties"] == area


@pytest.mark.parametrize("content", [b"", b"no PDF", b"%PDF-1.7\n1 0 obj"], ids=["empty", "text", "cut"])
def test_what_is_no_pdf_is_told(content: bytes, tmp_path: Path) -> None:
    """A file that is no PDF, and one that is not there, are faults of the call."""
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    for name in (str(path), str(tmp_path / "none.pdf")):
        result = run(name)
        assert result.exit_code == 2
        assert "file-is-pdf" in result.stderr


def test_a_deck_is_known_by_name_or_shape(tmp_path: Path) -> None:
    """What is called a deck or has its shape is judged as one; `--target` says otherwise."""
    path = str(pages_of("type-small", tmp_path / "a.pdf"))
    assert "type-is-large" in run(path).stdout
    assert "type-is-large" not in run(path, "--target", "brief").stdout


def test_what_tex_puts_in_place_of_a_name_is_no_target(tmp_path: Path) -> None:
    """A link to a name that is nowhere is told though TeX has given the name the first page that was at hand."""
    path = pages_of("sound-links", tmp_path / "page.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        names = pdf.Root.Names.Dests.Names
        names[1] = pikepdf.Dictionary(D=names[1])
        names.extend([pikepdf.String("nowhere"), pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])])
        link = pikepdf.Dictionary(pdf.pages[0].Annots[0])
        link.A = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.String("nowhere"))
        pdf.pages[0].Annots.append(pdf.make_indirect(link))
        pdf.save()
    assert [one.code for one in inspect(Subject(path, "page", False))] == ["link-has-target"]


def test_a_sign_that_was_typed_is_no_lost_glyph() -> None:
    """What the font says stands for U+FFFD has a glyph of its own; only the box that stands for none is lost."""
    face = Face("Sans", Font(2, {5: "\ufffd"}, {}, 500), embedded=True, bold=False, maths=False, lost=frozenset({0}))
    assert face.fragment(b"\0\5")[4] == 0
    assert face.fragment(b"\0\0\0\5")[4] == 1


def test_forms_within_forms_come_to_an_end(tmp_path: Path) -> None:
    """A page of a few lines that would paint a hundred million words is told and takes no time."""
    pdf = pikepdf.new()
    form: pikepdf.Object | None = None
    for _ in range(8):
        content = b"/F Do " * 10 if form else b"BT (word) Tj ET"
        stream = pdf.make_stream(content)
        stream.Type, stream.Subtype, stream.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 200, 200]
        stream.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form) if form else pikepdf.Dictionary())
        form = stream
    page = pdf.add_blank_page(page_size=(200, 200))
    page.Contents = pdf.make_stream(b"/F Do " * 10)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    pdf.save(tmp_path / "page.pdf")
    found = inspect(Subject(tmp_path / "page.pdf", "page", False))
    assert "page-is-readable" in {one.code for one in found}
