"""The matrix of stages by determinants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pylatex import NoEscape

from stagebrief.model.block import Alignment
from stagebrief.model.brief import Brief, Stage, Statement
from stagebrief.render.escape import join
from stagebrief.render.tables import Grid

COLUMNS = 5
"""More columns of text than this cannot be read side by side, on paper or on a frame."""
HEAD_SHARE = 0.18

CellMaker = Callable[[Statement], NoEscape]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix as LaTeX: heads of the columns, and rows of a head with its cells."""

    heads: tuple[NoEscape, ...]
    rows: tuple[tuple[NoEscape, tuple[NoEscape, ...]], ...]

    def turned(self) -> Matrix:
        """The same with rows and columns exchanged."""
        columns = zip(*(cells for _, cells in self.rows), strict=True)
        return Matrix(tuple(head for head, _ in self.rows), tuple(zip(self.heads, columns, strict=True)))


def matrix_of(
    brief: Brief, stage_head: Callable[[int, Stage], NoEscape], determinant_heads: tuple[NoEscape, ...], cell: CellMaker
) -> Matrix:
    """Stages across and determinants down; a cell is empty where a stage says nothing of a determinant."""

    def cell_of(stage: Stage, determinant: str) -> NoEscape:
        statement = next((item for item in stage.statements if item.determinant == determinant), None)
        return cell(statement) if statement else NoEscape("–")

    rows = tuple(
        (head, tuple(cell_of(stage, determinant.id) for stage in brief.stages))
        for head, determinant in zip(determinant_heads, brief.determinants, strict=True)
    )
    return Matrix(tuple(stage_head(index, stage) for index, stage in enumerate(brief.stages, start=1)), rows)


def grid_of_matrix(matrix: Matrix) -> Grid | None:
    """The matrix as a table with the fewer heads across; None where both are too many for one table."""
    if len(matrix.rows) < len(matrix.heads):
        matrix = matrix.turned()
    if len(matrix.heads) > COLUMNS or not matrix.rows:
        return None
    share = (1 - HEAD_SHARE) / len(matrix.heads)
    return Grid(
        (HEAD_SHARE, *(share for _ in matrix.heads)),
        (Alignment.LEFT,) * (len(matrix.heads) + 1),
        (NoEscape(""), *matrix.heads),
        tuple((NoEscape(rf"\SBrowhead{{{head}}}"), *cells) for head, cells in matrix.rows),
    )


def lists_of_matrix(matrix: Matrix) -> NoEscape:
    """The matrix as one list for each row, for what no table can hold."""
    pieces = []
    for head, cells in matrix.rows:
        pieces.append(rf"\SBlead{{{head}}}")
        pieces += [rf"\SBmatrixitem{{{name}}}{{{cell}}}" for name, cell in zip(matrix.heads, cells, strict=True)]
    return join(pieces, "\n")
