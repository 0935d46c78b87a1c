"""What the last build read and wrote, so that one with nothing to do can say so at once."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from stagebrief.compile.fonts import font_files

FORMAT = 1


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """The state of a finished build: digests of what it read by name, of what it wrote, and what it said.

    `artifacts` are target, path and pages of each PDF; `notices` the warnings as they were printed.
    """

    inputs: dict[str, str]
    outputs: dict[str, str]
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    format: int = FORMAT


def read_record(path: Path) -> BuildRecord | None:
    """The record at that path; None if there is none of this format."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return BuildRecord(**data) if data.get("format") == FORMAT else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def write_record(path: Path, record: BuildRecord) -> None:
    """Put the record in its place in one step."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(path)


def holds(record: BuildRecord, inputs: dict[str, str], targets: Iterable[str]) -> bool:
    """Whether these inputs have been built for these targets, and the PDFs are as they were written."""
    wanted = [artifact for artifact in record.artifacts if artifact["target"] in set(targets)]
    if record.inputs != inputs or len(wanted) != len(set(targets)):
        return False
    return all(file_digest(Path(artifact["path"])) == record.outputs.get(artifact["path"]) for artifact in wanted)


def inputs_of(folder: Path, options: dict[str, str]) -> dict[str, str]:
    """Digests of everything that decides the bytes: content, code and templates, programs, fonts, options."""
    content = {f"content:{path.relative_to(folder)}": file_digest(path) for path in files_below(folder)}
    code = {f"code:{path}": stamp(path) for path in code_files()}
    programs = {f"program:{name}": stamp(Path(shutil.which(name) or name)) for name in ("lualatex", "biber")}
    fonts = {f"font:{name}": stamp(path) for name, path in font_files().items()}
    return content | code | programs | fonts | {f"option:{name}": value for name, value in options.items()}


def files_below(folder: Path) -> list[Path]:
    """The files of a content folder that are not hidden."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def code_files() -> list[Path]:
    """The code and the templates of this installation."""
    from stagebrief.resources import templates_folder  # noqa: PLC0415

    package = Path(__file__).resolve().parents[1]
    templates = templates_folder()
    return sorted([*package.rglob("*.py"), *(path for path in templates.rglob("*") if path.is_file())])


def file_digest(path: Path) -> str:
    """The SHA-256 digest of a file; empty if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def stamp(path: Path) -> str:
    """Size and time of a file: enough for what is installed and not edited in place."""
    try:
        status = path.resolve().stat()
    except OSError:
        return ""
    return f"{status.st_size}-{status.st_mtime_ns}"
