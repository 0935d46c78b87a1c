"""One item of CSL-JSON or CSL-YAML as an entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stagebrief.diagnostics import Diagnostic, Severity, Span, warning
from stagebrief.load.csl_names import DATES, IN_SERIALS, LISTS, NAMES, ROLES, SILENT, TEXTS, TYPES, VERBATIM
from stagebrief.load.csl_text import date_of, name_of, text_of
from stagebrief.model.languages import spoken_tag
from stagebrief.model.library import Entry, Field
from stagebrief.spelling import near_names

Item = Mapping[str, Any]
Place = Callable[[str], Span]
"""The place of a variable's value."""

IN_NOTE = re.compile(r"^\{?:?([A-Za-z_][A-Za-z_. -]*):\s*(.*?)\}?$")
"""How reference managers keep in a note what they have no field for."""


def entry_of(item: Item, span: Span, place: Place, *, markdown: bool = False) -> tuple[Entry, tuple[Diagnostic, ...]]:
    """The entry of an item, and what in it is not understood."""
    faults: list[Diagnostic] = []
    key = text_of(item.get("id"))
    kind, implied = type_of(item, key, place, faults)
    whole = {**variables_in_note(item), **item}
    whole["note"] = own_note(item)
    if whole.get("event-place") == whole.get("publisher-place"):
        whole.pop("event-place", None)  # Zotero writes the one into both
    fields: dict[str, Field] = {}
    for name, value, variable in fields_of(whole, kind, markdown=markdown):
        if value:
            fields.setdefault(name, Field(name, value, place(variable)))
    for name, value in implied:
        fields.setdefault(name, Field(name, value, span))
    faults += unknown_variables(item, key, place)
    return Entry(kind, key, tuple(fields.values()), span), tuple(faults)


def type_of(item: Item, key: str, place: Place, faults: list[Diagnostic]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """biblatex's type, with fields that CSL's type implies."""
    written = text_of(item.get("type"))
    if written not in TYPES:
        near = near_names(written, TYPES)
        hint = f"did you mean '{near}'?" if near else "it is read as a document"
        message = f"'{key}' has the unknown type '{written}'" if written else f"'{key}' has no type"
        faults.append(warning("type-is-known", message, place("type"), hint))
    kind, implied = TYPES.get(written, ("misc", ()))
    if written == "book" and item.get("editor") and not item.get("author"):
        kind = "collection"
    if kind == "incollection" and item.get("container-author"):
        kind = "inbook"
    if kind in {"incollection", "inproceedings"} and not item.get("container-title"):
        kind = "unpublished" if kind == "inproceedings" else "misc"
    return kind, implied


def fields_of(item: Item, kind: str, *, markdown: bool) -> Iterator[tuple[str, str, str]]:
    """Name, value and CSL's variable of each field."""
    for variable, name in NAMES.items():
        people = item.get(variable) or []
        names = [shown for shown in map(name_of, people if isinstance(people, list) else [people]) if shown]
        yield name, " and ".join(names), variable
        if variable in ROLES and names:
            yield f"{name}type", ROLES[variable], variable
    for variable, name in TEXTS.items():
        if name == "langid":
            said = " ".join(str(item.get(variable) or "").split())
            yield name, said if said.isascii() else spoken_tag(said) or said, variable
        elif name in VERBATIM:
            yield name, " ".join(str(item[variable]).split()) if item.get(variable) else "", variable
        else:
            yield name, text_of(item.get(variable), markdown=markdown), variable
    for variable, name in LISTS.items():
        text = text_of(item.get(variable), markdown=markdown)
        body = variable == "publisher" and kind in {"report", "thesis"}
        yield "institution" if body else name, f"{{{text}}}" if re.search(r"\band\b", text) else text, variable
    for variable, name in DATES.items():
        date, words = date_of(item.get(variable))
        yield name, date, variable
        if words and name == "date":
            yield "year", words, variable
    yield from fields_by_type(item, kind, markdown=markdown)


def fields_by_type(item: Item, kind: str, *, markdown: bool) -> Iterator[tuple[str, str, str]]:
    """What goes by another name in another type."""
    serial = kind in IN_SERIALS
    container = text_of(item.get("container-title"), markdown=markdown)
    yield (
        ("journaltitle" if serial and kind != "online" else "organization" if serial else "booktitle"),
        container,
        ("container-title"),
    )
    for variable in ("issue", "number", "collection-number"):
        yield "number", text_of(item.get(variable)), variable
    archive = ", ".join(filter(None, (text_of(item.get(name)) for name in ("archive_location", "archive"))))
    yield "addendum", archive, "archive"


def variables_in_note(item: Item) -> dict[str, str]:
    """The variables that a note holds a line each, as Zotero's field *Extra* has them."""
    found = {}
    for line in text_of_lines(item.get("note")):
        if (match := IN_NOTE.match(line)) and (name := WRITTEN.get(written_name(match[1]))):
            found[name] = match[2].strip()
    return found


def own_note(item: Item) -> str:
    """The note without such lines, and without what reference managers write there for themselves."""
    return " ".join(line for line in text_of_lines(item.get("note")) if not is_variable(line))


def is_variable(line: str) -> bool:
    """Whether a line of a note is a variable, or what a reference manager keeps there."""
    match = IN_NOTE.match(line)
    name = written_name(match[1]) if match else ""
    return name in WRITTEN or name in KEPT_IN_NOTES or name.startswith(("tex.", "_", "bbt", "zotero"))


def written_name(name: str) -> str:
    """A variable's name as it may be written in a note, in small letters and with hyphens."""
    return name.strip().replace(" ", "-").lower()


WRITTEN = {written_name(name): name for name in (*TEXTS, *DATES, *LISTS)}
KEPT_IN_NOTES = {
    *map(written_name, (*SILENT, *NAMES)),
    "citations",
    "read-status",
    "accession-number",
    "library-catalog",
}
KEPT_IN_NOTES |= {"meeting-name", "conference-name", "page-version-id", "issue", "place", "rights", "arxiv", "number"}


def text_of_lines(value: object) -> list[str]:
    """The lines of a note."""
    return value.split("\n") if isinstance(value, str) else []


def unknown_variables(item: Item, key: str, place: Place) -> Iterator[Diagnostic]:
    """Variables that CSL or we do not know."""
    known = {*NAMES, *DATES, *LISTS, *TEXTS, *SILENT}
    for name in item:
        if name not in known:
            near = near_names(str(name), sorted(known))
            hint = f"did you mean '{near}'?" if near else "it is left out"
            severity = Severity.WARNING if near else Severity.NOTE
            message = f"'{key}' has the unknown variable '{name}'"
            yield Diagnostic("field-is-known", severity, message, place(str(name)), hint)
