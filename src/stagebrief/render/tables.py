"""Tables: how wide their columns are, and their rows for page and frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pylatex import NoEscape

from stagebrief.model.block import Alignment, Table
from stagebrief.model.inline import Inlines
from stagebrief.model.plain import plain_text
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.escape import join
from stagebrief.render.inlines import inlines_to_tex

RAGGED = {
    Alignment.DEFAULT: r"\raggedright",
    Alignment.LEFT: r"\raggedright",
    Alignment.CENTER: r"\centering",
    Alignment.RIGHT: r"\raggedleft",
}
MEASURE = {"brief": 72, "slides": 84}
"""About how many characters fit side by side; a table with less is set no wider than it needs."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of LaTeX cells: `shares` of the measure sum to at most 1, `head` and each row have as many cells."""

    shares: tuple[float, ...]
    alignments: tuple[Alignment, ...]
    head: tuple[NoEscape, ...]
    rows: tuple[tuple[NoEscape, ...], ...]


def column_shares(columns: Sequence[Sequence[str]], measure: int) -> tuple[float, ...]:
    """Shares of the measure from the texts in each column.

    No column is narrower than its longest word, and what is left goes to where the text is. The widths are a first
    layout only: what does not fit then is seen by TeX and reported.
    """
    longest = [max((len(text) for text in column), default=1) + 2 for column in columns]
    if sum(longest) <= measure:
        return tuple(length / measure for length in longest)
    words = [max((len(word) for text in column for word in text.split()), default=1) + 2 for column in columns]
    if sum(words) >= measure:
        return tuple(width / sum(words) for width in words)
    weights = [max(1.0, length - width) ** 0.7 for length, width in zip(longest, words, strict=True)]
    spare = measure - sum(words)
    return tuple(
        (width + spare * weight / sum(weights)) / measure for width, weight in zip(words, weights, strict=True)
    )


def grid_of(table: Table, context: RenderContext) -> Grid:
    """The table's cells as LaTeX with the width of each column."""
    inside = context if context.place is Place.NOTE else context.at(Place.TEXT)

    def cells(row: Sequence[Inlines]) -> tuple[NoEscape, ...]:
        return tuple(inlines_to_tex(content, inside) for content in row)

    head = tuple(cell.content for cell in table.head)
    rows = tuple(tuple(cell.content for cell in row) for row in table.rows)
    texts = [[plain_text(content) for content in column] for column in zip(head, *rows, strict=True)]
    return Grid(
        column_shares(texts, MEASURE[context.target]), table.alignments, cells(head), tuple(cells(row) for row in rows)
    )


def column_specification(grid: Grid) -> str:
    """The column types of a LaTeX table: paragraphs of the shares, none with space at the outer edges."""
    gap = 2 * (len(grid.shares) - 1) / len(grid.shares)
    columns = [
        rf">{{{RAGGED[alignment]}\arraybackslash}}p{{\dimexpr{share:.4f}\linewidth-{gap:.3f}\tabcolsep}}"
        for share, alignment in zip(grid.shares, grid.alignments, strict=True)
    ]
    return "@{}" + "\n  ".join(columns) + "@{}"


def row_to_tex(cells: Sequence[NoEscape]) -> str:
    """One row without its end; a cell that begins with a bracket cannot be taken for an option."""
    return " & ".join(f"{{}}{cell}" if cell.startswith(("[", "*")) else cell for cell in cells)


def long_table(grid: Grid) -> NoEscape:
    """For the page: a table that may break between rows and repeats its head."""
    head = row_to_tex([NoEscape(rf"\SBtablehead{{{cell}}}") for cell in grid.head])
    rows = [rf"{row_to_tex(row)} \\" for row in grid.rows]
    return join(
        [
            rf"\begin{{longtable}}{{{column_specification(grid)}}}",
            rf"\toprule {head} \\ \midrule \endhead",
            r"\bottomrule \endlastfoot",
            *rows,
            r"\end{longtable}",
        ],
        "\n",
    )


def row_table(grid: Grid) -> NoEscape:
    """For the frame: each row a box of its own, so that a long table is divided between rows under the same head."""
    columns = column_specification(grid)
    head = row_to_tex([NoEscape(rf"\SBtablehead{{{cell}}}") for cell in grid.head])
    rows = [rf"\SBrow{{{columns}}}{{{row_to_tex(row)}}}" for row in grid.rows]
    return join([rf"\begin{{SBrows}}{{{columns}}}{{{head}}}", *rows, r"\end{SBrows}"], "\n")
