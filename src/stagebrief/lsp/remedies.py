"""Remedies that are sure enough to be made by a key press: the name that was probably meant, a line to be added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stagebrief.diagnostics import Diagnostic, Span
from stagebrief.lsp.positions import stretch
from stagebrief.lsp.renaming import Edit
from stagebrief.lsp.snapshot import BRIEF, Snapshot

MEANT = re.compile(r"did you mean (.+?)\?")
NAMED = re.compile(r"'([^']+)'")
WRITE = re.compile(r"write '?([\w./:-]+)'?")
WRITTEN = frozenset(("value-fits", "language-is-known", "orcid-is-valid", "language-is-given"))
"""Codes whose hint names the very value to be written."""
LISTED = re.compile(r"add a line `(- .+?)` below `stages:`")


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done about a diagnostic; `sure` if there is nothing else to choose from."""

    title: str
    diagnostic: Diagnostic
    edit: Edit
    sure: bool


def remedies_for(snapshot: Snapshot, diagnostic: Diagnostic) -> Iterator[Remedy]:
    """The remedies of one diagnostic."""
    hint, span = diagnostic.hint or "", diagnostic.span
    if span is None:
        return
    if match := MEANT.search(hint):
        names = NAMED.findall(match[1])
        for name in names:
            if edit := replacing(snapshot, diagnostic, span, name):
                yield Remedy(f"Change to '{name}'", diagnostic, edit, len(names) == 1)
    elif (match := WRITE.fullmatch(hint)) and diagnostic.code in WRITTEN and span.end_line == span.line:
        written = snapshot.written(span)
        inner = written.strip("\"'{}")
        if inner and (start := written.find(inner)) >= 0:
            place = Span(span.file, span.line, span.column + start, span.line, span.column + start + len(inner))
            yield Remedy(f"Write {match[1]}", diagnostic, Edit(place, match[1]), True)
    elif (match := LISTED.search(hint)) and (edit := listing(snapshot, match[1])):
        yield Remedy(f"Add {match[1][2:]} to the stages", diagnostic, edit, True)


def replacing(snapshot: Snapshot, diagnostic: Diagnostic, span: Span, name: str) -> Edit | None:
    """The name that was probably meant in place of the one that the message names, where that stands in the line."""
    page, wrong = snapshot.page(span.file), NAMED.search(diagnostic.message)
    if page is None or wrong is None:
        return None
    line, old, new = page.line(span.line), re.escape(wrong[1]), name
    if name.startswith("@"):
        old, new = rf"\w+:{old}", name[1:]
    match = re.compile(rf"(?<![\w-]){old}(?![\w-])").search(line, span.column - 1)
    return Edit(stretch(span.file, span.line, match.start(), match.end()), new) if match else None


def listing(snapshot: Snapshot, item: str) -> Edit | None:
    """A further item behind the last of the stages."""
    document = snapshot.document(BRIEF)
    places = [span for path, span in document.values.items() if path[:-1] == ("stages",)] if document else []
    page = snapshot.page(BRIEF)
    if not places or page is None:
        return None
    last = max(places)
    line = page.line(last.line)
    indent = line[: len(line) - len(line.lstrip())]
    if not line.lstrip().startswith("- "):
        return None
    end = len(line) + 1
    return Edit(Span(BRIEF, last.line, end, last.line, end), f"\n{indent}{item}")
