"""CSL-YAML, as Pandoc takes it: sources under `references`, or a plain list of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from stagebrief.diagnostics import Diagnostic, Severity, Span, error, warning
from stagebrief.load.bibtex_text import decode
from stagebrief.load.csl import entry_of
from stagebrief.load.csl_json import alias_of, key_of
from stagebrief.load.findings import few_of_each
from stagebrief.load.yaml import Document, read_yaml
from stagebrief.model.library import Entry

LARGEST = 1_000_000
"""YAML is slow to read with its places; of more characters than this it would try the patience."""

BARE_LIST = re.compile(r"(?:\s*(?:#[^\n]*|---[ \t]*)\n|\s*\n)*(?=- )")
END = re.compile(r"\n(?:---|\.\.\.)[ \t]*\s*\Z")


class CslYamlFile:
    """One file of CSL-YAML: `lines` has the line of every key."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        decoded = decode(file, data)
        self.diagnostics: list[Diagnostic] = list(decoded.faults)
        self.items: dict[str, tuple[dict[str, Any], int]] = {}
        self.aliases: dict[str, list[str]] = {}
        self.document: Document | None = None
        self.read: dict[str, Entry] = {}
        text = END.sub("\n", decoded.text)
        if len(text) > LARGEST:
            message = f"the file has {len(text)} characters"
            hint = "export it as CSL-JSON or BibTeX, which are quick to read however large"
            self.diagnostics.append(error("file-is-small", message, Span(file), hint))
        else:
            self.find(text)
        self.lines: Mapping[str, int] = {key: self.span(number).line for key, (_, number) in self.items.items()}

    def find(self, text: str) -> None:
        """The items by their keys."""
        if match := BARE_LIST.match(text):
            span = Span(self.file, text.count("\n", 0, match.end()) + 1)
            message, hint = "the list of sources has no name", "write a line `references:` above it"
            self.diagnostics.append(error("yaml-is-list", message, span, hint))
            return
        self.document, faults = read_yaml(self.file, text)
        self.diagnostics += faults
        if self.document is None:
            return
        found = self.document.data.get("references")
        if not isinstance(found, list):
            message, hint = "the file does not hold a list of sources", "write `references:` and a list below it"
            self.diagnostics.append(error("yaml-is-list", message, self.document.span(("references",)), hint))
            return
        for number, item in enumerate(found):
            self.keep(number, item)

    def keep(self, number: int, item: object) -> None:
        """Remember an item by its key."""
        key = key_of(item)
        if not key or not isinstance(item, dict):
            message, hint = "a source has no id", "write a line `id: …`"
            self.diagnostics.append(warning("key-is-given", message, self.span(number), hint))
        elif key not in self.items:
            self.items[key] = (item, number)
            if alias := alias_of(item):
                self.aliases.setdefault(alias, []).append(key)
        else:
            first, place = self.items[key]
            same = first == item
            what = f"'{key}' stands here a second time" if same else f"two different sources have the id '{key}'"
            hint = "remove one of the two" if same else "give one of them another id; the first one is used"
            severity = Severity.WARNING if same else Severity.ERROR
            where = f"the first is at {self.span(place)}"
            self.diagnostics.append(Diagnostic("key-is-unique", severity, what, self.span(number), hint, (where,)))

    def entry(self, key: str) -> Entry | None:
        """The entry of that key, made at the first asking."""
        if key not in self.read and key in self.items:
            item, number = self.items[key]
            self.read[key], faults = entry_of(
                item, self.span(number, "id"), lambda variable: self.span(number, variable), markdown=True
            )
            self.diagnostics += faults
        return self.read.get(key)

    def holders(self, alias: str) -> tuple[tuple[str, Span], ...]:
        """The ids of the items that have the alias as `citation-key`, with their places."""
        return tuple((key, self.span(self.items[key][1], "citation-key")) for key in self.aliases.get(alias, ()))

    def findings(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the file and with the entries that were made."""
        return tuple(few_of_each(self.diagnostics, self.file))

    def span(self, number: int, *variable: str) -> Span:
        """The place of an item, or of one of its variables."""
        return self.document.span(("references", number, *variable)) if self.document else Span(self.file)
