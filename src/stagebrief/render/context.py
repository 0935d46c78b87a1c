"""What rendering a piece of content depends on besides the content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from stagebrief.model.fonts import FontSet
from stagebrief.model.resolved import ResolvedBrief


class Place(StrEnum):
    """Where on the page inline content stands; it decides what a citation or a footnote becomes."""

    TEXT = "text"
    NOTE = "note"  # within a footnote or endnote
    STRUCTURE = "structure"  # a statement, an event, a caption, a heading: sources are short and stand in place


@dataclass(frozen=True, slots=True)
class RenderContext:
    """The target (`brief` or `slides`), the resolved brief, and the place of what is rendered.

    `depth` counts the lists around it; `in_cell` says that it is in a table's cell, whose notes may hold no blocks;
    `on_paper` that it is of a frame that is printed, with the addresses of its links beside it; by `fonts` words of
    drawings are measured.
    """

    resolved: ResolvedBrief
    target: str
    place: Place = Place.TEXT
    depth: int = 0
    in_cell: bool = False
    on_paper: bool = False
    fonts: FontSet | None = None

    @property
    def language(self) -> str:
        """The brief's language as a BCP 47 tag."""
        return self.resolved.brief.language

    @property
    def on_frame(self) -> bool:
        """Whether this is for the deck, where notes may not stand at the foot."""
        return self.target == "slides"

    def at(self, place: Place) -> RenderContext:
        """The same at another place."""
        return replace(self, place=place)

    def within_cell(self) -> RenderContext:
        """The same within a cell of a table."""
        return replace(self, in_cell=True)

    def deeper(self) -> RenderContext:
        """The same within one more list."""
        return replace(self, depth=self.depth + 1)
