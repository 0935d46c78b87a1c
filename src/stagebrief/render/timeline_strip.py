"""The whole timeline in one strip: the stages as bands, above them the events, below them the years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stagebrief.model.calendars import format_date
from stagebrief.render.drawing import Dot, Drawing, Head, Label, Line, Rect, Shape
from stagebrief.render.timeline import Span, Tick, Timeline, lanes_of, ticks_of
from stagebrief.render.widths import Ruler

AIR = 5.0
"""Points between two years at least."""
NARROW = 2.0
"""No band and no bar is narrower than this."""


@dataclass(frozen=True, slots=True)
class Look:
    """The sizes of a strip in points: its width, its bands, its points, and the type of the years.

    Points stand over the bands, `pitch` from one row to the next and no higher than `stack` in all; without a stack
    they stand on the bands.
    """

    width: float
    band: float
    pitch: float
    radius: float
    stack: float
    size: float


PAGE = Look(width=455.2, band=15.6, pitch=4.8, radius=1.55, stack=46.0, size=8.0)
FRAME = Look(width=404.0, band=15.0, pitch=4.6, radius=1.55, stack=30.0, size=10.0)
CUT = Look(width=404.0, band=6.0, pitch=0.0, radius=1.7, stack=0.0, size=10.0)
SQUARER = 313.0
"""The width on frames of 4:3."""


@dataclass(frozen=True, slots=True)
class Strip:
    """What a strip is drawn from; `stage` is the number of the stage that it is a cut for, 0 for none."""

    timeline: Timeline
    look: Look
    language: str
    ruler: Ruler
    stage: int = 0

    def x(self, year: float) -> float:
        """Where a year lies."""
        return self.look.width * self.timeline.scale.share(year)

    def stands_out(self, stage: int) -> bool:
        """Whether the stage is the one that the cut is for; all are where it is for none."""
        return self.stage in (0, stage)


def strip_of(strip: Strip) -> Drawing:
    """The strip drawn from left to right."""
    look = strip.look
    above: list[Shape] = []
    height = 0.0
    if look.stack:
        above, height = shapes_above(strip)
    bands = [shape for span in strip.timeline.bands for shape in band(strip, span, height)]
    foot = height + look.band
    if not look.stack:
        middle = height + look.band / 2
        order = sorted(strip.timeline.points, key=lambda point: strip.stands_out(point.stage))
        above = [dot(strip, point.at, middle, point.stage, vague=point.vague) for point in order]
    years = [*axis(strip, foot)]
    return Drawing(look.width, foot + 3 + look.size + 2, (*bands, *years, *above))


def shapes_above(strip: Strip) -> tuple[list[Shape], float]:
    """The events over the bands, those that last as bars over the points; and the height that they take."""
    look = strip.look
    rows = stacked([(strip.x(point.at), point.stage, point.vague) for point in strip.timeline.points], look)
    count = 1 + max((row for *_, row in rows), default=-1)
    stretches = strip.timeline.stretches
    lanes = lanes_of(stretches) if stretches else 0
    pitch = min(look.pitch, look.stack / max(1, count))
    between = min(look.pitch, 0.7 * look.stack / max(1, lanes))
    height = 3 + pitch * count + between * lanes + 1
    shapes: list[Shape] = []
    for x, stage, vague, row in rows:
        shapes.append(Dot(event_colour(strip, stage), x, height - 4 - pitch * row, look.radius, vague))
    for span in stretches:
        y = height - 4 - pitch * count - between * span.lane
        shapes += bar(strip, span, y)
    return shapes, height


def stacked(points: Iterable[tuple[float, int, bool]], look: Look) -> list[tuple[float, int, bool, int]]:
    """Each point with the lowest row in which it touches no other, and kept within the width."""
    rows: list[float] = []
    placed = []
    for x, stage, vague in points:
        inside = min(look.width - look.radius, max(look.radius, x))
        row = next((number for number, taken in enumerate(rows) if taken <= inside - 2.4 * look.radius), len(rows))
        rows[row : row + 1] = [inside]
        placed.append((inside, stage, vague, row))
    return placed


def event_colour(strip: Strip, stage: int) -> str:
    """Events of other stages than the one shown are grey."""
    return "SBevent" if strip.stands_out(stage) else "SBgrey"


def dot(strip: Strip, year: float, y: float, stage: int, *, vague: bool) -> Dot:
    """A point at that height, within the width."""
    radius = strip.look.radius if strip.stands_out(stage) else 0.6 * strip.look.radius
    x = min(strip.look.width - radius, max(radius, strip.x(year)))
    return Dot(event_colour(strip, stage), x, y, radius, vague)


def bar(strip: Strip, span: Span, y: float) -> list[Shape]:
    """An event that lasts: dashed where an end is not sure, with an arrow where it goes on."""
    colour = event_colour(strip, span.stage)
    left = strip.x(span.start)
    right = max(strip.x(span.end), left + NARROW)
    shift = max(0.0, right - strip.look.width)
    left, right = left - shift, right - shift
    if span.open:
        right -= 3
    shapes: list[Shape] = [Line(colour, 1.3, left, y, max(left, right), y, span.vague_start or span.vague_end)]
    return [*shapes, Head(colour, max(left, right), y, 3, 1.9)] if span.open else shapes


def band(strip: Strip, span: Span, top: float) -> list[Shape]:
    """A stage with its number where there is room: a dashed edge where an end is not sure, a tip where it goes on."""
    look = strip.look
    high = look.band / lanes_of(strip.timeline.bands)
    upper = top + high * span.lane
    lower = upper + high
    left = strip.x(span.start)
    right = max(strip.x(span.end), left + NARROW)
    shift = max(0.0, right - look.width)
    left, right = left - shift, right - shift
    colour = band_colour(strip, span)
    tip = min(high / 2, right - left) if span.open else 0.0
    shapes: list[Shape] = [Rect(colour, left, upper, right - tip, lower)]
    if span.open:
        shapes.append(Head(colour, right - tip, (upper + lower) / 2, tip, high / 2))
    shapes += [
        Line("SBaccent", 0.8, x, upper, x, lower, dashed=True)
        for x, vague in ((left, span.vague_start), (right, span.vague_end))
        if vague
    ]
    size = min(9.0, high)
    number = str(span.stage)
    if high >= 7 and strip.ruler.width(number, size, bold=True) + 4 <= right - left:
        shapes.append(Label("number", (left + right) / 2, (upper + lower) / 2 + 0.36 * size, "middle", number))
    return shapes


def band_colour(strip: Strip, span: Span) -> str:
    """Bands take turns; in a cut that of the stage stands out."""
    if strip.stage:
        return "SBaccent" if span.stage == strip.stage else "SBband" if span.stage % 2 else "SBbandtwo"
    return "SBband" if span.stage % 2 else "SBbandtwo"


def axis(strip: Strip, y: float) -> list[Shape]:
    """The line below the bands, and its years at round steps with air between them."""
    look = strip.look

    def width(tick: Tick) -> float:
        return strip.ruler.width(format_date(tick.date, strip.language), look.size) if tick.date else 0.0

    def fits(ticks: tuple[Tick, ...], share: float) -> bool:
        widest = max((width(tick) for tick in ticks), default=0.0)
        return widest + AIR <= share * look.width and share >= 0.06

    shapes: list[Shape] = [Line("SBgrey", 0.4, 0, y, look.width, y)]
    for tick in ticks_of(strip.timeline.scale, fits):
        x = strip.x(tick.at)
        shapes.append(Line("SBgrey", 0.4, x, y, x, y + (3 if tick.date else 1.6)))
        if tick.date:
            half = width(tick) / 2
            middle = min(look.width - half, max(half, x))
            text = format_date(tick.date, strip.language)
            shapes.append(Label("year", middle, y + 3.5 + 0.78 * look.size, "middle", text))
    return without_crowding(shapes, strip)


def without_crowding(shapes: list[Shape], strip: Strip) -> list[Shape]:
    """Without the years that stand too near to the one before, as may be at the edges and between the eras."""
    found: list[Shape] = []
    taken = float("-inf")
    for shape in shapes:
        if isinstance(shape, Label):
            half = strip.ruler.width(shape.text, strip.look.size) / 2
            if shape.x - half < taken + AIR / 2:
                continue
            taken = shape.x + half
        found.append(shape)
    return found
