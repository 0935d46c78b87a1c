"""The quick look at YAML's values: what it lets through is what the models let through, to the last field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from faultcases import BASE, Slip, slips
from stagebrief.load import shape
from stagebrief.load.json_schema import MODELS, all_models, shapes_text
from stagebrief.load.yaml import read_yaml

CONTENT = Path(__file__).parents[1] / "content"


def plain(value: Any) -> Any:
    """Fields, from wherever they come, as plain data by the names of the models."""
    if isinstance(value, shape.Fields | BaseModel):
        return {name: plain(inner) for name, inner in vars(value).items()}
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def agree(kind: str, data: object) -> bool:
    """Whether the quick look knows the data to be good; if so, the models must have the same values."""
    quick = shape.fitted(kind, data)
    if quick is None:
        return False
    assert plain(quick) == plain(MODELS[kind].model_validate(data))
    return True


def kind_of(path: Path) -> str:
    """What a YAML file is."""
    return "brief" if path.name == "brief.yaml" else "stage"


@pytest.mark.parametrize(
    "path", [*BASE.rglob("*.yaml"), *CONTENT.rglob("*.yaml")], ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_good_files_are_known_to_be_good(path: Path) -> None:
    """The YAML files of the shipped content and of the catalogue's base need no second look."""
    document, _ = read_yaml(path.name, path.read_text(encoding="utf-8"))
    assert document is not None
    assert agree(kind_of(path), document.data)


@pytest.mark.parametrize("slip", slips(), ids=lambda slip: slip.name)
def test_slips_are_not_let_through(slip: Slip, tmp_path: Path) -> None:
    """Of no slip has the quick look another opinion than the models."""
    for path in slip.make(tmp_path / "brief").rglob("*.yaml"):
        document, _ = read_yaml(path.name, path.read_text(encoding="utf-8", errors="replace"))
        if document is not None:
            agree(kind_of(path), document.data)


WORDS = st.sampled_from(
    [
        *("", " a", "a", "A b", "true", "false", "no", "idem", "open", "1", "1.5", "80%", "180%", "0%", "10.1234/x"),
        *("en-GB", "error", "16:9", "0000-0002-1825-0097", "a\nb", "a\n", "٣", "footnotes", "auto", "stages/1.yaml"),
    ]
)
VALUES = st.recursive(
    st.none() | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)


@pytest.mark.parametrize("kind", ["brief", "stage"])
@given(data=st.data())
def test_any_value_in_any_field_is_judged_alike(kind: str, data: st.DataObject) -> None:
    """Whatever is put into whatever field of a good file, what is let through is what the models make of it."""
    name = {"brief": "brief.yaml", "stage": "stages/1-open.yaml"}[kind]
    document, _ = read_yaml(name, (BASE / name).read_text(encoding="utf-8"))
    assert document is not None
    values: Any = document.data
    schema = MODELS[kind].model_json_schema(by_alias=True)
    parts = [schema, *schema["$defs"].values()]
    part = data.draw(st.sampled_from(parts))
    field = data.draw(st.sampled_from(sorted(part["properties"])))
    fields = {key: data.draw(WORDS) for key in part.get("required", ())} | {field: data.draw(VALUES)}
    if part is schema:
        agree(kind, {**values, field: fields[field]})
        return
    for key, holder in schema["properties"].items():
        if part["title"] in str(holder):
            agree(kind, {**values, key: data.draw(st.sampled_from([fields, [fields], {"a-name": fields}]))})


def test_a_part_that_is_absent_has_its_defaults() -> None:
    """The settings of a brief without any are those of the models."""
    for name in ("CitationsFile", "SourceListFile"):
        model = next(model for model in all_models(*MODELS.values()) if model.__name__ == name)
        assert plain(shape.defaults_of(name)) == plain(model())


def test_shapes_are_made_from_the_models(update_cases: bool) -> None:
    """`shapes.json` is what the models say; with `--update-cases` it is written anew."""
    path = Path(shape.__file__).with_name("shapes.json")
    if update_cases:
        path.write_text(shapes_text(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shapes_text(), "run pytest --update-cases tests/test_shape.py"


def test_no_word_of_the_schemas_is_passed_over() -> None:
    """The models use nothing of JSON Schema that the quick look does not know."""

    def words_in(value: Any) -> set[str]:
        if isinstance(value, list):
            return {word for item in value for word in words_in(item)}
        if not isinstance(value, dict):
            return set()
        found = set(value)
        for key, inner in value.items():
            named = inner.values() if key in {"properties", "patternProperties"} else [inner]
            found |= {word for item in named if key != "default" for word in words_in(item)}
        return found

    assert words_in(list(shape.shapes()["parts"].values())) <= shape.KEYWORDS


def test_models_refuse_what_the_test_puts_in() -> None:
    """The models that are compared with do refuse: an unknown field, an empty title, a wrong width."""
    for kind, data in (("brief", {"titel": "x"}), ("brief", {"title": ""}), ("stage", {})):
        with pytest.raises(ValidationError):
            MODELS[kind].model_validate(data)
        assert shape.fitted(kind, data) is None
