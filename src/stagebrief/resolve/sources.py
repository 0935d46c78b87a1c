"""All checks of the sources of a brief."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic
from stagebrief.model.brief import Brief
from stagebrief.model.library import Library
from stagebrief.model.resolved import Bibliography
from stagebrief.resolve.by_hand import check_by_hand
from stagebrief.resolve.duplicates import check_duplicates
from stagebrief.resolve.entries import check_entries
from stagebrief.resolve.locators import check_locators
from stagebrief.resolve.uncited import check_uncited


def check_sources(brief: Brief, library: Library, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """What is wrong with the sources, and with the places that citations name in them."""
    yield from check_entries(bibliography, brief.settings.citations)
    yield from check_locators(brief, bibliography)
    yield from check_duplicates(brief, bibliography)
    yield from check_by_hand(brief, bibliography)
    yield from check_uncited(library)
