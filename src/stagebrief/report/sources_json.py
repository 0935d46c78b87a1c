"""The trust report as JSON; its shape is described in docs/evidence.md."""

from __future__ import annotations

import json
from typing import Any

from stagebrief.diagnostics import Span
from stagebrief.model.inline import CitationItem
from stagebrief.model.trust import Lookup, TrustReport, Use
from stagebrief.report.sources_rows import CAUTION

FORMAT = 1
"""Rises when a name changes or goes; new names may come at any time."""


def format_report(report: TrustReport) -> str:
    """The report as one JSON object."""
    primary, cited = report.primary_share
    data = {
        "format": FORMAT,
        "brief": {"title": report.title, "language": report.language, "date": report.date},
        "stages": [{"number": one.number, "title": one.title, "period": one.period} for one in report.stages],
        "claims": [
            {
                "number": claim.number,
                "kind": claim.kind,
                "place": place_of(claim.span),
                "stage": claim.stage or None,
                "words": claim.words,
                "sources": [use_of(use) for use in claim.uses],
                "reason": claim.reason,
                "bare": claim.bare,
            }
            for claim in report.claims
        ],
        "notes": [
            {
                "number": note.number or None,
                "place": place_of(note.span),
                "stage": note.stage or None,
                "sentence": note.sentence,
                "words": note.words,
                "sources": [use_of(use) for use in note.uses],
            }
            for note in report.notes
        ],
        "quotations": [quotation_of(lookup) for lookup in report.lookups],
        "sources": [
            {
                "key": source.key,
                "short": source.short,
                "type": source.type,
                "date": source.date,
                "place": place_of(source.span),
                "primary": source.primary,
                "claims": list(source.claims),
                "notes": [number for number in source.notes if number],
                "copies": list(source.copies),
            }
            for source in report.sources
        ],
        "single": list(report.single),
        "only_in_prose": list(report.only_in_prose),
        "uncited": [{"key": key, "place": place_of(span)} for key, span in report.uncited],
        "distances": [{"key": one.key, "stage": one.stage, "years": one.years} for one in report.distances],
        "primary_share": {"primary": primary, "cited": cited},
        "caution": CAUTION,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def place_of(span: Span) -> dict[str, Any]:
    """A place as an object."""
    return {"file": span.file, "line": span.line, "column": span.column}


def use_of(use: Use) -> dict[str, str]:
    """A source as it is cited in one place."""
    return {"key": use.key, "locator": use.locator, "words": use.words}


def quotation_of(lookup: Lookup) -> dict[str, Any]:
    """A quotation with its verdict."""
    quotation = lookup.quotation
    return {
        "kind": quotation.kind,
        "place": place_of(quotation.span),
        "stage": quotation.stage or None,
        "words": quotation.words,
        "original": quotation.original,
        "language": quotation.language,
        "keys": list(dict.fromkeys(key_of(item) for item in quotation.items)),
        "verdict": str(lookup.verdict),
        "key": lookup.key,
        "locator": lookup.locator,
        "copy": lookup.file,
        "pages": list(lookup.pages),
        "numbering": str(lookup.numbering),
        "nearest": lookup.nearest,
        "remark": lookup.remark,
    }


def key_of(item: CitationItem) -> str:
    """The key that an item cites."""
    return item.key
