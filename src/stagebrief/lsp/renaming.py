"""A new name for a source, a label or a determinant, everywhere at once, or the reason why it cannot have it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from stagebrief.build import examine
from stagebrief.diagnostics import Severity, Span
from stagebrief.load.citation_keys import bare_end
from stagebrief.load.copy_files import copies_by_key
from stagebrief.load.pins import PINS
from stagebrief.lsp.bibliography import DEFINITION, USE
from stagebrief.lsp.occurrences import DETERMINANT, FILE, KEY, Index, Occurrence, spellings
from stagebrief.lsp.snapshot import Snapshot
from stagebrief.resolve.references import KINDS

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9-]*")
LABEL = re.compile(r"[^\s#.={}:@\[\](),;]+")
WORDS = {**KINDS, KEY: "source", DETERMINANT: "determinant"}


class RefusalError(Exception):
    """Why a name stays as it is."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of a file and what is to stand there."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """The edits that give something another name, and the files that get other names too, as pairs."""

    edits: tuple[Edit, ...]
    files: tuple[tuple[str, str], ...] = field(default=())


def refuse_nameless(found: Occurrence | None) -> Occurrence:
    """What is to be renamed; raises RefusalError where there is nothing that could be."""
    if found is None or found.kind == FILE:
        raise RefusalError("here is no key, label or determinant that could be renamed")
    return found


def rename(snapshot: Snapshot, index: Index, found: Occurrence, new: str) -> Renaming:
    """The edits for a new name. Raises RefusalError with the reason why there are none."""
    refuse_unread(snapshot)
    refuse_unfit(snapshot, index, found, new)
    if new == found.name:
        return Renaming(())
    occurrences = same_named(snapshot, index, found)
    if not any(one.role != USE for one in occurrences):
        raise RefusalError(f"there is no {WORDS[found.kind]} '{found.name}'; mend that first")
    edits = [edit_for(one, new) for one in occurrences]
    files, pins = copies_renamed(snapshot, found, new)
    renaming = Renaming(tuple(dict.fromkeys((*edits, *pins))), files)
    refuse_harm(snapshot, renaming)
    return renaming


def refuse_unread(snapshot: Snapshot) -> None:
    """What cannot be read may hide uses of a name."""
    if snapshot.whole:
        return
    first = next((one.span for one in snapshot.diagnostics if one.severity is Severity.ERROR and one.span), None)
    where = f" (the first at {first})" if first else ""
    raise RefusalError(
        f"faults keep parts of the brief from being read{where}, so that a use might be missed: mend them first"
    )


def refuse_unfit(snapshot: Snapshot, index: Index, found: Occurrence, new: str) -> None:
    """A name that cannot be one, or that something else has."""
    word = WORDS[found.kind]
    if found.kind == KEY:
        if not new or bare_end(f"@{new}", 1) != len(new) + 1 or re.search(r"[#%&~\\]", new):
            raise RefusalError(
                f"'{new}' cannot be a key: letters, digits and _ with single signs . : - + / between them can"
            )
        taken = {name.casefold() for shelf in snapshot.shelves for name in (*shelf.keys, *shelf.opened.aliases)}
        if new.casefold() in taken - {found.name.casefold()}:
            raise RefusalError(f"another source has the key '{new}' already")
        if new.partition(":")[0] in KINDS and ":" in new:
            raise RefusalError(f"'@{new}' would be a reference to a {KINDS[new.partition(':')[0]]}")
        return
    in_yaml = any(
        one.role == DEFINITION and not one.span.file.endswith(".md") for one in index.of(found.kind, {found.name})
    )
    fits = IDENTIFIER.fullmatch(new) if in_yaml else LABEL.fullmatch(new) and bare_end(f"@{new}", 1) == len(new) + 1
    if not fits:
        raise RefusalError(f"'{new}' cannot be the name of a {word}: use small letters, digits and hyphens")
    if new != found.name and index.of(found.kind, {new}):
        raise RefusalError(f"there is a {word} '{new}' already")


def same_named(snapshot: Snapshot, index: Index, found: Occurrence) -> list[Occurrence]:
    """All places of the name; in a .bib file `crossref` and `xdata` mind no capitals."""
    names = spellings(snapshot, index, found.name) if found.kind == KEY else {found.name}
    return index.of(found.kind, names)


def edit_for(one: Occurrence, new: str) -> Edit:
    """The edit at one place; a stage that is named after its file gets an `id`."""
    if one.implied:
        return Edit(Span(one.span.file, one.span.line, 1, one.span.line, 1), f"id: {new}\n")
    return Edit(one.span, new)


def copies_renamed(snapshot: Snapshot, found: Occurrence, new: str) -> tuple[tuple[tuple[str, str], ...], list[Edit]]:
    """The pinned copies of a source, which have its key as their name, and their pins."""
    if found.kind != KEY or not snapshot.source.has("brief.yaml"):
        return (), []
    names = copies_by_key(snapshot.source).get(found.name, [])
    files = tuple((name, PurePosixPath(name).with_name(new + PurePosixPath(name).suffix).as_posix()) for name in names)
    if taken := [after for _, after in files if snapshot.source.is_named(after)]:
        raise RefusalError(f"there is a file {taken[0]} already")
    document = snapshot.document(PINS) if files and snapshot.source.has(PINS) else None
    spans = {name: document.keys[name,] for name, _ in files if document and (name,) in document.keys}
    return files, [Edit(spans[name], f'"{after}"') for name, after in files if name in spans]


def refuse_harm(snapshot: Snapshot, renaming: Renaming) -> None:
    """Try the edits: what was right before must be right with them."""
    texts = edited(snapshot, renaming.edits)
    unsaved = {**snapshot.source.unsaved, **{name: text.encode() for name, text in texts.items()}}
    before = Counter(one.code for one in snapshot.diagnostics if one.severity is Severity.ERROR)
    _, report = examine(snapshot.folder, unsaved)
    faults = [one for one in report.diagnostics if one.severity is Severity.ERROR]
    if renaming.files:
        faults = [one for one in faults if one.code != "copy-is-as-pinned"]
    more = Counter(one.code for one in faults) - before
    if harm := next((one for one in faults if one.code in more), None):
        raise RefusalError(f"with the new name something would be wrong: {harm.message} ({harm.span})")


def edited(snapshot: Snapshot, edits: tuple[Edit, ...]) -> Mapping[str, str]:
    """The texts of the files with the edits made."""
    texts: dict[str, list[str]] = {}
    for edit in sorted(edits, key=lambda one: one.span, reverse=True):
        page = snapshot.page(edit.span.file)
        lines = texts.setdefault(edit.span.file, list(page.lines) if page else [])
        line = lines[edit.span.line - 1]
        lines[edit.span.line - 1] = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
    return {name: "\n".join(lines) for name, lines in texts.items()}
