"""stagebrief turns a staged analysis (YAML, Markdown, BibTeX) into a typeset brief and a Beamer deck.

from stagebrief import build

report = build("content/tajikistan-russia", "output")
print([artifact.path for artifact in report.artifacts])
report["brief"].page(3)  # a notebook shows it
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from stagebrief.build import build, check
from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.errors import ContentError, StagebriefError, ToolchainError, UsageError
from stagebrief.model.artifact import Artifact, BuildReport, CheckReport, Page

if TYPE_CHECKING:
    from pathlib import Path

    from stagebrief.model.resolved import ResolvedBrief
    from stagebrief.release.wish import Released


for _name in ("stagebrief.load", "stagebrief.release"):
    import_module(_name)  # a package that comes later would take the place of the function of its name


def load(folder: str | Path) -> ResolvedBrief:
    """The brief of a content folder with its sources, every value with its place.

    Raises ContentError with all faults, UsageError if there is no such folder.
    """
    report = check(folder)
    if report.resolved is None:
        raise ContentError(report.diagnostics)
    return report.resolved


def release(
    folder: str | Path,
    archive: str | Path,
    version: str = "",
    *,
    date: str = "",
    note: str = "",
    accept: tuple[str, ...] = (),
) -> Released:
    """Build a content folder from a clean copy and add it to an archive, where it is never changed afterwards.

    `version` and `date` are those of brief.yaml where they are empty; `accept` are codes of warnings that may stand.
    Raises ContentError for faults, UsageError for a version that is there, ToolchainError if the machine lacks
    something; then the archive is as it was.
    """
    from stagebrief.release.publish import release as publish  # noqa: PLC0415 - who builds needs none of it
    from stagebrief.release.wish import Wish  # noqa: PLC0415

    return publish(folder, archive, Wish(version=version, date=date, note=note, accept=accept))


__all__ = [
    "Artifact",
    "BuildReport",
    "CheckReport",
    "ContentError",
    "Diagnostic",
    "Page",
    "Severity",
    "Span",
    "StagebriefError",
    "ToolchainError",
    "UsageError",
    "build",
    "check",
    "load",
    "release",
]
