"""Where a name leads: the entry of a source, what has a label, a determinant, a file."""

from __future__ import annotations

from stagebrief.diagnostics import Span
from stagebrief.lsp.bibliography import USE
from stagebrief.lsp.occurrences import FILE, KEY, Index, Occurrence, spellings
from stagebrief.lsp.snapshot import Snapshot


def goals(snapshot: Snapshot, index: Index, found: Occurrence) -> list[Span]:
    """The places to which a name leads."""
    if found.kind == FILE:
        return [Span(found.name, 1, 1, 1, 1)] if snapshot.source.has(found.name) else []
    if found.kind == KEY:
        name = source_key(snapshot, found.name)
        return [shelf.definitions[name] for shelf in snapshot.shelves if name in shelf.definitions]
    given = [one.span for one in index.of(found.kind, {found.name}) if one.role != USE]
    label = snapshot.label(found.kind, found.name)
    return given or ([label.span] if label else [])


def source_key(snapshot: Snapshot, name: str) -> str:
    """The key of the source that has that key or further name."""
    entry = snapshot.entry(snapshot.names.parent_of(name) or name)
    return entry.key if entry else name


def same(snapshot: Snapshot, index: Index, found: Occurrence) -> list[Occurrence]:
    """All places at which the same thing is meant, by whichever of its names."""
    names = source_names(snapshot, index, found.name) if found.kind == KEY else {found.name}
    return index.of(found.kind, names)


def source_names(snapshot: Snapshot, index: Index, name: str) -> set[str]:
    """All that is written for the source of that key or further name."""
    key = source_key(snapshot, name)
    shelf = snapshot.shelf(key)
    further = (alias for alias in shelf.opened.aliases if source_key(snapshot, alias) == key) if shelf else ()
    names = {name, key, *further}
    return {spelling for one in names for spelling in spellings(snapshot, index, one)}
