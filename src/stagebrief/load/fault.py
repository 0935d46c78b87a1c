"""What the schema refuses, in an author's words and at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from stagebrief.diagnostics import Diagnostic, error
from stagebrief.load.identifiers import NAMES
from stagebrief.load.yaml import Document, Path
from stagebrief.spelling import near_names, strange_letter

TEXT, LIST, FIELDS, NUMBER, TRUTH = "a text", "a list", "fields", "a number", "true or false"
WANTED = {
    "string_type": TEXT,
    "string_too_short": TEXT,
    "list_type": LIST,
    "dict_type": FIELDS,
    "model_type": FIELDS,
    "model_attributes_type": FIELDS,
    "bool_type": TRUTH,
    "bool_parsing": TRUTH,
    "int_type": NUMBER,
    "int_parsing": NUMBER,
    "float_type": NUMBER,
}
MOST = 100
"""Faults of one file that are told one by one."""
SHAPES = {
    "orcid": "an ORCID",
    "doi": "a DOI",
    "language": "a language tag",
    "width": "a share of the measure",
    "id": "an id",
    "[key]": "an id",
}
"""What a text of the wrong shape should have been, by its field."""


def faults_of(document: Document, problem: ValidationError, model: type[BaseModel]) -> tuple[Diagnostic, ...]:
    """A diagnostic for each thing that the schema refuses; what is said of one place several times is said once."""
    found: dict[tuple[Path, str], Diagnostic] = {}
    items = refusals(problem)
    meant = misspelt_fields(items, model)
    for item in items:
        if len(found) >= MOST:
            more = error(
                "value-fits", f"there are up to {len(items) - MOST} more faults in this file", document.span(())
            )
            return (*found.values(), more)
        path = real_path(document.data, item["loc"])
        if item["type"] == "missing" and (document.unread or path in meant):
            continue
        diagnostic = fault_of(document, item, path, model)
        key = (path, "missing" if diagnostic.code == "field-is-given" else "")
        if key not in found or (found[key].code == "value-fits" and diagnostic.code != "value-fits"):
            found[key] = diagnostic
    return tuple(found.values())


def refusals(problem: ValidationError) -> list[dict[str, Any]]:
    """What pydantic says; of a value that might be fields or a text only what is about its fields, if it has some."""
    items = [dict(item) for item in problem.errors(include_url=False)]
    return sorted(items, key=lambda item: item["type"] == "string_type" and isinstance(item.get("input"), dict))


def misspelt_fields(items: list[dict[str, Any]], model: type[BaseModel]) -> set[Path]:
    """The fields that are there under a name that is nearly right; that they are missing is told already."""
    unknown = [item["loc"] for item in items[: MOST * 2] if item["type"] == "extra_forbidden"]
    near = ((path[:-1], near_names(str(path[-1]), names_at(model, path[:-1]))) for path in unknown)
    return {(*above, name) for above, name in near if name}


def real_path(data: object, location: tuple[str | int, ...]) -> Path:
    """The location without the names of union members and constraints that pydantic puts in."""
    path: Path = ()
    value: Any = data
    for index, part in enumerate(location):
        inner = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, list) and isinstance(part, int) and part < len(value):
            inner = value[part]
        if inner is not None or (isinstance(value, dict) and part in value):
            value, path = inner, (*path, part)
        elif isinstance(value, dict) and index == len(location) - 1:
            return (*path, part) if part != "[key]" else path
    return path


def fault_of(document: Document, item: dict[str, Any], path: Path, model: type[BaseModel]) -> Diagnostic:
    """One refusal as a diagnostic."""
    kind, value, name = item["type"], item.get("input"), field_name(path)
    span = document.key_span(path) if item["loc"][-1] == "[key]" else document.span(path)
    if kind == "extra_forbidden":
        return unknown_field(document, path, model)
    if kind == "missing":
        return missing_field(document, path, model)
    if value is None or kind == "too_short" or value == "":
        what = "list at least one" if kind == "too_short" else "write its value, or delete the line"
        return error("value-fits", f"'{name}' is empty", document.key_span(path), what)
    if kind == "string_pattern_mismatch":
        shape = SHAPES.get("[key]" if item["loc"][-1] == "[key]" else name, f"a valid {name}")
        return error("value-fits", f"'{value}' is not {shape}", span, shape_hint(name, str(value), model, path))
    if kind in {"literal_error", "enum"} and isinstance(value, str):
        choices = re.findall(r"'([^']*)'", str(item["ctx"]["expected"]))
        near = near_names(value, choices)
        hint = f"did you mean '{near}'?" if near else f"it is one of {', '.join(choices)}"
        return error("value-fits", f"'{name}' cannot be '{value}'", span, hint)
    wanted = WANTED.get(kind, "")
    if not wanted and kind in {"literal_error", "enum"}:
        wanted = TEXT
    if wanted:
        owner = f"each of '{name}'" if isinstance(path[-1], int) else f"'{name}'"
        return error("value-fits", f"{owner} should be {wanted}", span, kind_hint(wanted, value, name, model, path))
    return error("value-fits", f"'{name}': {item['msg'].lower()}", span, described(model, path))


def field_name(path: Path) -> str:
    """The name that an author knows the place by."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")


def missing_field(document: Document, path: Path, model: type[BaseModel]) -> Diagnostic:
    """A field that must be given."""
    name = str(path[-1])
    where = document.key_span(path[:-1]) if len(path) > 1 else document.span(())
    owner = f" of '{path[-2]}'" if len(path) > 1 and isinstance(path[-2], str) else ""
    says = described(model, path)
    hint = f"add a line `{name}: …`" + (f" ({says})" if says else "")
    return error("field-is-given", f"the field '{name}'{owner} is missing", where, hint)


def unknown_field(document: Document, path: Path, model: type[BaseModel]) -> Diagnostic:
    """A field that the schema does not know, with the one that was probably meant."""
    name, known = str(path[-1]), names_at(model, path[:-1])
    near = near_names(name, known)
    hint = f"did you mean '{near}'?" if near else f"known fields are {', '.join(known)}" if known else None
    if near and (letter := strange_letter(name, near)):
        hint = f"did you mean '{near}'? {letter}"
    return error("field-is-known", f"unknown field '{name}'", document.key_span(path), hint)


def kind_hint(wanted: str, value: object, name: str, model: type[BaseModel], path: Path) -> str:
    """How to write what is wanted, by what stands there now."""
    inner = names_at(model, path)
    begins = str(value).lstrip()[:1] if isinstance(value, str) else ""
    if wanted == LIST and begins and begins in "-–—•":
        return "begin each line with a hyphen and a space: `- …`"
    if wanted == LIST and isinstance(value, str) and not inner:
        return f"write `{name}: [{shortened(value)}]`, or each item in a line of its own behind a hyphen"
    if wanted == LIST and isinstance(value, str):
        return f"write `- {inner[0]}: {shortened(value)}` in the line below"
    if wanted == LIST:
        return "put a hyphen and a space before the first field: `- name: …`".replace("name", next(iter(inner), "name"))
    if wanted == FIELDS and isinstance(value, list):
        return "delete the hyphens, and indent the lines alike"
    if wanted == FIELDS:
        needed = [name for owner in models_at(model, path) for name in required(owner)]
        return f"write {' and '.join(f'`{name}: …`' for name in needed)} in its place" if needed else "write its fields"
    if wanted == TEXT and isinstance(value, list | dict):
        return "write one text; if it begins with a bracket, put it in quotation marks"
    return f"write {wanted}"


def shape_hint(name: str, value: str, model: type[BaseModel], path: Path) -> str:
    """How to write a text of the shape that is wanted."""
    digits = re.sub(r"[^\dXx]", "", value).upper()
    if name == "orcid" and len(digits) == 16:
        return f"write {'-'.join(digits[at : at + 4] for at in range(0, 16, 4))}"
    if name == "doi":
        found = re.search(r"10\.\d{4,9}/\S+", value)
        return f"write {found[0]}" if found else "a DOI begins with 10. and has a slash, such as 10.1234/abc"
    if name == "language":
        tag = NAMES.get(value.casefold(), value.replace("_", "-"))
        return f"write {tag}" if tag != value else "write one such as en-GB, ru, tg, fr or de"
    if name == "width":
        return "write a number from 1 to 100 and %, such as 80%"
    if name in {"id", "determinants"}:
        slug = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")
        return "use small letters, digits and hyphens" + (f": {slug}" if slug else ", such as open-door")
    return described(model, path)


def described(model: type[BaseModel], path: Path) -> str:
    """What the schema says of the field at that path, as part of a sentence."""
    for owner in models_at(model, path[:-1]):
        if path and isinstance(path[-1], str) and (field := field_of(owner, path[-1])) and field.description:
            text = field.description.rstrip(".").replace(", Markdown", "")
            return text[:1].lower() + text[1:]
    return ""


def shortened(text: str) -> str:
    """A text short enough for a hint."""
    return text if len(text) <= 50 else f"{text[:48].rstrip()}…"


def names_at(model: type[BaseModel], path: Path) -> list[str]:
    """The names of the fields that the mapping at `path` may have."""
    found: list[str] = []
    for owner in models_at(model, path):
        found += [field.alias or name for name, field in owner.model_fields.items()]
    return list(dict.fromkeys(found))


def required(model: type[BaseModel]) -> list[str]:
    """The names of the fields that a model must have."""
    return [field.alias or name for name, field in model.model_fields.items() if field.is_required()]


def models_at(model: type[BaseModel], path: Path) -> list[type[BaseModel]]:
    """The models that the value at `path` may be of."""
    models = [model]
    for part in path:
        if isinstance(part, int):
            continue
        fields = [field for owner in models if (field := field_of(owner, part))]
        if fields or not holds_any_name(models):
            models = [inner for field in fields for inner in models_in(field.annotation)]
    return models


def holds_any_name(models: Iterable[type[BaseModel]]) -> bool:
    """Whether the models are those of a mapping whose keys are the author's own, such as determinants."""
    return any(model.__name__ == "StatementFile" for model in models)


def field_of(model: type[BaseModel], name: str) -> FieldInfo | None:
    """The model's field of that name as it is written in YAML."""
    return next((field for key, field in model.model_fields.items() if (field.alias or key) == name), None)


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models that a type mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in getattr(annotation, "__args__", ()) for model in models_in(argument)]
