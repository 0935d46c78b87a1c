"""The list of sources in groups: primary and secondary, by type, or by language."""

from __future__ import annotations

from dataclasses import dataclass

from stagebrief.model.brief import Brief
from stagebrief.model.library import Entry
from stagebrief.model.resolved import Bibliography, ResolvedBrief
from stagebrief.model.walk import cites_in
from stagebrief.render.bibliography import entry_language
from stagebrief.render.languages import main_language
from stagebrief.render.source_words import GROUPS, language_name

BOOKS = frozenset(
    (
        *("book", "mvbook", "bookinbook", "booklet", "collection", "mvcollection", "proceedings", "mvproceedings"),
        *("reference", "mvreference", "thesis", "manual", "inbook", "incollection", "inproceedings", "inreference"),
        *("suppbook", "suppcollection"),
    )
)
ARTICLES = frozenset(("article", "review", "periodical", "suppperiodical"))
REPORTS = frozenset(("report", "standard", "patent", "legal", "legislation", "jurisdiction", "dataset"))
WEB = frozenset(("online", "software"))
TYPES: tuple[tuple[str, frozenset[str]], ...] = (
    ("books", BOOKS),
    ("articles", ARTICLES),
    ("reports", REPORTS),
    ("web", WEB),
)
"""The groups by type in their order; what is in none of them is the last group."""


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Sources under a heading of their own, by their keys."""

    heading: str
    keys: tuple[str, ...]


def cited_entries(brief: Brief, bibliography: Bibliography) -> tuple[Entry, ...]:
    """The entries that the brief itself cites, without those that they only inherit from."""
    keys = dict.fromkeys(item.key for cite in cites_in(brief) for item in cite.items)
    return tuple(entry for key in keys if (entry := bibliography.find(key)))


def source_groups(resolved: ResolvedBrief) -> tuple[SourceGroup, ...]:
    """The groups that are not empty; none where the list is to stay whole, or where all would be in one."""
    brief = resolved.brief
    entries = cited_entries(brief, resolved.bibliography)
    kind = brief.settings.citations.group
    if kind == "source":
        found = by_source(entries, brief.language)
    elif kind == "type":
        found = by_type(entries, brief.language)
    elif kind == "language":
        found = by_language(entries, brief.language)
    else:
        return ()
    groups = tuple(SourceGroup(heading, tuple(keys)) for heading, keys in found.items() if keys)
    return groups if len(groups) > 1 else ()


def by_source(entries: tuple[Entry, ...], language: str) -> dict[str, list[str]]:
    """What has the keyword `primary`, and the others."""
    groups: dict[str, list[str]] = {GROUPS.word("primary", language): [], GROUPS.word("secondary", language): []}
    first, second = groups.values()
    for entry in entries:
        (first if "primary" in keywords_of(entry) else second).append(entry.key)
    return groups


def keywords_of(entry: Entry) -> frozenset[str]:
    """The keywords of an entry in small letters."""
    return frozenset(word.strip().lower() for word in entry.get("keywords").replace(";", ",").split(","))


def by_type(entries: tuple[Entry, ...], language: str) -> dict[str, list[str]]:
    """Books, articles, reports and documents, pages of the web, and the rest."""
    names = {name: GROUPS.word(name, language) for name in (*dict(TYPES), "other")}
    groups: dict[str, list[str]] = {heading: [] for heading in names.values()}
    for entry in entries:
        name = next((name for name, types in TYPES if entry.type in types), "other")
        groups[names[name]].append(entry.key)
    return groups


def by_language(entries: tuple[Entry, ...], language: str) -> dict[str, list[str]]:
    """The brief's own language first, then the others as they are first cited."""
    own = main_language(language)
    groups: dict[str, list[str]] = {language_name(own.tag, language): []}
    for entry in entries:
        found = entry_language(entry) or own
        groups.setdefault(language_name(found.tag, language), []).append(entry.key)
    return groups
