"""The timeline as data: stages and events on one scale of years, and where on it years are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from stagebrief.model.brief import Brief, Event, Stage
from stagebrief.model.date import DateRange, PartialDate

STEPS = (1, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000)))
"""Months from one tick to the next."""
OPEN = 0.04
"""The share of the whole by which an open end goes beyond the latest date known."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Years to shares of the whole, from 0 at `first` to 1 at `last`."""

    first: float
    last: float

    def share(self, year: float) -> float:
        """Where that year lies; what is outside is drawn at the edge."""
        return min(1.0, max(0.0, (year - self.first) / (self.last - self.first)))


@dataclass(frozen=True, slots=True)
class Span:
    """A stage or an event that lasts, in years: in which lane it lies, and which of its ends are open or not sure.

    `stage` is the number of the stage, from 1, that it is or belongs to.
    """

    start: float
    end: float
    stage: int
    lane: int = 0
    open: bool = False
    vague_start: bool = False
    vague_end: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """The beginning of an event."""

    at: float
    stage: int
    vague: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the scale; `date` is what is written there, None for a mark without words."""

    at: float
    date: PartialDate | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that the drawings of the timeline are made from; `events` are by date, each with its stage's number."""

    scale: Scale
    bands: tuple[Span, ...]
    events: tuple[tuple[Event, int], ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """The beginnings of the events, by date."""
        return tuple(Point(year_of(event.date.start), stage, event.date.start.vague) for event, stage in self.events)

    @property
    def stretches(self) -> tuple[Span, ...]:
        """The events that last, in lanes of their own."""
        lasting = [(event.date, stage) for event, stage in self.events if not event.date.single]
        return in_lanes([span_of(dates, stage, self.scale) for dates, stage in lasting], touching=False)


def timeline_of(brief: Brief) -> Timeline:
    """The timeline of the brief."""
    scale = scale_of(brief)
    spans = [span_of(stage.period, number, scale) for number, stage in enumerate(brief.stages, start=1)]
    return Timeline(scale, in_lanes(succeeding(brief.stages, spans), touching=True), events_by_stage(brief.stages))


def succeeding(stages: Iterable[Stage], spans: list[Span]) -> list[Span]:
    """The stages' spans; one that ends in the year, month or day in which the next begins gives way to it."""
    found = list(spans)
    for place, (stage, following) in enumerate(pairwise(stages)):
        end, start = stage.period.end, following.period.start
        if end is not None and year_of(end) <= year_of(start) < spans[place].end:
            found[place] = replace(spans[place], end=year_of(start))
    return found


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
    return tuple(event for event, _ in events_by_stage(brief.stages))


def events_by_stage(stages: Iterable[Stage]) -> tuple[tuple[Event, int], ...]:
    """The events of all stages by date, each with the number of its stage."""
    events = ((event, number) for number, stage in enumerate(stages, start=1) for event in stage.events)
    return tuple(sorted(events, key=lambda one: (one[0].date.start, one[0].date.end or PartialDate(99999))))


def span_of(dates: DateRange, stage: int, scale: Scale) -> Span:
    """A stretch of time on the scale; what is open lasts to its end."""
    end = year_of(dates.end, end=True) if dates.end else scale.last
    vague_end = dates.end is not None and dates.end.vague
    start = year_of(dates.start)
    return Span(start, max(start, end), stage, 0, dates.end is None, dates.start.vague, vague_end)


def in_lanes(spans: Iterable[Span], *, touching: bool) -> tuple[Span, ...]:
    """Each span in the lowest lane where it covers no other; one may begin where another ends if they may touch."""
    lanes: list[float] = []
    placed = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        free = (lane for lane, end in enumerate(lanes) if end < span.start or (touching and end <= span.start))
        lane = next(free, len(lanes))
        lanes[lane : lane + 1] = [span.end]
        placed.append(replace(span, lane=lane))
    return tuple(placed)


def lanes_of(spans: Iterable[Span]) -> int:
    """How many lanes they take."""
    return 1 + max((span.lane for span in spans), default=0)


def ticks_of(scale: Scale, fits: Callable[[tuple[Tick, ...], float], bool], finest: int = 1) -> tuple[Tick, ...]:
    """Ticks at the smallest round step that fits, with marks without words between them where these are few.

    `fits` is asked with the ticks and the share of the whole from one to the next. No step is under `finest` months.
    """
    months = (scale.last - scale.first) * 12
    steps = [step for step in STEPS if step >= finest and months / step <= 60] or [STEPS[-1]]
    for step in steps:
        ticks = ticks_at(scale, step)
        if fits(ticks, step / months):
            break
    finer = [
        smaller for smaller in STEPS if smaller < step <= 6 * smaller and step % smaller == 0 and months / smaller <= 60
    ]
    between = ticks_at(scale, finer[0]) if finer else ()
    written = {tick.at for tick in ticks}
    return tuple(
        sorted((*ticks, *(Tick(tick.at, None) for tick in between if tick.at not in written)), key=lambda one: one.at)
    )


def ticks_at(scale: Scale, step: int) -> tuple[Tick, ...]:
    """Ticks so many months apart, at round years of either era: 500 BCE and 500, and the year 1 between them."""
    if step < 12:
        first, last = -int(-scale.first * 12 // step), int(scale.last * 12 // step)
        found = [(number * step // 12, number * step % 12) for number in range(first, last + 1)]
        return tuple(Tick(year + month / 12, PartialDate(year, month + 1 if month else 0)) for year, month in found)
    every = step // 12
    first, last = int(scale.first) // every - 1, int(scale.last) // every + 1
    years = {number * every if number > 0 else 1 + number * every for number in range(first, last + 1)}
    return tuple(Tick(float(year), PartialDate(year)) for year in sorted(years) if scale.first <= year <= scale.last)
