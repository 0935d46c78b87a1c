"""Sources that nothing cites."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.model.library import Library

MANY = 5
"""Of more than so many in a file only the number is told: it is a library and not the brief's own list."""


def check_uncited(library: Library) -> Iterator[Diagnostic]:
    """A note for each source that is never cited, or for all of a file."""
    read = {entry.key for entry in library}
    for shelf in library.shelves:
        left = [(key, line) for key, line in zip(shelf.keys, shelf.lines, strict=True) if key not in read]
        if len(left) > MANY:
            message = f"{len(left)} of its {len(shelf.keys)} sources are never cited"
            yield Diagnostic(
                "entry-is-cited", Severity.NOTE, message, Span(shelf.file), "only cited sources are printed"
            )
            continue
        for key, line in left:
            hint = "cite it, or leave it out; only cited sources are printed"
            yield Diagnostic("entry-is-cited", Severity.NOTE, f"'{key}' is never cited", Span(shelf.file, line), hint)
