"""The verdicts on a released PDF: by a checker that has no part in making it, and by our own inspector on its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib import import_module, metadata
from pathlib import Path

from stagebrief.archive.manifest import Verdict
from stagebrief.archive.preserve import preserved
from stagebrief.archive.xmp import Claims, Facts
from stagebrief.diagnostics import Diagnostic, Severity

CHECKER = "page-validation"
PROFILES = {
    "PDF/A-2a": "PDF_A_2A",
    "PDF/A-2b": "PDF_A_2B",
    "PDF/A-3a": "PDF_A_3A",
    "PDF/A-3b": "PDF_A_3B",
    "PDF/UA-1": "PDF_UA_1",
}
UA = "PDF/UA-1"
MOST_FAILURES = 20
"""Failures that a manifest keeps of one verdict."""


def lasting(built: bytes, facts: Facts, final: Path, untagged: str) -> tuple[Verdict, ...]:
    """Write the PDF made to last, with what the checker says of it; `untagged` says why it is no tagged one.

    What is claimed is what the checker passes: a tagged PDF with a fault is PDF/A of level b, or not PDF/UA.
    """
    part = 3 if facts.attachments else 2
    if untagged:
        final.write_bytes(preserved(built, facts))
        return verdict_on(final, f"PDF/A-{part}b"), not_claimed("", (untagged,))
    final.write_bytes(preserved(built, replace(facts, claims=Claims("A", accessible=True))))
    whole, seen = verdict_on(final, f"PDF/A-{part}a"), verdict_on(final, UA)
    if whole.verdict == seen.verdict == "passed":
        return whole, seen
    claims = Claims("A" if whole.verdict == "passed" else "B", accessible=seen.verdict == "passed")
    final.write_bytes(preserved(built, replace(facts, claims=claims)))
    accessible = seen if claims.accessible else not_claimed(seen.checker, seen.failures)
    return verdict_on(final, f"PDF/A-{part}{claims.level.lower()}"), accessible


def not_claimed(checker: str, why: tuple[str, ...]) -> Verdict:
    """That PDF/UA is not claimed."""
    return Verdict(profile=UA, checker=checker, verdict="not claimed", failures=why)


def claims_of(verdicts: Iterable[Verdict]) -> Claims:
    """What a released PDF claims, by the verdicts on it."""
    told = {verdict.profile: verdict.verdict for verdict in verdicts}
    return Claims("A" if told.keys() & {"PDF/A-2a", "PDF/A-3a"} else "B", accessible=told.get(UA) == "passed")


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
