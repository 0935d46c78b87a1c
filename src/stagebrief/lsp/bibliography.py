"""The bibliography files of a brief while it is written: where each key stands, and what its source is called."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from stagebrief.caches import cache_folder
from stagebrief.diagnostics import Span
from stagebrief.load.bibtex import NO_ENTRIES, BibFile
from stagebrief.load.csl_yaml import CslYamlFile
from stagebrief.load.library import BibliographyFile, open_file
from stagebrief.load.origin import Origin
from stagebrief.model.fields import REFERENCES
from stagebrief.model.library import Entry

HEAD = re.compile(r"@[ \t]*\w+[ \t\n]*[{(]\s*")
NAMING = re.compile(
    rf"(?<![\w-])(?P<field>{'|'.join(sorted(REFERENCES))}|ids)\s*=\s*[{{\"](?P<names>[^{{}}\"]*)[}}\"]", re.IGNORECASE
)
"""A field of BibTeX that names entries, or further names of its own."""
MEMBER = re.compile(r'"(?P<field>id|citation-key)"\s*:\s*"(?P<name>(?:[^"\\]|\\.)*)"')
"""A member of CSL-JSON that names its item."""
SHORT = re.compile(
    r"(?<![\w-])(?P<field>author|editor|title|shorttitle|date|year)\s*=\s*"
    r"(?:\{(?P<braced>(?:[^{}]|\{[^{}]*\})*)\}|\"(?P<quoted>[^\"]*)\"|(?P<bare>\d+))",
    re.IGNORECASE,
)
"""The fields that tell briefly what an entry is."""
ALIAS, DEFINITION, USE = "alias", "definition", "use"


@dataclass(frozen=True, slots=True)
class Mention:
    """A key as it stands in a bibliography file: given, given as a further name, or used by another entry."""

    name: str
    role: str
    span: Span


@dataclass(frozen=True)
class Shelf:
    """One bibliography file."""

    opened: BibliographyFile
    titles: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def file(self) -> str:
        """Its path below the content folder."""
        return self.opened.file

    @property
    def keys(self) -> Mapping[str, int]:
        """The keys with their lines."""
        return self.opened.lines

    def entry(self, name: str) -> Entry | None:
        """The entry of that key or further name."""
        if name not in self.keys and name in self.opened.aliases:
            name = next((key for key, _ in self.opened.holders(name)), name)
        return self.opened.entry(name)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All keys that stand in the file, in its order."""
        match self.opened:
            case BibFile() as file:
                found = in_bibtex(file)
            case CslYamlFile() as csl:
                found = in_csl_yaml(csl)
            case file:
                found = in_csl_json(file.file, getattr(file, "text", ""), self.keys)
        return tuple(sorted(found, key=lambda mention: mention.span))

    @cached_property
    def definitions(self) -> dict[str, Span]:
        """Where each key and each further name is given."""
        named = [mention for mention in self.mentions if mention.role != USE]
        first = {mention.name: mention.span for mention in reversed(named) if mention.role == ALIAS}
        return first | {mention.name: mention.span for mention in reversed(named) if mention.role == DEFINITION}

    def title(self, key: str) -> str:
        """Author, title and date in short; told again without looking again, since there may be thousands."""
        if key not in self.titles:
            self.titles[key] = self.read_title(key)
        return self.titles[key]

    def read_title(self, key: str) -> str:
        """Author, title and date in short; of BibTeX without reading the whole entry."""
        if isinstance(self.opened, BibFile):
            block = self.opened.blocks[self.opened.numbers[key]]
            text = self.opened.text[block.start : block.end]
            values = {match["field"].lower(): match[match.lastgroup or 0] for match in SHORT.finditer(text[:20_000])}
        else:
            entry = self.opened.entry(key)
            values = {field.name: field.value for field in entry.fields} if entry else {}
        return short(values)


@lru_cache(maxsize=4)
def shelf_of(file: str, data: bytes) -> Shelf:
    """The bibliography file with that content."""
    return Shelf(open_file(file, data, cache_folder() / "bibliographies"))


def short(values: Mapping[str, str]) -> str:
    """Author, title and date of these values in a few words."""
    people = re.split(r"\s+and\s+", values.get("author") or values.get("editor") or "")
    first = people[0].partition(",")[0] if "," in people[0] else people[0]
    author = f"{plain(first)} et al." if len(people) > 1 else plain(first)
    title = plain(values.get("title") or values.get("shorttitle") or "")
    return ", ".join(filter(None, (author, title, (values.get("date") or values.get("year") or "")[:10])))


def plain(value: str) -> str:
    """A field's value without braces and commands."""
    return " ".join(re.sub(r"\\[A-Za-z]+\s*|[{}\\]", "", value).split())


def in_bibtex(file: BibFile) -> Iterator[Mention]:
    """The keys in a .bib file."""
    whole = Origin.whole(file.file, file.text)
    for block in file.blocks:
        head = HEAD.match(file.text, block.start)
        if head and block.key and block.kind not in NO_ENTRIES and file.text.startswith(block.key, head.end()):
            yield Mention(block.key, DEFINITION, whole.span(head.end(), head.end() + len(block.key)))
    for match in NAMING.finditer(file.text):
        role = ALIAS if match["field"].lower() == "ids" else USE
        for name in re.finditer(r"[^\s,](?:[^,]*[^\s,])?", match["names"]):
            start = match.start("names") + name.start()
            yield Mention(name[0], role, whole.span(start, start + len(name[0])))


def in_csl_json(file: str, text: str, keys: Mapping[str, int]) -> Iterator[Mention]:
    """The keys in a file of CSL-JSON that are written without escapes."""
    whole = Origin.whole(file, text)
    for match in MEMBER.finditer(text):
        name = str(json.loads(f'"{match["name"]}"', strict=False)) if "\\" in match["name"] else match["name"]
        role = DEFINITION if match["field"] == "id" else ALIAS
        if role == ALIAS or name in keys:
            yield Mention(name, role, whole.span(match.start("name"), match.end("name")))


def in_csl_yaml(file: CslYamlFile) -> Iterator[Mention]:
    """The keys in a file of CSL-YAML."""
    origins = file.document.origins if file.document else {}
    for path, origin in origins.items():
        match path:
            case ("references", int(), "id" | "citation-key" as field) if origin.text:
                yield Mention(origin.text, DEFINITION if field == "id" else ALIAS, origin.span(0, len(origin.text)))
            case _:
                pass
