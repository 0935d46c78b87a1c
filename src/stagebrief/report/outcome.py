"""What a command has found, as all forms of a report are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stagebrief.diagnostics import Diagnostic, Severity
from stagebrief.model.artifact import Artifact


@dataclass(frozen=True, slots=True)
class Outcome:
    """The diagnostics of one command and what came of it.

    `files` are the texts that the diagnostics point into, by their path below the content folder; `folder` is that
    folder as seen from where the tool runs, and `root` its absolute path. `version` is the tool's.
    """

    command: str
    diagnostics: tuple[Diagnostic, ...]
    files: Mapping[str, str]
    folder: str = ""
    root: str = ""
    version: str = ""
    strict: bool = False
    status: int = 0
    artifacts: tuple[Artifact, ...] = field(default=())

    def count(self, severity: Severity) -> int:
        """How many diagnostics are that severe."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)
