"""What must be found in a PDF: blocks of words in order, and between them what only TeX knows in full."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stagebrief.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without spaces as the reader shall see them, and where they were written."""

    text: str
    span: Span


class NeedKind(StrEnum):
    """How something that is needed within a gap is looked for."""

    WORDS = "words"  # one of the choices, its letters in a row
    LOCATOR = "locator"  # numbers and words in a row, with other signs between them; a range may be shortened


@dataclass(frozen=True, slots=True)
class Need:
    """Something that must stand within a gap: one of the choices.

    `what` names it for a message. One that is `anywhere` need not follow the needs before it.
    """

    what: str
    choices: tuple[str, ...]
    span: Span
    kind: NeedKind = NeedKind.WORDS
    anywhere: bool = False


class GapKind(StrEnum):
    """What a gap between two words holds."""

    FREE = "free"  # mathematics, raw LaTeX, a number: at most `limit` characters
    MARK = "mark"  # the mark of a note, and the punctuation that goes before it
    SOURCE = "source"  # a citation in place, as the style words it


@dataclass(frozen=True, slots=True)
class Gap:
    """A place between words where the PDF shows what is not known in full beforehand.

    `note` is the number, from 1, of the expected note that a mark leads to.
    """

    kind: GapKind
    limit: int
    needs: tuple[Need, ...] = ()
    note: int = 0


Element = Word | Gap


class Kind(StrEnum):
    """Where a block stands in the PDF."""

    FLOW = "flow"  # one after the other, as the blocks are listed
    GRID = "grid"  # in any order among its like, between the blocks of the flow before and behind
    FLOAT = "float"  # a figure's words: from its place in the flow on
    NOTE = "note"  # at the foot of the page with its mark
    ENDNOTE = "endnote"  # behind the text
    SOURCE = "source"  # in the list of sources


@dataclass(frozen=True, slots=True)
class Expected:
    """A block: the place that it was written at and what it must show, in this order.

    `what` names it for a message. For a note, `note` is its number from 1 as they are expected.
    """

    kind: Kind
    what: str
    span: Span
    elements: tuple[Element, ...]
    note: int = 0

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the block without what stands between them."""
        return tuple(element for element in self.elements if isinstance(element, Word))
