"""The index of a shelf: its briefs with what was made of them, and the sources that they cite between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from stagebrief.build import check
from stagebrief.diagnostics import Diagnostic, Severity
from stagebrief.errors import StagebriefError
from stagebrief.model.artifact import Page
from stagebrief.model.calendars import format_date
from stagebrief.model.library import Entry
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.targets import TARGETS
from stagebrief.model.walk import cites_in

FORMAT = 1
FOLDER = "index"
"""The folder beside the page that has the pictures."""
SCALE = 0.4
"""Pixels of a picture to a point of the page."""


@dataclass(frozen=True, slots=True)
class ListedStage:
    """A stage by its title and period."""

    title: str
    period: str


@dataclass(frozen=True, slots=True)
class ListedBrief:
    """A brief of the shelf.

    `pdfs` are the names of the files in the output, `picture` that of its first page. `errors` and `warnings` are what
    a check finds; of one with errors there may be nothing but its name.
    """

    name: str
    folder: str
    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    printed_date: str = ""
    version: str = ""
    stages: tuple[ListedStage, ...] = ()
    pdfs: tuple[str, ...] = ()
    picture: str = ""
    errors: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Citing:
    """A brief that cites a source: under which key, and how often."""

    brief: str
    key: str
    times: int


@dataclass(slots=True)
class ListedSource:
    """A source of the shelf, and who cites it; the same work under several keys is one."""

    title: str
    authors: str
    year: str
    type: str
    cited_by: list[Citing] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Index:
    """The briefs in their order, the sources by author and year."""

    briefs: tuple[ListedBrief, ...]
    sources: tuple[ListedSource, ...]

    def data(self) -> dict[str, Any]:
        """The index as data."""
        return {
            "format": FORMAT,
            "briefs": [asdict(one) for one in self.briefs],
            "sources": [asdict(one) for one in self.sources],
        }


def index_of(folders: Sequence[Path], output: Path, *, pictures: bool = True) -> Index:
    """Check the content folders and look at what was built of them; pictures of first pages are drawn where wanted."""
    briefs: list[ListedBrief] = []
    sources: dict[str, ListedSource] = {}
    for folder in folders:
        found, resolved = checked(folder)
        counts = {kind: sum(one.severity is kind for one in found) for kind in (Severity.ERROR, Severity.WARNING)}
        name = folder.resolve().name
        pdfs = tuple(f"{name}-{target}.pdf" for target in TARGETS if (output / f"{name}-{target}.pdf").is_file())
        picture = drawn(output, pdfs[0], name) if pdfs and pictures else ""
        base = ListedBrief(
            name,
            str(folder),
            pdfs=pdfs,
            picture=picture,
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
        )
        briefs.append(described(base, resolved) if resolved else base)
        if resolved:
            add_sources(sources, name, resolved)
    order = sorted(sources.values(), key=lambda source: (source.authors.casefold(), source.year, source.title))
    return Index(tuple(briefs), tuple(order))


def checked(folder: Path) -> tuple[tuple[Diagnostic, ...], ResolvedBrief | None]:
    """What a check finds, and the brief where there are no errors."""
    try:
        report = check(folder)
    except StagebriefError as fault:
        return fault.diagnostics, None
    return report.diagnostics, report.resolved


def described(base: ListedBrief, resolved: ResolvedBrief) -> ListedBrief:
    """A brief with what it says of itself."""
    brief = resolved.brief
    return replace(
        base,
        title=plain_text(brief.title),
        subtitle=plain_text(brief.subtitle),
        authors=tuple(author.name for author in brief.authors),
        language=brief.language,
        date=str(brief.date) if brief.date else "",
        printed_date=format_date(brief.date, brief.language) if brief.date else "",
        version=brief.version,
        stages=tuple(ListedStage(plain_text(one.title), plain_text(one.period_label)) for one in brief.stages),
    )


def drawn(output: Path, pdf: str, name: str) -> str:
    """Draw the first page of a PDF; gives the picture's name below the output folder."""
    picture = output / FOLDER / f"{name}.png"
    source = output / pdf
    if not picture.is_file() or picture.stat().st_mtime_ns < source.stat().st_mtime_ns:
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(Page(source, 1).png(SCALE))
    return f"{FOLDER}/{picture.name}"


def add_sources(sources: dict[str, ListedSource], name: str, resolved: ResolvedBrief) -> None:
    """Add the sources that a brief cites."""
    keys = [item.key for cite in cites_in(resolved.brief) for item in cite.items]
    for entry in resolved.bibliography.entries:
        times = keys.count(entry.key)
        if times:
            same = sources.setdefault(identity(entry), listed(entry))
            same.cited_by.append(Citing(name, entry.key, times))


def listed(entry: Entry) -> ListedSource:
    """A source by what people know it by."""
    year = (entry.get("date") or entry.get("year"))[:4]
    return ListedSource(entry.get("title").strip("{}"), names_of(entry), year, entry.type)


def names_of(entry: Entry) -> str:
    """The authors, or the editors, of a source."""
    return (entry.get("author") or entry.get("editor")).replace(" and ", "; ").strip("{}")


def identity(entry: Entry) -> str:
    """By what a source is told from others, whatever its key: its DOI, else author, title and year."""
    if doi := entry.get("doi").lower():
        return f"doi:{re.sub(r'^https?://(?:dx[.])?doi[.]org/', '', doi)}"
    source = listed(entry)
    return "|".join(map(folded, (source.authors.partition(",")[0], source.title, source.year)))


def folded(text: str) -> str:
    """A text without case, accents and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def citing(index: Index, wanted: str) -> Iterable[tuple[ListedSource, Citing]]:
    """The briefs that cite a source: that of this key, else those with these words in author, title and year."""
    every = [(source, one) for source in index.sources for one in source.cited_by]
    if named := [(source, one) for source, one in every if one.key == wanted]:
        return named
    words = [folded(word) for word in wanted.split()]
    wholes = {id(source): folded(f"{source.authors}{source.title}{source.year}") for source in index.sources}
    return [(source, one) for source, one in every if words and all(word in wholes[id(source)] for word in words)]
