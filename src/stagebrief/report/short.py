"""Diagnostics as editors read them: one line each, `file:line:column: severity: message [code]`."""

from __future__ import annotations

from collections.abc import Iterable

from stagebrief.diagnostics import Diagnostic
from stagebrief.report.places import ordered, place_of, visible


def format_diagnostics(diagnostics: Iterable[Diagnostic], folder: str = "") -> str:
    """All diagnostics in the order of their places; `folder` is where their files lie."""
    return "\n".join(format_diagnostic(diagnostic, folder) for diagnostic in ordered(diagnostics))


def format_diagnostic(diagnostic: Diagnostic, folder: str = "") -> str:
    """One diagnostic on one line."""
    place = f"{place_of(diagnostic.span, folder)}: " if diagnostic.span else ""
    return f"{place}{diagnostic.severity}: {visible(diagnostic.message)} [{diagnostic.code}]"
