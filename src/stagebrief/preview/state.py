"""What the page shows, as values and as JSON: everything at once, so that a page that comes late has missed nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from stagebrief.diagnostics import Diagnostic
from stagebrief.preview.edition import Edition
from stagebrief.preview.synctex import Box

MOST_FAULTS = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the page of a target that stands for a line of the content; each has its own number."""

    number: int
    box: Box
    file: str
    line: int


@dataclass(slots=True)
class View:
    """What is shown of one target: the last whole PDF, and the first pages of a later one until it is whole."""

    edition: Edition | None = None
    glimpse: Edition | None = None
    mark: Mark | None = None


@dataclass(slots=True)
class State:
    """The whole page. `phase` is `starting`, `building`, `built` or `broken`."""

    title: str
    views: dict[str, View]
    phase: str = "starting"
    steps: dict[str, str] = field(default_factory=dict)
    saved: tuple[str, ...] = ()
    seconds: float = 0.0
    faults: tuple[Diagnostic, ...] = ()
    revision: int = 0

    def to_json(self) -> dict[str, Any]:
        """What is sent to the page."""
        return {
            "revision": self.revision,
            "title": self.title,
            "phase": self.phase,
            "steps": list(self.steps.values()),
            "saved": list(self.saved),
            "seconds": round(self.seconds, 2),
            "targets": {name: view_to_json(view) for name, view in self.views.items()},
            "faults": [fault_to_json(fault) for fault in self.faults[:MOST_FAULTS]],
            "more": max(0, len(self.faults) - MOST_FAULTS),
        }


def view_to_json(view: View) -> dict[str, Any]:
    """A target for the page; `provisional` replaces its first pages until there is a whole PDF."""
    return {
        "whole": edition_to_json(view.edition, provisional=False),
        "early": edition_to_json(view.glimpse, provisional=True),
        "mark": mark_to_json(view.mark),
    }


def edition_to_json(edition: Edition | None, *, provisional: bool) -> dict[str, Any] | None:
    """A PDF for the page."""
    if edition is None:
        return None
    return {
        "target": edition.target,
        "version": edition.version,
        "url": f"pdf/{edition.target}/{edition.version}.pdf",
        "pages": edition.pages,
        "sizes": edition.runs(),
        "provisional": provisional,
    }


def mark_to_json(mark: Mark | None) -> dict[str, Any] | None:
    """A place for the page; lengths are points of the PDF from the page's upper left corner."""
    if mark is None:
        return None
    return {"number": mark.number, "file": mark.file, "line": mark.line, **box_to_json(mark.box)}


def box_to_json(box: Box) -> dict[str, Any]:
    """A rectangle for the page."""
    lengths = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    return {"page": box.page, **{name: round(value, 2) for name, value in lengths.items()}}


def fault_to_json(fault: Diagnostic) -> dict[str, Any]:
    """A fault for the page, which shows every word of it as text."""
    span = fault.span
    return {
        "code": fault.code,
        "severity": fault.severity.value,
        "message": fault.message,
        "hint": fault.hint or "",
        "notes": list(fault.notes),
        "file": span.file if span else "",
        "line": span.line if span else 0,
        "column": span.column if span else 0,
    }
