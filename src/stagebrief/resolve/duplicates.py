"""Sources that stand under two keys."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from stagebrief.diagnostics import Diagnostic, warning
from stagebrief.model.brief import Brief
from stagebrief.model.identifiers import plain_doi
from stagebrief.model.library import Entry
from stagebrief.model.resolved import Bibliography
from stagebrief.model.walk import cites_in
from stagebrief.resolve.required import references

LONG_TITLE = 32
"""Letters."""

PAGE = re.compile(r"https?://(?:www\.)?([^/]+/[^\s]*?[^\s/])/?$", re.IGNORECASE)
"""The address of a page, not of a whole site."""

TELLING = ("volume", "number", "part", "edition", "translator", "eventtitle", "chapter")
"""Fields by which sources of the same title differ."""


def check_duplicates(brief: Brief, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """A warning for each source that is likely to be one that was cited before."""
    keys = dict.fromkeys(item.key for cite in cites_in(brief) for item in cite.items)
    yield from repeated(entry for key in keys if (entry := bibliography.find(key)))


def repeated(entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    """The second and later of entries that seem to be of one source."""
    by_sign: dict[str, Entry] = {}
    for entry in entries:
        first = next(
            (other for sign in signs(entry) if (other := by_sign.get(sign)) and may_be_one(entry, other)), None
        )
        if first is not None:
            message = f"'{entry.key}' seems to be the same source as '{first.key}'"
            where = f"'{first.key}' is at {first.span}"
            yield warning("source-is-listed-once", message, entry.span, "cite both by one key", where)
        for sign in signs(entry):
            by_sign.setdefault(sign, entry)


def signs(entry: Entry) -> Iterator[str]:
    """What tells that two entries are one source: the DOI, or the title."""
    if doi := entry.get("doi"):
        yield f"doi {plain_doi(doi).lower()}"
    if entry.type in {"online", "misc"} and (match := PAGE.match(entry.get("url"))):
        yield f"url {match[1].lower()}"
    title = folded(f"{entry.get('title')} {entry.get('subtitle')}")
    if len(title) > 12:
        yield f"title {title}"


def may_be_one(entry: Entry, other: Entry) -> bool:
    """Whether nothing that both say of themselves differs."""
    if other.key in references(entry) or entry.key in references(other):
        return False
    if entry.get("doi") and other.get("doi"):
        return plain_doi(entry.get("doi")).lower() == plain_doi(other.get("doi")).lower()
    if addresses_of(entry) & addresses_of(other):
        return True
    if in_other_container(entry, other):
        return False
    names = [first_family(one.get("author") or one.get("editor")) for one in (entry, other)]
    dates = [one.get("date") or one.get("year") for one in (entry, other)]
    short = min(map(len, dates))
    if (all(names) and names[0] != names[1]) or dates[0][:short] != dates[1][:short]:
        return False
    return all(not (entry.get(name) and other.get(name)) or entry.get(name) == other.get(name) for name in TELLING)


def addresses_of(entry: Entry) -> set[str]:
    """The page of the web that the source is."""
    return {sign for sign in signs(entry) if sign.startswith("url ")}


def in_other_container(entry: Entry, other: Entry) -> bool:
    """Whether the two stand in two journals or books; one may be abbreviated, and the same pages tell that it is.

    A long title is not used twice, so that the one or the other journal is wrong.
    """
    own, others = (folded(one.get("journaltitle") or one.get("booktitle")) for one in (entry, other))
    long_title = len(folded(f"{entry.get('title')} {entry.get('subtitle')}")) > LONG_TITLE
    if long_title or not own or not others or (entry.get("pages") and entry.get("pages") == other.get("pages")):
        return False
    short, long = sorted((own, others), key=len)
    letters = iter(long)
    return not (short[0] == long[0] and all(letter in letters for letter in short))


def first_family(names: str) -> str:
    """The family name of the first of some persons, or the name of a body."""
    first = re.split(r"\s+and\s+", names, maxsplit=1)[0]
    family = first if first.startswith("{") else first.split(",")[0] if "," in first else first.rpartition(" ")[2]
    return folded(family)


def folded(text: str) -> str:
    """A text by its letters and digits alone."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^\w]|_", "", "".join(letter for letter in plain if not unicodedata.combining(letter)))
