"""The JSON Schemas: what editors complete and check the YAML files with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from stagebrief.cli import group

ROOT = Path(__file__).parents[1]
SCHEMAS = ROOT / "docs" / "schema"
CONTENTS = [path.parent for path in sorted((ROOT / "content").glob("*/brief.yaml"))]
FILES = [path for content in CONTENTS for path in sorted([content / "brief.yaml", *content.glob("stages/*.yaml")])]
KINDS = ("brief", "stage")


class DatesAreStrings(SafeConstructor):
    """Reads YAML 1.2 as editors do, which has no dates."""


DatesAreStrings.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def schema_of(kind: str) -> dict[str, Any]:
    """The committed schema."""
    found: dict[str, Any] = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    return found


def values_of(path: Path) -> Any:
    """The values of a YAML file as an editor sees them: dates are strings."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = DatesAreStrings
    return yaml.load(path.read_text(encoding="utf-8"))


def kind_of(path: Path) -> str:
    """Which schema a YAML file of a content folder is checked with."""
    return "brief" if path.name == "brief.yaml" else "stage"


def descriptions_missing(schema: dict[str, Any]) -> Iterator[str]:
    """The fields that say nothing of themselves, by the name of their object."""
    for name, part in {"": schema, **schema.get("$defs", {})}.items():
        for field, value in part.get("properties", {}).items():
            if not value.get("description"):
                yield f"{name}.{field}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_committed_schema_is_current(kind: str) -> None:
    """docs/schema holds what `stagebrief schema` prints; `make schema` writes it anew."""
    result = CliRunner().invoke(group, ["schema", kind])
    assert result.exit_code == 0
    assert result.output == (SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_one(kind: str) -> None:
    """Each schema follows JSON Schema 2020-12, and each of its fields says what it means."""
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))
    assert not list(descriptions_missing(schema_of(kind)))


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_the_shipped_content_fits_its_schema(path: Path) -> None:
    """An editor that checks the shipped YAML files finds no fault in them."""
    faults = jsonschema.Draft202012Validator(schema_of(kind_of(path))).iter_errors(values_of(path))
    assert not [f"{fault.json_path}: {fault.message}" for fault in faults]


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_the_shipped_content_names_its_schema(path: Path) -> None:
    """The first line of each shipped YAML file leads editors to the schema in docs/schema."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named
    assert (path.parent / named[1]).resolve() == SCHEMAS / f"{kind_of(path)}.schema.json"


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_refuses_what_the_loader_refuses(kind: str) -> None:
    """A misspelt field and a missing title are faults for an editor too."""
    path = next(path for path in FILES if kind_of(path) == kind)
    validator = jsonschema.Draft202012Validator(schema_of(kind))
    values = values_of(path)
    assert not validator.is_valid({**values, "sumary": "a misspelt field"})
    assert not validator.is_valid({name: value for name, value in values.items() if name != "title"})
