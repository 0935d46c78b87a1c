"""A content folder in several themes, side by side on one picture."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2

from stagebrief.build import Progress, build, silent
from stagebrief.diagnostics import error
from stagebrief.errors import UsageError
from stagebrief.graphics import png_of
from stagebrief.load.folder import themes_here
from stagebrief.load.theme import CHOICE
from stagebrief.pdfium import ALONE

WIDTH, GAP = 1800, 10
"""Of the sheet and between its pages, in points of the picture."""
PAGES, FRAMES = 6, 6
"""How many there are in a row."""
GREY = b"\x8c\x8c\x8c"

Rows = list[bytes]
"""A picture as rows of points of three bytes each."""


def draw_sheet(
    content: str | Path, target: str | Path, names: Iterable[str] = (), progress: Progress = silent
) -> tuple[str, ...]:
    """Draw the first pages of the brief and frames of the deck in each theme, and dark frames; what each row shows.

    Raises what `build` raises, and UsageError if there is no such theme.
    """
    chosen = tuple(names) or tuple(theme.name for theme in themes_here()[0])
    dark = {theme.name for theme in themes_here()[0] if theme.dark}
    shown, sheet = [], []
    with tempfile.TemporaryDirectory(prefix="stagebrief-") as scratch:
        for number, name in enumerate(chosen):
            progress(f"the theme {name}")
            for kind, choice, targets in kinds_of(name, with_dark=name in dark):
                with wanting(choice):
                    report = build(content, Path(scratch, str(number), kind), targets, progress=progress)
                for artifact in report.artifacts:
                    frames = artifact.target == "slides"
                    sheet.append(row_of(artifact.path, FRAMES if frames else PAGES))
                    shown.append(f"{name}, {kind + ' frames' if frames else 'pages'}")
    if not sheet:
        raise UsageError([error("theme-exists", "there is no theme to draw", None, "name one with --theme")])
    picture = stacked(sheet)
    path = Path(target)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(png_of(picture, 3))
    return tuple(shown)


def kinds_of(name: str, *, with_dark: bool) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The builds of one theme: their kind, what is to be chosen, and the targets."""
    yield "light", f"{name}:light" if with_dark else name, ("brief", "slides")
    if with_dark:
        yield "dark", f"{name}:dark", ("slides",)


@contextmanager
def wanting(choice: str) -> Iterator[None]:
    """Let builds have that theme."""
    before = os.environ.get(CHOICE)
    os.environ[CHOICE] = choice
    try:
        yield
    finally:
        if before is None:
            del os.environ[CHOICE]
        else:
            os.environ[CHOICE] = before


def row_of(pdf: Path, count: int) -> Rows:
    """Pages of a PDF side by side: the first half of those that fit, and others from the rest of it."""
    with ALONE, pypdfium2.PdfDocument(pdf) as document:
        total = len(document)
        first = min(count // 2, total)
        rest = (
            [first + (total - first) * step // (count - first) for step in range(count - first)]
            if total > first
            else []
        )
        numbers = list(dict.fromkeys([*range(first), *rest]))
        pages = [painted(document[number], count) for number in numbers]
    height = max(len(page) for page in pages)
    width = len(pages[0][0])
    pages += [[GREY * (width // 3)] * height] * (count - len(pages))
    edge = GREY * GAP
    rows = [
        edge + edge.join(page[line] if line < len(page) else GREY * (width // 3) for page in pages)
        for line in range(height)
    ]
    full = GREY * WIDTH
    return [(row + full)[: WIDTH * 3] for row in rows]


def painted(page: pypdfium2.PdfPage, count: int) -> Rows:
    """One page as a picture, so wide that `count` of them fill a row."""
    width = (WIDTH - GAP * (count + 1)) // count
    bitmap = page.render(scale=(width + 0.5) / page.get_width(), rev_byteorder=True)
    data, each = bytes(bitmap.buffer), bitmap.n_channels
    rows = [
        data[start : start + bitmap.width * each] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride)
    ]
    if each == 4:
        rows = [b"".join(row[at : at + 3] for at in range(0, len(row), 4)) for row in rows]
    return [(row + GREY * width)[: width * 3] for row in rows]


def stacked(rows: list[Rows]) -> Rows:
    """The rows below each other."""
    gap = [GREY * WIDTH] * GAP
    return [*gap, *(line for row in rows for line in (*row, *gap))]
