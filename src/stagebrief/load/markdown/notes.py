"""The footnotes that a text defines, read when they are referred to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stagebrief.load.markdown.tree import Branch
from stagebrief.model.block import Blocks

if TYPE_CHECKING:
    from stagebrief.diagnostics import Span
    from stagebrief.load.markdown.reading import Reading

DEFINITION = "footnote_reference_open"
DEEPEST = 2
"""Notes within one another."""


@dataclass(slots=True)
class Notes:
    """The notes by name, what has been read of them, where each is referred to first, and which are being read."""

    branches: dict[str, Branch] = field(default_factory=dict)
    read: dict[str, Blocks] = field(default_factory=dict)
    used: dict[str, Span] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)


def collect_notes(root: Branch, reading: Reading) -> None:
    """Find the notes that are defined in a text; one of two of the same name is a fault."""
    for branch in root.below():
        if branch.type != DEFINITION:
            continue
        name = branch.token.meta["label"]
        if name in reading.notes.branches:
            first = place_of(reading.notes.branches[name], reading)
            hint = f"it stands in line {first.line} already; give one of the two another name"
            reading.error("footnote-is-unique", f"footnote '{name}' is written twice", place_of(branch, reading), hint)
        else:
            reading.notes.branches[name] = branch


def place_of(branch: Branch, reading: Reading) -> Span:
    """The place of a note's name where it is defined."""
    at = branch.token.meta["at"]
    return reading.span(at, at + len(f"[^{branch.token.meta['label']}]:"))


def read_note(name: str, span: Span, reading: Reading) -> Blocks | None:
    """The content of the note that is referred to at `span`; None if there is none or it refers to itself."""
    notes = reading.notes
    branch = notes.branches.get(name)
    if branch is None:
        hint = f"write it below as [^{name}]: …, or in its place as ^[…]"
        reading.error("footnote-is-written", f"there is no footnote '{name}'", span, hint)
        return None
    if name in notes.open:
        reading.error("footnote-ends", f"footnote '{name}' refers to itself", span, "take the reference out of it")
        return None
    first = notes.used.setdefault(name, span)
    if len(notes.open) >= DEEPEST:
        hint = "a note on a note is as deep as it goes; write the words themselves"
        reading.error("nesting-is-shallow", "footnotes nest too deep here", span, hint)
        return None
    if first != span:
        hint = f"it is shown for line {first.line} already; write it again, or refer to it in words"
        reading.warn("footnote-is-used-once", f"footnote '{name}' is used a second time", span, hint)
    if name not in notes.read:
        notes.open.append(name)
        with reading.within("footnote"):
            notes.read[name] = reading.blocks(branch.children)
        notes.open.pop()
    return notes.read[name]


def check_unused(reading: Reading) -> None:
    """Warn of notes that nothing refers to, since nobody will see them."""
    for name, branch in reading.notes.branches.items():
        if name not in reading.notes.used:
            hint = f"write [^{name}] where it belongs, or delete it"
            message = f"footnote '{name}' is not referred to and is not shown"
            reading.warn("footnote-is-used", message, place_of(branch, reading), hint)
