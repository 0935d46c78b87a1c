"""A drawing of seconds by pages as SVG: two fields, both axes by powers of ten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import log10
from statistics import median

from benchmarks.speed.cases import Record
from benchmarks.speed.verdicts import seconds

WIDTH, HEIGHT, LEFT, TOP = 420, 320, 60, 40
COLOURS = ("#1B4870", "#4B8BBE", "#A8461B", "#7A4B00", "#C08A2B", "#2E7D4F", "#7FB58F")
FIELDS = (("cold", "Cold"), ("word", "One word changed"))


def plot_of(records: Sequence[Record]) -> str:
    """The drawing."""
    names = list(dict.fromkeys(one["name"] for one in records if one["case"] in {"cold", "word"}))
    colours = dict(zip(names, COLOURS * 3, strict=False))
    height = TOP + HEIGHT + 60 + 18 * ((len(names) + 2) // 3)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * (WIDTH + LEFT) + 20} {height}" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Seconds by pages, cold and after one word was changed</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for index, (case, title) in enumerate(FIELDS):
        parts += field_of(records, case, title, LEFT + index * (WIDTH + LEFT), colours)
    for index, (name, colour) in enumerate(colours.items()):
        x, y = LEFT + (index % 3) * 300, TOP + HEIGHT + 60 + 18 * (index // 3)
        parts.append(f'<rect x="{x}" y="{y - 9}" width="18" height="4" fill="{colour}"/>')
        parts.append(f'<text x="{x + 24}" y="{y - 3}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def field_of(records: Sequence[Record], case: str, title: str, left: float, colours: dict[str, str]) -> Iterator[str]:
    """One field with its axes and lines."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for name in colours:
        for size in sorted({one["size"] for one in records if one["size"]}):
            if found := seconds(records, size, case, name):
                lines.setdefault(name, []).append((size, median(found.values())))
    yield f'<text x="{left}" y="{TOP - 14}" font-size="14" font-weight="bold">{title}</text>'
    yield f'<rect x="{left}" y="{TOP}" width="{WIDTH - 20}" height="{HEIGHT}" fill="none" stroke="#999"/>'

    def x_of(pages: float) -> float:
        return left + (WIDTH - 20) * (log10(pages) - log10(3)) / (log10(600) - log10(3))

    def y_of(value: float) -> float:
        return TOP + HEIGHT - HEIGHT * (log10(max(value, 0.01)) + 2) / 5

    for pages in (5, 20, 100, 400):
        yield f'<text x="{x_of(pages):.1f}" y="{TOP + HEIGHT + 16}" text-anchor="middle">{pages}</text>'
    yield f'<text x="{left + WIDTH / 2}" y="{TOP + HEIGHT + 34}" text-anchor="middle">pages</text>'
    for power in range(-2, 4):
        y = y_of(10**power)
        yield f'<line x1="{left}" x2="{left + WIDTH - 20}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
        yield f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
    for name, points in lines.items():
        path = " ".join(f"{x_of(pages):.1f},{y_of(value):.1f}" for pages, value in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colours[name]}" stroke-width="2"/>'
        for pages, value in points:
            yield f'<circle cx="{x_of(pages):.1f}" cy="{y_of(value):.1f}" r="3" fill="{colours[name]}"/>'
