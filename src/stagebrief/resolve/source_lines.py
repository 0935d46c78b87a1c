"""The sources of a trust report: each in a line, with what rests on it and how far it is from what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from stagebrief.diagnostics import Span
from stagebrief.model.brief import Brief
from stagebrief.model.edtf import ends
from stagebrief.model.library import Entry, Library
from stagebrief.model.pinned import Copies
from stagebrief.model.primary import is_primary
from stagebrief.model.resolved import Bibliography
from stagebrief.model.trust import Claim, Distance, Note, Source, Use
from stagebrief.resolve.required import value_of

PEOPLE = ("shortauthor", "author", "shorteditor", "editor", "institution", "organization", "publisher")
MOST_NAMED = 3


def source_lines(
    library: Library, claims: Sequence[Claim], notes: Sequence[Note], copies: Copies
) -> tuple[Source, ...]:
    """The cited sources in the order of their first citation."""
    entries = {entry.key: entry for entry in library}
    bibliography = Bibliography(library.entries)
    cited = dict.fromkeys(use.key for use in uses_in(claims, notes))
    return tuple(source_line(entries[key], bibliography, claims, notes, copies) for key in cited if key in entries)


def uses_in(claims: Iterable[Claim], notes: Iterable[Note]) -> Iterator[Use]:
    """All uses of sources, those of notes first."""
    for note in notes:
        yield from note.uses
    for claim in claims:
        yield from claim.uses


def source_line(
    entry: Entry, bibliography: Bibliography, claims: Sequence[Claim], notes: Sequence[Note], copies: Copies
) -> Source:
    """One source."""

    def cites(place: Claim | Note) -> bool:
        return any(use.key == entry.key for use in place.uses)

    return Source(
        key=entry.key,
        short=short_source(entry, bibliography),
        type=entry.type,
        date=date_of(entry, bibliography),
        span=entry.span,
        primary=is_primary(entry),
        claims=tuple(claim.number for claim in claims if cites(claim)),
        notes=tuple(dict.fromkeys(note.number for note in notes if cites(note))),
        copies=tuple(copy.file for copy in copies.of(entry.key)),
    )


def uncited_lines(library: Library) -> tuple[tuple[str, Span], ...]:
    """The keys that nothing cites and nothing that is cited inherits from, with their places."""
    known = {entry.key for entry in library}
    return tuple(
        (key, Span(shelf.file, line))
        for shelf in library.shelves
        for key, line in zip(shelf.keys, shelf.lines, strict=True)
        if key not in known
    )


def short_source(entry: Entry, bibliography: Bibliography) -> str:
    """Author, short title and date."""
    people = next((entry.get(name) for name in PEOPLE if entry.get(name)), "")
    title = entry.get("shorttitle") or value_of(entry, "title", bibliography)
    pieces = (names_in(people), plain(title), date_of(entry, bibliography))
    return ", ".join(filter(None, pieces)) or entry.key


def names_in(value: str) -> str:
    """The family names of a list of people, or the names of bodies."""
    shielded = re.sub(r"\{[^{}]*\}", lambda match: match[0].replace(" ", "\u00a0"), value)
    names = [family(name) for name in re.split(r"\s+and\s+", shielded) if name.strip()]
    others = names and names[-1] == "others"
    shown = names[:-1] if others else names
    if len(shown) > MOST_NAMED or others:
        return f"{shown[0]} and others" if shown else ""
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def family(name: str) -> str:
    """The family name of a person, the whole name of a body in braces."""
    if name.strip().startswith("{"):
        return plain(name)
    given = [piece.strip() for piece in name.split(",")]
    return plain(given[0] if len(given) > 1 else name.rsplit(maxsplit=1)[-1])


def plain(value: str) -> str:
    """A field's value without its braces."""
    return re.sub(r"[{}]", "", value).replace("\u00a0", " ").strip()


def date_of(entry: Entry, bibliography: Bibliography) -> str:
    """When the source was published."""
    return plain(value_of(entry, "date", bibliography))


def years_of(entry: Entry, bibliography: Bibliography) -> tuple[int, int] | None:
    """The first and the last year in which a source was written: those of its first edition where that is given."""
    written = plain(entry.get("origdate")) or date_of(entry, bibliography)
    years = [parts[0] for parts in ends(written) if parts]
    return (years[0], years[-1]) if years else None


def distances_of(
    brief: Brief, library: Library, claims: Sequence[Claim], notes: Sequence[Note]
) -> tuple[Distance, ...]:
    """The sources that are older or younger than the period of a stage that cites them."""
    bibliography = Bibliography(library.entries)
    years = {entry.key: found for entry in library if (found := years_of(entry, bibliography))}
    places: tuple[Claim | Note, ...] = (*claims, *notes)
    pairs = dict.fromkeys((place.stage, use.key) for place in places if place.stage for use in place.uses)
    distances = []
    for number, key in sorted(pairs, key=lambda pair: pair[0]):
        period = brief.stages[number - 1].period
        if key not in years:
            continue
        first, last = years[key]
        if last < period.start.year:
            distances.append(Distance(key, number, last - period.start.year))
        elif period.end and first > period.end.year:
            distances.append(Distance(key, number, first - period.end.year))
    return tuple(distances)
