"""The brief with every citation and cross-reference known to lead somewhere."""

from __future__ import annotations

from dataclasses import dataclass

from stagebrief.diagnostics import Span
from stagebrief.model.brief import Brief
from stagebrief.model.inline import Inlines
from stagebrief.model.library import Entry


@dataclass(frozen=True, slots=True)
class Label:
    """Something that `@kind:name` can lead to; `number` counts from 1 within its kind (0 for sections).

    `title` is what a reference to a section shows.
    """

    kind: str
    name: str
    number: int
    span: Span
    title: Inlines = ()


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries that are cited, in the order of their first citation, parents of crossref included."""

    entries: tuple[Entry, ...] = ()

    def find(self, key: str) -> Entry | None:
        """The cited entry of that key."""
        return next((entry for entry in self.entries if entry.key == key), None)


@dataclass(frozen=True, slots=True)
class ResolvedBrief:
    """A brief that has passed every check that can be made without TeX."""

    brief: Brief
    bibliography: Bibliography
    labels: tuple[Label, ...] = ()

    def label(self, kind: str, name: str) -> Label | None:
        """The label that a cross-reference means."""
        return next((label for label in self.labels if label.kind == kind and label.name == name), None)
