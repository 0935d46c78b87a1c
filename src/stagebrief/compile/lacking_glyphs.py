"""Where a character that no font has was written: TeX's log names the character only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from stagebrief.diagnostics import Diagnostic, Span
from stagebrief.model.resolved import ResolvedBrief

CODE = re.compile(r"\(U\+([0-9A-F]+)\)$")


def located(diagnostics: Iterable[Diagnostic], resolved: ResolvedBrief) -> tuple[Diagnostic, ...]:
    """The diagnostics; each for a character without a glyph points to where the character stands in the content."""
    return tuple(
        replace(item, span=place_of(item, resolved) or item.span) if item.code == "glyph-exists" else item
        for item in diagnostics
    )


def place_of(diagnostic: Diagnostic, resolved: ResolvedBrief) -> Span | None:
    """The first place of the character: in the file that is known to show it, in another, or in a source."""
    match = CODE.search(diagnostic.message)
    if match is None:
        return None
    character = chr(int(match[1], 16))
    known = diagnostic.span.file if diagnostic.span else ""
    for name, text in sorted(resolved.brief.files, key=lambda file: file[0] != known):
        if (at := text.find(character)) >= 0 and not name.endswith((".bib", ".json")):
            return Span(name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    fields = (field for entry in resolved.bibliography.entries for field in entry.fields)
    return next((field.span for field in fields if character in field.value), None)
