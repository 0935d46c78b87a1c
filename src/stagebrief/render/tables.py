"""Tables: how wide their columns are, and their rows for page and frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pylatex import NoEscape

from stagebrief.model.block import Alignment, Cell, Table
from stagebrief.model.inline import CitationMode, Cite, Footnote, Inlines
from stagebrief.model.measure import MEASURE, WIDE
from stagebrief.model.plain import plain_text
from stagebrief.model.walk import walk
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.environment import is_on_page, placed
from stagebrief.render.escape import join
from stagebrief.render.inlines import inlines_to_tex
from stagebrief.render.notes import lines_in

RAGGED = {
    Alignment.DEFAULT: r"\raggedright",
    Alignment.LEFT: r"\raggedright",
    Alignment.CENTER: r"\centering",
    Alignment.RIGHT: r"\raggedleft",
}
GAP = 3
"""Characters that the space between two columns takes."""
OPTION = re.compile(r"\s*(?:%.*\n\s*)*[\[*]")
"""What TeX might take for an option of the end of the row before, marks and spaces left out."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of LaTeX cells: `shares` of the measure sum to at most 1, `head` and each row have as many cells.

    One that is `wide` stands over the margins in smaller type.
    """

    shares: tuple[float, ...]
    alignments: tuple[Alignment, ...]
    head: tuple[NoEscape, ...]
    rows: tuple[tuple[NoEscape, ...], ...]
    wide: bool = False


def column_shares(columns: Sequence[Sequence[str]], measure: int) -> tuple[float, ...]:
    """Shares of the measure from the texts in each column.

    No column is narrower than its longest word, and what is left goes to where the text is. The widths are a first
    layout only: what does not fit then is seen by TeX and reported.
    """
    longest = [max((len(text) for text in column), default=1) + GAP for column in columns]
    if sum(longest) <= measure:
        return tuple(length / measure for length in longest)
    words = words_of(columns)
    if sum(words) >= measure:
        return tuple(width / sum(words) for width in words)
    weights = [max(1.0, length - width) ** 0.7 for length, width in zip(longest, words, strict=True)]
    spare = measure - sum(words)
    return tuple(
        (width + spare * weight / sum(weights)) / measure for width, weight in zip(words, weights, strict=True)
    )


def words_of(columns: Sequence[Sequence[str]]) -> list[int]:
    """The longest word of each column in characters, with the space beside it."""
    return [max((len(word) for text in column for word in text.split()), default=1) + GAP for column in columns]


def grid_of(table: Table, context: RenderContext) -> Grid:
    """The table's cells as LaTeX with the width of each column; the head, which is repeated, has no footnotes."""
    inside = context.at(Place.STRUCTURE)
    head = tuple(inlines_to_tex(cell.content, inside) for cell in table.head)
    rows = tuple(row_of(row, context.within_cell()) for row in table.rows)
    shown = [[shown_text(cell.content, inside) for cell in table.head]]
    shown += [[shown_text(cell.content, context) for cell in row] for row in table.rows]
    texts = list(zip(*shown, strict=True))
    measure = MEASURE[context.target]
    wide = is_on_page(context) and not context.depth and sum(words_of(texts)) > measure
    shares = column_shares(texts, WIDE if wide else measure)
    if wide:  # what stands over one margin stands over both
        shares = tuple(share / sum(shares) for share in shares)
    return Grid(shares, table.alignments, head, rows, wide)


def shown_text(content: Inlines, context: RenderContext) -> str:
    """About what a cell shows: sources and notes as their marks on the page, in words elsewhere."""
    text = plain_text(content)
    for node in walk(content):
        match node:
            case Cite(items=items) if not is_on_page(context):
                text += " (Author, Shorttitle)" * len(items)
            case Cite(items=items):
                text += " Author 00" if items[0].mode is CitationMode.IN_TEXT else "00"
            case Footnote(content=blocks):
                lines = (plain_text(line) for line in lines_in(blocks))  # type: ignore[arg-type]  # blocks, as ever
                text += "00" if is_on_page(context) else f" ({' '.join(lines)})"
            case _:
                pass
    return text


def row_of(row: Sequence[Cell], context: RenderContext) -> tuple[NoEscape, ...]:
    """The cells of a row, the first below the mark of the row's place."""
    first, *others = (inlines_to_tex(cell.content, context) for cell in row)
    return (NoEscape(f"\n{placed(row[0].span, first, context)}"), *others)


def column_specification(grid: Grid) -> str:
    """The column types of a LaTeX table: paragraphs of the shares, none with space at the outer edges."""
    gap = 2 * (len(grid.shares) - 1) / len(grid.shares)
    columns = [
        rf">{{{RAGGED[alignment]}\arraybackslash}}p{{\dimexpr{share:.4f}\linewidth-{gap:.3f}\tabcolsep}}"
        for share, alignment in zip(grid.shares, grid.alignments, strict=True)
    ]
    return "@{}" + "\n  ".join(columns) + "@{}"


def row_to_tex(cells: Sequence[NoEscape]) -> str:
    """One row without its end; a cell that begins with a bracket or a star cannot be taken for an option."""
    return " & ".join(shielded(cell) for cell in cells).lstrip("\n")


def shielded(cell: str) -> str:
    """The cell with nothing before it, which takes no room, where that is needed."""
    return cell if not OPTION.match(cell) else f"{{}}%{cell}" if cell.startswith("\n") else f"{{}}{cell}"


def long_table(grid: Grid, between: str = "") -> NoEscape:
    """For the page: a table that is kept whole while it is short, else breaks between rows and repeats its head.

    `between` stands between its rows.
    """
    head = row_to_tex([NoEscape(rf"\SBtablehead{{{cell}}}") for cell in grid.head])
    rows = ended(grid.rows, between)
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


def page_table(grid: Grid) -> NoEscape:
    """For the page: a long table, with many columns over the margins."""
    if not grid.wide:
        return long_table(grid)
    return join([r"\begin{SBwidetable}", long_table(grid), r"\end{SBwidetable}"], "\n")


def row_table(grid: Grid) -> NoEscape:
    """For the frame: each row a box of its own, so that a long table is divided between rows under the same head."""
    columns = column_specification(grid)
    head = row_to_tex([NoEscape(rf"\SBtablehead{{{cell}}}") for cell in grid.head])
    rows = [f"\\SBrow{{{columns}}}{{%\n{row_to_tex(row)}}}" for row in grid.rows]
    return join([rf"\begin{{SBrows}}{{{columns}}}{{{head}}}", *rows, r"\end{SBrows}"], "\n")


def ended(rows: Sequence[Sequence[NoEscape]], between: str) -> list[str]:
    """The rows with their ends, and with what stands between one and the next."""
    last = len(rows) - 1
    return [rf"{row_to_tex(row)} \\{between if number < last else ''}" for number, row in enumerate(rows)]


def plain_table(grid: Grid, between: str = "") -> NoEscape:
    """For notes and boxes: a table that stays whole; `between` stands between its rows."""
    head = row_to_tex([NoEscape(rf"\SBtablehead{{{cell}}}") for cell in grid.head])
    rows = ended(grid.rows, between)
    begin = rf"\noindent\begin{{tabular}}{{{column_specification(grid)}}}"
    return join([begin, rf"\toprule {head} \\ \midrule", *rows, r"\bottomrule\end{tabular}"], "\n")
