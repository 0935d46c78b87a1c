"""Entries and what is said of them as an author can read it, for the case files."""

from __future__ import annotations

from stagebrief.model.library import Entry


def dump(entries: tuple[Entry, ...], *diagnostics: object) -> str:
    """Entries with their fields and places, then the diagnostics."""
    lines = []
    for entry in entries:
        lines.append(f"{entry.type} {entry.key}  ({entry.span.line}:{entry.span.column})")
        lines += [f"  {f.name} = {f.value}  ({f.span.line}:{f.span.column})" for f in entry.fields]
        lines.append("")
    return "\n".join([*lines, *map(str, diagnostics), ""])
