"""Timelines: where things stand on the scale and beside it, and the pages and files that are made of them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from stagebrief.build import build, check
from stagebrief.cli import group
from stagebrief.compile.fonts import find_fonts
from stagebrief.model.calendars import format_date
from stagebrief.model.date import PartialDate
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.readback.text import read_pdf
from stagebrief.render.drawing import Dot, Drawing, Label, Line, Rect
from stagebrief.render.graphic_sheets import SIZES, matrix_sheet, timeline_sheet
from stagebrief.render.graphics import graphics_of
from stagebrief.render.svg import Told, svg_of
from stagebrief.render.timeline import Scale, Tick, ticks_at, ticks_of, timeline_of, year_of
from stagebrief.render.timeline_rows import rows_of
from stagebrief.render.timeline_strip import CUT, FRAME, PAGE, Strip, strip_of
from stagebrief.render.widths import Ruler, ruler_of

CASES = Path(__file__).parent / "cases"
TIMELINES = sorted((CASES / "timelines").glob("*/brief.yaml"))
MATRICES = sorted((CASES / "matrices").glob("*/brief.yaml"))
NAMES = [path.parent.name for path in TIMELINES]
SVG = "{http://www.w3.org/2000/svg}"


def resolved_of(path: Path) -> ResolvedBrief:
    """The brief of a case."""
    found = check(path.parent).resolved
    assert found is not None
    return found


def ruler() -> Ruler:
    """What measures words in the fonts of this machine."""
    return ruler_of(find_fonts())


def box(label: Label, measure: Ruler) -> tuple[float, float, float, float]:
    """Where the words of a label stand: left, top, right, bottom."""
    size = SIZES[label.style]
    wide = measure.width(label.text, size, bold=label.style in ("date", "number", "heading", "cellhead"))
    left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    return left, label.y - 0.7 * size, left + wide, label.y


def colliding(drawing: Drawing, measure: Ruler) -> list[tuple[str, str]]:
    """The labels of a drawing that stand over one another."""
    labels = [(shape, box(shape, measure)) for shape in drawing.shapes if isinstance(shape, Label)]
    return [
        (one.text, other.text)
        for (one, (left, top, right, bottom)), (other, (x0, y0, x1, y1)) in combinations(labels, 2)
        if left < x1 and x0 < right and top < y1 and y0 < bottom
    ]


@pytest.mark.parametrize("path", TIMELINES, ids=NAMES)
def test_timelines_read_as_expected(path: Path, update_cases: bool) -> None:
    """The words of a timeline, then what is written along the whole scale, from its beginning to its end."""
    brief = resolved_of(path).brief
    text = next(graphic.text for graphic in graphics_of(resolved_of(path)) if graphic.name == "timeline")
    strip = strip_of(Strip(timeline_of(brief), PAGE, brief.language, ruler()))
    years = [shape.text for shape in strip.shapes if isinstance(shape, Label) and shape.style == "year"]
    found = f"{text}\non the scale: {', '.join(years)}\n"
    expected = path.with_name("expected.txt")
    if update_cases:
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TIMELINES, ids=NAMES)
@pytest.mark.parametrize("look", [PAGE, FRAME, CUT], ids=["page", "frame", "cut"])
def test_a_strip_stays_within_its_width(path: Path, look: object) -> None:
    """No band, point or year is cut off, wherever it lies and however many there are."""
    brief = resolved_of(path).brief
    assert look in (PAGE, FRAME, CUT)
    strip = strip_of(Strip(timeline_of(brief), look, brief.language, ruler(), stage=1 if look is CUT else 0))  # type: ignore[arg-type]
    for shape in strip.shapes:
        match shape:
            case Rect() | Line():
                assert shape.left >= -0.01
                assert shape.right <= strip.width + 0.01
            case Dot():
                assert shape.radius - 0.01 <= shape.x <= strip.width - shape.radius + 0.01
            case Label():
                left, _, right, bottom = box(shape, ruler())
                assert left >= -0.5 * SIZES[shape.style]
                assert right <= strip.width + 0.5 * SIZES[shape.style]
                assert bottom <= strip.height
    assert not colliding(strip, ruler())


@pytest.mark.parametrize("path", TIMELINES, ids=NAMES)
def test_every_event_has_a_row_by_date(path: Path) -> None:
    """Events stand by date, each beside a point, and the scale takes as much room as time passes."""
    brief = resolved_of(path).brief
    timeline = timeline_of(brief)
    rows = [row for row in rows_of(timeline, brief.language, ruler()).rows if row.event]
    assert [row.event for row in rows] == [event for event, _ in timeline.events]
    assert all(any(isinstance(shape, Dot) for shape in row.shapes) for row in rows)
    starts = [year_of(row.event.date.start) for row in rows if row.event]
    passed = [later - earlier for earlier, later in pairwise(starts)]
    shares = [row.gap / years for row, years in zip(rows, passed, strict=False) if years > 0]
    assert all(share == pytest.approx(shares[0]) for share in shares)


@pytest.mark.parametrize("path", TIMELINES + MATRICES, ids=lambda path: path.parent.name)
def test_no_words_of_a_graphic_meet(path: Path) -> None:
    """In the graphics that stand by themselves no words stand over others, nor outside."""
    brief, fonts = resolved_of(path).brief, find_fonts()
    sheets = [timeline_sheet(brief, fonts), *([matrix_sheet(brief, fonts)] if brief.determinants else [])]
    for sheet in sheets:
        assert not colliding(sheet, ruler())
        for shape in sheet.shapes:
            if isinstance(shape, Label):
                left, top, right, bottom = box(shape, ruler())
                assert left >= -6 and right <= sheet.width + 6 and top >= 0 and bottom <= sheet.height


@pytest.mark.parametrize("path", TIMELINES + MATRICES, ids=lambda path: path.parent.name)
def test_svg_is_xml_with_all_words_and_tells_what_it_shows(path: Path) -> None:
    """A parser of XML reads it; words are text; title and description stand first; nothing in it could run."""
    resolved, fonts = resolved_of(path), find_fonts()
    for graphic in graphics_of(resolved):
        sheet = (timeline_sheet if graphic.name == "timeline" else matrix_sheet)(resolved.brief, fonts)
        root = ET.fromstring(svg_of(sheet, Told(graphic.name, graphic.text, "en"), {}, 900))
        assert root.get("width") == "900"
        assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
        assert root[1].text == graphic.text
        assert {child.tag.removeprefix(SVG) for child in root.iter()} <= {
            "svg", "title", "desc", "rect", "line", "circle", "polygon", "text"
        }  # fmt: skip
        drawn = "".join("".join(child.text or "" for child in root.iter(f"{SVG}text")).split())
        if graphic.name == "timeline":
            for event, _ in timeline_of(resolved.brief).events:
                assert "".join(format_date(event.date, resolved.brief.language).split()) in drawn


def test_words_that_xml_takes_for_more_stay_words() -> None:
    """Signs of markup and characters that no XML may hold do not break a file."""
    label = Label("text", 0, 0, "start", '<script>alert("1")</script> & \x07')
    text = svg_of(Drawing(10, 10, (label,)), Told("<b>", "&", 'en" onload="x'), {}, 300)
    root = ET.fromstring(text)
    assert [child.text for child in root.iter(f"{SVG}text")] == ['<script>alert("1")</script> & \ufffd']
    assert "onload" not in root.attrib


@pytest.mark.parametrize(
    ("first", "last", "months", "shown"),
    [
        (1991, 2024, 60, "1995 2000 2005 2010 2015 2020"),
        (-1000, 2026, 6000, "1000 BCE, 500 BCE, 1, 500, 1000, 1500, 2000"),
        (-2.5, 3, 12, "3 BCE, 2 BCE, 1 BCE, 1, 2, 3"),
        (2021, 2022.5, 6, "2021, July 2021, 2022, July 2022"),
    ],
)
def test_ticks_stand_at_round_years(first: float, last: float, months: int, shown: str) -> None:
    """Years before the common era are round too, and there is no year nought."""
    ticks = ticks_at(Scale(first, last), months)
    texts = [format_date(tick.date, "en-GB") for tick in ticks if tick.date]
    assert texts == (shown.split(", ") if ", " in shown else shown.split())


def test_the_smallest_step_that_fits_is_taken() -> None:
    """Between the years that are written there are marks for others, if they are few."""

    def fits(ticks: tuple[Tick, ...], _share: float) -> bool:
        return len(ticks) <= 5

    ticks = ticks_of(Scale(1990, 2010), fits)
    assert [tick.date for tick in ticks if tick.date] == [PartialDate(year) for year in (1990, 1995, 2000, 2005, 2010)]
    assert len(ticks) == 21


@pytest.mark.tex
@pytest.mark.parametrize("name", ["vague", "persian", "sixty"])
def test_pages_and_frames_with_timelines_are_sound(name: str, tmp_path: Path) -> None:
    """Every word arrives, and the inspector finds nothing on page or frame; a long one goes on over pages."""
    report = build(CASES / "timelines" / name, tmp_path, ("brief", "slides"))
    assert report.diagnostics == ()
    if name == "sixty":
        assert report.artifacts[0].pages == 3
        text = read_pdf(report.artifacts[0].path)
        assert len(text.starts) >= 3


@pytest.mark.tex
def test_figures_are_written_for_a_website(tmp_path: Path) -> None:
    """`stagebrief figures` writes each graphic in each form that is asked for, as wide as is asked for."""
    done = CliRunner().invoke(
        group,
        [
            "figures",
            str(CASES / "matrices" / "long-words"),
            "--output",
            str(tmp_path),
            "--format",
            "svg,png,txt",
            "--width",
            "800",
        ],
    )
    assert done.exit_code == 0, done.output
    made = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert made == [f"long-words-{name}.{form}" for name in ("matrix", "timeline") for form in ("png", "svg", "txt")]
    picture = (tmp_path / "long-words-matrix.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture[16:20], "big") == 800
    assert done.output.splitlines() == [
        str(tmp_path / name)
        for name in sorted(
            made, key=lambda one: (one.split(".")[0].endswith("matrix"), ["svg", "png", "txt"].index(one[-3:]))
        )
    ]


def test_figures_of_nothing_are_refused(tmp_path: Path) -> None:
    """A brief with one stage and nothing in it has nothing to draw."""
    (tmp_path / "content" / "stages").mkdir(parents=True)
    (tmp_path / "content" / "brief.yaml").write_text(
        "title: A\nauthors: [{name: B}]\nlanguage: en\nstages: [stages/1.yaml]\n"
    )
    (tmp_path / "content" / "stages" / "1.yaml").write_text("title: A\nperiod: {from: 1990}\nstance: B.\n")
    (tmp_path / "content" / "stages" / "1.md").write_text("Words.\n")
    done = CliRunner().invoke(group, ["figures", str(tmp_path / "content"), "--output", str(tmp_path / "out")])
    assert done.exit_code != 0
    assert "graphic-is-there" in done.output


def test_an_unknown_form_is_refused() -> None:
    """The forms are named."""
    done = CliRunner().invoke(group, ["figures", ".", "--format", "gif"])
    assert done.exit_code == 2
    assert "svg, png, txt" in done.output
