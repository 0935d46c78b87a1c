"""What the last build read and wrote, so that one with nothing to do can say so at once."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from stagebrief.compile.fonts import font_files
from stagebrief.diagnostics import Area, Diagnostic, Severity, Span
from stagebrief.model.artifact import Artifact, BuildReport

FILE = "record.json"
FORMAT = 5


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """The state of a finished build: digests of what it read by name, of what it wrote, and what it said.

    `artifacts` are target, name and pages of each PDF, and the names of the files beside it; `notices` the warnings as
    they were printed; `theme` is the folder of a theme that lies elsewhere, with its digest; `read_back` says whether
    the words of the PDFs were looked for.
    """

    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)
    theme: Mapping[str, str] = field(default_factory=dict)
    read_back: bool = True
    format: int = FORMAT


def read_record(folder: Path) -> BuildRecord | None:
    """The record in that folder; None if there is none of this format."""
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return BuildRecord(**data) if data.get("format") == FORMAT else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def write_record(folder: Path, record: BuildRecord) -> None:
    """Put the record in its place in one step."""
    beside = folder / f"{FILE}.new"
    beside.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(folder / FILE)


def forget_record(folder: Path) -> None:
    """Let the next build find something to do."""
    (folder / FILE).unlink(missing_ok=True)


def record_of(
    report: BuildReport, inputs: Mapping[str, str], earlier: BuildRecord | None, *, read_back: bool
) -> BuildRecord:
    """The record of a build; what an earlier build of the same inputs made of other targets still holds."""
    artifacts = [artifact_data(item) for item in report.artifacts]
    outputs = {path.name: file_digest(path) for item in report.artifacts for path in (item.path, *item.beside)}
    notices = [asdict(diagnostic) for diagnostic in report.diagnostics]
    if earlier and earlier.inputs == inputs:
        made = {item["target"] for item in artifacts}
        others = [item for item in earlier.artifacts if item["target"] not in made]
        artifacts += others
        outputs |= {name: earlier.outputs[name] for item in others for name in names_of(item)}
        notices += [item for item in earlier.notices if item not in notices]
        read_back = read_back and earlier.read_back
    theme = {str(report.theme): folder_digest(report.theme)} if report.theme else {}
    return BuildRecord(inputs, outputs, artifacts, notices, theme, read_back)


def artifact_data(artifact: Artifact) -> dict[str, Any]:
    """What is kept of a PDF."""
    beside = [path.name for path in artifact.beside]
    return {"target": artifact.target, "name": artifact.path.name, "pages": artifact.pages, "beside": beside}


def names_of(item: Mapping[str, Any]) -> list[str]:
    """The names of a PDF and of the files beside it."""
    return [item["name"], *item["beside"]]


def holds(
    record: BuildRecord, inputs: Mapping[str, str], targets: Iterable[str], output: Path, *, read_back: bool
) -> bool:
    """Whether these inputs have been built for these targets, and the PDFs in `output` are as they were written."""
    wanted = [artifact for artifact in record.artifacts if artifact["target"] in set(targets)]
    if record.inputs != inputs or len(wanted) != len(set(targets)) or (read_back and not record.read_back):
        return False
    if any(folder_digest(Path(folder)) != digest for folder, digest in record.theme.items()):
        return False
    names = [name for artifact in wanted for name in names_of(artifact)]
    return all(file_digest(output / name) == record.outputs.get(name) for name in names)


def artifacts_of(record: BuildRecord, targets: tuple[str, ...], output: Path) -> tuple[Artifact, ...]:
    """The PDFs of these targets in `output`, in the order of the targets."""
    found = {
        item["target"]: Artifact(
            item["target"], output / item["name"], item["pages"], beside=tuple(output / name for name in item["beside"])
        )
        for item in record.artifacts
    }
    return tuple(found[target] for target in targets)


def notices_of(record: BuildRecord) -> tuple[Diagnostic, ...]:
    """What the build warned of."""
    return tuple(diagnostic_of(notice) for notice in record.notices)


def diagnostic_of(notice: Mapping[str, Any]) -> Diagnostic:
    """A diagnostic from its fields as they were written."""
    return Diagnostic(
        notice["code"],
        Severity(notice["severity"]),
        notice["message"],
        Span(**notice["span"]) if notice["span"] else None,
        notice["hint"],
        tuple(notice["notes"]),
        area_of(notice.get("area")),
    )


def area_of(data: Mapping[str, Any] | None) -> Area | None:
    """A place on a page from its fields as they were written."""
    return Area(data["pdf"], data["page"], tuple(data["box"]) if data["box"] else None) if data else None


def inputs_of(folder: Path, options: Mapping[str, str]) -> dict[str, str]:
    """Digests of everything that decides the bytes: content, code and templates, programs, fonts, options."""
    return content_of(folder) | tools_of() | {f"option:{name}": value for name, value in options.items()}


def content_of(folder: Path) -> dict[str, str]:
    """Digests of the files of a content folder."""
    root = folder.resolve()
    return {f"content:{path.relative_to(folder).as_posix()}": own_digest(path, root) for path in files_below(folder)}


def tools_of() -> dict[str, str]:
    """Size and time of what a build is made with: this tool, its templates, the programs, the fonts."""
    code = {f"code:{path}": stamp(path) for path in code_files()}
    programs = {f"program:{name}": stamp(Path(shutil.which(name) or name)) for name in ("lualatex", "biber")}
    font_files.cache_clear()  # one may have been installed since
    fonts = {f"font:{name}": stamp(path) for name, path in font_files().items()}
    return code | programs | fonts


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
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def folder_digest(folder: Path) -> str:
    """A digest of the files below a folder with their names."""
    files = (f"{path.relative_to(folder)}\0{file_digest(path)}" for path in files_below(folder))
    return hashlib.sha256("\0".join(files).encode()).hexdigest()


def own_digest(path: Path, root: Path) -> str:
    """The digest of a file of the content; of a link to elsewhere where it leads to, for such a file is never read."""
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return f"link to {path.readlink()}"
    return file_digest(path)


def stamp(path: Path) -> str:
    """Size and time of a file: enough for what is installed and not edited in place."""
    try:
        status = path.resolve().stat()
    except OSError:
        return ""
    return f"{status.st_size}-{status.st_mtime_ns}"
