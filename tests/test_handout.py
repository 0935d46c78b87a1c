"""The handout and the speaker's notes: the frames of the deck on paper, under the same numbers, and no word lost."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from stagebrief import BuildReport, build, check
from stagebrief.build import rendered
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.passes import compile_source
from stagebrief.compile.system import SystemEngine
from stagebrief.readback.compare import read_back
from stagebrief.readback.expect import expected_blocks

pytestmark = pytest.mark.tex
CASES = Path(__file__).parent / "cases"
TALK, PERSIAN, STEPS = CASES / "talk", CASES / "talk-fa", CASES / "steps"
RUNNING = re.compile(r"A harbour and its masters (?:Ann Author|\d+ \(continued\))|2 May 2024 \d+")
"""Heads and feet of pages."""
ALONE = re.compile(r"^\d+$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pages:
    """The report of a build and the text of each page, by target."""

    report: BuildReport
    texts: dict[str, list[str]]
    output: Path


def pages_of(content: Path, output: Path, targets: Sequence[str]) -> Pages:
    """Build these targets and read their pages."""
    report = build(content, output, targets)
    texts = {}
    for artifact in report.artifacts:
        with pypdfium2.PdfDocument(artifact.path) as document:
            texts[artifact.target] = [page.get_textpage().get_text_range().replace("\r", "") for page in document]
    return Pages(report, texts, output)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The deck with its handout and its notes."""
    return pages_of(TALK, tmp_path_factory.mktemp("talk"), ("slides", "handout", "notes"))


@pytest.mark.parametrize("target", ["handout", "notes"])
def test_pages_read_as_expected(talk: Pages, target: str, update_cases: bool) -> None:
    """Frames, addresses, notes and sources stand on the pages in this order, wherever lines and pages end."""
    lines = [line for page in talk.texts[target] for line in page.split("\n") if not RUNNING.fullmatch(line.strip())]
    text = textwrap.fill(" ".join(lines), 100, break_long_words=False, break_on_hyphens=False) + "\n"
    path = TALK / f"{target}.txt"
    if update_cases:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_nothing_is_wrong_with_them(talk: Pages) -> None:
    """All words are there, and the inspector finds no fault."""
    assert talk.report.diagnostics == ()


@pytest.mark.parametrize("target", ["handout", "notes"])
def test_frames_have_the_numbers_of_the_deck(talk: Pages, target: str) -> None:
    """A frame that is divided is so at the same words, and every frame but those of sources is there once."""
    assert_same_frames(talk.texts["slides"], talk.texts[target])


@pytest.mark.parametrize("aspect", ["16:10", "4:3"])
def test_frames_are_alike_in_every_shape(tmp_path: Path, aspect: str) -> None:
    """Frames of other shapes are divided alike in deck and handout, whose pictures have that shape."""
    content = shutil.copytree(TALK, tmp_path / "talk")
    brief = content / "brief.yaml"
    brief.write_text(f'{brief.read_text(encoding="utf-8")}aspect: "{aspect}"\npaper: letter\n', encoding="utf-8")
    found = pages_of(content, tmp_path / "output", ("slides", "handout"))
    assert found.report.diagnostics == ()
    assert_same_frames(found.texts["slides"], found.texts["handout"])
    with pypdfium2.PdfDocument(found.report.artifacts[1].path) as document:
        assert [round(side) for side in document[0].get_size()] == [612, 792]


def assert_same_frames(slides: list[str], paper: list[str]) -> None:
    """The heads of frames are told in the order of the deck, with the same parts."""
    frames = [page for page in slides if "Smith, John" not in page]
    shown = "\n".join(paper)
    numbers = [int(number) for number in ALONE.findall(shown)]
    assert set(range(1, len(frames) + 1)) <= set(numbers)
    assert len(frames) + 1 not in numbers
    parts = [re.findall(r"\((\d+/\d+)\)", page) for page in frames]
    assert any(parts)
    assert re.findall(r"\((\d+/\d+)\)", shown) == [part for found in parts for part in found]
    for page in frames:
        assert [item for item in re.findall(r"item\d+", page) if item not in shown] == []


def test_three_frames_are_on_a_page(talk: Pages) -> None:
    """A page of the handout has three frames, and the sources follow on a page of their own."""
    *full, last, sources = talk.texts["handout"]
    frames = len([page for page in talk.texts["slides"] if "Smith, John" not in page])
    assert len(full) + 1 == (frames + 2) // 3
    assert "Smith, John" in sources
    assert "Smith, John" not in last


def test_links_are_printed_and_can_be_followed(talk: Pages) -> None:
    """The address of a link stands beside its frame, and the link still lies on its words."""
    shown = "".join(talk.texts["handout"]).replace("\n", "")
    assert shown.count("example.org/a/path_that/runs?x=1&y=50%25#top") == 1
    with pypdfium2.PdfDocument(talk.output / "talk-handout.pdf") as document:
        page = next(page for page in document if "port office" in page.get_textpage().get_text_range())
        text = page.get_textpage()
        index = text.search("port office").get_next()[0]
        left, bottom, right, top = text.get_charbox(index)
        link = pypdfium2.raw.FPDFLink_GetLinkAtPoint(page.raw, (left + right) / 2, (bottom + top) / 2)
        assert link


def test_long_notes_go_on_and_say_so(talk: Pages) -> None:
    """Notes that are longer than a page continue under their frame's number."""
    pages = [page for page in talk.texts["notes"] if re.search(r"remember\d", page)]
    assert len(pages) > 1
    assert "(continued)" not in pages[0]
    assert all("5 (continued)" in page for page in pages[1:])
    found = [int(number) for page in pages for number in re.findall(r"remember(\d+)", page)]
    assert found == list(range(1, 31))


def test_the_presenter_gets_the_notes(talk: Pages) -> None:
    """The file beside the deck has the notes of each page and the minutes; a divided frame has them on each page."""
    data = json.loads((talk.output / "talk-slides.pdfpc").read_text(encoding="utf-8"))
    assert (data["pdfpcFormat"], data["duration"], data["disableMarkdown"]) == (2, 20, True)
    assert [page["idx"] for page in data["pages"]] == list(range(len(talk.texts["slides"])))
    notes = {page["idx"]: page.get("note", "") for page in data["pages"]}
    counted = [number for number, page in enumerate(talk.texts["slides"]) if "What the neighbours wanted" in page]
    assert len(counted) > 1
    assert {notes[number] for number in counted} == {"Count them aloud."}
    (asked,) = (number for number, page in enumerate(talk.texts["slides"]) if "8 December 1991" in page)
    assert notes[asked] == "Ask who remembers 1991 (see Smith 2011, 3)."
    assert "1. Who has seen it?\n2. Who has paid?" in notes[3]
    assert notes[2] == "Welcome everybody."


def test_the_presenter_s_file_is_part_of_what_was_made(talk: Pages) -> None:
    """A build with nothing to do names it, and one that is gone is made again."""
    again = build(TALK, talk.output, ["slides"])
    assert [path.name for path in again.artifacts[0].beside] == ["talk-slides.pdfpc"]
    path = talk.output / "talk-slides.pdfpc"
    before = path.read_bytes()
    path.unlink()
    build(TALK, talk.output, ["slides"])
    assert path.read_bytes() == before


def test_the_same_bytes_come_of_it_elsewhere(talk: Pages, tmp_path: Path) -> None:
    """Neither the folder nor an earlier build matters."""
    build(shutil.copytree(TALK, tmp_path / "x" / "talk"), tmp_path / "y", ["handout", "notes"])
    for target in ("handout", "notes"):
        assert (tmp_path / "y" / f"talk-{target}.pdf").read_bytes() == (talk.output / f"talk-{target}.pdf").read_bytes()


@pytest.fixture(scope="module")
def stepping(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """A deck of which two frames are shown step by step, and its handout."""
    return pages_of(STEPS, tmp_path_factory.mktemp("steps"), ("slides", "handout"))


def test_a_frame_is_shown_step_by_step_where_it_is_asked_for(stepping: Pages) -> None:
    """Each point comes to those before it, with what is below it, under the same number; nothing is lost or wrong."""
    assert stepping.report.diagnostics == ()
    shown = [page for page in stepping.texts["slides"] if "Three points" in page]
    words = ("Seen", "alpha", "below", "beta", "gamma")
    assert [[word for word in words if word in page] for page in shown] == [[*words[:3]], [*words[:4]], [*words]]
    assert len({page.rstrip().rpartition("\n")[2] for page in shown}) == 1
    reasons = [page for page in stepping.texts["slides"] if "Two reasons" in page]
    assert ["their own" in page for page in reasons] == [False, True]


def test_steps_are_true_or_false(tmp_path: Path) -> None:
    """Another word is told at its place, and the frame is shown at once."""
    content = shutil.copytree(STEPS, tmp_path / "steps")
    path = content / "stages" / "1-one.md"
    path.write_text(path.read_text(encoding="utf-8").replace("steps=true", "steps=maybe"), encoding="utf-8")
    found = [item for item in check(content).diagnostics if item.code == "attribute-is-known"]
    assert [(item.span.line, item.span.column) for item in found if item.span] == [(1, 40)]


def test_the_handout_has_no_steps(stepping: Pages) -> None:
    """Each frame is on it once, and whole."""
    shown = "".join(stepping.texts["handout"])
    assert [shown.count(words) for words in ("Three points", "gamma", "Two reasons")] == [1, 1, 1]


def test_the_presenter_knows_steps_as_overlays(stepping: Pages) -> None:
    """The pages of one frame have one label, rising overlays and the same notes."""
    data = json.loads((stepping.output / "steps-slides.pdfpc").read_text(encoding="utf-8"))
    pages = [data["pages"][number] for number, page in enumerate(stepping.texts["slides"]) if "Two reasons" in page]
    assert [page["overlay"] for page in pages] == [0, 1]
    assert {(page["label"], page["note"]) for page in pages} == {(pages[0]["label"], "Wait between them.")}


def test_a_persian_talk_runs_from_right_to_left(tmp_path: Path) -> None:
    """Pictures stand at the right of the page, and no word is missing from handout or notes."""
    found = pages_of(PERSIAN, tmp_path, ("handout", "notes"))
    assert found.report.diagnostics == ()
    assert "Dushanbe" in "".join(found.texts["notes"])
    with pypdfium2.PdfDocument(tmp_path / "talk-fa-notes.pdf") as document:
        width = document[0].get_width()
        text = document[0].get_textpage()
        text = document[0].get_textpage()
        lefts = [text.get_charbox(index)[0] for index in range(text.count_chars())]
    assert lefts
    assert sum(left > width / 2 for left in lefts) > len(lefts) / 2


@pytest.mark.parametrize(
    ("target", "written", "instead", "file", "line"),
    [
        ("handout", "Open to everybody.", "Open to.", "stages/1-open.yaml", 3),
        ("handout", r"\SBaddressbeside", r"\SBtarget", "introduction.md", 8),
        ("notes", "Count them aloud.", "Count them.", "stages/2-shut.yaml", 31),
        ("notes", "remember30", "", "stages/1-open.yaml", 77),
    ],
    ids=["word-of-a-frame", "address", "word-of-a-note", "last-word-of-long-notes"],
)
def test_a_loss_is_told_at_its_line(
    tmp_path: Path, target: str, written: str, instead: str, file: str, line: int
) -> None:
    """What has been left out of the TeX is an error at the author's line."""
    resolved = check(TALK).resolved
    assert resolved is not None
    source = rendered(target, resolved, find_fonts(), TALK)
    changed = tuple(
        (path, text.replace(written, instead) if path.endswith(".tex") else text) for path, text in source.files
    )
    assert changed != source.files
    compiled = compile_source(
        type(source)(source.target, source.name, changed, parts=source.parts), tmp_path, SystemEngine()
    )
    assert compiled.good
    found = read_back(compiled.pdf, expected_blocks(resolved, target))
    assert {item.code for item in found} == {"words-arrive"}
    assert (file, line) in {(item.span.file, item.span.line) for item in found if item.span}
