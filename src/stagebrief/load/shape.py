"""Values that are surely as the schema wants them, found without pydantic: loading that takes a third of a check.

`shapes.json` is made from the models in `schema.py`. What fits here is let through; what does not, or is not sure, is
given to the models, and they say what is wrong. So the two never disagree: a test compares them.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

TRUTH = {"true": True, "false": False}
KEYWORDS = frozenset(
    """$ref anyOf const enum type minLength pattern minItems items properties required default additionalProperties
    patternProperties""".split()  # noqa: SIM905 - as they are written
)
"""What is understood of JSON Schema; the models may use no more."""
NO_FIT = object()

Shape = dict[str, Any]


class Fields(SimpleNamespace):
    """A mapping of the file with its fields as attributes, named as in the models; absent ones have their defaults."""


def fitted(kind: str, data: object) -> Any | None:
    """The data of a brief, a stage or a theme as fields; None where it is not sure that it is as the schema wants."""
    value = fit(data, shapes()[kind])
    return None if value is NO_FIT else value


def defaults_of(name: str) -> Any:
    """The fields of a part of the file that is absent, by the name of its model."""
    return fit({}, {"$ref": name})


@cache
def shapes() -> dict[str, Any]:
    """The shapes of the files, those of their parts (`parts`) and the names of fields in the models (`names`)."""
    text = Path(__file__).with_name("shapes.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def fit(value: object, shape: Shape) -> Any:
    """The value as the shape makes it, or NO_FIT."""
    if name := shape.get("$ref"):
        return fit(value, {**shapes()["parts"][name], "name": name})
    if branches := shape.get("anyOf"):
        first = (
            sorted(branches, key=lambda branch: branch.get("type") != "string") if isinstance(value, str) else branches
        )
        return next((found for branch in first if (found := fit(value, branch)) is not NO_FIT), NO_FIT)
    match shape.get("type"):
        case "string":
            return fit_text(value, shape)
        case "boolean":
            found = TRUTH.get(value, NO_FIT) if isinstance(value, str) else NO_FIT
            return found if "const" not in shape or found is shape["const"] else NO_FIT
        case "null":
            return None if value is None else NO_FIT
        case "array":
            return fit_list(value, shape)
        case "object" if "properties" in shape:
            return fit_fields(value, shape)
        case "object":
            return fit_names(value, shape)
        case _:
            return NO_FIT


def fit_text(value: object, shape: Shape) -> Any:
    """A text of the length and pattern that are wanted."""
    if not isinstance(value, str) or value != value.strip() or len(value) < shape.get("minLength", 0):
        return NO_FIT
    if "pattern" in shape and not re.search(shape["pattern"], value):
        return NO_FIT
    choices = shape.get("enum") or ([shape["const"]] if "const" in shape else [value])
    return value if value in choices else NO_FIT


def fit_list(value: object, shape: Shape) -> Any:
    """A list of which every item fits."""
    if not isinstance(value, list) or len(value) < shape.get("minItems", 0):
        return NO_FIT
    items = [fit(item, shape["items"]) for item in value]
    return NO_FIT if any(item is NO_FIT for item in items) else items


def fit_fields(value: object, shape: Shape) -> Any:
    """A mapping of known fields; one that may not be left out must be there."""
    properties: dict[str, Shape] = shape["properties"]
    if not isinstance(value, dict) or not value.keys() <= properties.keys():
        return NO_FIT
    names = shapes()["names"][shape["name"]]
    fields = Fields()
    for key, inner in properties.items():
        if key not in value and key in shape.get("required", ()):
            return NO_FIT
        found = fit(value[key], inner) if key in value else inner.get("default")
        if found is NO_FIT:
            return NO_FIT
        setattr(fields, names.get(key, key), found)
    return fields


def fit_names(value: object, shape: Shape) -> Any:
    """A mapping whose names are the author's own."""
    if not isinstance(value, dict):
        return NO_FIT
    pattern, inner = next(iter(shape.get("patternProperties", {"": shape.get("additionalProperties")}).items()))
    if not isinstance(inner, dict) or not all(re.search(pattern, name) for name in value):
        return NO_FIT
    found = {name: fit(item, inner) for name, item in value.items()}
    return NO_FIT if any(item is NO_FIT for item in found.values()) else found
