"""What the pages of a finished PDF show, against what they were meant to show: the read-back and the inspection."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from stagebrief.diagnostics import Diagnostic
from stagebrief.inspect.inspection import Subject
from stagebrief.inspect.inspection import inspect as inspect_pages
from stagebrief.model.checks import adjusted
from stagebrief.model.raw_latex import RawPiece, raw_pieces
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.targets import DECKS, PICTURED
from stagebrief.readback.compare import read_with_places
from stagebrief.readback.expect import expected_blocks
from stagebrief.readback.expected import Expected


class Place(Protocol):
    """Where a PDF is proven: the folder that remembers pages, and who is told of the steps."""

    @property
    def folder(self) -> Path:
        """The folder."""

    @property
    def progress(self) -> Callable[[str], None]:
        """Who is told."""


@dataclass(frozen=True, slots=True)
class Question:
    """All that decides what is found, by the digest of the `pdf`: two that are equal have the same answer.

    The places of words are part of it, for faults are told there.
    """

    pdf: str
    expected: tuple[Expected, ...]
    said: tuple[Diagnostic, ...]
    raw: tuple[RawPiece, ...]
    checks: tuple[tuple[str, str], ...]


answered: dict[Path, tuple[Question, tuple[Diagnostic, ...]]] = {}
"""The last answer for each PDF; while somebody writes the brief, the deck stays as it was, and the other way round."""


def prove(
    pdf: Path, target: str, said: tuple[Diagnostic, ...], resolved: ResolvedBrief, place: Place
) -> tuple[Diagnostic, ...]:
    """What is missing in the PDF and what is wrong with its pages; what typesetting has `said` is told in its place."""
    expected = tuple(expected_blocks(resolved, target))
    raw, checks = tuple(raw_pieces(resolved.brief)), resolved.brief.settings.checks
    question = Question(hashlib.sha256(pdf.read_bytes()).hexdigest(), expected, said, raw, checks)
    before = answered.get(pdf)
    if before and before[0] == question:
        return before[1]
    place.progress(f"{target}: reading the PDF back")
    missing, printed = read_with_places(pdf, expected)
    place.progress(f"{target}: inspecting the pages")
    memory = place.folder / f"inspected-{target}.json"
    subject = Subject(pdf, target, target in DECKS, printed, said, memory, pictures=target in PICTURED)
    found = (*missing, *inspected(subject, resolved))
    answered[pdf] = question, found
    return found


def inspected(subject: Subject, resolved: ResolvedBrief | None) -> tuple[Diagnostic, ...]:
    """What the pages of a PDF show to be wrong, each fault as severe as the author wants it."""
    if resolved is None:
        return inspect_pages(subject)
    found = inspect_pages(replace(subject, raw=raw_pieces(resolved.brief)))
    return tuple(adjusted(found, resolved.brief.settings.checks))
