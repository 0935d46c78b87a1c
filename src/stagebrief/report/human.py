"""Diagnostics for people: the place, the fact, the line with the words underlined, the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stagebrief.diagnostics import Diagnostic, Severity, Span

COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.NOTE: "\x1b[1;36m"}
DIM, BOLD, PLAIN = "\x1b[2m", "\x1b[1m", "\x1b[0m"
WIDEST = 160
"""Characters of a source line that are shown; of a longer one the part around the fault."""


def format_diagnostics(diagnostics: Iterable[Diagnostic], files: Mapping[str, str], colour: bool) -> str:
    """All diagnostics in the order of their places, errors of no place first."""
    ordered = sorted(diagnostics, key=lambda item: (item.span is not None, item.span or Span("")))
    return "\n".join(format_diagnostic(diagnostic, files, colour) for diagnostic in ordered)


def format_diagnostic(diagnostic: Diagnostic, files: Mapping[str, str], colour: bool) -> str:
    """One diagnostic on several lines."""

    def paint(code: str, text: str) -> str:
        return f"{code}{text}{PLAIN}" if colour else text

    place = f"{paint(BOLD, str(diagnostic.span))}: " if diagnostic.span else ""
    severity = paint(COLOURS[diagnostic.severity], f"{diagnostic.severity}:")
    lines = [f"{place}{severity} {diagnostic.message} {paint(DIM, f'[{diagnostic.code}]')}"]
    if diagnostic.span and (text := files.get(diagnostic.span.file)) is not None:
        shown = excerpt(text, diagnostic.span)
        lines += [paint(DIM, shown[0]), paint(COLOURS[diagnostic.severity], shown[1])] if shown else []
    lines += [f"  note: {note}" for note in diagnostic.notes]
    lines += [f"  hint: {diagnostic.hint}"] if diagnostic.hint else []
    return "\n".join(lines)


def excerpt(text: str, span: Span) -> tuple[str, str] | None:
    """The line of the fault and the marks below it; None where there is no such line or nothing in it."""
    lines = text.split("\n")
    if not 1 <= span.line <= len(lines) or not lines[span.line - 1].strip():
        return None
    line = lines[span.line - 1].replace("\t", " ")
    end = span.end_column if span.end_line == span.line else span.column + 1 if not span.end_line else len(line) + 1
    first = max(0, span.column - 1 - WIDEST // 2) if len(line) > WIDEST else 0
    shown = line[first : first + WIDEST]
    start = span.column - 1 - first
    length = max(1, min(end - span.column, len(shown) - start))
    return f"    {shown}", f"    {' ' * start}{'^' * length}"
