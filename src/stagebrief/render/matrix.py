"""The matrix of stages by determinants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from pylatex import NoEscape

from stagebrief.model.block import Alignment
from stagebrief.model.brief import Brief, Stage, Statement
from stagebrief.model.plain import plain_text
from stagebrief.render.tables import Grid
from stagebrief.render.widths import Ruler

HEAD = (0.12, 0.24)
"""The least and the most of the measure that the heads of the rows take."""
GAP = 12.0
"""Points between two columns."""
NARROW, WIDE = 56.0, 84.0
"""A column of words is never narrower than the one, and never has to be wider than the other: words are divided."""
TALLER = 1.15
"""Stages stand side by side, as time goes, if that is not so much higher than one below the other."""

CellMaker = Callable[[Statement], NoEscape]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix as LaTeX: heads of the columns, and rows of a head with its cells; and the same in plain words."""

    heads: tuple[NoEscape, ...]
    rows: tuple[tuple[NoEscape, tuple[NoEscape, ...]], ...]
    head_words: tuple[str, ...]
    row_words: tuple[tuple[str, tuple[str, ...]], ...]

    def turned(self) -> Matrix:
        """The same with rows and columns exchanged."""
        columns = zip(*(cells for _, cells in self.rows), strict=True)
        words = zip(*(cells for _, cells in self.row_words), strict=True)
        return Matrix(
            tuple(head for head, _ in self.rows),
            tuple(zip(self.heads, columns, strict=True)),
            tuple(head for head, _ in self.row_words),
            tuple(zip(self.head_words, words, strict=True)),
        )

    def cut(self, first: int, last: int) -> Matrix:
        """Some of its columns, with the heads of all rows."""
        return replace(
            self,
            heads=self.heads[first:last],
            rows=tuple((head, cells[first:last]) for head, cells in self.rows),
            head_words=self.head_words[first:last],
            row_words=tuple((head, cells[first:last]) for head, cells in self.row_words),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a matrix stands: how wide that is in points, the size of the type, and what measures words in it."""

    measure: float
    size: float
    ruler: Ruler


def matrix_of(
    brief: Brief,
    stage_head: Callable[[int, Stage], NoEscape],
    determinant_heads: tuple[NoEscape, ...],
    cell: CellMaker,
    *,
    short: bool = False,
    sources: bool = True,
) -> Matrix:
    """Stages across and determinants down; a cell is empty where a stage says nothing of a determinant."""

    def said(stage: Stage, determinant: str) -> Statement | None:
        return next((item for item in stage.statements if item.determinant == determinant), None)

    def cell_of(statement: Statement | None) -> NoEscape:
        return cell(statement) if statement else NoEscape("–")

    def words_of(statement: Statement | None) -> str:
        if statement is None:
            return "–"
        if short:
            return plain_text(statement.short or statement.statement)
        return plain_text(statement.statement) + " (Author, Shorttitle, 00)" * (len(statement.evidence.cite) * sources)

    found = [[said(stage, determinant.id) for stage in brief.stages] for determinant in brief.determinants]
    return Matrix(
        tuple(stage_head(index, stage) for index, stage in enumerate(brief.stages, start=1)),
        tuple((head, tuple(map(cell_of, row))) for head, row in zip(determinant_heads, found, strict=True)),
        tuple(plain_text(stage.period_label) for stage in brief.stages),
        tuple(
            (plain_text(determinant.title), tuple(map(words_of, row)))
            for determinant, row in zip(brief.determinants, found, strict=True)
        ),
    )


def grids_of_matrix(matrix: Matrix, sheet: Sheet) -> list[Grid]:
    """The matrix as a table or as several."""
    return [grid_of(part, sheet) for part in fitted(matrix, sheet)]


def fitted(matrix: Matrix, sheet: Sheet) -> list[Matrix]:
    """The matrix turned as it fits best; in several parts with the same rows where it fits neither way."""
    ways = [matrix, matrix.turned()] if matrix.rows else []
    fitting = [way for way in ways if len(way.heads) <= room(way, sheet)]
    if len(fitting) == 2:
        upright, turned = (height(way, sheet) for way in fitting)
        fitting = fitting[:1] if upright <= TALLER * turned else fitting[1:]
    if fitting:
        return [fitting[0]]
    if not ways:
        return []
    way = min(ways, key=lambda one: len(one.heads) / room(one, sheet))
    count = -(-len(way.heads) // room(way, sheet))
    edges = [round(len(way.heads) * place / count) for place in range(count + 1)]
    return [way.cut(first, last) for first, last in pairwise(edges)]


def head_share(matrix: Matrix, sheet: Sheet) -> float:
    """The share of the measure for the heads of the rows: as their longest word needs it."""
    words = [word for head, _ in matrix.row_words for word in head.split()]
    widest = max((sheet.ruler.width(word, sheet.size, bold=True) for word in words), default=0.0)
    return min(HEAD[1], max(HEAD[0], (widest + GAP) / sheet.measure))


def room(matrix: Matrix, sheet: Sheet) -> int:
    """How many columns have room for their longest words, or for as much of them as stands on a line."""
    words = {word for _, cells in matrix.row_words for cell in cells for word in cell.split()}
    words |= {word for head in matrix.head_words for word in head.split()}
    widest = max((sheet.ruler.width(word, sheet.size) for word in words), default=0.0)
    column = min(WIDE, max(NARROW, widest)) + GAP
    return max(1, int(sheet.measure * (1 - head_share(matrix, sheet)) / column))


def height(matrix: Matrix, sheet: Sheet) -> float:
    """About how many lines the table has."""
    column = sheet.measure * (1 - head_share(matrix, sheet)) / len(matrix.heads) - GAP
    return sum(
        max(-(-sheet.ruler.width(cell, sheet.size) // column) for cell in cells) for _, cells in matrix.row_words
    )


def grid_of(matrix: Matrix, sheet: Sheet) -> Grid:
    """The matrix as one table."""
    heads = head_share(matrix, sheet)
    share = (1 - heads) / len(matrix.heads)
    return Grid(
        (heads, *(share for _ in matrix.heads)),
        (Alignment.LEFT,) * (len(matrix.heads) + 1),
        (NoEscape(""), *matrix.heads),
        tuple((NoEscape(rf"\SBrowhead{{{head}}}"), *cells) for head, cells in matrix.rows),
    )
