"""The verdicts on a released PDF: by a checker that has no part in making it, and by our own inspector on its pages."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module, metadata
from pathlib import Path

from stagebrief.archive.manifest import Verdict
from stagebrief.diagnostics import Diagnostic, Severity

CHECKER = "page-validation"
PROFILES = {"PDF/A-2b": "PDF_A_2B", "PDF/A-3b": "PDF_A_3B", "PDF/UA-1": "PDF_UA_1"}
MOST_FAILURES = 20
"""Failures that a manifest keeps of one verdict."""

UNTAGGED = "the TeX at hand makes no tagged PDF"


def verdicts_on(pdf: Path, *, attached: bool) -> tuple[Verdict, ...]:
    """What the checker says of PDF/A; PDF/UA is not claimed by an untagged PDF."""
    profile = "PDF/A-3b" if attached else "PDF/A-2b"
    accessible = Verdict(profile="PDF/UA-1", checker="", verdict="not claimed", failures=(UNTAGGED,))
    return verdict_on(pdf, profile), accessible


def verdict_on_pages(target: str, found: Iterable[Diagnostic]) -> Verdict:
    """What the inspector has said of the pages of a target: they pass if it warns of nothing; its notes are kept."""
    said = tuple(item for item in found if item.area and item.area.pdf == target)
    failed = any(item.severity is not Severity.NOTE for item in said)
    name = f"stagebrief {metadata.version('stagebrief')}"
    verdict = "failed" if failed else "passed"
    failures = told(f"[{item.code}] {item.message}" for item in said)
    return Verdict(profile="pages", checker=name, verdict=verdict, failures=failures)


def verdict_on(pdf: Path, profile: str) -> Verdict:
    """What the checker says of one profile; `unchecked` where it is not installed or cannot read the PDF."""
    try:
        checker = import_module("page")
        version = metadata.version(CHECKER)
    except (ImportError, metadata.PackageNotFoundError):
        why = f"{CHECKER} is not installed"
        return Verdict(profile=profile, checker="", verdict="unchecked", failures=(why,))
    name = f"{CHECKER} {version}"
    try:
        report = checker.validate_pdf(str(pdf), profile=getattr(checker.ValidationProfile, PROFILES[profile]))
    except checker.PageError as fault:
        return Verdict(profile=profile, checker=name, verdict="failed", failures=(str(fault),))
    verdict = "passed" if report.is_compliant else "failed"
    return Verdict(profile=profile, checker=name, verdict=verdict, failures=told(str(item) for item in report.failures))


def told(failures: Iterable[str]) -> tuple[str, ...]:
    """The failures, each once and not without end."""
    found = tuple(dict.fromkeys(failures))
    more = len(found) - MOST_FAILURES
    return found if more <= 0 else (*found[:MOST_FAILURES], f"and {more} more")
