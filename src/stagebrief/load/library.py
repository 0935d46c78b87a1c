"""The bibliography files of a brief as one library: only the sources that are cited are read, with their parents."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.load.aliases import Names
from stagebrief.load.bibtex import BibFile
from stagebrief.load.bibtex_names import MACROS
from stagebrief.load.findings import few_of_each
from stagebrief.model.fields import REFERENCES
from stagebrief.model.library import Entry, Library, Shelf


class BibliographyFile(Protocol):
    """A bibliography file in whatever format."""

    file: str
    lines: Mapping[str, int]

    @property
    def aliases(self) -> Mapping[str, Any]:
        """Further names of its entries, or what looks like such."""

    def holders(self, alias: str) -> tuple[tuple[str, Span], ...]:
        """The keys of the entries that go by the alias, with the places that say so."""

    def entry(self, key: str) -> Entry | None:
        """The entry of that key."""

    def findings(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the file and with the entries that were asked for."""


def read_library(
    files: Sequence[tuple[str, bytes]], wanted: Iterable[str], cache: Path | None = None
) -> tuple[Library, tuple[Diagnostic, ...]]:
    """The library of the files (name, content), with the entries that are wanted; `cache` is a folder for indexes."""
    opened: list[BibliographyFile] = []
    for name, data in files:
        before = next((one.strings for one in reversed(opened) if isinstance(one, BibFile)), MACROS)
        opened.append(open_file(name, data, cache, before))
    names = Names(opened)
    entries: dict[str, Entry] = {}
    found: list[Diagnostic] = []
    cited = tuple(dict.fromkeys(wanted))
    keys = {name: key for name in cited if (key := names.key_of(name))}
    waiting = deque(dict.fromkeys(keys.values()))
    seen = set(waiting)
    while waiting:
        key = waiting.popleft()
        versions = [names.mended(entry) for one in opened if key in one.lines and (entry := one.entry(key))]
        if not versions:
            continue
        entries[key] = versions[0]
        found += [differing(versions[0], other) for other in versions[1:]]
        parents = [name for name in references(versions[0]) if name not in seen]
        seen.update(parents)
        waiting += parents
    shelves = tuple(Shelf(one.file, tuple(one.lines), tuple(one.lines.values()), tuple(one.aliases)) for one in opened)
    clashes = list(names.clashes(cited))
    found += [diagnostic for one in opened for diagnostic in (*one.findings(), *clashes_in(one.file, clashes))]
    renamed = tuple((name, key) for name, key in keys.items() if name != key)
    return Library(tuple(with_booktitle(entry, entries) for entry in entries.values()), shelves, renamed), tuple(found)


HEIRS = {
    "inbook": ("book", "mvbook"),
    "incollection": ("collection", "mvcollection", "reference", "mvreference"),
    "inproceedings": ("proceedings", "mvproceedings"),
    "inreference": ("collection", "mvcollection", "reference", "mvreference"),
}
"""The types of parents whose title biber takes for the booktitle of a child."""


def with_booktitle(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    """The entry with the title of the book that it is part of, where biber would not find it by itself.

    So it is with a chapter that names its @book by `crossref`, as DBLP has it.
    """
    parent = entries.get(entry.get("crossref"))
    if parent is None or entry.type not in HEIRS or parent.type in HEIRS[entry.type] or entry.get("booktitle"):
        return entry
    title = [field for field in parent.fields if field.name == "title" and not parent.get("booktitle")]
    return replace(entry, fields=(*entry.fields, *(replace(field, name="booktitle") for field in title)))


def clashes_in(file: str, clashes: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The aliases of one file that stand for two sources."""
    return few_of_each((clash for clash in clashes if clash.span and clash.span.file == file), file)


def open_file(
    name: str, data: bytes, cache: Path | None = None, strings: Mapping[str, str] = MACROS
) -> BibliographyFile:
    """The file by its format: as its name says, else as it begins; `strings` are @strings of earlier files."""
    suffix = name.lower().rpartition(".")[2]
    if suffix in {"yaml", "yml"}:
        from stagebrief.load.csl_yaml import CslYamlFile  # noqa: PLC0415 - most bibliographies are .bib files

        return CslYamlFile(name, data)
    if suffix == "json" or (suffix != "bib" and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}):
        from stagebrief.load.csl_json import CslJsonFile  # noqa: PLC0415

        return CslJsonFile(name, data)
    if cache is None:
        return BibFile(name, data, strings=strings)
    from stagebrief.load.bibtex_index import remembered_blocks  # noqa: PLC0415

    return BibFile(name, data, partial(remembered_blocks, cache, data=data), strings)


def references(entry: Entry) -> tuple[str, ...]:
    """The entries that this one names."""
    values = (field.value for field in entry.fields if field.name in REFERENCES)
    return tuple(key.strip() for value in values for key in value.split(",") if key.strip())


def differing(entry: Entry, other: Entry) -> Diagnostic:
    """What is wrong where two files have an entry of one key."""
    same = entry.type == other.type and {(f.name, f.value) for f in entry.fields} == {
        (f.name, f.value) for f in other.fields
    }
    if same:
        message, hint = f"'{entry.key}' stands in {entry.span.file} too", "remove one of the two"
        return Diagnostic("key-is-unique", Severity.NOTE, message, other.span, hint)
    message = f"'{entry.key}' is another source in {entry.span.file}"
    hint = f"give one of them another key; that of {entry.span.file} is used"
    return Diagnostic("key-is-unique", Severity.ERROR, message, other.span, hint, (f"it stands at {entry.span}",))


def whole_library(name: str, data: bytes) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """All entries of one file, and what is wrong with it."""
    opened = open_file(name, data)
    entries = tuple(entry for key in opened.lines if (entry := opened.entry(key)))
    return entries, opened.findings()
