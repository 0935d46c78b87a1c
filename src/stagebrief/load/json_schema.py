"""The JSON Schemas of the YAML files, made from the models that check them."""

from __future__ import annotations

import json

from pydantic import BaseModel

from stagebrief.load.schema import BriefFile, StageFile

MODELS: dict[str, type[BaseModel]] = {"brief": BriefFile, "stage": StageFile}


def schema_text(kind: str) -> str:
    """The JSON Schema of `brief` or `stage` as text."""
    model = MODELS[kind]
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
