"""Timeline and matrix each as one drawing that stands by itself, from the layout of the page."""

from __future__ import annotations

from pylatex import NoEscape

from stagebrief.model.brief import Brief
from stagebrief.model.calendars import format_date
from stagebrief.model.fonts import FontSet
from stagebrief.model.plain import plain_text
from stagebrief.render.drawing import Dot, Drawing, Head, Label, Line, Rect, Shape, moved
from stagebrief.render.languages import main_language
from stagebrief.render.matrix import GAP, Matrix, Sheet, fitted, head_share, matrix_of
from stagebrief.render.timeline import timeline_of
from stagebrief.render.timeline_rows import Row, rows_of
from stagebrief.render.timeline_strip import PAGE, Strip, strip_of
from stagebrief.render.widths import Ruler, ruler_of
from stagebrief.render.words import word

WIDTH = PAGE.width
SIZES = {
    "heading": 14.0,
    "legend": 9.0,
    "date": 9.0,
    "text": 10.0,
    "year": 8.0,
    "number": 9.0,
    "cell": 9.0,
    "cellhead": 9.0,
}
"""The type of each style of words, in points."""
LEADING = 1.35
OTHERS = 1.08
"""Words may be so much wider in another font than in ours."""
DATE = 98.0
NUMBER = 9.0
"""From the top of a band to the baseline of its number, for which the band needs a little more."""


def timeline_sheet(brief: Brief, fonts: FontSet) -> Drawing:
    """The strip with its legend, and below it the events beside the scale."""
    ruler, language = ruler_of(fonts), brief.language
    timeline = timeline_of(brief)
    shapes: list[Shape] = [Label("heading", 0, 14, "start", word("Timeline", language))]
    strip = strip_of(Strip(timeline, PAGE, language, ruler))
    shapes += [moved(shape, 0, 26) for shape in strip.shapes]
    y = 26 + strip.height + 6
    for number, stage in enumerate(brief.stages, start=1):
        text = f"{plain_text(stage.title)} ({plain_text(stage.period_label)})"
        shapes.append(Label("number", 0, y + NUMBER, "start", str(number)))
        y = add_lines(shapes, "legend", text, 16, y, WIDTH - 16, ruler)
    y += 12
    if timeline.events:
        y = add_rows(shapes, y, brief, ruler)
    return finished(Drawing(WIDTH, y, tuple(shapes)), language)


def add_lines(shapes: list[Shape], style: str, text: str, x: float, y: float, measure: float, ruler: Ruler) -> float:
    """The text in lines from there on; gives where the next would begin."""
    size = SIZES[style]
    bold = style in ("date", "cellhead", "heading")
    for line in ruler.lines(text, size, measure / OTHERS, bold=bold):
        shapes.append(Label(style, x, y + size, "start", line))
        y += LEADING * size
    return y


def add_rows(shapes: list[Shape], top: float, brief: Brief, ruler: Ruler) -> float:
    """The events beside their scale; gives where it ends."""
    language = brief.language
    rows = rows_of(timeline_of(brief), language, ruler)
    words: list[Shape] = []
    drawn: list[Shape] = []
    y = top
    for row in rows.rows:
        lower = y
        if row.event is not None:
            left = rows.indent + DATE + 8
            text = plain_text(row.event.what)
            dated = add_lines(words, "date", format_date(row.event.date, language), rows.indent, y, DATE, ruler)
            lower = max(dated, add_lines(words, "text", text, left, y, WIDTH - left, ruler)) + 3
        height = max(row.gap, lower - y)
        drawn += stretched(row, y + 6.5, height)
        y += height
    shapes += [shape for shape in drawn if not isinstance(shape, Label | Dot)]
    shapes += [shape for shape in drawn if isinstance(shape, Dot)]
    shapes += [*apart([shape for shape in drawn if isinstance(shape, Label)], drawn), *words]
    return y + 14


def stretched(row: Row, top: float, height: float) -> list[Shape]:
    """The shapes of a row, whose heights are shares, in the height that it has."""
    found: list[Shape] = []
    for shape in row.shapes:
        match shape:
            case Rect(colour, left, upper, right, lower):
                found.append(Rect(colour, left, top + upper * height, right, top + lower * height))
            case Line(colour, width, left, upper, right, lower, dashed):
                found.append(Line(colour, width, left, top + upper * height, right, top + lower * height, dashed))
            case Dot(colour, x, y, radius, hollow):
                found.append(Dot(colour, x, top + y * height, radius, hollow))
            case Head(colour, x, y, size, half, turn):
                found.append(Head(colour, x, top + y * height, size, half, turn))
            case Label(style, x, y, anchor, text):
                found.append(Label(style, x, top + y * height, anchor, text))
    return found


def apart(labels: list[Label], drawn: list[Shape]) -> list[Shape]:
    """Years and numbers of stages; those are left out that stand too near to the one before, or have no room."""
    found: list[Shape] = []
    last: dict[tuple[str, float], float] = {}
    for label in labels:
        key = (label.style, label.x)
        room = label.style == "year" or band_below(label, drawn) >= NUMBER + 2
        if not room or label.y < last.get(key, float("-inf")) + 10:
            continue
        last[key] = label.y
        down = 2.8 if label.style == "year" else NUMBER
        found.append(Label(label.style, label.x, label.y + down, label.anchor, label.text))
    return found


def band_below(label: Label, drawn: list[Shape]) -> float:
    """How far the band goes on in which a number begins."""
    y, colour = label.y, ""
    for shape in drawn:
        if not (isinstance(shape, Rect) and shape.left < label.x < shape.right and abs(shape.top - y) < 0.05):
            continue
        if colour in ("", shape.colour) and shape.bottom > shape.top:
            y, colour = shape.bottom, shape.colour
    return y - label.y


def matrix_sheet(brief: Brief, fonts: FontSet) -> Drawing:
    """The matrix as a table, or as several below each other, with rules between the rows."""
    ruler, language = ruler_of(fonts), brief.language
    sheet = Sheet(WIDTH, SIZES["cell"] * OTHERS, ruler)
    empty = NoEscape("")
    matrix = matrix_of(
        brief, lambda _number, _stage: empty, tuple(empty for _ in brief.determinants), lambda _: empty, sources=False
    )
    stages = tuple(
        f"{word('Stage', language)} {number} ({label})" for number, label in enumerate(matrix.head_words, start=1)
    )
    matrix = Matrix(matrix.heads, matrix.rows, stages, matrix.row_words)
    shapes: list[Shape] = [Label("heading", 0, 14, "start", word("Matrix", language))]
    y = 28.0
    for part in fitted(matrix, sheet):
        y = add_table(shapes, part, y, sheet) + 18
    return finished(Drawing(WIDTH, y - 18, tuple(shapes)), language)


def add_table(shapes: list[Shape], matrix: Matrix, top: float, sheet: Sheet) -> float:
    """One table; gives where it ends."""
    first = WIDTH * head_share(matrix, sheet)
    wide = (WIDTH - first) / len(matrix.head_words)
    shapes.append(Line("SBaccent", 1.0, 0, top, WIDTH, top))
    y = top + 5
    rows = [("", matrix.head_words, "cellhead"), *((head, cells, "cell") for head, cells in matrix.row_words)]
    for number, (head, cells, style) in enumerate(rows):
        lower = add_lines(shapes, "cellhead", head, 0, y, first - GAP, sheet.ruler)
        for column, cell in enumerate(cells):
            lower = max(lower, add_lines(shapes, style, cell, first + wide * column, y, wide - GAP, sheet.ruler))
        y = lower + 4
        last = number in (0, len(rows) - 1)
        shapes.append(Line("SBaccent" if last else "SBrule", 0.8 if last else 0.4, 0, y, WIDTH, y))
        y += 5
    return y - 5


def finished(drawing: Drawing, language: str) -> Drawing:
    """From right to left where the language is so written."""
    return drawing.mirrored() if main_language(language).right_to_left else drawing
