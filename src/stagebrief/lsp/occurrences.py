"""Every place at which a name stands: keys of sources, labels, determinants and files, given or used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stagebrief.diagnostics import Span
from stagebrief.load.citation_keys import key_at
from stagebrief.load.citation_rules import CROSS_REFERENCES
from stagebrief.load.origin import Origin
from stagebrief.lsp.bibliography import DEFINITION, USE
from stagebrief.lsp.positions import Place, holds, stretch
from stagebrief.lsp.snapshot import BRIEF, Snapshot
from stagebrief.model.block import Picture
from stagebrief.model.inline import CitationItem, Image, Link, Reference
from stagebrief.model.resolved import Label
from stagebrief.model.walk import walk

KEY, DETERMINANT, FILE = "key", "determinant", "file"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name where it stands.

    `kind` is `key`, `determinant`, `file`, or that of a label: `stage`, `fig`, `tbl`, `eq`, `sec`. `role` is
    `definition`, `alias` or `use`. `span` is the name itself and `whole` what it is written as, such as `@fig:name`.
    An `implied` name stands nowhere: it is made from the name of a stage's file.
    """

    kind: str
    name: str
    role: str
    span: Span
    whole: Span
    implied: bool = False


class Index:
    """All occurrences of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.found = tuple(dict.fromkeys(all_in(snapshot)))

    def at(self, file: str, place: Place) -> Occurrence | None:
        """What stands at a place; of several the shortest."""
        here = [one for one in self.found if one.whole.file == file and not one.implied and holds(one.whole, place)]
        return min(here, key=lambda one: (one.whole.end_column - one.whole.column, one.role), default=None)

    def of(self, kind: str, names: Iterable[str]) -> list[Occurrence]:
        """The occurrences of these names, in the order of their places."""
        wanted = set(names)
        return sorted((one for one in self.found if one.kind == kind and one.name in wanted), key=lambda one: one.span)


def spellings(snapshot: Snapshot, index: Index, name: str) -> set[str]:
    """The name of a source with what else is written for it: `crossref` and its like mind no capitals."""
    folded = name.casefold()
    keys = (one.name for one in index.found if one.kind == KEY)
    others = {key for key in keys if key != name and key.casefold() == folded}
    return {name, *(key for key in others if not snapshot.shelf(key))}


def all_in(snapshot: Snapshot) -> Iterator[Occurrence]:
    """The occurrences in prose and fields, then those in the bibliographies."""
    if snapshot.loaded.brief is not None:
        for node in walk(snapshot.loaded.brief):
            match node:
                case CitationItem():
                    yield from in_citation(snapshot, node)
                case Reference():
                    yield from in_reference(node)
                case Link(url=url) if url.startswith("#"):
                    yield from in_link(snapshot, node)
                case Picture() | Image():
                    yield from in_picture(snapshot, node)
                case _:
                    pass
        for label in snapshot.labels:
            yield from definition_of(snapshot, label)
    yield from in_brief_yaml(snapshot)
    yield from in_stages(snapshot)
    for shelf in snapshot.shelves:
        for mention in shelf.mentions:
            yield Occurrence(KEY, mention.name, mention.role, mention.span, mention.span)


def in_citation(snapshot: Snapshot, item: CitationItem) -> Iterator[Occurrence]:
    """A key in a citation, as it is written: it may be a further name of the source."""
    written, span = snapshot.written(item.span), item.span
    if match := re.fullmatch(r"@(\{?)(.+?)(\}?)", written):
        yield Occurrence(KEY, match[2], USE, within(span, match.start(2), match.end(2)), span)


def in_reference(node: Reference) -> Iterator[Occurrence]:
    """A cross-reference."""
    start = len(node.kind) + 2
    yield Occurrence(node.kind, node.label, USE, within(node.span, start, start + len(node.label)), node.span)


def in_link(snapshot: Snapshot, node: Link) -> Iterator[Occurrence]:
    """A link to a label of the brief itself, such as `[there](#fig:map)`."""
    kind, _, name = node.url[1:].rpartition(":")
    page = snapshot.page(node.span.file)
    for number in range(node.span.line, max(node.span.line, node.span.end_line) + 1):
        start = (
            page.line(number).find(f"({node.url}", node.span.column - 1 if number == node.span.line else 0)
            if page
            else -1
        )
        if start >= 0:
            whole = stretch(node.span.file, number, start + 1, start + 1 + len(node.url))
            yield Occurrence(kind or "sec", name, USE, within(whole, len(node.url) - len(name), len(node.url)), whole)
            return


def in_picture(snapshot: Snapshot, node: Picture | Image) -> Iterator[Occurrence]:
    """The file that a picture in prose names."""
    page = snapshot.page(node.span.file)
    for number in range(node.span.line, node.span.line + 5):
        line = page.line(number) if page else ""
        start = line.find(f"]({node.file}", node.span.column - 1 if number == node.span.line else 0)
        if start >= 0:
            span = stretch(node.span.file, number, start + 2, start + 2 + len(node.file))
            yield Occurrence(FILE, node.file, USE, span, span)
            return


def definition_of(snapshot: Snapshot, label: Label) -> Iterator[Occurrence]:
    """Where a label is given: an `id` in a stage's file, or braces in prose."""
    file = label.span.file
    if not file.endswith(".md"):
        document = snapshot.document(file)
        paths = (
            [("id",)]
            if label.kind == "stage"
            else [path for path in document.origins if is_figure(path)]
            if document
            else []
        )
        for path in paths:
            if document and (origin := document.origins.get(path)) and origin.text == label.name:
                span = origin.span(0, len(origin.text))
                yield Occurrence(label.kind, label.name, DEFINITION, span, span)
                return
        if label.kind == "stage":
            yield Occurrence("stage", label.name, DEFINITION, label.span, label.span, implied=True)
            return
    page = snapshot.page(file)
    pattern = re.compile(rf"\{{[^{{}}\n]*?(?P<whole>#(?:{label.kind}:)?(?P<name>{re.escape(label.name)}))(?=[\s}}])")
    if page and (found := list(pattern.finditer(page.text))):
        origin = Origin.whole(file, page.text)
        nearest = min(found, key=lambda match: abs(origin.place(match.start())[0] - label.span.line))
        yield Occurrence(
            label.kind, label.name, DEFINITION, origin.span(*nearest.span("name")), origin.span(*nearest.span("whole"))
        )


def is_figure(path: tuple[str | int, ...]) -> bool:
    """Whether the path is that of a figure's id in a stage."""
    return len(path) == 3 and path[0] == "figures" and path[2] == "id"


def in_brief_yaml(snapshot: Snapshot) -> Iterator[Occurrence]:
    """The determinants and files that brief.yaml names."""
    document = snapshot.document(BRIEF)
    for path, origin in document.origins.items() if document else ():
        span = origin.span(0, len(origin.text)) if origin.text else Span(BRIEF)
        match path:
            case ("determinants", int(), "id"):
                yield Occurrence(DETERMINANT, origin.text, DEFINITION, span, span)
            case ("stages" | "bibliography", int()) | ("bibliography" | "introduction" | "conclusion",) if origin.text:
                yield Occurrence(FILE, origin.text, USE, span, span)
            case _:
                pass


def in_stages(snapshot: Snapshot) -> Iterator[Occurrence]:
    """The determinants that stages speak of, and the files of their figures."""
    stages = snapshot.loaded.brief.stages if snapshot.loaded.brief else ()
    for file in dict.fromkeys(stage.span.file for stage in stages):
        document = snapshot.document(file)
        if document is None:
            continue
        for path, span in document.keys.items():
            if len(path) == 2 and path[0] == "determinants":
                yield Occurrence(DETERMINANT, str(path[1]), USE, span, span)
        for path, origin in document.origins.items():
            if len(path) == 3 and path[0] == "figures" and path[2] == "file" and origin.text:
                span = origin.span(0, len(origin.text))
                yield Occurrence(FILE, origin.text, USE, span, span)


def within(span: Span, start: int, end: int) -> Span:
    """A part of a stretch in one line, by indices into what stands there."""
    return Span(span.file, span.line, span.column + start, span.line, span.column + end)


def written_at(file: str, number: int, line: str, column: int) -> Occurrence | None:
    """The citation or cross-reference in a line at a column (from 1), for texts that cannot be read at the moment."""
    for match in re.finditer("@", line[:column]):
        key = key_at(line, match.start())
        if key is None or key.end < column - 1:
            continue
        kind, _, name = key.name.partition(":")
        if kind not in CROSS_REFERENCES or not name:
            kind, name = KEY, key.name
        span = stretch(file, number, key.start, key.end)
        start = len(line[key.start : key.end].partition(name)[0])
        return Occurrence(kind, name, USE, within(span, start, start + len(name)), span)
    return None
