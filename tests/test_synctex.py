"""SyncTeX: the lines of generated files and the places on pages, both ways, from files that LuaLaTeX has written."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagebrief import build
from stagebrief.compile.engine import TexJob
from stagebrief.compile.system import SystemEngine
from stagebrief.preview.places import Places, alike, most_alike, read_record
from stagebrief.preview.synctex import Box, SyncTex
from stagebrief.session import Session

CASES = Path(__file__).parent / "cases"
RECORDED = CASES / "synctex"


@cache
def places(target: str) -> Places:
    """The places of the small brief as they were recorded."""
    record = read_record(RECORDED / target, f"small-{target}")
    found = record.places() if record else None
    assert found
    return found


def lines_of(file: str) -> list[str]:
    """The lines of a file of the small brief."""
    return (CASES / "small" / file).read_text(encoding="utf-8").splitlines()


def centre(box: Box) -> tuple[int, float, float]:
    """The page and the point in the middle of a rectangle."""
    return box.page, box.x + box.width / 2, box.y + box.height / 2


@pytest.mark.parametrize(
    ("target", "file", "line"),
    [
        ("brief", "stages/1-first.md", 1),
        ("brief", "stages/1-first.md", 3),
        ("brief", "stages/1-first.yaml", 3),
        ("brief", "stages/1-first.yaml", 8),
        ("brief", "stages/1-first.yaml", 9),
        ("brief", "stages/1-first.yaml", 11),
        ("brief", "brief.yaml", 8),
        ("brief", "brief.yaml", 1),
        ("brief", "stages/1-first.yaml", 12),
        ("slides", "stages/1-first.yaml", 3),
        ("slides", "stages/1-first.yaml", 9),
        ("slides", "stages/1-first.yaml", 11),
    ],
)
def test_a_line_is_found_on_its_page_and_back(target: str, file: str, line: int) -> None:
    """The place of a line of Markdown or YAML leads back to that line."""
    box = places(target).place(file, line, lines_of)
    assert box
    found = places(target).source(*centre(box), "", lines_of)
    assert found and (found.file, found.line) == (file, line)


def test_places_lie_on_the_page_in_the_order_of_the_text() -> None:
    """The second paragraph stands below the first, on the same page, within its margins."""
    first, second = (places("brief").place("stages/1-first.md", line, lines_of) for line in (1, 3))
    assert first and second
    assert first.page == second.page
    assert 0 < first.y < first.y + first.height <= second.y + 1 < 842
    assert 60 < first.x < first.x + first.width < 540


def test_the_words_say_which_line_of_a_yaml_file() -> None:
    """Where a whole file is one block of a slide, the words that were clicked tell its line."""
    box = places("slides").place("stages/1-first.yaml", 11, lines_of)
    assert box
    found = places("slides").source(*centre(box), "We shall see", lines_of)
    assert found and found.line == 11


def test_a_line_that_is_on_no_page_has_no_place() -> None:
    """Prose is not set on slides, and a file that nobody includes is set nowhere."""
    assert places("slides").place("stages/1-first.md", 1, lines_of) is None
    assert places("brief").place("notes.md", 1, lambda _: []) is None
    assert places("brief").place("brief.yaml", 9, lambda _: ["# Few people."] * 20) is None


def test_what_is_not_synctex_is_refused(tmp_path: Path) -> None:
    """Another file is a ValueError, and a work folder without one has no places."""
    with pytest.raises(ValueError, match="no SyncTeX"):
        SyncTex(b"%PDF-1.7")
    assert read_record(tmp_path, "small-brief") is None


def test_lines_of_fonts_kerns_are_not_believed() -> None:
    """LuaLaTeX leaves the line of kerns as it finds it in memory; only boxes, glue and rules count."""
    data = b"SyncTeX Version:1\nInput:1:a.tex\nContent:\n{1\n(1,7:0,655360:6553600,655360,0\nk99999,424242:0,0:1\n"
    data += b"x88888,4:5,5\ng1,7:0,655360\n)\n}1\n"
    assert set(SyncTex(data).at(1, 5, 5)) == {(1, 7)}


def test_lines_from_right_to_left_and_shortened_heights_are_read() -> None:
    """A box that runs leftwards covers what it covers, and `=` repeats the height before."""
    data = b"SyncTeX Version:1\nInput:1:a.tex\nContent:\n{1\n(1,7:6578176,657818:-3289088,657818,0\n"
    data += b"g1,7:6578176,=\n)\n}1\n"
    (box,) = SyncTex(data).boxes(1, 7, 7)
    assert [round(value) for value in (box.x, box.y, box.width, box.height)] == [50, 0, 50, 10]


def test_boxes_within_boxes_take_no_time() -> None:
    """A hundred thousand boxes that are never closed, and numbers without end, are read like any other."""
    depth = 100_000
    inside = b"[1,1:0,0:5,5,0\n" * depth + b"g1,7:0,0\n" * depth + b"(1,9:0,655360:6553600,655360,0\ng1,9:0,655360\n"
    data = b"SyncTeX Version:1\nInput:1:a.tex\nContent:\n{1\n" + inside + b"g1," + b"9" * 9999 + b":0,0\n}1\n"
    assert set(SyncTex(data).at(1, 5, 5)) == {(1, 9)}


@given(st.integers(0, 60_000), st.integers(1, 3), st.integers(0, 600), st.integers(0, 850))
def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes(end: int, page: int, x: int, y: int) -> None:
    """A killed TeX leaves a part of a file: it is refused, or what is in it is read."""
    data = (RECORDED / "brief" / "small-brief.synctex").read_bytes()[:end]
    try:
        found = SyncTex(data)
    except ValueError:
        assert end < len("SyncTeX Version:1")
        return
    assert all(line > 0 for _, line in found.at(page, x, y))
    assert found.pages <= places("brief").synctex.pages


@pytest.mark.skipif(shutil.which("synctex") is None, reason="the program 'synctex' is not installed")
def test_the_program_synctex_says_the_same(tmp_path: Path) -> None:
    """`synctex view` finds a line of a generated file on the page and in the row where we do."""
    pdf = tmp_path / "small-brief.pdf"
    pdf.write_bytes(b"%PDF-1.5\n")
    shutil.copy(RECORDED / "brief" / "small-brief.synctex", tmp_path)
    ours, compared = places("brief").synctex, 0
    for name, line in (("stage-1.tex", 5), ("stage-1.tex", 8), ("timeline.tex", 9), ("findings.tex", 4)):
        tag = next(tag for tag, path in ours.inputs.items() if path.endswith(f"/{name}"))
        asked = ["synctex", "view", "-i", f"{line}:0:{ours.inputs[tag]}", "-o", str(pdf)]
        said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        rows = re.findall(r"Page:(\d+)\n(?:.*\n){2}h:(.*)\nv:(.*)\nW:(.*)\nH:(.*)", said)
        theirs = [(int(page), float(v) - float(height)) for page, _, v, _, height in rows]
        for box in ours.boxes(tag, line, line):
            assert any(page == box.page and box.y - 3 <= top <= box.y + box.height for page, top in theirs), (name, box)
            compared += 1
    assert compared >= 3


def test_words_are_compared_by_their_letters() -> None:
    """The line that shares most letters of whole words wins; without any there is none."""
    assert alike("A war, in 1992", "the War of 1992") == 7
    assert most_alike("civil war", ["a peace", "war", "a civil war"]) == 2
    assert most_alike("nothing", ["a peace"]) is None


@pytest.mark.tex
def test_a_forked_engine_notes_what_a_plain_one_notes(tmp_path: Path) -> None:
    """After an edit typeset from a checkpoint the places are those of a plain run, and the PDF is that without them."""
    content = tmp_path / "small"
    shutil.copytree(CASES / "small", content)
    session = Session(content, tmp_path / "out")
    session.engine.plain.synctex = True
    try:
        session.build(["brief"])
        prose = content / "stages" / "1-first.md"
        prose.write_text(prose.read_text(encoding="utf-8").replace("Another", "One more"), encoding="utf-8")
        session.build(["brief"])
    finally:
        session.stop()
    build(content, tmp_path / "plain", ["brief"])
    assert (tmp_path / "out/small-brief.pdf").read_bytes() == (tmp_path / "plain/small-brief.pdf").read_bytes()
    work = tmp_path / "plain" / ".stagebrief" / "small" / "brief"
    assert not (work / "small-brief.synctex").exists()
    forked = read_record(tmp_path / "out" / ".stagebrief" / "small" / "brief", "small-brief")
    SystemEngine(synctex=True).run(TexJob("small-brief", 1_714_608_000), work)
    plain = read_record(work, "small-brief")
    assert forked and plain
    ours, theirs = forked.places(), plain.places()
    assert ours and theirs and ours.synctex.pages == 2

    def rows(found: Places) -> list[tuple[Box, str, int]]:
        sheets = [found.synctex.sheet(page) for page in (1, 2)]
        return [(row.box, found.tags.get(row.own.tag, ""), row.own.line) for sheet in sheets for row in sheet.rows]

    assert rows(ours) == rows(theirs)
