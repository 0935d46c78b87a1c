"""Diagnostics for people: the place, the fact, the line with the words underlined, the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.report.places import TAB, UNSEEN, ordered, place_of, visible, width_of

COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
DIM, BOLD, PLAIN = "\x1b[2m", "\x1b[1m", "\x1b[0m"
WIDEST = 100
"""Characters of a source line that are shown; of a longer one the part around the fault."""
BEFORE = 40
"""Characters that are shown before a fault in a longer line."""


def format_diagnostics(
    diagnostics: Iterable[Diagnostic], files: Mapping[str, str], colour: bool, folder: str = ""
) -> str:
    """All diagnostics in the order of their places, errors of no place first; `folder` is where their files lie."""
    return "\n".join(format_diagnostic(diagnostic, files, colour, folder) for diagnostic in ordered(diagnostics))


def format_diagnostic(diagnostic: Diagnostic, files: Mapping[str, str], colour: bool, folder: str = "") -> str:
    """One diagnostic on several lines."""

    def paint(code: str, text: str) -> str:
        return f"{code}{text}{PLAIN}" if colour else text

    place = f"{paint(BOLD, place_of(diagnostic.span, folder))}: " if diagnostic.span else ""
    severity = paint(COLOURS[diagnostic.severity], f"{diagnostic.severity}:")
    lines = [f"{place}{severity} {visible(diagnostic.message)} {paint(DIM, f'[{diagnostic.code}]')}"]
    if diagnostic.span and (text := files.get(diagnostic.span.file)) is not None:
        shown = excerpt(text, diagnostic.span)
        lines += [paint(DIM, shown[0]), paint(COLOURS[diagnostic.severity], shown[1])] if shown else []
    lines += [f"  note: {visible(note)}" for note in diagnostic.notes]
    if diagnostic.area and diagnostic.area.box:
        lines += [f"  seen: page {diagnostic.area.page}, {box_of(diagnostic.area.box)}"]
    lines += [f"  hint: {visible(diagnostic.hint)}"] if diagnostic.hint else []
    return "\n".join(lines)


def box_of(box: tuple[float, float, float, float]) -> str:
    """Where on its page a box is, in words."""
    left, bottom, right, top = (f"{side:.0f}" for side in box)
    return f"{left} to {right} pt from the left, {bottom} to {top} pt from the foot"


def excerpt(text: str, span: Span) -> tuple[str, str] | None:
    """The line of the fault and the marks below it; None where there is no such line or nothing in it."""
    lines = text.split("\n")
    if not 1 <= span.line <= len(lines) or not lines[span.line - 1].strip():
        return None
    line = lines[span.line - 1]
    start = min(span.column - 1, len(line))
    end = len(line.rstrip()) if span.end_line else start + 1
    if span.end_line == span.line:
        end = span.end_column - 1
    first = max(0, start - BEFORE) if len(line) > WIDEST else 0
    last = min(len(line), first + WIDEST)
    before = laid_out("…" * (first > 0) + line[first:start], 0)
    marked = laid_out(line[start : min(end, last)], width_of(before))
    after = laid_out(line[min(end, last) : last].rstrip() + "…" * (last < len(line)), width_of(before + marked))
    return f"    {before}{marked}{after}", f"    {' ' * width_of(before)}{'^' * max(1, width_of(marked))}"


def laid_out(text: str, column: int) -> str:
    """The text with spaces for tabs and a mark for each character that does not show, from that column on."""
    pieces: list[str] = []
    for piece in UNSEEN.sub("�", text).split("\t"):
        if pieces:
            pieces.append(" " * (TAB - column % TAB))
            column += TAB - column % TAB
        pieces.append(piece)
        column += width_of(piece)
    return "".join(pieces)
