"""From a brief and its library to a brief in which every reference leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, has_errors
from stagebrief.model.brief import Brief
from stagebrief.model.checks import adjusted
from stagebrief.model.library import Library
from stagebrief.model.pinned import Copies
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.trust import Quotation, TrustReport
from stagebrief.model.unread import Unread
from stagebrief.resolve.citations import cited, resolve_citations
from stagebrief.resolve.determinants import check_determinants
from stagebrief.resolve.evidence import check_evidence
from stagebrief.resolve.labels import find_labels
from stagebrief.resolve.published import check_published
from stagebrief.resolve.quotations import check_quotations, quotations_of
from stagebrief.resolve.references import resolve_references
from stagebrief.resolve.sources import check_sources
from stagebrief.resolve.wordings import check_wordings

NOTHING_UNREAD = Unread()
NO_COPIES = Copies()


def resolve(
    brief: Brief, library: Library, unread: Unread = NOTHING_UNREAD, copies: Copies = NO_COPIES
) -> tuple[ResolvedBrief | None, tuple[Diagnostic, ...]]:
    """The resolved brief and what is wrong with it; None where an error keeps it from being rendered.

    Quotations are looked for in the `copies` of their sources.
    Of what refers to something `unread` nothing is said: it is not known whether it leads there.
    """
    bibliography = cited(brief, library)
    labels, found = find_labels(brief)
    quotations = quotations_of(brief, library)
    diagnostics = tuple(
        diagnostic
        for diagnostic in (
            *found,
            *resolve_citations(brief, library, unread),
            *(() if unread.labels else resolve_references(brief, labels)),
            *(() if unread.determinants else check_determinants(brief)),
            *check_evidence(brief),
            *check_quotations(quotations),
            *check_wordings(quotations),
            *copies.faults,
            *lookup_faults(quotations, copies, library),
            *check_published(brief),
            *check_sources(brief, library, bibliography),
        )
        if diagnostic.span is None or (diagnostic.span.file, diagnostic.span.line) not in unread.lines
    )
    diagnostics = tuple(dict.fromkeys(adjusted(diagnostics, brief.settings.checks)))
    resolved = None if has_errors(diagnostics) else ResolvedBrief(brief, bibliography, labels)
    return resolved, diagnostics


def lookup_faults(quotations: tuple[Quotation, ...], copies: Copies, library: Library) -> Iterator[Diagnostic]:
    """What is wrong with quotations whose sources have copies."""
    if copies.found:
        from stagebrief.resolve.lookup import check_lookups, look_up  # noqa: PLC0415 - most briefs have no copies

        yield from check_lookups(look_up(quotations, copies, library))


def report_on(brief: Brief, library: Library, copies: Copies) -> TrustReport:
    """What the brief rests on: every claim, note, quotation and source."""
    from stagebrief.resolve.lookup import look_up  # noqa: PLC0415 - for those who want the report
    from stagebrief.resolve.trust import trust_report  # noqa: PLC0415

    return trust_report(brief, library, copies, look_up(quotations_of(brief, library), copies, library))
