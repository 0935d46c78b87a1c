"""Where on the pages of a PDF the author's blocks stand, as the read-back has found them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from stagebrief.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Source:
    """The block that a place on a page shows: its number, what it is called, and where that place was written.

    It is `inside` if the place shows a part of the block, else the block is the nearest before it.
    """

    block: int
    what: str
    span: Span
    inside: bool = True


class Printed(Protocol):
    """The pages of a PDF with the author's blocks on them; pages count from 0."""

    def source(self, page: int, share: float, text: str) -> Source | None:
        """What a text on a page shows that stands behind such a share of the page's letters, else the block before."""

    def page_of(self, span: Span) -> int | None:
        """The page on which a block stands that was written at this line."""
