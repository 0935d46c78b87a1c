"""What the schema refuses, in an author's words and at its place."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from stagebrief.diagnostics import Diagnostic, error
from stagebrief.load.yaml import Document, Path
from stagebrief.spelling import near_names

WANTED = {
    "string_type": "a text",
    "string_too_short": "a text",
    "list_type": "a list, one item to a line after a hyphen",
    "dict_type": "fields, indented below it",
    "model_type": "fields, indented below it",
    "model_attributes_type": "fields, indented below it",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a number",
    "int_parsing": "a number",
    "float_type": "a number",
}


def faults_of(document: Document, problem: ValidationError, model: type[BaseModel]) -> tuple[Diagnostic, ...]:
    """A diagnostic for each thing that the schema refuses; what is said of one place several times is said once."""
    found: dict[tuple[Path, str], Diagnostic] = {}
    for item in problem.errors(include_url=False):
        path = real_path(document, item["loc"])
        diagnostic = fault_of(document, dict(item), path, model)
        key = (path, "missing" if diagnostic.code == "field-is-given" else "")
        if key not in found or (found[key].code == "value-fits" and diagnostic.code != "value-fits"):
            found[key] = diagnostic
    return tuple(found.values())


def real_path(document: Document, location: tuple[str | int, ...]) -> Path:
    """The location without the names of union members and constraints that pydantic puts in."""
    path: Path = ()
    value: Any = document.data
    for index, part in enumerate(location):
        inner = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, list) and isinstance(part, int) and part < len(value):
            inner = value[part]
        if inner is not None or (isinstance(value, dict) and part in value):
            value, path = inner, (*path, part)
        elif isinstance(value, dict) and index == len(location) - 1:
            return (*path, part)
    return path


def fault_of(document: Document, item: dict[str, Any], path: Path, model: type[BaseModel]) -> Diagnostic:
    """One refusal as a diagnostic."""
    kind, name = item["type"], str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return unknown_field(document, path, model)
    if kind == "missing":
        where = document.key_span(path[:-1]) if len(path) > 1 else document.span(())
        owner = f" of '{path[-2]}'" if len(path) > 1 and isinstance(path[-2], str) else ""
        return error("field-is-given", f"the field '{name}'{owner} is missing", where, f"add a line `{name}: …`")
    span = document.span(path)
    shown = field_name(path)
    if item.get("input") is None:
        return error("value-fits", f"'{shown}' is empty", document.key_span(path), "write a value, or delete the line")
    if wanted := WANTED.get(kind):
        return error("value-fits", f"'{shown}' should be {wanted}", span, f"it is {kind_of(item.get('input'))} now")
    if kind in {"literal_error", "enum"}:
        return error(
            "value-fits", f"'{shown}' cannot be '{item['input']}'", span, f"it is one of {item['ctx']['expected']}"
        )
    if kind == "string_pattern_mismatch":
        return error("value-fits", f"'{item['input']}' is not a valid {shown}", span, describe(model, path))
    if kind == "too_short":
        return error("value-fits", f"'{shown}' is empty", document.key_span(path), "list at least one")
    return error("value-fits", f"'{shown}': {item['msg'].lower()}", span, describe(model, path))


def field_name(path: Path) -> str:
    """The name that an author knows the place by."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")


def kind_of(value: object) -> str:
    """What a value is, in an author's words."""
    names = {str: "a text", bool: "true or false", list: "a list", dict: "fields"}
    return names.get(type(value), "something else")


def unknown_field(document: Document, path: Path, model: type[BaseModel]) -> Diagnostic:
    """A field that the schema does not know, with the one that was probably meant."""
    known = names_at(model, path[:-1])
    near = near_names(str(path[-1]), known)
    hint = f"did you mean '{near}'?" if near else f"known fields are {', '.join(known)}" if known else None
    return error("field-is-known", f"unknown field '{path[-1]}'", document.key_span(path), hint)


def names_at(model: type[BaseModel], path: Path) -> list[str]:
    """The names of the fields that the mapping at `path` may have."""
    found: list[str] = []
    for owner in models_at(model, path):
        found += [field.alias or name for name, field in owner.model_fields.items()]
    return list(dict.fromkeys(found))


def models_at(model: type[BaseModel], path: Path) -> list[type[BaseModel]]:
    """The models that the value at `path` may be of."""
    models = [model]
    for part in path:
        if isinstance(part, int):
            continue
        inner: list[type[BaseModel]] = []
        for owner in models:
            field = field_of(owner, part)
            inner += models_in(field.annotation) if field else []
        models = inner or models
    return models


def field_of(model: type[BaseModel], name: str) -> FieldInfo | None:
    """The model's field of that name as it is written in YAML."""
    return next((field for key, field in model.model_fields.items() if (field.alias or key) == name), None)


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models that a type mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in getattr(annotation, "__args__", ()) for model in models_in(argument)]


def describe(model: type[BaseModel], path: Path) -> str | None:
    """The schema's description of the field at `path`, as a hint."""
    names = [part for part in path if isinstance(part, str)]
    if not names:
        return None
    for owner in models_at(model, path[:-1]):
        field = field_of(owner, names[-1])
        if field and field.description:
            text = field.description.rstrip(".")
            return text[:1].lower() + text[1:]
    return None
