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
CHOICE = frozenset(("literal_error", "enum"))
DATES = frozenset(("date", "from", "to"))
A_DATE = "a year (1993), a month (2022-10) or a day (2022-10-14)"
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

Refusal = dict[str, Any]
"""What pydantic says of one value."""


def faults_of(document: Document, problem: ValidationError, model: type[BaseModel]) -> tuple[Diagnostic, ...]:
    """A diagnostic for each place at which the schema refuses something."""
    items = refusals(problem)
    meant = misspelt_fields(items, model)
    places: dict[tuple[Path, bool], list[Refusal]] = {}
    for item in items:
        path, missing = real_path(document.data, item["loc"], item["type"]), item["type"] == "missing"
        if not (missing and (document.unread or path in meant)):
            places.setdefault((path, missing), []).append(item)
    above = {path[:length] for path, _ in places for length in range(len(path))}
    found: list[Diagnostic] = []
    for (path, missing), there in places.items():
        if len(found) >= MOST:
            more = error(
                "value-fits", f"there are up to {len(items) - MOST} more faults in this file", document.span(())
            )
            return (*found, more)
        # Of a value that may be fields or a text, what is wrong with its fields says more.
        if missing or path not in above or any(item["type"] not in WANTED for item in there):
            found.append(fault_at(document, there, path, model))
    return tuple(found)


def refusals(problem: ValidationError) -> list[Refusal]:
    """What pydantic says, one by one for each kind that a value may be of."""
    return [dict(item) for item in problem.errors(include_url=False)]


def fault_at(document: Document, items: list[Refusal], path: Path, model: type[BaseModel]) -> Diagnostic:
    """What is refused at one place as one diagnostic; a value may be refused as each of several kinds."""
    kinds = [item for item in items if item["type"] in WANTED or item["type"] in CHOICE]
    value = items[0].get("input")
    if len(items) == len(kinds) > 1 and value is not None and value != "":
        return fault_of_kind(document, kinds, path, model)
    others = [item for item in items if item not in kinds]
    return fault_of(document, (others or items)[0], path, model)


def fault_of_kind(document: Document, items: list[Refusal], path: Path, model: type[BaseModel]) -> Diagnostic:
    """A value that is none of the kinds that it may be of."""
    name, value, span = field_name(path), items[0].get("input"), document.span(path)
    owner = f"each of '{name}'" if isinstance(path[-1], int) else f"'{name}'"
    if name in DATES:
        return error("value-fits", f"{owner} should be a date", span, f"write {A_DATE}")
    wanted = list(dict.fromkeys(word for item in items for word in wanted_of(item)))
    hints = [kind_hint(kind, value, name, model, path) for kind in wanted if kind in {TEXT, LIST, FIELDS}]
    hint = hints[0] if hints and not isinstance(value, str) else f"write {either(wanted)}"
    return error("value-fits", f"{owner} should be {either(wanted)}", span, hint)


def wanted_of(item: Refusal) -> list[str]:
    """What a value should have been, by one refusal."""
    kind = item["type"]
    if kind in CHOICE:
        return re.findall(r"[\w-]+", str(item["ctx"]["expected"]).replace(" or ", " ").replace("False", "false"))
    return ["true", "false"] if WANTED[kind] is TRUTH else [WANTED[kind]]


def either(words: list[str]) -> str:
    """Words of which one is right: `a text, a list or fields`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def misspelt_fields(items: list[Refusal], model: type[BaseModel]) -> set[Path]:
    """The fields that are there under a name that is nearly right; that they are missing is told already."""
    unknown = [item["loc"] for item in items[: MOST * 2] if item["type"] == "extra_forbidden"]
    near = ((path[:-1], near_names(str(path[-1]), names_at(model, path[:-1]))) for path in unknown)
    return {(*above, name) for above, name in near if name}


def real_path(data: object, location: tuple[str | int, ...], kind: str) -> Path:
    """The location of a refusal of that kind, without the names of kinds that pydantic puts in."""
    path: Path = ()
    value: Any = data
    for index, part in enumerate(location):
        inner = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, list) and isinstance(part, int) and part < len(value):
            inner = value[part]
        if inner is not None or (isinstance(value, dict) and part in value):
            value, path = inner, (*path, part)
        elif kind == "missing" and index == len(location) - 1:
            return (*path, part)
    return path


def fault_of(document: Document, item: Refusal, path: Path, model: type[BaseModel]) -> Diagnostic:
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
    if kind in CHOICE and isinstance(value, str):
        choices = re.findall(r"'([^']*)'", str(item["ctx"]["expected"]))
        near = near_names(value, choices)
        hint = f"did you mean '{near}'?" if near else f"it is one of {', '.join(choices)}"
        return error("value-fits", f"'{name}' cannot be '{value}'", span, hint)
    if kind in CHOICE:
        return fault_of_kind(document, [item], path, model)
    if wanted := WANTED.get(kind, ""):
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
