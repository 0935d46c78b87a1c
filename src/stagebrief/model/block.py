"""Block content: paragraphs, lists, tables and what else stands by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stagebrief.model.inline import Inlines, Node


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """One paragraph."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """A heading; `level` 1 is the highest within its file. `label` is without `sec:`."""

    content: Inlines
    level: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class ListItem(Node):
    """One item of a list; `checked` is set for task lists only."""

    content: Blocks
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class BulletList(Node):
    """An unordered list; a tight one has no space between its items."""

    items: tuple[ListItem, ...]
    tight: bool = True


@dataclass(frozen=True, slots=True)
class OrderedList(Node):
    """A numbered list that starts at `start`."""

    items: tuple[ListItem, ...]
    start: int = 1
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """A term with one or more explanations."""

    term: Inlines
    explanations: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Node):
    """A list of terms with their explanations."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """A block quotation (`>`)."""

    content: Blocks


@dataclass(frozen=True, slots=True)
class PullQuoteDiv(Node):
    """`::: pullquote`: words set apart for the eye; `speaker` from the div's attribute."""

    content: Blocks
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class CodeBlock(Node):
    """A fenced or indented block of code; `language` is empty where none is named."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class MathBlock(Node):
    """`$$…$$`: displayed mathematics; `label` is without `eq:`."""

    tex: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class RawBlock(Node):
    """A fenced block of `{=latex}`; made only where the brief allows raw LaTeX."""

    tex: str


class Alignment(StrEnum):
    """How a table's column is set."""

    DEFAULT = "default"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """One cell of a table."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table with one row of heads; `caption` may be empty; `label` is without `tbl:`."""

    alignments: tuple[Alignment, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Inlines = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture(Node):
    """A picture that stands alone, with caption, credit and alternative text.

    `file` is the path below the content folder. `width` is a share of the measure such as `60%`, or empty.
    `label` is without `fig:`.
    """

    file: str
    alt: str
    caption: Inlines = ()
    credit: Inlines = ()
    width: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class ThematicBreak(Node):
    """`---`: a pause in the text."""


class DivKind(StrEnum):
    """The fenced divs that decide where their content goes."""

    SLIDE = "slide"  # a frame of its own in the deck; not in the brief
    NOTES = "notes"  # speaker notes of the frame before; in neither text
    BRIEF_ONLY = "brief-only"
    SLIDES_ONLY = "slides-only"


@dataclass(frozen=True, slots=True)
class Div(Node):
    """`::: slide`, `::: notes`, `::: brief-only`, `::: slides-only`; `title` and `steps` are a
    slide's attributes: with `steps` the deck shows it step by step."""

    kind: DivKind
    content: Blocks
    title: Inlines = ()
    steps: bool = False


Block = (
    Paragraph
    | Heading
    | BulletList
    | OrderedList
    | DefinitionList
    | Quote
    | PullQuoteDiv
    | CodeBlock
    | MathBlock
    | RawBlock
    | Table
    | Picture
    | ThematicBreak
    | Div
)
Blocks = tuple[Block, ...]
