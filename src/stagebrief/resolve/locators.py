"""Places in sources: whether the source can have such a place, and whether the page is one of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, warning
from stagebrief.model.brief import Brief
from stagebrief.model.inline import CitationItem, Locator
from stagebrief.model.library import Entry
from stagebrief.model.pages import ranges_of
from stagebrief.model.resolved import Bibliography
from stagebrief.model.walk import cites_in
from stagebrief.resolve.required import value_of

SOUNDS = frozenset(("audio", "movie", "music", "video", "performance"))
PRINTED = frozenset(
    (
        *("article", "book", "mvbook", "inbook", "bookinbook", "booklet", "collection", "mvcollection", "incollection"),
        *("proceedings", "inproceedings", "reference", "inreference", "report", "thesis", "manual", "patent"),
        *("unpublished", "letter", "periodical"),
    )
)
PARTS = frozenset(("article", "incollection", "inbook", "inproceedings", "inreference", "review", "suppbook"))
"""Types whose `pages` are where the source itself begins and ends."""

FOLLOWING = re.compile(r"\d\s*(ff|f|\+|sqq|sq)\.?$")
"""Pages of which only the first is named."""
UNKNOWN = 1_000_000

IMPOSSIBLE: dict[str, frozenset[str]] = {
    "page": SOUNDS | {"software", "image", "dataset"},
    "timestamp": PRINTED,
    "chapter": frozenset(("article", "review", "letter", "image")) | SOUNDS,
    "book": frozenset(("article", "review", "letter", "image", "online")),
    "act": frozenset(("article", "review", "report", "thesis", "letter")),
    "scene": frozenset(("article", "review", "report", "thesis", "letter")),
}
"""For each kind of place the types that have none such."""


def check_locators(brief: Brief, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """What is wrong with the places that the citations name."""
    entries = {entry.key: entry for entry in bibliography.entries}
    for cite in cites_in(brief):
        for item in cite.items:
            if entry := entries.get(item.key):
                for locator in item.locators:
                    yield from check_locator(item, locator, entry, bibliography)


def check_locator(
    item: CitationItem, locator: Locator, entry: Entry, bibliography: Bibliography
) -> Iterator[Diagnostic]:
    """What is wrong with one place."""
    term = locator.term
    if entry.type in IMPOSSIBLE.get(term, ()) and not (term == "timestamp" and entry.get("url")):
        message = f"'{entry.key}' is @{entry.type}, which has no {term}"
        hint = "give a time, as in 00:12:30" if entry.type in SOUNDS else "look whether the place or the type is wrong"
        yield warning("locator-fits-type", message, item.span, hint)
        return
    ranges = ranges_of(locator.value) or []
    if any(last < first for first, last, _ in ranges):
        message, hint = f"the range '{locator.value}' ends before it begins", "put the first number first"
        yield warning("range-is-in-order", message, item.span, hint)
    elif term == "page" and not any(other.term == "volume" for other in item.locators):
        cited = [(first, last) for first, last, roman in ranges if not roman]
        yield from check_page(item, locator.value, entry, cited, bibliography)


def check_page(
    item: CitationItem, value: str, entry: Entry, cited: list[tuple[int, int]], bibliography: Bibliography
) -> Iterator[Diagnostic]:
    """A page that lies outside of the source."""
    if entry.type in PARTS:
        written = entry.get("pages")
        own = [(first, last) for first, last, roman in ranges_of(written) or () if not roman and first <= last]
        if own and (match := FOLLOWING.search(written)):
            own[-1] = (own[-1][0], own[-1][1] + 1 if match[1] == "f" else UNKNOWN)
        where = f"'{entry.key}' is on pages {written}"
    else:
        total = max(map(int, re.findall(r"\d+", value_of(entry, "pagetotal", bibliography))), default=0)
        own = [(1, total)] if total else []
        where = f"'{entry.key}' has {total} pages"
    if own and any(not any(low <= first and last <= high for low, high in own) for first, last in cited):
        several = len(cited) > 1 or cited[0][0] < cited[0][1]
        message = f"{where}, and page{'s' if several else ''} {value} {'are' if several else 'is'} not among them"
        yield warning("locator-fits-pages", message, item.span, "compare the page with the source")
