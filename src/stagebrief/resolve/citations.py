"""Citations: whether each key is in the bibliography, and which entries the brief rests on."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, error
from stagebrief.model.brief import Brief
from stagebrief.model.library import Entry, Library
from stagebrief.model.resolved import Bibliography
from stagebrief.model.unread import Unread
from stagebrief.model.walk import cites_in
from stagebrief.resolve.required import references
from stagebrief.spelling import nearest, strange_letter


def resolve_citations(brief: Brief, library: Library, unread: Unread) -> Iterator[Diagnostic]:
    """A fault for each place that cites a key that no bibliography has; one for all where there is none."""
    keys = list(library.keys)
    known = set(keys)
    if unread.library:
        return
    items = [item for cite in cites_in(brief) for item in cite.items if item.key not in known]
    if items and not keys and not any(name in dict(brief.files) for name in brief.bibliographies):
        name = " or ".join(brief.bibliographies)
        message = f"the brief cites sources, but there is no bibliography {name}"
        hint = "export it from your reference manager into the folder, or name it as `bibliography:` in brief.yaml"
        yield error("bibliography-exists", message, items[0].span, hint)
        return
    for item in items:
        message = f"there is no source with the key '{item.key}'"
        yield error("citation-resolves", message, item.span, hint_for(item.key, [*keys, *library.aliases], brief))


def hint_for(key: str, keys: list[str], brief: Brief) -> str:
    """The keys that were probably meant, or where to look."""
    near = nearest(key, keys)
    if near and (letter := strange_letter(key, near[0])):
        return f"did you mean '{near[0]}'? {letter}"
    if near:
        return "did you mean " + " or ".join(f"'{name}'" for name in near) + "?"
    files = " or ".join(brief.bibliographies)
    return f"add it to {files}, or look there for its key" if keys else f"{files} has no sources yet"


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
