"""What may be written at a cursor: told from its line and the fields above it, and from the last snapshot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lsprotocol.types import CompletionItemKind as Kind

from stagebrief.load.citation_rules import CROSS_REFERENCES
from stagebrief.load.source import PICTURE
from stagebrief.lsp.fields import Field, field_at, fields_at
from stagebrief.lsp.positions import Page, Place
from stagebrief.lsp.proposals import (
    FILES,
    Proposal,
    determinants_for,
    divs,
    files_for,
    keys_for,
    labels_for,
    locators_for,
)
from stagebrief.lsp.snapshot import Snapshot
from stagebrief.lsp.yaml_place import YamlPlace, place_at
from stagebrief.model.fields import REFERENCES

AT = re.compile(r"(?<![\w\\@./])@(?P<typed>\{?[^\s\[\]{};,\"'@]*)$")
"""A key or a cross-reference that is being typed."""
LOCATOR = re.compile(r"@(?:\{[^\s{}]+\}|[^\s\[\]{};,@]+)(?:[^\[\]{};@]*,[ \t\u00a0]+|[ \t]+\[)(?P<typed>[^\W\d_]*)$")
"""A place in a source that is being typed, behind a comma or the bracket of a citation in the text."""
DIV = re.compile(r"^[ \t]*:{3,}[ \t]*(?:\{\.)?(?P<typed>[\w-]*)$")
PICTURE_FILE = re.compile(r"!\[[^\]]*\]\((?P<typed>[^()\s]*)$")
ATTRIBUTE = re.compile(r"(?P<owner>[)\]])\{(?:[^{}]*[ \t])?(?P<typed>[#.\w-]*)$")
CROSSREF = re.compile(rf"(?<![\w-])(?:{'|'.join(REFERENCES)})\s*=\s*[{{\"](?:[^{{}}\"]*,)?\s*(?P<typed>[^\s,{{}}\"]*)$")
ATTRIBUTES = {
    ")": (("#fig:", "the label that @fig:… names"), ("alt=", "what it shows"), ("credit=", "whose it is"),
          ("width=", "share of the measure, such as 60%")),
    "]": ((".smallcaps", "small capitals"), ("lang=", "the words' language, such as ru")),
}  # fmt: skip
STYLES = ("chicago-notes", "verbose", "authoryear", "numeric", "apa")
QUOTED = re.compile(r"[\"']?\[?$")


@dataclass(frozen=True, slots=True)
class Completion:
    """The proposals for what is typed from the column `start` (from 0) on; `partial` if there are more."""

    start: int
    proposals: tuple[Proposal, ...]
    partial: bool = False


NOTHING = Completion(0, ())


def complete(snapshot: Snapshot, file: str, page: Page, place: Place) -> Completion:
    """The proposals at a place of a file."""
    number, column = place
    before = page.line(number)[: column - 1]
    if file in snapshot.bibliographies:
        match = CROSSREF.search(before)
        return keyed(snapshot, match.start("typed"), match["typed"]) if match else NOTHING
    kind = snapshot.kind_of(file)
    if kind is None and not file.endswith(".md"):
        return NOTHING
    at = place_at(page.lines, number - 1, column - 1) if kind else None
    if before.lstrip().startswith("#") and kind:
        return NOTHING
    if match := AT.search(before):
        return after_at(snapshot, match.start("typed"), match["typed"])
    if (match := LOCATOR.search(before)) and is_cited(before, match.start(), at):
        return Completion(match.start("typed"), tuple(locators_for(snapshot)))
    if at is not None and kind is not None:
        return in_fields(snapshot, kind, at)
    return in_prose(snapshot, before)


def keyed(snapshot: Snapshot, start: int, typed: str) -> Completion:
    """The keys for what is typed."""
    found, partial = keys_for(snapshot, typed)
    return Completion(start, tuple(replace(one, text=one.key) for one in found), partial)


def after_at(snapshot: Snapshot, start: int, typed: str) -> Completion:
    """Keys and labels behind an `@`."""
    kind, colon, _ = typed.partition(":")
    if colon and kind in CROSS_REFERENCES:
        return Completion(start + len(kind) + 1, tuple(labels_for(snapshot, kind)))
    braced = typed.startswith("{")
    found, partial = keys_for(snapshot, typed[braced:])
    if braced:
        return Completion(start + 1, tuple(replace(one, text=one.key) for one in found), partial)
    return Completion(start, (*found, *labels_for(snapshot)), partial)


def is_cited(before: str, start: int, at: YamlPlace | None) -> bool:
    """Whether a key at `start` stands in a citation that is not closed yet."""
    is_field = at is not None and at.is_value and at.path[-1:] == ("cite",)
    behind = before[start:]
    return is_field or behind.count("[") > behind.count("]") or before[:start].count("[") > before[:start].count("]")


def in_prose(snapshot: Snapshot, before: str) -> Completion:
    """Divs, pictures and attributes of Markdown."""
    if match := DIV.search(before):
        return Completion(match.start("typed"), tuple(divs()))
    if match := PICTURE_FILE.search(before):
        return Completion(match.start("typed"), tuple(files_for(snapshot, PICTURE.suffixes)))
    if match := ATTRIBUTE.search(before):
        known = ATTRIBUTES[match["owner"]]
        return Completion(
            match.start("typed"), tuple(Proposal(name, name, Kind.Property, about) for name, about in known)
        )
    return NOTHING


def in_fields(snapshot: Snapshot, kind: str, at: YamlPlace) -> Completion:
    """Names and values of fields."""
    if at.is_value:
        return Completion(at.start, tuple(values_for(snapshot, kind, at)))
    if at.path == ("determinants",) and kind == "stage":
        free = [one for one in determinants_for(snapshot) if one.label not in at.siblings]
        written = [one if at.name else replace(one, text=f"{one.label}:\n  statement: ") for one in free]
        return Completion(at.start, tuple(indented(written, at.start)))
    fields = [field for name, field in fields_at(kind, at.path).items() if name not in at.siblings]
    proposals = [proposal_of(field, named=bool(at.name)) for field in fields]
    if at.is_item and at.path[:1] in {("stages",), ("bibliography",)} and not fields:
        proposals = list(files_for(snapshot, FILES[str(at.path[0])]))
    return Completion(at.start, tuple(indented(proposals, at.start)))


def proposal_of(field: Field, *, named: bool) -> Proposal:
    """A field to be written; only its name where a colon stands behind it already."""
    behind = "" if named else {"fields": ":\n  ", "list": ":\n  - "}.get(field.shape, ": ")
    detail = "must be given" if field.required else f"`{field.default}` if absent" if field.default else ""
    return Proposal(field.name, f"{field.name}{behind}", Kind.Field, detail, field.description, rank=3 - field.required)


def indented(proposals: Sequence[Proposal], column: int) -> list[Proposal]:
    """The proposals with their further lines indented to the column."""
    return [replace(one, text=one.text.replace("\n", "\n" + " " * column)) for one in proposals]


def values_for(snapshot: Snapshot, kind: str, at: YamlPlace) -> list[Proposal]:
    """The values that the field at a place may have."""
    name = next((str(part) for part in reversed(at.path) if isinstance(part, str)), "")
    if at.path[-1] == "cite" and QUOTED.fullmatch(at.typed):
        return keys_for(
            snapshot, "", '"[@' if not at.typed else f"{at.typed.rstrip('[')}[@", "]" + '"' * (not at.typed)
        )[0]
    if kind == "brief" and at.path == ("citations", "style"):
        return [Proposal(style, style, Kind.EnumMember) for style in STYLES]
    if (kind == "brief" and at.path in {("bibliography",), ("introduction",), ("conclusion",)}) or name == "file":
        return list(files_for(snapshot, FILES[name]))
    field = field_at(kind, at.path)
    return [Proposal(value, value, Kind.EnumMember, field.description) for value in field.values] if field else []
