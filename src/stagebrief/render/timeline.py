"""The timeline: the stages as bands on one scale of years, the events as points on it, and the list of events."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pylatex import NoEscape
from pylatex.tikz import TikZ

from stagebrief.model.brief import Brief, Event, Stage
from stagebrief.model.date import DateRange, PartialDate

STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000)
TICKS = 8
"""At most so many years are written below the scale."""
ROW = 0.17
"""Centimetres from one row of events to the next."""
TOUCHING = 0.012
"""Two events that are nearer than this share of the whole stand in two rows."""
OPEN = 0.04
"""The share of the whole by which an open end goes beyond the latest date known."""
NARROW = 0.03
"""A band that is a smaller share of the whole than this has no room for its number."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Years to shares of the drawing's width, from 0 at `first` to 1 at `last`."""

    first: float
    last: float

    def share(self, year: float) -> float:
        """Where that year lies; what is outside is drawn at the edge."""
        return min(1.0, max(0.0, (year - self.first) / (self.last - self.first)))

    @property
    def ticks(self) -> tuple[int, ...]:
        """The years written below the scale, at round steps."""
        step = next((step for step in STEPS if (self.last - self.first) / step <= TICKS), STEPS[-1])
        start = -(-int(self.first) // step) * step
        return tuple(range(start, int(self.last) + 1, step))


def year_of(date: PartialDate, end: bool = False) -> float:
    """The date as a number of years; the end of a year or month is where the next begins."""
    month = date.month or (13 if end else 1)
    if date.month and not date.day and end:
        month += 1
    return date.year + (month - 1) / 12 + (max(date.day, 1) - 1) / 366


def scale_of(brief: Brief) -> Scale:
    """The scale that holds all stages and events; what is open goes on a little beyond the latest date known."""
    ranges = [stage.period for stage in brief.stages] + [event.date for event in all_events(brief)]
    starts = [year_of(dates.start) for dates in ranges]
    ends = [year_of(dates.end, end=True) for dates in ranges if dates.end]
    last = max([*starts, *ends, *([year_of(brief.date, end=True)] if brief.date else [])])
    first = min(starts)
    last = last if last > first else first + 1
    if any(dates.end is None for dates in ranges):
        last += OPEN * (last - first)
    return Scale(first, last)


def all_events(brief: Brief) -> tuple[Event, ...]:
    """The events of all stages by date."""
    events = (event for stage in brief.stages for event in stage.events)
    return tuple(sorted(events, key=lambda event: (event.date.start, event.date.end or PartialDate(99999))))


def end_share(dates: DateRange, scale: Scale) -> float:
    """Where a stretch ends on the scale."""
    return scale.share(year_of(dates.end, end=True)) if dates.end else 1.0


def timeline_to_tex(brief: Brief, height: float = 0.55) -> NoEscape:
    """The drawing, as wide as the measure, with bands of `height` centimetres. It holds no words but years."""
    scale = scale_of(brief)
    lines = [*band_lines(brief.stages, scale, height), *event_lines(all_events(brief), scale, height)]
    lines += tick_lines(scale)
    lines.insert(0, rf"\useasboundingbox (0,-0.42) rectangle (1,{top_of(lines, height):.2f});")
    drawing = TikZ(options=NoEscape(r"x=\linewidth,y=1cm"), data=[NoEscape(line) for line in lines])
    return NoEscape(drawing.dumps())


def top_of(lines: Iterable[str], height: float) -> float:
    """The height of the drawing: of its highest point, with some air."""
    found = (float(match[1]) for line in lines for match in re.finditer(r",(\d+\.\d+)\)", line))
    return max(found, default=height) + 0.1


def band_lines(stages: Iterable[Stage], scale: Scale, height: float) -> list[str]:
    """A band for each stage with its number, where there is room."""
    lines = []
    for number, stage in enumerate(stages, start=1):
        start, end = scale.share(year_of(stage.period.start)), end_share(stage.period, scale)
        colour = "SBband" if number % 2 else "SBbandtwo"
        lines.append(rf"\fill[{colour}] ({start:.4f},0) rectangle ({max(end, start + 0.004):.4f},{height:.2f});")
        if end - start >= NARROW:
            middle = (start + end) / 2
            lines.append(rf"\node[SBbandnumber] at ({middle:.4f},{height / 2:.2f}) {{{number}}};")
    return lines


def event_lines(events: tuple[Event, ...], scale: Scale, height: float) -> list[str]:
    """Points for single dates over the bands and bars for stretches over these, stacked where they would touch."""
    lines: list[str] = []
    points = [(scale.share(year_of(event.date.start)),) * 2 for event in events if event.date.single]
    base = height + 0.2
    for start, _, row in stacked(points):
        lines.append(rf"\fill[SBevent] ({start:.4f},{base + ROW * row:.2f}) circle[radius=0.055cm];")
    base += ROW * (1 + max((row for _, _, row in stacked(points)), default=-1))
    stretches = [
        (scale.share(year_of(event.date.start)), end_share(event.date, scale))
        for event in events
        if not event.date.single
    ]
    for start, end, row in stacked(stretches):
        lines.append(rf"\draw[SBstretch] ({start:.4f},{base + ROW * row:.2f}) -- ({end:.4f},{base + ROW * row:.2f});")
    return lines


def stacked(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float, int]]:
    """Each span with the lowest row in which it touches no other."""
    rows: list[float] = []
    placed = []
    for start, end in spans:
        row = next((index for index, taken in enumerate(rows) if taken < start - TOUCHING), len(rows))
        rows[row : row + 1] = [end]
        placed.append((start, end, row))
    return placed


def tick_lines(scale: Scale) -> list[str]:
    """The axis with its years; the outermost are kept inside the measure."""
    lines = [r"\draw[SBaxis] (0,0) -- (1,0);"]
    for year in scale.ticks:
        x = scale.share(year)
        anchor = "north west" if x < 0.03 else "north east" if x > 0.97 else "north"
        lines.append(rf"\draw[SBaxis] ({x:.4f},0) -- ++(0,-0.1) node[SByear,anchor={anchor}] {{{year}}};")
    return lines
