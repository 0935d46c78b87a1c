"""Tagged PDFs: what those who do not see the page are told, in which order, and what a checker says of it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from stagebrief.archive.judge import claims_of, lasting, verdict_on
from stagebrief.archive.manifest import Verdict
from stagebrief.archive.pages import texts_of
from stagebrief.archive.structure import elements
from stagebrief.archive.xmp import Claims
from stagebrief.build import Work, check, silent
from stagebrief.compile import tagging
from stagebrief.compile.engine import EngineRun, TexJob
from stagebrief.compile.fake import FakeEngine
from stagebrief.compile.system import SystemEngine
from stagebrief.compile.tagging import why_untagged
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.release.description import access_of, facts_of
from stagebrief.release.typeset import Made, Typeset, not_taggable

CASES = Path(__file__).parent / "cases"
EVERYTHING = CASES / "tagged"


@dataclass(frozen=True)
class Tagged:
    """Brief and handout of the brief with everything, as tagged PDFs made to last, and the brief untagged."""

    made: dict[str, Made]
    pdfs: dict[str, Path]
    verdicts: dict[str, tuple[Verdict, ...]]


def resolved_of(content: Path) -> ResolvedBrief:
    """What a content folder says."""
    found = check(content).resolved
    assert found is not None
    return found


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Tagged:
    """Built once, and looked at in many ways."""
    if why_untagged():
        pytest.skip(why_untagged())
    root = tmp_path_factory.mktemp("tagged")
    content = root / "everything"
    shutil.copytree(EVERYTHING, content)
    Image.new("L", (1400, 300), 200).save(content / "harbour.png")
    resolved = resolved_of(content)
    made = {
        target: Typeset(content, root / "work", SystemEngine(), silent).target(target, resolved)
        for target in ("brief", "handout")
    }
    made["plain"] = Typeset(content, root / "plain", SystemEngine(), silent, tagged=False).target("brief", resolved)
    pdfs = {name: root / f"{name}.pdf" for name in made}
    verdicts = {
        name: lasting(one.compiled.pdf.read_bytes(), facts_of(resolved.brief), pdfs[name], one.untagged)
        for name, one in made.items()
    }
    return Tagged(made, pdfs, verdicts)


def told(pdf: Path) -> str:
    """The structure as poppler tells it: elements and what they say, without their names and numbers."""
    options = ["pdfinfo", "-struct-text", "-enc", "UTF-8", str(pdf)]
    text = subprocess.run(options, capture_output=True, check=True).stdout.decode()
    lines = (re.sub(r"^( *\w+) <[^<>]*>", r"\1", line) for line in text.splitlines(keepends=True))
    return "".join(line for line in lines if not re.match(r" *Object \d", line))


@pytest.mark.tex
@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler's pdfinfo tells of the structure of a PDF")
@pytest.mark.parametrize("target", ["brief", "handout"])
def test_all_that_is_said_has_its_place_in_the_structure(tagged: Tagged, target: str, update_cases: bool) -> None:
    """Headings, lists, tables, notes, links and formulas are elements, in the order in which they are read."""
    expected = CASES / "tagged" / f"{target}.structure.txt"
    found = told(tagged.pdfs[target])
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.tex
@pytest.mark.parametrize("target", ["brief", "handout"])
def test_a_checker_passes_the_structure(tagged: Tagged, target: str) -> None:
    """A checker that has no part in making it says PDF/UA-1, and PDF/A of the level that wants a structure."""
    pytest.importorskip("page")
    assert tagged.made[target].untagged == ""
    found = [(verdict.profile, verdict.verdict, verdict.failures) for verdict in tagged.verdicts[target]]
    assert found == [("PDF/A-2a", "passed", ()), ("PDF/UA-1", "passed", ())]


@pytest.mark.tex
def test_pictures_and_formulas_have_words(tagged: Tagged) -> None:
    """The author's words stand in place of a picture, TeX in place of a formula, its heading in place of a drawing."""
    with pikepdf.open(tagged.pdfs["brief"]) as pdf:
        found = [(str(one.S), str(one.Alt)) for one in elements(pdf.Root.StructTreeRoot) if "/Alt" in one]
        assert str(pdf.Root.Lang) == "en-GB"
    assert [pair for pair in found if pair[0] == "/Formula"] == [("/Formula", r"x^2 \le 3")]
    words = [text for kind, text in found if kind == "/Figure"]
    assert words[0] == "A harbour at 70% of its size & more"
    assert len(words) == 2 and words[1]


@pytest.mark.tex
def test_a_tagged_page_looks_like_a_plain_one(tagged: Tagged) -> None:
    """The same words are on the same pages in the same order."""
    tagged_pages, plain_pages = (texts_of(tagged.pdfs[name].read_bytes()) for name in ("brief", "plain"))
    assert [words_of(page) for page in tagged_pages] == [words_of(page) for page in plain_pages]


def words_of(page: str) -> list[str]:
    """The words and signs of a page."""
    return re.findall(r"\w+|[^\w\s]", page)


def first(pdf: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    """The first element of that kind."""
    return next(one for one in elements(pdf.Root.StructTreeRoot) if str(one.S) == kind)


def without(kind: str, key: str) -> Callable[[pikepdf.Pdf], None]:
    """Something taken out of the first element of a kind."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        del first(pdf, kind)[key]

    return spoil


def called(kind: str, other: str) -> Callable[[pikepdf.Pdf], None]:
    """The first element of a kind named as another."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        first(pdf, kind).S = pikepdf.Name(other)

    return spoil


def dropped(key: str) -> Callable[[pikepdf.Pdf], None]:
    """Something taken out of the catalogue."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return spoil


def unmark(pdf: pikepdf.Pdf) -> None:
    """A first page whose content is in no element."""
    page = pdf.pages[0].obj
    parts = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
    data = b"\n".join(part.read_bytes() for part in parts)
    page.Contents = pdf.make_stream(re.sub(rb"/\w+ ?<<[^<>]*/MCID[^<>]*>> ?BDC|/Artifact BMC|\bEMC\b", b"", data))


def loosen_link(pdf: pikepdf.Pdf) -> None:
    """A link that is in no element."""
    page = next(page for page in pdf.pages if "/Annots" in page.obj)
    del page.obj.Annots[0]["/StructParent"]


BROKEN: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "no structure": dropped("/StructTreeRoot"),
    "not marked as tagged": dropped("/MarkInfo"),
    "no language": dropped("/Lang"),
    "a picture without words": without("/Figure", "/Alt"),
    "a formula without words": without("/Formula", "/Alt"),
    "a note without a name": without("/Note", "/ID"),
    "a head that says not of what": without("/TH", "/A"),
    "a level left out": called("/H2", "/H5"),
    "an item of nothing": called("/L", "/Div"),
    "a row of nothing": called("/Table", "/Div"),
    "an element of no known kind": called("/P", "/Poem"),
    "content in no element": unmark,
    "a link in no element": loosen_link,
    "a title that is not shown": lambda pdf: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"),
}


@pytest.mark.tex
@pytest.mark.parametrize("name", BROKEN)
def test_the_checker_says_no_to_a_structure_that_is_broken_on_purpose(
    tagged: Tagged, tmp_path: Path, name: str
) -> None:
    """Its verdict on PDF/UA is worth something: it fails when one thing in the structure is spoilt."""
    pytest.importorskip("page")
    with pikepdf.open(tagged.pdfs["brief"]) as pdf:
        BROKEN[name](pdf)
        pdf.save(tmp_path / "brief.pdf")
    assert verdict_on(tmp_path / "brief.pdf", "PDF/UA-1").verdict == "failed"


@pytest.mark.tex
def test_what_the_checker_does_not_pass_is_not_claimed(tagged: Tagged, tmp_path: Path) -> None:
    """A PDF with a fault in its structure says nothing of PDF/UA, and the manifest says why."""
    pytest.importorskip("page")
    with pikepdf.open(tagged.made["brief"].compiled.pdf) as pdf:
        del first(pdf, "/Figure")["/Alt"]
        spoilt = io.BytesIO()
        pdf.save(spoilt)
    facts = facts_of(resolved_of(CASES / "small").brief)
    _, accessible = lasting(spoilt.getvalue(), facts, tmp_path / "brief.pdf", "")
    assert accessible.verdict == "not claimed"
    assert any("FIGURE" in failure for failure in accessible.failures)
    with pikepdf.open(tmp_path / "brief.pdf") as pdf:
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()


class NoTags(FakeEngine):
    """An engine that fails with tagged sources."""

    def run(self, job: TexJob, folder: Path, *, draft: bool = False) -> EngineRun:
        """A failure, unless the source is a plain one."""
        if "DocumentMetadata" in (folder / f"{job.name}.tex").read_text(encoding="utf-8"):
            return EngineRun(1, 0.0, "! Emergency stop.\n")
        return super().run(job, folder, draft=draft)


def unread(work: type[Work], content: Path, output: Path, folder: Path, *_: object, tagged: bool) -> Work:
    """A build whose PDF nobody reads back: it is none."""
    return work(content, output, folder, False, False, silent, tagged=tagged)


def test_tags_never_break_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where TeX fails with tags the PDF is built without, and it is said."""
    module = sys.modules["stagebrief.release.typeset"]  # before it stands the function of the package's name
    monkeypatch.setattr(module, "why_untagged", str)
    monkeypatch.setattr(module, "Work", partial(unread, Work))
    made = Typeset(CASES / "small", tmp_path, NoTags(), silent).target("brief", resolved_of(CASES / "small"))
    assert made.untagged == "it could not be built as a tagged PDF: LaTeX has stopped without saying why"
    assert "DocumentMetadata" not in made.source.text(f"{made.source.name}.tex")


def test_what_cannot_be_tagged_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    """The deck, an older LaTeX, and a publisher who wants none."""
    assert not_taggable("slides", wanted=True) == "Beamer makes no tagged PDF"
    assert not_taggable("brief", wanted=False) == "not asked for"
    monkeypatch.setattr(tagging, "NEEDED", ("no-such-file.ltx",))
    why_untagged.cache_clear()
    assert not_taggable("brief", wanted=True) == "the TeX at hand has no no-such-file.ltx"
    why_untagged.cache_clear()


def test_the_accessible_form_of_a_deck_is_named() -> None:
    """A deck says that the handout is tagged where it is, and a brief that is not tagged says only that."""
    sources = {target: Made(source_of(target), None, "why") for target in ("slides", "brief")}  # type: ignore[arg-type]
    assert access_of(sources["slides"], handout=True).endswith("the handout shows the same frames as a tagged PDF")
    assert access_of(sources["slides"], handout=False).endswith("the brief holds the same analysis in running text")
    assert access_of(sources["brief"], handout=True) == "untagged (why)"


def source_of(target: str) -> TexSource:
    """A source without files."""
    return TexSource(target, target, ())


def test_what_is_claimed_is_known_by_the_verdicts() -> None:
    """A rebuild claims what the release claimed."""

    def verdict(profile: str, said: str) -> Verdict:
        return Verdict.model_validate({"profile": profile, "checker": "x", "verdict": said})

    assert claims_of([verdict("PDF/A-2a", "passed"), verdict("PDF/UA-1", "passed")]) == Claims("A", accessible=True)
    assert claims_of([verdict("PDF/A-3b", "passed"), verdict("PDF/UA-1", "not claimed")]) == Claims()
