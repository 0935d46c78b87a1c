"""The timeline down the page: a scale on which each event has a row of its own.

Between two events the scale is as long as the time between them, or as the words of the first where these are longer:
dense years fold out. So no words ever meet, and a page may end between any two rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from stagebrief.model.brief import Event
from stagebrief.model.calendars import format_date
from stagebrief.model.plain import plain_text
from stagebrief.render.drawing import Dot, Head, Label, Line, Rect, Shape
from stagebrief.render.timeline import Span, Tick, Timeline, lanes_of, ticks_of
from stagebrief.render.widths import Ruler

SIZE = 8.0
"""The type of the years beside the scale."""
BAND = 12.0
LANE = 4.2
"""From one event that lasts to the next, and the most that all take."""
MOST = 34.0
SHORTEST = 150.0
SHARE = 0.22
"""The scale is as long as this share of all the words below each other, and never shorter than the other."""
LINE = 15.0
"""About the height of a line of words with the space behind it."""
MEASURE = 240.0
"""About the width of the words."""


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside a piece of the scale: an event, or none before the first.

    The heights of `shapes` are shares of the row's; `gap` is how high it is at least, by the scale. `head` are the
    shapes that stand over the row where a page begins with it, again in shares.
    """

    event: Event | None
    gap: float
    shapes: tuple[Shape, ...]
    head: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows, and how far their words stand from the edge."""

    rows: tuple[Row, ...]
    indent: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand beside the words, in points from the edge."""

    years: float
    band: float
    line: float
    first: float
    pitch: float
    indent: float


def rows_of(timeline: Timeline, language: str, ruler: Ruler) -> Rows:
    """The rows of a timeline."""
    if not timeline.events:
        return Rows((), 0.0)
    scale = timeline.scale
    length = length_of(timeline, ruler)
    years = scale.last - scale.first

    def fits(ticks: tuple[Tick, ...], share: float) -> bool:
        return len(ticks) < 2 or share * length >= 16

    ticks = ticks_of(scale, fits, finest=12)
    texts = [format_date(tick.date, language) for tick in ticks if tick.date]
    columns = columns_of(timeline, max((ruler.width(text, SIZE) for text in texts), default=0.0))
    starts = [point.at for point in timeline.points]
    windows = list(pairwise([*starts, max(scale.last, starts[-1])]))
    events: list[Event | None] = [event for event, _ in timeline.events]
    if starts[0] > scale.first:
        windows.insert(0, (scale.first, starts[0]))
        events.insert(0, None)
    rows = []
    numbered: set[str] = set()
    for number, ((first, last), event) in enumerate(zip(windows, events, strict=True)):
        window = Window(timeline, first, last, is_first=number == 0, is_last=number == len(windows) - 1)
        shapes = (
            *numbered_once(bands_in(window, columns), numbered),
            *axis_in(window, columns, ticks, language),
            *stretches_in(window, columns),
            *([Dot("SBevent", columns.line, 0.0, 2.0, event.date.start.vague)] if event else []),
        )
        gap = length * (last - first) / years
        rows.append(Row(event, gap, shapes, tuple(head_of(window, columns))))
    return Rows(tuple(rows), columns.indent)


def length_of(timeline: Timeline, ruler: Ruler) -> float:
    """How long the scale would be if no words stood beside it."""
    lines = sum(
        max(1, -(-int(ruler.width(plain_text(event.what), 10)) // int(MEASURE))) + 0.4 for event, _ in timeline.events
    )
    return max(SHORTEST, SHARE * LINE * lines)


def columns_of(timeline: Timeline, widest: float) -> Columns:
    """The columns for years of that width: these, the bands, the line, the events that last, the words."""
    years = max(26.0, widest)
    band = years + 4
    line = band + BAND + 4
    lanes = lanes_of(timeline.stretches) if timeline.stretches else 0
    pitch = min(LANE, MOST / max(1, lanes))
    return Columns(years, band, line, line + 5, pitch, line + 8 + pitch * lanes)


@dataclass(frozen=True, slots=True)
class Window:
    """The time from one event to the next."""

    timeline: Timeline
    first: float
    last: float
    is_first: bool
    is_last: bool

    def share(self, year: float) -> float:
        """How far down the row that year is; a row without time is all at its beginning."""
        return min(1.0, max(0.0, (year - self.first) / (self.last - self.first))) if self.last > self.first else 0.0

    def covers(self, span: Span) -> tuple[float, float] | None:
        """From where to where the span goes in the row; None where it is not there."""
        if self.last > self.first:
            found = self.share(span.start), self.share(span.end)
            return found if found[1] > found[0] else None
        return (0.0, 1.0) if span.start <= self.first < span.end else None

    def begins(self, span: Span) -> bool:
        """Whether the span begins within the row; at its very end, only the last row has it."""
        if self.last == self.first:
            return self.is_last and span.start == self.last
        return (self.first <= span.start < self.last) or (self.is_last and span.start == self.last)

    def ends(self, span: Span) -> bool:
        """Whether the span ends within the row."""
        return self.first < span.end <= self.last


def bands_in(window: Window, columns: Columns) -> Iterator[Shape]:
    """The stages of that time, each with its number where it begins."""
    for span in window.timeline.bands:
        if (covered := window.covers(span)) is None:
            continue
        left, right = lane_of(span, window, columns)
        upper, lower = covered
        yield Rect("SBband" if span.stage % 2 else "SBbandtwo", left, upper, right, lower)
        if window.begins(span) or (window.is_first and span.start <= window.first):
            yield Label("number", (left + right) / 2, upper, "middle", str(span.stage))
            if span.vague_start:
                yield Line("SBaccent", 0.8, left, upper, right, upper, dashed=True)
        if window.ends(span):
            if span.vague_end:
                yield Line("SBaccent", 0.8, left, lower, right, lower, dashed=True)
            if span.open:
                yield Head(
                    "SBband" if span.stage % 2 else "SBbandtwo",
                    (left + right) / 2,
                    lower,
                    6,
                    (right - left) / 2,
                    "down",
                )


def numbered_once(shapes: Iterator[Shape], known: set[str]) -> Iterator[Shape]:
    """The shapes without the numbers of stages that stand further up; those that are new become known."""
    for shape in shapes:
        if isinstance(shape, Label):
            if shape.text in known:
                continue
            known.add(shape.text)
        yield shape


def lane_of(span: Span, window: Window, columns: Columns) -> tuple[float, float]:
    """Where a stage's band stands among those of its time."""
    wide = BAND / lanes_of(window.timeline.bands)
    left = columns.band + wide * span.lane
    return left, left + wide


def axis_in(window: Window, columns: Columns, ticks: tuple[Tick, ...], language: str) -> Iterator[Shape]:
    """The line, and the years of that time."""
    yield Line("SBgrey", 0.5, columns.line, 0.0, columns.line, 1.0)
    for tick in ticks:
        if window.first < tick.at <= window.last or (window.is_first and tick.at == window.first):
            y = window.share(tick.at)
            long = 3.0 if tick.date else 1.6
            yield Line("SBgrey", 0.4, columns.line - long, y, columns.line, y)
            if tick.date:
                yield Label("year", columns.years, y, "end", format_date(tick.date, language))


def stretches_in(window: Window, columns: Columns) -> Iterator[Shape]:
    """The events that last through that time."""
    for span in window.timeline.stretches:
        if (covered := window.covers(span)) is None:
            continue
        x = columns.first + columns.pitch * span.lane
        upper, lower = covered
        yield Line("SBevent", 1.2, x, upper, x, lower, span.vague_start or span.vague_end)
        if window.ends(span) and span.open:
            yield Head("SBevent", x, lower, 3, 1.8, "down")


def head_of(window: Window, columns: Columns) -> Iterator[Shape]:
    """What a page shows over its first row: the stages and events that go on, with the stages' numbers."""
    yield Line("SBgrey", 0.5, columns.line, 0.0, columns.line, 1.0, dashed=True)
    for span in window.timeline.bands:
        if span.start < window.first < span.end or (span.start == window.first and window.last == window.first):
            left, right = lane_of(span, window, columns)
            yield Rect("SBband" if span.stage % 2 else "SBbandtwo", left, 0.0, right, 1.0)
            yield Label("number", (left + right) / 2, 0.0, "middle", str(span.stage))
    for span in window.timeline.stretches:
        if span.start < window.first < span.end:
            x = columns.first + columns.pitch * span.lane
            yield Line("SBevent", 1.2, x, 0.0, x, 1.0, span.vague_start or span.vague_end)
