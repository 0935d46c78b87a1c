"""Many findings made few enough to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stagebrief.diagnostics import Diagnostic, Severity, Span

OFTEN = 20
"""After so many findings of one code and severity in a file, the rest are only counted."""


def few_of_each(diagnostics: Iterable[Diagnostic], file: str) -> Iterator[Diagnostic]:
    """The diagnostics in the file's order; of many of a kind the first, and how many more there are."""
    counts: dict[tuple[str, Severity], int] = {}
    for diagnostic in sorted(diagnostics, key=lambda found: found.span or Span(file)):
        kind = (diagnostic.code, diagnostic.severity)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= OFTEN:
            yield diagnostic
    for (code, severity), count in counts.items():
        if count > OFTEN:
            yield Diagnostic(code, severity, f"{count - OFTEN} more findings of this kind", Span(file))
