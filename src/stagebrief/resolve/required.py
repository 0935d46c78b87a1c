"""What an entry of each type must have, its own or from those that it inherits from."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, warning
from stagebrief.model.library import Entry
from stagebrief.model.resolved import Bibliography

REQUIRED: dict[str, tuple[str, ...]] = {
    "article": ("author", "title", "journaltitle", "date"),
    "book": ("author|editor", "title", "date"),
    "mvbook": ("author|editor", "title", "date"),
    "inbook": ("author", "title", "booktitle", "date"),
    "bookinbook": ("author", "title", "booktitle", "date"),
    "incollection": ("author", "title", "booktitle", "date"),
    "inproceedings": ("author", "title", "booktitle", "date"),
    "inreference": ("title", "booktitle|maintitle", "date"),
    "collection": ("editor", "title", "date"),
    "proceedings": ("title", "date"),
    "periodical": ("title", "date"),
    "report": ("author|institution", "title", "date"),
    "thesis": ("author", "title", "type", "institution", "date"),
    "manual": ("title", "date"),
    "online": ("title", "url|doi|eprint", "date|urldate|pubstate"),
    "patent": ("author", "title", "number", "date"),
    "unpublished": ("author", "title", "date"),
    "dataset": ("author|editor|organization", "title", "date"),
    "software": ("title", "date"),
    "misc": ("title|howpublished|note", "date|urldate"),
    "booklet": ("author|editor", "title", "date"),
    "letter": ("author", "date"),
    "review": ("author", "journaltitle", "date"),
    "video": ("title", "date"),
    "audio": ("title", "date"),
    "movie": ("title", "date"),
    "image": ("title|note",),
}
"""What a source of each type must have; `a|b` asks for one of them."""

UNSIGNED = frozenset(("newspaper", "magazine"))
"""Kinds of articles that often have no author."""

INHERITED: dict[str, str] = {"booktitle": "title", "maintitle": "title", "journaltitle": "title"}
"""What a field of a child is called in its parent."""


def missing_fields(entry: Entry, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """The fields that a source of its type must have and has not."""
    for wanted in REQUIRED.get(entry.type, ("title",)):
        names = wanted.split("|")
        if wanted == "author" and is_news(entry):
            continue
        if not any(value_of(entry, name, bibliography) for name in names):
            shown = " or ".join(names)
            message = f"'{entry.key}' (@{entry.type}) has no {shown}"
            yield warning("entry-has-fields", message, entry.span, hint=f"add {names[0]} = {{…}}")


def is_news(entry: Entry) -> bool:
    """Whether an article is of the kind that is often not signed: it says so, or has a day or month and no number."""
    if entry.get("entrysubtype") in UNSIGNED:
        return True
    counted = any(entry.get(name) for name in ("volume", "number", "issue", "doi", "crossref"))
    return entry.type == "article" and not counted and "-" in entry.get("date").lstrip("-")


def value_of(entry: Entry, name: str, bibliography: Bibliography) -> str:
    """A field's value, its own or that of a parent; a year in words counts as a date."""
    aliases = ("date", "year", "pubstate") if name == "date" else (name,)
    seen: set[str] = set()
    line = [entry]
    while line:
        current = line.pop()
        if current.key in seen:
            continue
        seen.add(current.key)
        for alias in aliases if current is entry else (*aliases, INHERITED.get(name, name)):
            if value := current.get(alias):
                return value
        line += [parent for key in parents(current) if (parent := bibliography.find(key))]
    return ""


def parents(entry: Entry) -> tuple[str, ...]:
    """The entries that this one inherits from."""
    return keys_in(entry, ("crossref", "xdata"))  # `xref` names a parent and inherits nothing


def references(entry: Entry) -> tuple[str, ...]:
    """The entries that this one names, as parents, as parts of a set or as related."""
    return keys_in(entry, ("crossref", "xref", "xdata", "entryset", "related"))


def keys_in(entry: Entry, names: tuple[str, ...]) -> tuple[str, ...]:
    """The keys that these fields hold."""
    return tuple(key.strip() for name in names for key in entry.get(name).split(",") if key.strip())
