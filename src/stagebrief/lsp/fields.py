"""What the schemas say of the fields of a YAML file: their names, their meaning and their values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from stagebrief.lsp.yaml_place import Path

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it means, which values it may have (none named: any), its default, whether it must be given.

    `shape` is how its value is written: `text`, `list` or `fields`.
    """

    name: str
    description: str
    values: tuple[str, ...]
    default: str
    required: bool
    shape: str


@cache
def schema_of(kind: str) -> Schema:
    """The JSON Schema of a `brief` or a `stage`."""
    from stagebrief.load.json_schema import schema_text  # noqa: PLC0415 - pydantic is for those who ask for fields

    found: Schema = json.loads(schema_text(kind))
    return found


def fields_at(kind: str, path: Path) -> dict[str, Field]:
    """The fields that the mapping at a path may have."""
    found: dict[str, Field] = {}
    for schema in schemas_at(kind, path):
        required = schema.get("required", ())
        for name, inner in schema.get("properties", {}).items():
            found.setdefault(name, field_of(kind, name, inner, required=name in required))
    return found


def field_at(kind: str, path: Path) -> Field | None:
    """The field at a path; None where there is none of that name."""
    if not path or not isinstance(path[-1], str):
        return None
    return fields_at(kind, path[:-1]).get(path[-1])


def field_of(kind: str, name: str, schema: Schema, *, required: bool) -> Field:
    """The field as its schema describes it."""
    branches = list(flat(kind, schema))
    default = schema.get("default")
    said = "" if default in (None, "", [], {}) else written(default)
    values = tuple(dict.fromkeys(value for branch in branches for value in values_of(branch)))
    description = str(schema.get("description", "")) or next(
        (str(branch["description"]) for branch in branches if "description" in branch), ""
    )
    return Field(name, description, values, said, required, shape_of(branches))


def shape_of(branches: list[Schema]) -> str:
    """How a value of these schemas is written, the richest first."""
    types = {branch.get("type") for branch in branches}
    return "fields" if "object" in types else "list" if "array" in types and "string" not in types else "text"


def values_of(schema: Schema) -> Iterator[str]:
    """The values that a schema names."""
    if "enum" in schema:
        yield from map(written, schema["enum"])
    elif "const" in schema:
        yield written(schema["const"])
    elif schema.get("type") == "boolean":
        yield from ("true", "false")


def written(value: object) -> str:
    """A value as YAML has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def schemas_at(kind: str, path: Path) -> list[Schema]:
    """The schemas that the value at a path may have."""
    schemas = list(flat(kind, schema_of(kind)))
    for part in path:
        inner = [found for schema in schemas for found in inside(schema, part)]
        schemas = [branch for schema in inner for branch in flat(kind, schema)]
    return schemas


def inside(schema: Schema, part: str | int) -> Iterator[Schema]:
    """The schemas of a field or an item of a value."""
    if isinstance(part, int):
        if "items" in schema:
            yield schema["items"]
    elif part in schema.get("properties", {}):
        yield schema["properties"][part]
    elif "properties" not in schema:
        yield from schema.get("patternProperties", {}).values()
        if isinstance(schema.get("additionalProperties"), dict):
            yield schema["additionalProperties"]


def flat(kind: str, schema: Schema) -> Iterator[Schema]:
    """The schema, or those of which it is one, with references followed."""
    if "$ref" in schema:
        yield from flat(kind, schema_of(kind)["$defs"][schema["$ref"].rpartition("/")[2]])
    elif "anyOf" in schema:
        for branch in schema["anyOf"]:
            yield from flat(kind, branch)
    else:
        yield schema
