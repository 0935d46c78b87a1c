"""What a cited source must have, and what its fields may say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, error, warning
from stagebrief.model.edtf import has_shape, is_in_order, is_possible
from stagebrief.model.fields import DATES, NAMES, REFERENCES
from stagebrief.model.library import Entry, Field
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
    "manual": ("author|editor|organization", "title", "date"),
    "online": ("title", "url|doi|eprint", "date|urldate|pubstate"),
    "patent": ("author", "title", "number", "date"),
    "unpublished": ("author", "title", "date"),
    "dataset": ("author|editor|organization", "title", "date"),
    "software": ("title", "date"),
    "misc": ("title|howpublished|note", "date"),
    "booklet": ("author|editor", "title", "date"),
    "letter": ("author", "date"),
    "review": ("author", "journaltitle", "date"),
    "video": ("title", "date"),
    "audio": ("title", "date"),
    "movie": ("title", "date"),
    "image": ("title|note",),
}
"""What a source of each type must have; `a|b` asks for one of them."""

INHERITED: dict[str, str] = {"booktitle": "title", "maintitle": "title", "journaltitle": "title"}
"""What a field of a child is called in its parent."""

DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.\d{4,9}/\S+$", re.IGNORECASE)
ADDRESS = re.compile(r"^(?:https?|ftp)://[^\s/]+\.[^\s]+$", re.IGNORECASE)
LANGUAGE = re.compile(r"^(?:[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*|[a-z]{4,}(?:-[a-z]+)*)$")
EMPTY_YEARS = ("forthcoming", "in press", "n.d.", "s.a.", "undated", "б. г.", "б.г.")


def check_entries(bibliography: Bibliography) -> tuple[Diagnostic, ...]:
    """What is wrong with the sources that are cited."""
    return tuple(
        diagnostic for entry in bibliography.entries for diagnostic in check_entry(entry, bibliography) if diagnostic
    )


def check_entry(entry: Entry, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """What is wrong with one source."""
    if entry.type not in {"xdata", "set"} and not is_parent_only(entry, bibliography):
        yield from missing_fields(entry, bibliography)
    for field in entry.fields:
        yield from check_field(entry, field, bibliography)


def is_parent_only(entry: Entry, bibliography: Bibliography) -> bool:
    """Whether others inherit from this entry, which then need not be whole."""
    return any(entry.key in references(other) for other in bibliography.entries)


def references(entry: Entry) -> tuple[str, ...]:
    """The entries that this one names as its parents."""
    names = ("crossref", "xref", "xdata")
    return tuple(key.strip() for name in names for key in entry.get(name).split(",") if key.strip())


def missing_fields(entry: Entry, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """The fields that a source of its type must have and has not."""
    for wanted in REQUIRED.get(entry.type, ("title",)):
        names = wanted.split("|")
        if not any(value_of(entry, name, bibliography) for name in names):
            shown = " or ".join(names)
            message = f"'{entry.key}' (@{entry.type}) has no {shown}"
            yield warning("entry-is-complete", message, entry.span, hint=f"add {names[0]} = {{…}}")


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
        line += [parent for key in references(current) if (parent := bibliography.find(key))]
    return ""


def check_field(entry: Entry, field: Field, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """What is wrong with one field."""
    name, value = field.name, field.value
    if name in DATES or name == "year":
        yield from check_date(entry, field)
    elif name == "doi" and not DOI.match(value):
        message = f"'{value}' in '{entry.key}' has not the shape of a DOI"
        yield warning("doi-is-a-doi", message, field.span, hint="a DOI begins with 10. and has a slash")
    elif name == "url" and not ADDRESS.match(value):
        message = f"the address of '{entry.key}' is not one of the web: '{shortened(value)}'"
        yield warning("address-is-whole", message, field.span, hint="write it whole, with https://")
    elif name == "langid" and not LANGUAGE.match(value):
        message = f"the langid '{value}' of '{entry.key}' is not a language"
        yield warning(
            "language-is-known", message, field.span, hint="write a tag such as ru, tg or de, or its English name"
        )
    elif name in NAMES:
        yield from check_names(entry, field)
    elif name in REFERENCES:
        yield from check_references(entry, field, bibliography)


def check_date(entry: Entry, field: Field) -> Iterator[Diagnostic]:
    """A date that is none, that the calendar has not, or that ends before it begins."""
    value = field.value.strip("{}")
    if field.name == "year":
        if value.lower() not in EMPTY_YEARS and not re.search(r"\d{3,4}", value):
            message = f"the year of '{entry.key}' is not a year: '{shortened(value)}'"
            yield warning("date-is-a-date", message, field.span, hint="write date = {2011}; it is printed as it is")
        return
    if not has_shape(value):
        message = f"the {field.name} of '{entry.key}' is not a date: '{shortened(value)}'"
        hint = "write 2011, 2011-03, 2011-03-25 or a range with a slash between"
        yield warning("date-is-a-date", message, field.span, hint)
    elif not is_possible(value):
        message = f"the calendar has no such {field.name} as '{value}' of '{entry.key}'"
        yield warning("date-is-a-date", message, field.span, hint="look at month and day")
    elif not is_in_order(value):
        message = f"the {field.name} of '{entry.key}' ends before it begins: '{value}'"
        yield warning("range-is-in-order", message, field.span, hint="put the earlier date first")


def check_names(entry: Entry, field: Field) -> Iterator[Diagnostic]:
    """Lists of names that biblatex would read otherwise than they are meant."""
    value = re.sub(r"\{[^{}]*\}", "X", field.value)
    if re.search(r"\bet al\b|\bи др\b|\bu\. ?a\.$", value):
        message = f"the {field.name} of '{entry.key}' ends in words that the style prints itself"
        yield warning("names-are-divided", message, field.span, hint="write 'and others' in their place")
    if ";" in value or " & " in value:
        message = f"the names in the {field.name} of '{entry.key}' are not divided by 'and'"
        hint = "write 'and' between names; put the name of a body in braces of its own"
        yield warning("names-are-divided", message, field.span, hint)
    for name in re.split(r"\s+and\s+", value, flags=re.IGNORECASE):
        if name.count(",") > 2:
            message = f"a name in the {field.name} of '{entry.key}' has too many commas: '{shortened(name)}'"
            hint = "write Family, Given and Family, Given; put the name of a body in braces of its own"
            yield warning("names-are-divided", message, field.span, hint)


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
            line += references(entry)
        seen.add(key)
    return False


def shortened(text: str) -> str:
    """A text short enough for a message."""
    return text if len(text) <= 60 else f"{text[:57]}…"
