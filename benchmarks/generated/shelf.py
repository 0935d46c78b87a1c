"""Made-up sources of many types: drawn when they are cited, written as BibLaTeX."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.generated.tongue import Tongue, words_of
from benchmarks.generated.wish import LANGUAGES

TYPES = (
    "book",
    "book",
    "article",
    "article",
    "article",
    "incollection",
    "online",
    "report",
    "thesis",
    "newspaper",
    "letter",
)


@dataclass(frozen=True, slots=True)
class Source:
    """One source: its fields, and the pages that can be cited (none of what has no pages)."""

    key: str
    type: str
    fields: tuple[tuple[str, str], ...]
    pages: tuple[int, int] | None

    @property
    def bibtex(self) -> str:
        """The entry as it stands in a bibliography."""
        rows = "".join(f"  {name:<12} = {{{value}}},\n" for name, value in self.fields)
        return f"@{self.type}{{{self.key},\n{rows}}}\n"


@dataclass(slots=True)
class Shelf:
    """The sources that have been cited, and how new ones are drawn."""

    language: str
    rng: Random
    foreign: float
    largest: int
    sources: list[Source] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)

    def citation(self, locator: bool = True) -> str:
        """A citation in brackets, of one source or sometimes two."""
        items = [self.item(locator)]
        if self.rng.random() < 0.15:
            items.append(self.item(locator))
        return f"[{'; '.join(dict.fromkeys(items))}]"

    def item(self, locator: bool) -> str:
        """One source with a page, where it has pages."""
        source = self.draw()
        if not (locator and source.pages and self.rng.random() < 0.7):
            return f"@{source.key}"
        first, last = source.pages
        page = self.rng.randint(first, last)
        if page + 3 <= last and self.rng.random() < 0.25:
            return f"@{source.key}, pp. {page}-{page + 3}"
        return f"@{source.key}, p. {page}"

    def draw(self) -> Source:
        """A source: a new one or one that was cited before."""
        if self.sources and (len(self.sources) >= self.largest or self.rng.random() < 0.45):
            return self.rng.choice(self.sources[-40:])
        source = self.new()
        self.sources.append(source)
        return source

    def new(self) -> Source:
        """A source that has not been cited yet."""
        rng = self.rng
        others = [language for language in LANGUAGES if language != self.language]
        language = rng.choice(others) if rng.random() < self.foreign else self.language
        tongue, kind = Tongue(language, rng), rng.choice(TYPES)
        title = self.new_title(tongue)
        year = rng.randint(1951, 2023)
        number = len(self.sources) + 1
        shared = [("author", name(tongue)), ("title", title)]
        if rng.random() < 0.2:
            shared[0] = ("author", f"{name(tongue)} and {name(tongue)}")
        date = ("date", str(year))
        tail = [("langid", words_of(language)["langid"])]
        pages: tuple[int, int] | None = (1, 180)
        match kind:
            case "book":
                more = [("location", tongue.word("towns")), ("publisher", tongue.word("publishers")), date]
            case "article":
                first = rng.randint(1, 300)
                pages = (first, first + rng.randint(6, 30))
                more = [("journaltitle", tongue.word("journals")), ("volume", str(rng.randint(1, 60)))]
                more += [("number", str(rng.randint(1, 4))), date, ("pages", f"{pages[0]}--{pages[1]}")]
            case "incollection":
                first = rng.randint(1, 300)
                pages = (first, first + rng.randint(6, 30))
                more = [("booktitle", self.new_title(tongue)), ("editor", name(tongue))]
                more += [("publisher", tongue.word("publishers")), date, ("pages", f"{pages[0]}--{pages[1]}")]
            case "online":
                shared[0] = ("author", f"{{{tongue.word('bodies')}}}")
                pages = None
                date = ("date", f"{max(year, 1996)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}")
                more = [date, ("url", f"https://example.org/{language}/archive/{year}/document-{number}")]
            case "report":
                more = [("institution", tongue.word("bodies")), ("number", str(rng.randint(1, 90))), date]
            case "thesis":
                more = [("type", "phdthesis"), ("institution", tongue.word("publishers")), date]
            case "newspaper":
                kind, pages = "article", None
                date = ("date", f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}")
                more = [("journaltitle", tongue.word("journals")), ("entrysubtype", "newspaper"), date]
            case _:
                kind, pages = "unpublished", None
                more = [("location", tongue.word("towns")), ("note", tongue.word("bodies")), date]
        return Source(f"s{number}-{year}", kind, (*shared, *more, *tail), pages)

    def new_title(self, tongue: Tongue) -> str:
        """A title that no other source has."""
        while True:
            title = tongue.filled(tongue.word("works"))
            if len(self.titles) > 300:
                title += f", {tongue.rng.randint(1861, 2019)}"
            if title not in self.titles:
                self.titles.add(title)
                return title

    @property
    def bibtex(self) -> str:
        """The whole bibliography."""
        return "\n".join(source.bibtex for source in self.sources)


def name(tongue: Tongue) -> str:
    """A person's name as bibliographies turn it."""
    first, _, last = tongue.word("people").partition(" ")
    return f"{last}, {first}"
