"""Diagnostics as an editor shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lsprotocol import types

from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.lsp.positions import Page
from stagebrief.lsp.snapshot import BRIEF, Snapshot

SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
PLACE = re.compile(r"(?P<file>[^\s'\"`(),;:][^\s'\"`(),;:]*\.\w+):(?P<line>\d+):(?P<column>\d+)")
"""A place that the words of a diagnostic name."""
UNUSED = frozenset(("entry-is-cited", "footnote-is-used"))
"""Codes of what could go: editors show it faded."""
NOWHERE = Span(BRIEF)

Uri = Callable[[str], str]
"""The address of a file below the content folder."""


def findings(snapshot: Snapshot, uri: Uri) -> dict[str, list[types.Diagnostic]]:
    """The diagnostics by files; those of no place stand at the beginning of brief.yaml."""
    found: dict[str, list[types.Diagnostic]] = {}
    for diagnostic in snapshot.diagnostics:
        span = diagnostic.span or NOWHERE
        found.setdefault(span.file, []).append(as_shown(snapshot, diagnostic, span, uri))
    return found


def as_shown(snapshot: Snapshot, diagnostic: Diagnostic, span: Span, uri: Uri) -> types.Diagnostic:
    """One diagnostic: the fact and the remedy in its message, the places that these name beside it."""
    hint = f" ({diagnostic.hint})" if diagnostic.hint else ""
    notes = "".join(f"\n{note}" for note in diagnostic.notes)
    return types.Diagnostic(
        range=range_in(snapshot, span),
        severity=SEVERITIES[diagnostic.severity],
        code=diagnostic.code,
        source="stagebrief",
        message=f"{diagnostic.message}{hint}{notes}",
        tags=[types.DiagnosticTag.Unnecessary] if diagnostic.code in UNUSED else None,
        related_information=list(related(snapshot, diagnostic, uri)) or None,
    )


def related(snapshot: Snapshot, diagnostic: Diagnostic, uri: Uri) -> Iterable[types.DiagnosticRelatedInformation]:
    """The other places that a diagnostic names."""
    for words in filter(None, (diagnostic.hint, *diagnostic.notes)):
        for match in PLACE.finditer(words):
            span = Span(match["file"], int(match["line"]), int(match["column"]))
            if snapshot.page(span.file) is not None:
                location = types.Location(uri(span.file), range_in(snapshot, span))
                yield types.DiagnosticRelatedInformation(location, words)


def range_in(snapshot: Snapshot, span: Span) -> types.Range:
    """The stretch as the editor counts."""
    return (snapshot.page(span.file) or Page("", snapshot.encoding)).range(span)
