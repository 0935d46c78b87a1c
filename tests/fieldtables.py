"""The fields of the YAML files as tables in Markdown, made from the models that check them."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

DATES = {"date", "from", "to"}
LAST = {"cite", "unsourced"}
"""Fields that many have and that stand behind their own."""


def tables(model: type[BaseModel], heading: str) -> str:
    """The table of a file's fields, and one for each field that has its own; what must be given is bold."""
    pieces, waiting, seen = [], [(heading, "", model)], {model}
    while waiting:
        name, above, current = waiting.pop(0)
        rows = [f"{name}\n", "| Field | Value | Meaning |", "|---|---|---|"]
        for key, field in sorted(current.model_fields.items(), key=lambda item: item[0] in LAST):
            shown = field.alias or key
            rows.append(f"| {mark(shown, field)} | {kind_of(shown, field.annotation)} | {meaning(field)} |")
            for inner in models_in(field.annotation):
                if inner not in seen:
                    seen.add(inner)
                    waiting.append((owner(shown, above, field.annotation), shown, inner))
        pieces.append("\n".join(rows))
    return "\n\n".join(pieces)


def mark(name: str, field: FieldInfo) -> str:
    """The field's name, bold if it must be given."""
    return f"**`{name}`**" if field.is_required() else f"`{name}`"


def owner(name: str, above: str, annotation: Any) -> str:
    """What the table of a field's own fields is headed with; `above` is the field that holds it, if any."""
    if name in {"opening", "extra"}:
        return "In each of these frames:" if name == "opening" else "Each of `extra`:"
    if above:
        return f"In `{name}` of `{above}`:"
    return f"Each of `{name}`:" if {"list", "dict"} & set(origins(annotation)) else f"In `{name}`:"


def meaning(field: FieldInfo) -> str:
    """What the schema says of a field, with what stands for it where it is absent."""
    text = (field.description or "").replace("|", "\\|")
    default = field.default
    if field.is_required() or default in (None, "", [], {}):
        return text
    shown = str(default).lower() if isinstance(default, bool) else default
    return f"{text} `{shown}` if absent."


def kind_of(name: str, annotation: Any) -> str:
    """What may be written, in an author's words."""
    if "list" in origins(annotation):
        texts = "text or list" if str in get_args(annotation) or has_text(annotation) else "list"
        return texts if not models_in(annotation) else "list of fields"
    if "dict" in origins(annotation) or models_in(annotation):
        return "fields, or `false`" if False in choices(annotation) else "fields"
    if found := choices(annotation):
        words = [f"`{str(choice).lower() if isinstance(choice, bool) else choice}`" for choice in found]
        if name in DATES:
            return f"date or {words[0]}"
        words = ["`true`", "`false`", *words] if bool in parts(annotation) else words
        return ", ".join(words)
    if bool in parts(annotation):
        return "`true` or `false`"
    return "date" if name in DATES else "text"


def parts(annotation: Any) -> list[Any]:
    """The members of a union, constraints taken off."""
    if get_origin(annotation) in {Union, UnionType}:
        return [part for argument in get_args(annotation) for part in parts(argument) if part is not NoneType]
    if hasattr(annotation, "__metadata__"):
        return parts(get_args(annotation)[0])
    return [annotation]


def origins(annotation: Any) -> list[str]:
    """The names of the containers among the members."""
    return [getattr(get_origin(part), "__name__", "") for part in parts(annotation)]


def has_text(annotation: Any) -> bool:
    """Whether a text is among the members."""
    return str in parts(annotation)


def choices(annotation: Any) -> list[Any]:
    """The values that a member allows by name."""
    found = [choice for part in parts(annotation) if get_origin(part) is Literal for choice in get_args(part)]
    return list({str(choice): choice for choice in found}.values())


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models that a type mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in models_in(argument)]
