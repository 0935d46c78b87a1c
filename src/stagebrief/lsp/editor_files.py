"""Where editors find the schemas: files beside the briefs, a setting of VS Code, a first line for all the others.

Nothing that somebody wrote is lost: what cannot be added to safely is left as it is, and told.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stagebrief.diagnostics import error
from stagebrief.errors import UsageError
from stagebrief.load.source import files_below
from stagebrief.lsp.fields import schema_of

FOLDER = ".stagebrief"
SETTINGS = ".vscode/settings.json"
SETTING = "yaml.schemas"
TITLES = {"brief": "BriefFile", "stage": "StageFile"}
MODELINE = re.compile(r"^\ufeff?#\s*yaml-language-server\s*:", re.MULTILINE)
DECODER = json.JSONDecoder()
SPACE = re.compile(r"\s*")
MOST_BRIEFS = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done with one file: written, or left as it is with the reason and what may be added by hand."""

    path: Path
    written: bool
    why: str = ""
    add: str = ""


def write_schemas(folder: Path, *, modelines: bool = False) -> Iterator[Outcome]:
    """Put the schemas where editors find them, for all briefs in a folder. Raises UsageError where there is none."""
    briefs = briefs_in(folder)
    for kind in TITLES:
        yield write_schema(folder, kind)
    yield write_settings(folder, {f"./{FOLDER}/{kind}.schema.json": globs(briefs, kind) for kind in TITLES})
    if modelines:
        for brief in briefs:
            for name, kind in yaml_files(folder / brief):
                yield write_modeline(folder, folder / brief / name, kind)


def briefs_in(folder: Path) -> list[str]:
    """The content folders in a folder, by their paths below it; itself is the empty one."""
    if (folder / "brief.yaml").is_file():
        return [""]
    found = [name.removesuffix("brief.yaml") for name in files_below(folder) if Path(name).name == "brief.yaml"]
    if not found:
        hint = "name a content folder, or one that holds some"
        raise UsageError([error("folder-is-content", f"there is no brief.yaml in {folder}", None, hint)])
    return found[:MOST_BRIEFS]


def globs(briefs: list[str], kind: str) -> list[str]:
    """The files of that kind as VS Code names them."""
    return [f"{brief}{'brief.yaml' if kind == 'brief' else 'stages/*.yaml'}" for brief in briefs]


def yaml_files(brief: Path) -> Iterator[tuple[str, str]]:
    """The YAML files of a brief with their kinds."""
    yield "brief.yaml", "brief"
    for path in sorted((brief / "stages").glob("*.yaml")):
        if path.is_file() and not path.name.startswith("."):
            yield f"stages/{path.name}", "stage"


def write_schema(folder: Path, kind: str) -> Outcome:
    """One schema; a file of that name that is none of ours is left as it is."""
    path = folder / FOLDER / f"{kind}.schema.json"
    text = json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"
    if path.exists():
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            known = None
        if not isinstance(known, dict) or known.get("title") != TITLES[kind]:
            return Outcome(path, False, "it is another file than the schema; move it away")
    return written(path, text)


def write_settings(folder: Path, schemas: Mapping[str, list[str]]) -> Outcome:
    """The setting of VS Code's extension for YAML, added to what stands there."""
    path = folder / SETTINGS
    add = json.dumps({SETTING: schemas}, indent=2)
    if not path.exists():
        return written(path, add + "\n")
    try:
        text = path.read_bytes().decode("utf-8")
        new = with_schemas(text, schemas)
    except (OSError, UnicodeDecodeError, ValueError) as problem:
        why = "it is no plain JSON" if isinstance(problem, json.JSONDecodeError) else str(problem)
        return Outcome(path, False, f"{why}, and could not be added to without a loss", add)
    return Outcome(path, True) if new == text else written(path, new)


def with_schemas(text: str, schemas: Mapping[str, list[str]]) -> str:
    """The settings with these schemas; all else stays as it is written. Raises ValueError where that cannot be."""
    known = json.loads(text, object_pairs_hook=unique) if text.strip() else {}
    if not text.strip():
        return json.dumps({SETTING: schemas}, indent=2) + "\n"
    if not isinstance(known, dict) or not isinstance(known.get(SETTING, {}), dict):
        raise ValueError(f"'{SETTING}' is no object" if isinstance(known, dict) else "it is no object")
    present = known.get(SETTING, {})
    missing: dict[str, list[str]] = {}
    for name, wanted in schemas.items():
        there = [present[name]] if isinstance(present.get(name), str) else present.get(name, [])
        if name in present and not set(wanted) <= set(there):
            raise ValueError(f"'{name}' stands there for other files")
        if name not in present:
            missing[name] = wanted
    if not missing:
        return text
    members = [f"{json.dumps(name)}: {json.dumps(wanted)}" for name, wanted in missing.items()]
    new = inserted(text, members, is_set=SETTING in known, empty=not (present if SETTING in known else known))
    if json.loads(new) != {**known, SETTING: {**present, **missing}}:
        raise ValueError("it is written in an unusual way")
    return new


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name comes twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in it")
    return found


def inserted(text: str, members: list[str], *, is_set: bool, empty: bool) -> str:
    """The text with members put into the setting where it is there, else with the setting."""
    start = text.index("{") + 1
    newline = "\r\n" if "\r\n" in text else "\n"
    match = re.match(r"\s*\n([ \t]+)", text[start:])
    indent = match[1] if match else "  "
    comma = "" if empty else ","
    if is_set:
        at = value_of(text, start, SETTING) + 1
        lines = f",{newline}".join(f"{indent * 2}{member}" for member in members)
        behind = f"{newline}{indent}" if empty else ""
        return f"{text[:at]}{newline}{lines}{comma}{behind}{text[at:]}"
    lines = f",{newline}".join(f"{indent * 2}{member}" for member in members)
    whole = f"{newline}{indent}{json.dumps(SETTING)}: {{{newline}{lines}{newline}{indent}}}{comma}"
    return f"{text[:start]}{whole}{newline if empty else ''}{text[start:]}"


def value_of(text: str, position: int, wanted: str) -> int:
    """Where the value of a member begins in the object whose members begin at `position`."""
    while True:
        name, end = DECODER.raw_decode(text, spaced(text, position))
        start = spaced(text, spaced(text, end) + 1)
        if name == wanted:
            return start
        _, end = DECODER.raw_decode(text, start)
        position = spaced(text, end) + 1


def spaced(text: str, position: int) -> int:
    """The position behind white space."""
    match = SPACE.match(text, position)
    return match.end() if match else position


def write_modeline(folder: Path, path: Path, kind: str) -> Outcome:
    """The first line that names the schema, unless the file names one already."""
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return Outcome(path, False, "it cannot be read as UTF-8")
    if MODELINE.search(text):
        return Outcome(path, False, "it names a schema already")
    schema = os.path.relpath(folder / FOLDER / f"{kind}.schema.json", path.parent)
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    line = f"# yaml-language-server: $schema={Path(schema).as_posix()}{newline}"
    return written(path, f"{mark}{line}{text.removeprefix(mark)}")


def written(path: Path, text: str) -> Outcome:
    """Write a file in one step; one that is a link stays a link."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.new")
    beside.write_bytes(text.encode("utf-8"))
    if target.exists():
        beside.chmod(target.stat().st_mode)
    beside.replace(target)
    return Outcome(path, True)
