"""Which sources are primary: those that come from the events themselves and not from later study of them."""

from __future__ import annotations

import re

from stagebrief.model.library import Entry

PRIMARY_TYPES = frozenset(
    [
        "artwork",
        "audio",
        "dataset",
        "image",
        "jurisdiction",
        "legal",
        "legislation",
        "letter",
        "movie",
        "music",
        "patent",
        "performance",
        "standard",
        "unpublished",
        "video",
    ]
)
"""Types of biblatex whose entries are primary where no keyword says otherwise."""

PRIMARY, SECONDARY = re.compile(r"primary(?: sources?)?"), re.compile(r"secondary(?: (?:sources?|literature))?")


def is_primary(entry: Entry) -> bool:
    """Whether a source is primary: as the keyword `primary` or `secondary` says, else by its type."""
    keywords = [word.strip().lower() for word in re.split("[,;]", entry.get("keywords"))]
    if any(PRIMARY.fullmatch(word) for word in keywords):
        return True
    if any(SECONDARY.fullmatch(word) for word in keywords):
        return False
    return entry.type in PRIMARY_TYPES
