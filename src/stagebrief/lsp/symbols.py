"""What a file or a whole brief consists of: headings, stages, fields, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lsprotocol.types import SymbolKind as Kind

from stagebrief.diagnostics import Span
from stagebrief.lsp.positions import Page, stretch
from stagebrief.lsp.proposals import title_of
from stagebrief.lsp.snapshot import Snapshot
from stagebrief.lsp.yaml_place import DASH, FIELD, Outline
from stagebrief.model.plain import plain_text

HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
DIV = re.compile(r" {0,3}:{3,}[ \t]*(\S.*)$")
LABEL = re.compile(r"[ \t]*\{[^{}]*\}$")
MOST = 200
"""So many symbols of a whole brief are told at once."""


@dataclass(slots=True)
class Symbol:
    """Something that has a name: the line that says it, and the last line that belongs to it."""

    name: str
    kind: Kind
    span: Span
    last: int
    detail: str = ""
    level: int = 0
    inner: list[Symbol] = field(default_factory=list)


def symbols_in(snapshot: Snapshot, file: str, page: Page) -> list[Symbol]:
    """The symbols of a file, one within the other."""
    if file in snapshot.bibliographies:
        return list(sources_in(snapshot, file))
    if file.endswith(".md"):
        return nested(list(headings_in(file, page)), len(page.lines))
    if snapshot.kind_of(file):
        return fields_in(file, page)
    return []


def headings_in(file: str, page: Page) -> Iterator[Symbol]:
    """The headings and divs of a text in their order, those within code left out."""
    fence = ""
    for number, line in enumerate(page.lines, 1):
        if match := FENCE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        elif not fence and (heading := HEADING.match(line)):
            name = LABEL.sub("", heading[2]) or heading[2] or "#"
            yield Symbol(name, Kind.String, stretch(file, number, 0, len(line)), number, level=len(heading[1]))
        elif not fence and (div := DIV.match(line)):
            yield Symbol(div[1], Kind.Struct, stretch(file, number, 0, len(line)), number, level=7)


def nested(flat: list[Symbol], last: int) -> list[Symbol]:
    """Symbols in their order as a tree by their levels; each goes on to the next that is no part of it."""
    top: list[Symbol] = []
    open_ones: list[Symbol] = []
    for symbol in flat:
        while open_ones and open_ones[-1].level >= symbol.level:
            open_ones.pop().last = symbol.span.line - 1
        (open_ones[-1].inner if open_ones else top).append(symbol)
        open_ones.append(symbol)
    for symbol in open_ones:
        symbol.last = last
    return top


def fields_in(file: str, page: Page) -> list[Symbol]:
    """The fields at the top of a YAML file, with their items or own fields."""
    outline, flat = Outline(), list[Symbol]()
    below = -1
    for number, line in enumerate(page.lines, 1):
        was_block = outline.block
        outline.line(line, number)
        text = line.strip()
        if not text or text.startswith("#") or (was_block >= 0 and outline.block == was_block):
            continue
        indent = len(line) - len(line.lstrip(" "))
        match = FIELD.match(line[indent:])
        if match and indent == 0:
            below = -1
            flat.append(Symbol(match["name"], Kind.Field, stretch(file, number, 0, len(line)), number, level=1))
        elif flat and (below in {-1, indent}) and (match or DASH.match(text)):
            below = indent
            name = DASH.sub("", text) or "-"
            name = match["name"] if match else name
            flat.append(Symbol(name[:80], Kind.Property, stretch(file, number, indent, len(line)), number, level=2))
    return nested(flat, len(page.lines))


def sources_in(snapshot: Snapshot, file: str) -> Iterator[Symbol]:
    """The entries of a bibliography file."""
    for shelf in snapshot.shelves:
        if shelf.file == file:
            for key in shelf.keys:
                if span := shelf.definitions.get(key):
                    yield Symbol(key, Kind.Constant, span, span.line, shelf.title(key))


def all_symbols(snapshot: Snapshot, query: str) -> list[Symbol]:
    """The stages, figures, tables, headings and sources of a brief whose names hold the query."""
    wanted = query.casefold()
    found = []
    for label in snapshot.labels:
        name = f"{label.kind}:{label.name}"
        detail = title_of(snapshot, label)
        if wanted in f"{name} {detail}".casefold():
            found.append(Symbol(name, Kind.Class if label.kind == "stage" else Kind.Object, label.span, 0, detail))
    for one in snapshot.determinants:
        if wanted in f"{one.id} {plain_text(one.title)}".casefold():
            found.append(Symbol(one.id, Kind.EnumMember, one.span, 0, plain_text(one.title)))
    for shelf in snapshot.shelves:
        for key, span in shelf.definitions.items():
            if len(found) >= MOST:
                return found
            if wanted in key.casefold():
                found.append(Symbol(key, Kind.Constant, span, 0, shelf.title(key) if key in shelf.keys else ""))
    return found
