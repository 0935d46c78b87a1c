"""The matrix: how it is turned and divided by what fits, and what long words do in narrow columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from pylatex import NoEscape

from stagebrief.build import build, check
from stagebrief.compile.fonts import find_fonts
from stagebrief.render.matrix import Matrix, Sheet, fitted, head_share, matrix_of
from stagebrief.render.widths import Ruler, ruler_of

CASES = Path(__file__).parent / "cases" / "matrices"
PAPER = 455.0


def matrix_for(name: str) -> Matrix:
    """The matrix of a case in plain words."""
    resolved = check(CASES / name).resolved
    assert resolved is not None
    brief, empty = resolved.brief, NoEscape("")
    return matrix_of(brief, lambda _number, _stage: empty, tuple(empty for _ in brief.determinants), lambda _: empty)


@pytest.mark.parametrize(
    ("name", "heads"),
    [
        ("many-stages", [["At home", "Abroad"]]),
        ("persian", [["دههٔ ۱۹۹۰", "دههٔ ۲۰۰۰", "دههٔ ۲۰۱۰", "از ۲۰۲۱"]]),
        (
            "wide",
            [["Institutions", "Money", "Neighbours", "Parliament and parties"],
             ["Public opinion", "The press", "Energy", "Migration"]],
        ),
    ],
)  # fmt: skip
def test_a_matrix_is_turned_and_divided_by_what_fits(name: str, heads: list[list[str]]) -> None:
    """Stages stand side by side where they fit, else determinants; where neither do, in several tables."""
    parts = fitted(matrix_for(name), Sheet(PAPER, 9.0, ruler_of(find_fonts())))
    assert [list(part.head_words) for part in parts] == heads
    assert len({tuple(head for head, _ in part.row_words) for part in parts}) == 1


def test_all_cells_are_in_the_parts() -> None:
    """A matrix that is divided loses no cell and has none twice."""
    whole = matrix_for("wide")
    parts = fitted(whole, Sheet(PAPER, 9.0, ruler_of(find_fonts())))
    cells = sorted(cell for part in parts for _, row in part.row_words for cell in row)
    assert cells == sorted(cell for _, row in whole.row_words for cell in row)


def test_heads_of_rows_are_as_wide_as_their_longest_word() -> None:
    """Within bounds: short heads leave the room to the cells, and long ones do not take it."""
    sheet = Sheet(PAPER, 9.0, Ruler())
    assert head_share(matrix_for("many-stages"), sheet) == 0.12
    assert head_share(matrix_for("long-words"), sheet) == 0.24


@pytest.mark.tex
def test_no_word_sticks_out_of_its_column(tmp_path: Path) -> None:
    """Words are hyphenated by their language, and what no pattern divides is divided where the line is full."""
    report = build(CASES / "long-words", tmp_path, ("brief", "slides"))
    assert report.diagnostics == ()


def test_letters_are_as_wide_as_the_font_says() -> None:
    """Figures are all as wide as each other; letters that no font has are taken for wide ones; marks take no room."""
    ruler = ruler_of(find_fonts())
    assert ruler.width("1111", 10) == ruler.width("2026", 10) > 0
    assert ruler.width("e\u0301", 10) == ruler.width("e", 10)
    assert Ruler().width("ab", 10) == pytest.approx(12)
    assert ruler.width("W", 10) > ruler.width("i", 10)


def test_lines_are_no_wider_than_the_measure() -> None:
    """A word that is wider than a line is cut; no letter is lost."""
    ruler = ruler_of(find_fonts())
    text = "Some words and a Donaudampfschifffahrtsgesellschaftskapitän in a narrow column"
    lines = ruler.lines(text, 10, 60)
    assert all(ruler.width(line, 10) <= 60 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
