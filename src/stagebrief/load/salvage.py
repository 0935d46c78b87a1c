"""Values that the schema refuses taken out, so that the rest can be read and its faults found in the same run.

What is made here is never shown: a brief with faults is not built.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from stagebrief.load.fault import field_of, models_at, models_in, real_path
from stagebrief.load.yaml import Document, Path

Model = TypeVar("Model", bound=BaseModel)
STAND_IN = "1"
"""What stands for a missing text, date or id; it is valid as each of them."""
ROUNDS = 4


def salvaged(document: Document, problem: ValidationError, model: type[Model]) -> tuple[Model | None, frozenset[Path]]:
    """The values without those that are refused, and the places that were written over; None if too little is left."""
    data: Any = deepcopy(document.data)
    touched: set[Path] = set()
    for _ in range(ROUNDS):
        for item in problem.errors(include_url=False, include_context=False):
            path = real_path(data, item["loc"], item["type"])
            if path and mend(data, path, item["type"], model) and item["type"] != "missing":
                touched.add(path)
        try:
            return model.model_validate(data), frozenset(touched)
        except ValidationError as again:
            problem = again
    return None, frozenset(touched)


def mend(data: Any, path: Path, kind: str, model: type[BaseModel]) -> bool:
    """Take out or stand in for one value; False where it is gone already."""
    owner = data
    for part in path[:-1]:
        try:
            owner = owner[part]
        except (KeyError, IndexError, TypeError):
            return False
    last = path[-1]
    if isinstance(owner, list) and isinstance(last, int):
        owner[last] = stand_in(models_at(model, path))
        return True
    if not isinstance(owner, dict):
        return False
    fields = [field for above in models_at(model, path[:-1]) if (field := field_of(above, str(last)))]
    if kind == "missing" or (kind != "extra_forbidden" and fields and fields[0].is_required()):
        owner[last] = stand_in(models_in(fields[0].annotation) if fields else [])
    else:
        owner.pop(last, None)
    return True


def stand_in(models: list[type[BaseModel]]) -> Any:
    """The least that a value of one of these models, or a text, may be."""
    if not models:
        return STAND_IN
    fields = models[0].model_fields
    return {
        field.alias or name: stand_in(models_in(field.annotation))
        for name, field in fields.items()
        if field.is_required()
    }
