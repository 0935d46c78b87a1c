"""What a citation must show of a source, whatever the style: a name or the head of a title, the place within it.

Styles differ in nearly everything else, so nothing else is asked for. Styles of notes and of author and date name the
author (or else the title) wherever they cite, save for an *ibidem*; numeric styles and the like show a number or a
label only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stagebrief.model.brief import CitationSettings
from stagebrief.model.citation_families import Family, family_of, may_repeat
from stagebrief.model.fields import NAMES
from stagebrief.model.inline import CitationItem, CitationMode, Cite
from stagebrief.model.library import Entry
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import Bibliography
from stagebrief.readback.expected import Element, Gap, GapKind, Need, NeedKind, Word

TITLES = ("shorttitle", "title", "shorthand", "label", "subtitle")
HEAD = 2
"""So many words of a title tell which one it is."""
AROUND = 220
"""How many characters a style may put around what the fields of a source say."""
QUOTES = "«»“”„‟‘’‚‹›\"'"
"""Quotation marks within a title change with those that a style puts around it."""


@dataclass(slots=True)
class Sources:
    """The sources of a brief as one target cites them; `cited` and `given` grow as its citations are met.

    `given` are the sources with their places that have been cited before, `last` is the source cited last.
    `names` are the words by which each may be shown, as far as they have been asked for.
    """

    bibliography: Bibliography
    family: Family
    may_repeat: bool
    cited: dict[str, CitationItem] = field(default_factory=dict)
    given: set[tuple[str, str]] = field(default_factory=set)
    last: str = ""
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, bibliography: Bibliography, settings: CitationSettings) -> Sources:
        """The sources under the brief's style of citation; styles of author and date may leave both out too."""
        family = family_of(settings.style)
        return cls(bibliography, family, may_repeat(settings) or family is Family.AUTHOR_DATE)

    @property
    def in_notes(self) -> bool:
        """Whether the style makes a note of a citation in prose."""
        return self.family is Family.NOTES

    def needs(self, cite: Cite, *, counted: bool) -> tuple[Need, ...]:
        """What must be shown for a citation.

        It is `counted` if the style knows of it when it shortens the next one: citations of the structure are not.
        """
        return tuple(need for item in cite.items for need in self.item_needs(item, counted))

    def item_needs(self, item: CitationItem, counted: bool) -> list[Need]:
        """What must be shown for one source of a citation."""
        self.cited.setdefault(item.key, item)
        place = " ".join(locator.value for locator in item.locators)
        repeated = counted and self.may_repeat and self.last == item.key
        left_out = counted and self.in_notes and self.may_repeat and (item.key, place) in self.given
        needs = affix_needs(item, plain_text(item.prefix), "before")
        name = None if repeated or left_out else self.name_need(item)
        needs += [name] if name else []
        if not left_out:
            needs += [
                Need(f"the place '{locator.value}' in '{item.key}'", (locator.value,), item.span, NeedKind.LOCATOR)
                for locator in item.locators
            ]
        needs += affix_needs(item, plain_text(item.suffix), "after")
        if counted:
            self.last = item.key
            self.given.add((item.key, place))
        return needs

    def name_need(self, item: CitationItem) -> Need | None:
        """The author's name or the title's first words, where the style shows them."""
        if self.family is Family.OTHER or item.mode is CitationMode.SUPPRESS_AUTHOR:
            return None
        choices = self.choices(item.key)
        return Need(f"the source '{item.key}'", choices, item.span, anywhere=True) if choices else None

    def choices(self, key: str) -> tuple[str, ...]:
        """The names and first words by which a source may be shown."""
        if key not in self.names:
            entry = self.bibliography.find(key)
            found = (*names_of(entry, self.bibliography), *heads_of(entry, self.bibliography)) if entry else ()
            self.names[key] = tuple(dict.fromkeys(found))
        return self.names[key]

    def author_need(self, item: CitationItem) -> Need | None:
        """The name that stands in the sentence for `@key`."""
        self.cited.setdefault(item.key, item)
        return self.name_need(item)

    def room(self, cite: Cite) -> int:
        """How many characters the citation may take."""
        return sum(self.item_room(item) for item in cite.items)

    def item_room(self, item: CitationItem) -> int:
        """How many characters one source of a citation may take."""
        entries = family_of_entry(self.bibliography.find(item.key), self.bibliography)
        fields = sum(len(value.value) for entry in entries for value in entry.fields if value.name != "abstract")
        return AROUND + fields + len(plain_text(item.prefix)) + len(plain_text(item.suffix))


def affix_needs(item: CitationItem, text: str, where: str) -> list[Need]:
    """The words that the author has put before or after a source."""
    words = text.strip(" ,.;:()[]–—-")
    return [Need(f"the words '{words}' {where} '{item.key}'", (words,), item.span)] if words else []


def family_of_entry(entry: Entry | None, bibliography: Bibliography) -> list[Entry]:
    """The entry and those that it inherits from."""
    found = [entry] if entry else []
    for name in ("crossref", "xdata", "xref"):
        for key in entry.get(name).split(",") if entry else []:
            if (parent := bibliography.find(key.strip())) and parent not in found:
                found.append(parent)
    return found


def names_of(entry: Entry, bibliography: Bibliography) -> list[str]:
    """The family names of all who made the source, and the names of bodies."""
    names = []
    for member in family_of_entry(entry, bibliography):
        for field_ in member.fields:
            if field_.name in NAMES or field_.name in {"organization", "institution", "publisher"}:
                names += [family_name(name) for name in divided(field_.value)]
    return [name for name in names if name]


def divided(value: str) -> list[str]:
    """The names of a list of names; `and` within braces belongs to a name."""
    pieces, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", value, re.IGNORECASE):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append(value[start : match.start()])
            start = match.end()
    return [*pieces, value[start:]]


def family_name(name: str) -> str:
    """The last word of a person's family name; the whole name of a body, which stands in braces."""
    name = name.strip()
    if name.lower() == "others":
        return ""
    if name.startswith("{"):
        return plain(name)
    family = re.split("[,،]", name)[0] if re.search("[,،]", name) else name
    words = plain(family).split()
    return words[-1] if words else ""


def heads_of(entry: Entry, bibliography: Bibliography) -> list[str]:
    """The first words of the titles of a source, with and without an article, up to a quotation mark among them."""
    heads = []
    for member in family_of_entry(entry, bibliography):
        for name in TITLES:
            words = plain(member.get(name)).split()
            for start in (0, 1) if len(words) > HEAD else (0,):
                head = " ".join(words[start : start + HEAD]).strip(f".,;:?!()[] {QUOTES}")
                heads.append(re.split(f"[{QUOTES}]", head)[0].strip())
    return [head for head in heads if head]


def plain(value: str) -> str:
    """A field's value without its case-protecting braces."""
    return re.sub(r"\\([\\{}])|[{}]", lambda match: match[1] or "", value).strip()


def list_title(entry: Entry, family: Family) -> tuple[Element, ...]:
    """The title that the list of sources must show, but for quotation marks; nothing where that hangs on the style."""
    if entry.type == "article" and family is Family.OTHER:
        return ()
    elements: list[Element] = []
    for word in re.findall(f"[{QUOTES}]+|[^{QUOTES}\\s]+", plain(entry.get("title"))):
        elements.append(Gap(GapKind.FREE, 2) if word[0] in QUOTES else Word(word, entry.span))
    return tuple(elements)
