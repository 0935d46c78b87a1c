"""Where a page's content puts things."""

from __future__ import annotations

from collections.abc import Iterable

from stagebrief.inspect.sheet import Box

Matrix = tuple[float, float, float, float, float, float]
ITSELF: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Point = tuple[float, float]


def times(first: Matrix, second: Matrix) -> Matrix:
    """The first matrix, then the second."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def at(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point is put."""
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def around(points: Iterable[Point]) -> Box:
    """The box around points."""
    found = list(points)
    across, up = [x for x, _ in found], [y for _, y in found]
    return min(across), min(up), max(across), max(up)


def placed(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    """The box around where a box is put."""
    return around((at(matrix, left, bottom), at(matrix, right, bottom), at(matrix, left, top), at(matrix, right, top)))


def matrix_of(values: Iterable[object]) -> Matrix:
    """The six numbers of a matrix; the one that changes nothing where there are others."""
    try:
        a, b, c, d, e, f = (float(value) for value in values)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ITSELF
    return (a, b, c, d, e, f)
