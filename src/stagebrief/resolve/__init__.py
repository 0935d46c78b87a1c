"""From a brief and its library to a brief in which every reference leads somewhere."""

from __future__ import annotations

from stagebrief.diagnostics import Diagnostic, has_errors
from stagebrief.model.brief import Brief
from stagebrief.model.library import Library
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.resolve.citations import cited, resolve_citations
from stagebrief.resolve.determinants import check_determinants
from stagebrief.resolve.entries import check_entries
from stagebrief.resolve.evidence import check_evidence
from stagebrief.resolve.labels import find_labels
from stagebrief.resolve.references import resolve_references


def resolve(brief: Brief, library: Library) -> tuple[ResolvedBrief | None, tuple[Diagnostic, ...]]:
    """The resolved brief and what is wrong with it; None where an error keeps it from being rendered."""
    bibliography = cited(brief, library)
    labels, found = find_labels(brief)
    diagnostics = (
        *found,
        *resolve_citations(brief, library),
        *resolve_references(brief, labels),
        *check_determinants(brief),
        *check_evidence(brief),
        *check_entries(bibliography),
    )
    resolved = None if has_errors(diagnostics) else ResolvedBrief(brief, bibliography, labels)
    return resolved, tuple(dict.fromkeys(diagnostics))
