"""Quotations looked for in the pinned copies of their sources.

That the words stand there does not show that they support the claim; that they do not is what can be known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stagebrief.diagnostics import Diagnostic, Severity, warning
from stagebrief.model.inline import CitationItem
from stagebrief.model.library import Library
from stagebrief.model.pages import ranges_of, roman
from stagebrief.model.pinned import Copies, Numbering, PinnedCopy
from stagebrief.model.trust import Lookup, Quotation, Verdict
from stagebrief.resolve.copy_reader import CopyReader, Pages
from stagebrief.resolve.locator_words import locators_to_text
from stagebrief.resolve.quotations import shortened
from stagebrief.resolve.tongues import is_other_language, is_other_script
from stagebrief.wording import Segment, segments_of

LIKENESS = 0.5
"""A wording that shares fewer of its words with the quotation is not shown as the nearest."""
AND_FOLLOWING = re.compile(r"(\d{1,6})\s*(ff?)\b\.?")
FOLLOWING = 5
"""So many pages are meant by `ff`."""
BASIS = {
    Numbering.LABELS: "",
    Numbering.FOLIOS: "",
    Numbering.COUNTED: "pages counted from the copy's first; the printed numbers may be others",
    Numbering.NONE: "the copy has no pages",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One quotation, one source that it cites, and the segments of the wording that is looked for."""

    quotation: Quotation
    item: CitationItem
    wording: str
    segments: tuple[Segment, ...]


def look_up(quotations: Iterable[Quotation], copies: Copies, library: Library) -> tuple[Lookup, ...]:
    """The verdict on each quotation."""
    readers = {copy.file: CopyReader(copy) for copy in copies.found}
    languages = {entry.key: entry.get("langid") or entry.get("language") for entry in library}
    return tuple(look_up_one(quotation, copies, readers, languages) for quotation in quotations)


def look_up_one(
    quotation: Quotation, copies: Copies, readers: dict[str, CopyReader], languages: dict[str, str]
) -> Lookup:
    """The verdict on one quotation: the best of what its sources give."""
    if not quotation.items:
        why = f"unsourced: {quotation.reason}" if quotation.reason else "it has no source"
        return Lookup(quotation, Verdict.UNCHECKED, remark=why)
    found: list[Lookup] = []
    for item in quotation.items:
        base = Lookup(quotation, Verdict.UNCHECKED, item.key, locator=locators_to_text(item))
        held = copies.of(item.key)
        if not held:
            found.append(replace(base, remark=copies.why_none(item.key)))
        found += [look_in(base, readers[copy.file], item, languages.get(item.key, "")) for copy in held]
    return best_of(found)


def best_of(found: Sequence[Lookup]) -> Lookup:
    """The verdict of several sources: one that has the words decides; one without a copy leaves it open."""
    for verdict in (Verdict.FOUND, Verdict.OTHER_PAGE, Verdict.UNCHECKED):
        if chosen := [lookup for lookup in found if lookup.verdict is verdict]:
            without = [lookup for lookup in found if lookup.verdict is Verdict.NOT_FOUND]
            if verdict is Verdict.UNCHECKED and without:
                remark = f"{chosen[0].remark}; not in {' and '.join(lookup.file for lookup in without)}"
                return replace(chosen[0], remark=remark, nearest=without[0].nearest)
            return chosen[0]
    return next((lookup for lookup in found if lookup.nearest), found[0])


def look_in(base: Lookup, reader: CopyReader, item: CitationItem, language: str) -> Lookup:
    """The verdict of one copy; the speaker's own wording is looked for first where the brief gives it."""
    quotation, copy = base.quotation, reader.copy
    base = replace(base, file=copy.file, numbering=copy.numbering)
    for wording in filter(None, (quotation.original, quotation.words)):
        wanted = Wanted(quotation, item, wording, segments_of(wording))
        places = places_of(wanted, reader)
        if places:
            return judged(base, copy, wanted, places)
    return not_found(base, reader, item, language)


def places_of(wanted: Wanted, reader: CopyReader) -> list[Pages]:
    """Where a wording stands: first looked for on the pages that the locator names."""
    named = named_pages(wanted.item, reader.copy)
    if named:
        places = reader.find_on(wanted.segments, named[0], named[-1])
        if any(place[0] in named for place in places):
            return places
    return reader.find(wanted.segments)


def judged(base: Lookup, copy: PinnedCopy, wanted: Wanted, places: list[Pages]) -> Lookup:
    """The verdict on words that stand in the copy: on the page that is named, on another, or where none can be told."""
    remark = "its original wording" if wanted.wording == wanted.quotation.original else ""
    named = named_pages(wanted.item, copy)
    best = next((place for place in places if set(place) <= set(named)), None)
    best = best or next((place for place in places if place[0] in named), None)
    asks_page = any(locator.term == "page" for locator in wanted.item.locators)
    if best:
        goes_on = "" if set(best) <= set(named) else "it goes on to the next page"
        return told(base, copy, Verdict.FOUND, [best], remark, goes_on, BASIS[copy.numbering])
    if copy.numbering is Numbering.NONE:
        return told(base, copy, Verdict.FOUND, [], remark, BASIS[copy.numbering] if asks_page else "")
    if not asks_page:
        basis = BASIS[copy.numbering]
        other = "" if not base.locator else f"{base.locator} is not compared"
        return told(base, copy, Verdict.FOUND, places, remark, other, basis)
    if not named and is_counted(copy):
        why = "the page cannot be told: the copy's own pages are not numbered"
        return told(base, copy, Verdict.FOUND, places, remark, why)
    return told(base, copy, Verdict.OTHER_PAGE, places, remark, BASIS[copy.numbering])


def told(base: Lookup, copy: PinnedCopy, verdict: Verdict, places: Sequence[Pages], *remarks: str) -> Lookup:
    """The lookup with its verdict, pages and remarks."""
    ends = [(page_name(copy, place[0]), page_name(copy, place[-1])) for place in places]
    pages = dict.fromkeys(first if first == last else f"{first}–{last}" for first, last in ends)
    return replace(base, verdict=verdict, pages=tuple(pages), remark="; ".join(filter(None, remarks)))


def page_name(copy: PinnedCopy, index: int) -> str:
    """What a page is called in the copy."""
    return copy.labels[index] or f"[{index + 1}]"


def is_counted(copy: PinnedCopy) -> bool:
    """Whether the numbers of a copy's pages only count them from the first."""
    return copy.labels == tuple(str(index) for index in range(1, len(copy.pages) + 1))


def named_pages(item: CitationItem, copy: PinnedCopy) -> tuple[int, ...]:
    """The copy's pages that a citation names, by their index."""
    values = [locator.value for locator in item.locators if locator.term == "page"]
    wanted = [piece for value in values for piece in ranges_of(AND_FOLLOWING.sub(spelt_out, value)) or ()]
    literal = {value.strip().casefold() for value in values}
    return tuple(
        index
        for index, label in enumerate(copy.labels)
        if label and (label.casefold() in literal or any(is_within(label, *piece) for piece in wanted))
    )


def spelt_out(match: re.Match[str]) -> str:
    """`33f` and `33ff` as a range of pages."""
    first = int(match[1])
    return f"{first}-{first + (1 if match[2] == 'f' else FOLLOWING)}"


def is_within(label: str, first: int, last: int, is_roman: bool) -> bool:
    """Whether a page's number lies within a range."""
    if label.isdecimal():
        return not is_roman and first <= int(label) <= last
    return is_roman and set(label.lower()) <= set("ivxlcdm") and first <= roman(label) <= last


def not_found(base: Lookup, reader: CopyReader, item: CitationItem, language: str) -> Lookup:
    """The verdict on words that do not stand in the copy, or on which it cannot say anything."""
    quotation, copy = base.quotation, reader.copy
    if not reader.has_text(named_pages(item, copy)):
        return replace(base, remark="the copy's pages are without text there; they may be pictures")
    wording = quotation.original or quotation.words
    if not quotation.original:
        sample = "".join(copy.pages)[:200_000]
        if is_other_script(wording, sample) or is_other_language(quotation.language, language):
            why = "the copy is in another language; only an `original` in a stage's quotes can be looked for"
            return replace(base, remark=why)
    words = tuple(word.lower() for segment in segments_of(wording) for word in segment.stream.words)
    nearest, pages, likeness = reader.nearest(words)
    if likeness < LIKENESS:
        return replace(base, verdict=Verdict.NOT_FOUND)
    remark = "the words are there; signs, capitals or their order differ" if likeness == 1 else ""
    names = tuple(dict.fromkeys(page_name(copy, page) for page in pages)) if any(copy.labels) else ()
    return replace(base, verdict=Verdict.NOT_FOUND, nearest=nearest, pages=names, remark=remark)


def check_lookups(lookups: Iterable[Lookup]) -> Iterator[Diagnostic]:
    """A fault for each quotation that its source does not have, or has on another page."""
    for lookup in lookups:
        quotation = lookup.quotation
        quoted = f"quoted is “{shortened(quotation.original or quotation.words, 200)}”"
        if lookup.verdict is Verdict.NOT_FOUND:
            near = f"nearest in {lookup.file}{on_pages(lookup)} is “{shortened(lookup.nearest, 200)}”"
            near = near if lookup.nearest else f"nothing near it is in {lookup.file}"
            yield Diagnostic(
                "quotation-stands-in-source",
                Severity.WARNING if quotation.loose else Severity.ERROR,
                f"this {quotation.kind} does not stand in '{lookup.key}'",
                quotation.span,
                "compare it with the source word by word; mark what is left out with […], what is put in with [words]",
                tuple(filter(None, (quoted, near, lookup.remark))),
            )
        elif lookup.verdict is Verdict.OTHER_PAGE:
            message = f"this {quotation.kind} stands in '{lookup.key}'{on_pages(lookup)} and not on {lookup.locator}"
            notes = tuple(filter(None, (quoted, lookup.remark)))
            yield warning("quotation-stands-on-page", message, quotation.span, "correct the page", *notes)


def on_pages(lookup: Lookup) -> str:
    """Where the words stand, for a message."""
    if not lookup.pages:
        return ""
    several = len(lookup.pages) > 1 or "–" in lookup.pages[0]
    return f" on {'pp.' if several else 'p.'} {', '.join(lookup.pages)}"
