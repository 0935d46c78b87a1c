"""CSL-JSON: where its items and their variables stand; only those that are asked for become entries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from stagebrief.diagnostics import Diagnostic, Severity, Span, error, warning
from stagebrief.load.bibtex_text import decode
from stagebrief.load.csl import entry_of
from stagebrief.load.findings import few_of_each
from stagebrief.model.library import Entry

SPACE = re.compile(r"[ \t\n\r]*")
DECODER = json.JSONDecoder()
HOLDERS = ("items", "references")
"""The names under which some programs write the list."""


class CslJsonFile:
    """One file of CSL-JSON: `lines` has the line of every key; entries are made when they are asked for."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        decoded = decode(file, data)
        self.text = decoded.text
        self.diagnostics: list[Diagnostic] = list(decoded.faults)
        self.places: dict[str, tuple[int, int]] = {}
        self.again: list[tuple[str, int, int]] = []
        self.read: dict[str, Entry] = {}
        self.aliases: dict[str, list[str]] = {}
        lines: dict[str, int] = {}
        counted, line = 0, 1
        for key, start in self.items():
            line += self.text.count("\n", counted, start)
            counted = start
            if key in self.places:
                self.again.append((key, start, line))
            else:
                self.places[key] = (start, line)
                lines[key] = line
        self.lines: Mapping[str, int] = lines

    def items(self) -> Iterator[tuple[str, int]]:
        """Key and offset of each item; stops at the first fault of the JSON."""
        try:
            yield from self.walk()
        except json.JSONDecodeError as fault:
            message = f"this is not JSON: {fault.msg[:1].lower()}{fault.msg[1:]}"
            span = Span(self.file, fault.lineno, fault.colno)
            hint = "export the file anew; what follows is not read"
            self.diagnostics.append(error("json-is-valid", message, span, hint))
        except (RecursionError, ValueError) as fault:
            message = f"this cannot be read: {str(fault).splitlines()[0][:80]}"
            self.diagnostics.append(error("json-is-valid", message, Span(self.file), "export the file anew"))

    def walk(self) -> Iterator[tuple[str, int]]:
        """The items of the list."""
        position = self.after_space(0)
        if self.text.startswith("{", position):
            position = self.list_within(position)
        if not self.text.startswith("[", position):
            message, hint = "the file does not hold a list of sources", "export it as CSL-JSON: [{…}, {…}]"
            self.diagnostics.append(error("json-is-list", message, self.span(position), hint))
            return
        position = self.after_space(position + 1)
        while not self.text.startswith("]", position):
            item, end = DECODER.raw_decode(self.text, position)
            if key := key_of(item):
                if (alias := alias_of(item)) and key not in self.places:
                    self.aliases.setdefault(alias, []).append(key)
                yield key, position
            else:
                message = "a source has no id" if isinstance(item, dict) else "this is no source"
                hint = 'write "id": "…"' if isinstance(item, dict) else "write {…}"
                self.diagnostics.append(warning("key-is-given", message, self.span(position), hint))
            position = self.after_space(end)
            if not self.text.startswith(",", position):
                break
            position = self.after_space(position + 1)
        if not self.text.startswith("]", position):
            raise json.JSONDecodeError("expecting ',' or ']'", self.text, position)

    def list_within(self, position: int) -> int:
        """Where the list stands in an object that holds it by a name; the object's own place where there is none."""
        places = {name: start for name, start, _ in self.members(position)}
        return next((places[name] for name in HOLDERS if name in places), position)

    def members(self, position: int) -> Iterator[tuple[str, int, int]]:
        """Name, and start and end of the value, of each member of the object at `position`."""
        position = self.after_space(position + 1)
        while self.text.startswith('"', position):
            name, position = DECODER.raw_decode(self.text, position)
            position = self.after_space(position)
            if not self.text.startswith(":", position):
                raise json.JSONDecodeError("expecting ':'", self.text, position)
            start = self.after_space(position + 1)
            _, end = DECODER.raw_decode(self.text, start)
            yield name, start, end
            position = self.after_space(end)
            position = self.after_space(position + 1) if self.text.startswith(",", position) else position

    def entry(self, key: str) -> Entry | None:
        """The entry of that key, made at the first asking."""
        if key not in self.read and key in self.places:
            start, line = self.places[key]
            item: dict[str, Any] = DECODER.raw_decode(self.text, start)[0]
            column = start - self.text.rfind("\n", 0, start)
            places = {name: (begin, end) for name, begin, end in self.members(start)}
            head = Span(self.file, line, column, line, column + 1)

            def place(variable: str) -> Span:
                return self.span(*places[variable], start, line) if variable in places else head

            self.read[key], faults = entry_of(item, place("id"), place)
            self.diagnostics += faults
        return self.read.get(key)

    def holders(self, alias: str) -> tuple[tuple[str, Span], ...]:
        """The ids of the items that have the alias as `citation-key`, with their places."""
        return tuple((key, self.span(self.places[key][0])) for key in self.aliases.get(alias, ()))

    def findings(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the file and with the entries that were made."""
        return tuple(few_of_each([*self.diagnostics, *self.repeated()], self.file))

    def repeated(self) -> Iterator[Diagnostic]:
        """Ids that come twice."""
        for key, start, line in self.again:
            first, first_line = self.places[key]
            same = DECODER.raw_decode(self.text, first)[0] == DECODER.raw_decode(self.text, start)[0]
            what = f"'{key}' stands here a second time" if same else f"two different sources have the id '{key}'"
            severity = Severity.ERROR if key in self.read and not same else Severity.WARNING
            hint = "remove one of the two" if same else "give one of them another id; the first one is used"
            span = self.span(start, start + 1, start, line)
            yield Diagnostic("key-is-unique", severity, what, span, hint, (f"the first is in line {first_line}",))

    def span(self, start: int, end: int = 0, known: int = 0, line: int = 1) -> Span:
        """The place of a stretch of the file; `line` is the number of the line at the offset `known`."""
        line += self.text.count("\n", known, start)
        column = start - self.text.rfind("\n", 0, start)
        rows = self.text.count("\n", start, end) if end else 0
        last = end - self.text.rfind("\n", 0, end) if rows else column + max(1, end - start)
        return Span(self.file, line, column, line + rows, last)

    def after_space(self, position: int) -> int:
        """The position after white space."""
        match = SPACE.match(self.text, position)
        return match.end() if match else position


def key_of(item: object) -> str:
    """The id of an item; empty where it has none."""
    found = item.get("id") if isinstance(item, dict) else None
    return " ".join(str(found).split()) if isinstance(found, str | int) else ""


def alias_of(item: object) -> str:
    """The key that a reference manager cites an item by, where that is not its id."""
    found = item.get("citation-key") if isinstance(item, dict) else None
    return found.strip() if isinstance(found, str) and found.strip() != key_of(item) else ""
