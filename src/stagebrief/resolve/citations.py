"""Citations: whether each key is in the bibliography, and which entries the brief rests on."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, error
from stagebrief.model.brief import Brief
from stagebrief.model.library import Entry, Library
from stagebrief.model.resolved import Bibliography
from stagebrief.model.walk import cites_in
from stagebrief.resolve.entries import references
from stagebrief.spelling import nearest


def resolve_citations(brief: Brief, library: Library) -> Iterator[Diagnostic]:
    """A fault for each place that cites a key that no bibliography has."""
    keys = [entry.key for entry in library]
    known = set(keys)
    for cite in cites_in(brief):
        for item in cite.items:
            if item.key not in known:
                yield error(
                    "citation-resolves",
                    f"there is no source with the key '{item.key}'",
                    item.span,
                    hint_for(item.key, keys, brief),
                )


def hint_for(key: str, keys: list[str], brief: Brief) -> str:
    """The keys that were probably meant, or where to look."""
    if near := nearest(key, keys):
        return "did you mean " + " or ".join(f"'{name}'" for name in near) + "?"
    files = " and ".join(brief.bibliographies)
    return f"add it to {files}" if keys else f"{files} has no sources yet"


def cited(brief: Brief, library: Library) -> Bibliography:
    """The entries that are cited, in the order of the first citation, each followed by those it inherits from."""
    entries = {entry.key: entry for entry in library}
    found: dict[str, Entry] = {}

    def add(key: str) -> None:
        entry = entries.get(key)
        if entry is not None and key not in found:
            found[key] = entry
            for parent in references(entry):
                add(parent)

    for cite in cites_in(brief):
        for item in cite.items:
            add(item.key)
    return Bibliography(tuple(found.values()))
