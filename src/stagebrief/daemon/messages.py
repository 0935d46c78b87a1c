"""What client and session say to each other: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from stagebrief import errors
from stagebrief.compile.record import diagnostic_of
from stagebrief.errors import StagebriefError
from stagebrief.model.artifact import Artifact, BuildReport, Pass


@dataclass(frozen=True, slots=True)
class Request:
    """A build that is asked for; `epoch` is the asker's SOURCE_DATE_EPOCH."""

    targets: tuple[str, ...]
    read_back: bool = True
    epoch: str = ""


def line_of(message: Mapping[str, Any]) -> bytes:
    """A message as it is sent."""
    return json.dumps(message, ensure_ascii=False).encode() + b"\n"


def request_to_line(request: Request) -> bytes:
    """A request as it is sent."""
    return line_of(asdict(request))


def request_of(line: bytes) -> Request:
    """A request that was sent; ValueError if it is none."""
    try:
        data = json.loads(line)
        return Request(tuple(map(str, data["targets"])), bool(data["read_back"]), str(data["epoch"]))
    except (KeyError, TypeError) as problem:
        raise ValueError("no request") from problem


def report_to_line(report: BuildReport) -> bytes:
    """The outcome of a build as it is sent; its files by their names."""
    data = asdict(report)
    for artifact in data["artifacts"]:
        artifact["path"] = Path(artifact["path"]).name
        artifact["beside"] = [Path(path).name for path in artifact["beside"]]
    return line_of({"report": data})


def fault_to_line(fault: StagebriefError) -> bytes:
    """What a build has raised as it is sent."""
    found = [asdict(diagnostic) for diagnostic in fault.diagnostics]
    return line_of({"fault": type(fault).__name__, "diagnostics": found})


def report_of(data: Mapping[str, Any], output: Path) -> BuildReport:
    """The outcome of a build that was sent, with its files in `output`."""
    artifacts = tuple(
        Artifact(
            item["target"],
            output / item["path"],
            item["pages"],
            tuple(Pass(**found) for found in item["passes"]),
            tuple(output / name for name in item["beside"]),
        )
        for item in data["artifacts"]
    )
    diagnostics = tuple(diagnostic_of(item) for item in data["diagnostics"])
    return BuildReport(artifacts, diagnostics, bool(data["up_to_date"]), float(data["seconds"]))


def fault_of(message: Mapping[str, Any]) -> StagebriefError:
    """What a build has raised."""
    kind = getattr(errors, str(message["fault"]), StagebriefError)
    raised: StagebriefError = kind(diagnostic_of(item) for item in message["diagnostics"])
    return raised
