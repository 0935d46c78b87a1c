"""The JSON Schemas of the YAML files, made from the models that check them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from stagebrief.load.fault import models_in
from stagebrief.load.schema import BriefFile, StageFile
from stagebrief.load.theme_schema import ThemeFile

MODELS: dict[str, type[BaseModel]] = {"brief": BriefFile, "stage": StageFile, "theme": ThemeFile}
FOR_READERS = ("title", "description")


def schema_text(kind: str) -> str:
    """The JSON Schema of `brief`, `stage` or `theme` as text."""
    model = MODELS[kind]
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def shapes_text() -> str:
    """What `shape.py` needs of the schemas: `shapes.json`, one part in each line."""
    parts: dict[str, Any] = {}
    for model in MODELS.values():
        schema = model.model_json_schema(ref_template="{model}")
        parts |= {name: bare(part) for name, part in schema.pop("$defs").items()} | {model.__name__: bare(schema)}
    names = {model.__name__: names_in(model) for model in all_models(*MODELS.values())}
    lines = [f'"{kind}": {{"$ref": "{model.__name__}"}}' for kind, model in MODELS.items()]
    lines += [f'"parts": {{\n{joined(parts)}\n}}', f'"names": {{\n{joined(names)}\n}}']
    return "{\n" + ",\n".join(lines) + "\n}\n"


def joined(values: dict[str, Any]) -> str:
    """A mapping with one name in each line."""
    return ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in sorted(values.items()))


def bare(schema: Any) -> Any:
    """A schema without what is for readers only."""
    if isinstance(schema, list):
        return [bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: bare(inner) for name, inner in value.items()} if key == "properties" else bare(value)
        for key, value in schema.items()
        if key not in FOR_READERS
    }


def names_in(model: type[BaseModel]) -> dict[str, str]:
    """The names of a model's fields where they differ from those in the file."""
    return {field.alias: name for name, field in model.model_fields.items() if field.alias and field.alias != name}


def all_models(*models: type[BaseModel]) -> list[type[BaseModel]]:
    """The models with all that they hold."""
    found = list(models)
    for model in found:
        inner = (one for field in model.model_fields.values() for one in models_in(field.annotation))
        found += [one for one in dict.fromkeys(inner) if one not in found]
    return found
