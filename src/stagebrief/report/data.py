"""The outcome of a command as JSON, for other programs; its schema is `docs/schema/diagnostics.schema.json`."""

from __future__ import annotations

import json
from typing import Any

from stagebrief.catalogue import explanation_of
from stagebrief.diagnostics import Area, Diagnostic, Severity, Span
from stagebrief.report.outcome import Outcome
from stagebrief.report.places import ordered, path_of

FORMAT = 1
"""Raised when a field changes its meaning or goes; fields may be added without that."""


def format_outcome(outcome: Outcome) -> str:
    """The outcome as one JSON object."""
    found = ordered(outcome.diagnostics)
    data = {
        "format": FORMAT,
        "tool": {"name": "stagebrief", "version": outcome.version},
        "command": outcome.command,
        "folder": outcome.folder or ".",
        "strict": outcome.strict,
        "status": outcome.status,
        "counts": {str(severity): outcome.count(severity) for severity in Severity},
        "diagnostics": [diagnostic_data(diagnostic, outcome) for diagnostic in found],
        "help": {code: help_data(code) for code in sorted({diagnostic.code for diagnostic in found})},
        "artifacts": [
            {"target": artifact.target, "path": artifact.path.as_posix(), "pages": artifact.pages}
            for artifact in outcome.artifacts
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode()


def diagnostic_data(diagnostic: Diagnostic, outcome: Outcome) -> dict[str, Any]:
    """One diagnostic; `place` and `area` are null where it has none."""
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "notes": list(diagnostic.notes),
        "place": place_data(diagnostic.span, outcome) if diagnostic.span else None,
        "area": area_data(diagnostic.area) if diagnostic.area else None,
    }


def area_data(area: Area) -> dict[str, Any]:
    """Where it is seen: the PDF, its page from 1, the box in points from the page's lower left corner or null."""
    return {"pdf": area.pdf, "page": area.page, "box": list(area.box) if area.box else None}


def place_data(span: Span, outcome: Outcome) -> dict[str, Any]:
    """Where it is: lines and columns count from 1, columns are characters, the end is exclusive or null."""
    lines = (outcome.files.get(span.file) or "").split("\n")
    return {
        "file": path_of(span.file, outcome.folder),
        "line": span.line,
        "column": span.column,
        "endLine": span.end_line or None,
        "endColumn": span.end_column if span.end_line else None,
        "text": lines[span.line - 1] if 1 <= span.line <= len(lines) else None,
    }


def help_data(code: str) -> dict[str, str] | None:
    """What the catalogue says of a code."""
    found = explanation_of(code)
    return {"says": found.says, "why": found.why, "mend": found.mend} if found else None
