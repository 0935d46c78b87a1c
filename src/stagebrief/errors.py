"""The exceptions that stagebrief raises.

StagebriefError
├── ContentError      what the author wrote is at fault          (exit status 1)
├── UsageError        the call is at fault: no such folder …     (exit status 2)
└── ToolchainError    the machine lacks something: TeX, a font … (exit status 3)
"""

from __future__ import annotations

from collections.abc import Iterable

from stagebrief.diagnostics import Diagnostic


class StagebriefError(Exception):
    """The root of all faults that stagebrief reports by itself."""

    exit_status = 1

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(diagnostic) for diagnostic in self.diagnostics))


class ContentError(StagebriefError):
    """The content cannot be built; the diagnostics say where and why."""

    exit_status = 1


class UsageError(StagebriefError):
    """The call names something that is not there or does not fit."""

    exit_status = 2


class ToolchainError(StagebriefError):
    """The machine lacks a program, a TeX package or a font."""

    exit_status = 3
