"""What a cited source must have, and what its fields may say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stagebrief.diagnostics import Diagnostic, Severity, Span, error, warning
from stagebrief.model.brief import CitationSettings
from stagebrief.model.citation_families import Access, access_of
from stagebrief.model.fields import REFERENCES
from stagebrief.model.library import Entry, Field
from stagebrief.model.resolved import Bibliography
from stagebrief.resolve.entry_fields import check_field
from stagebrief.resolve.required import missing_fields, parents, references
from stagebrief.resolve.titles import check_language


def check_entries(
    bibliography: Bibliography,
    settings: CitationSettings = CitationSettings(),  # noqa: B008 - it is frozen
) -> tuple[Diagnostic, ...]:
    """What is wrong with the sources that are cited."""
    named = {key for entry in bibliography.entries for key in references(entry)}
    pages = [entry for entry in bibliography.entries if entry.type == "online" and entry.get("url")]
    return (
        *check_access([entry for entry in pages if entry.key not in named], access_of(settings)),
        *(
            diagnostic
            for entry in bibliography.entries
            for diagnostic in check_entry(entry, bibliography, partial=entry.key in named)
        ),
    )


def check_entry(entry: Entry, bibliography: Bibliography, *, partial: bool) -> Iterator[Diagnostic]:
    """What is wrong with one source; one that others inherit from, which is `partial`, need not be whole."""
    if entry.type not in {"xdata", "set"} and not partial:
        yield from missing_fields(entry, bibliography)
    for field in entry.fields:
        yield from (
            check_references(entry, field, bibliography) if field.name in REFERENCES else check_field(entry, field)
        )
    yield from check_language(entry)


def check_access(pages: Sequence[Entry], access: Access) -> Iterator[Diagnostic]:
    """Pages of the web without the day when they were seen: where the style asks for it, or where others have it."""
    without = [entry for entry in pages if not entry.get("urldate")]
    if access is Access.GIVEN and len(without) < len(pages):
        for entry in without:
            message = f"'{entry.key}' has no day when it was seen, other pages of the web have one"
            hint = "add urldate = {2023-04-28}; the style prints it where it is given"
            yield Diagnostic("access-date-is-given", Severity.NOTE, message, place_of(entry, "url"), hint)
    elif access is Access.ASKED:
        for entry in without:
            message = f"'{entry.key}' has an address and no day when it was seen"
            yield warning("access-date-is-given", message, place_of(entry, "url"), "add urldate = {2023-04-28}")


def place_of(entry: Entry, name: str) -> Span:
    """The place of a field."""
    return next((field.span for field in entry.fields if field.name == name), entry.span)


def check_references(entry: Entry, field: Field, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """References to entries that are not there, or that lead back."""
    for key in filter(None, map(str.strip, field.value.split(","))):
        if bibliography.find(key) is None:
            message = f"'{entry.key}' refers to '{key}', which is not in the bibliography"
            yield warning("parent-exists", message, field.span, hint="correct the key or add the entry")
        elif field.name in {"crossref", "xdata"} and leads_back(key, entry.key, bibliography):
            message = f"'{entry.key}' inherits from itself by way of '{key}'"
            yield error("parents-end", message, field.span, hint="remove one of the references")


def leads_back(start: str, goal: str, bibliography: Bibliography) -> bool:
    """Whether the parents of `start` lead to `goal`."""
    line, seen = [start], set[str]()
    while line:
        key = line.pop()
        if key == goal:
            return True
        entry = bibliography.find(key)
        if key not in seen and entry:
            line += parents(entry)
        seen.add(key)
    return False
