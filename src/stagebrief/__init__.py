"""stagebrief turns a staged analysis (YAML, Markdown, BibTeX) into a typeset brief and a Beamer deck.

from stagebrief import build

report = build("content/tajikistan-russia", "output")
print([artifact.path for artifact in report.artifacts])
"""

from stagebrief.build import build, check
from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.errors import ContentError, StagebriefError, ToolchainError, UsageError
from stagebrief.model.artifact import Artifact, BuildReport, CheckReport

__all__ = [
    "Artifact",
    "BuildReport",
    "CheckReport",
    "ContentError",
    "Diagnostic",
    "Severity",
    "Span",
    "StagebriefError",
    "ToolchainError",
    "UsageError",
    "build",
    "check",
]
