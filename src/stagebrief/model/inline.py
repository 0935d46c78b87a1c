"""Inline content: what stands within a line of prose.

Characters arrive here as the reader shall see them: entities and escapes are resolved and quotation marks,
dashes and ellipses are typographic already (see `load.markdown.smart`). Nothing here is TeX, save `Math` and
`RawInline`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from stagebrief.diagnostics import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all inline and block content has: the place it was written at."""

    span: Span


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Plain characters; U+00A0 is a non-breaking space, U+00AD a soft hyphen."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Node):
    """`*emphasis*`."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong(Node):
    """`**strong**`."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strikeout(Node):
    """`~~struck out~~`."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript(Node):
    """`x^2^`."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript(Node):
    """`H~2~O`."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class SmallCaps(Node):
    """`[text]{.smallcaps}`."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Foreign(Node):
    """`[слово]{lang=ru}`: words in another language; `language` is a BCP 47 tag."""

    content: tuple[Inline, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Code(Node):
    """`` `code` ``: shown character for character."""

    text: str


@dataclass(frozen=True, slots=True)
class Link(Node):
    """`[words](https://…)`; in print the address is shown unless the words are the address."""

    content: tuple[Inline, ...]
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image(Node):
    """`![alt](file)` within a line of text; one that stands alone becomes a `Picture` block."""

    file: str
    alt: str
    width: str = ""


@dataclass(frozen=True, slots=True)
class Math(Node):
    """`$x^2$`: TeX mathematics, of checked commands only (see `load.markdown.maths`)."""

    tex: str


@dataclass(frozen=True, slots=True)
class RawInline(Node):
    r"""`` `\TeX{}`{=latex} ``: LaTeX as the author wrote it; made only where the brief allows it."""

    tex: str


@dataclass(frozen=True, slots=True)
class LineBreak(Node):
    """A hard break: two spaces or a backslash at a line's end."""


@dataclass(frozen=True, slots=True)
class SoftBreak(Node):
    """A line end in the source that the reader sees as a space."""


@dataclass(frozen=True, slots=True)
class Footnote(Node):
    """`[^note]` with its definition, or `^[an inline note]`; `content` holds blocks."""

    content: tuple[object, ...]  # of Block; the two modules would otherwise import each other


@dataclass(frozen=True, slots=True)
class Reference(Node):
    """`@fig:label`, `@stage:label`, `@tbl:label`, `@eq:label` or `@sec:label`: a cross-reference.

    `kind` is the part before the colon, `label` the part after it.
    """

    kind: str
    label: str


class CitationMode(StrEnum):
    """How a citation stands in the text, in Pandoc's terms."""

    NORMAL = "normal"  # [@key]
    IN_TEXT = "in-text"  # @key
    SUPPRESS_AUTHOR = "suppress-author"  # [-@key]


@dataclass(frozen=True, slots=True)
class Locator:
    """A place within a source: a CSL locator term (`page`, `chapter` …) and the value as written (`33-35`).

    `term` is empty where the value stands for itself, as in `[@a, {ii, A}]`. `word` is the word for the term where it
    is to be printed as it was written (`¶`, `Rn.`, `абз.`) and not as the brief's language shortens the term. `joint`
    stands between this locator and the one before it: a comma, or only a space as in `§ 5 Abs. 2`.
    """

    term: str
    value: str
    word: str = ""
    joint: str = ", "


@dataclass(frozen=True, slots=True)
class CitationItem(Node):
    """One source within a citation.

    `locator_label` is a CSL locator term (`page`, `chapter`, `section` …; empty without locator), `locator` the
    value as written (`33-35`), `prefix` and `suffix` are the words around it. `locator_word` is the `word` of a
    `Locator`; `further` holds the second and later locators: `p. 4` in `vol. 2, p. 4`.
    """

    key: str
    prefix: tuple[Inline, ...] = ()
    locator_label: str = ""
    locator: str = ""
    suffix: tuple[Inline, ...] = ()
    mode: CitationMode = CitationMode.NORMAL
    locator_word: str = ""
    further: tuple[Locator, ...] = ()

    @property
    def locators(self) -> tuple[Locator, ...]:
        """All places within the source, in the order in which they are written."""
        first = Locator(self.locator_label, self.locator, self.locator_word)
        return (first, *self.further) if self.locator else ()


@dataclass(frozen=True, slots=True)
class Cite(Node):
    """One place in the text with one or more sources: `[see @a, p. 3; @b]` or `@a [p. 3]`."""

    items: tuple[CitationItem, ...]


Inline = (
    Text
    | Emphasis
    | Strong
    | Strikeout
    | Superscript
    | Subscript
    | SmallCaps
    | Foreign
    | Code
    | Link
    | Image
    | Math
    | RawInline
    | LineBreak
    | SoftBreak
    | Footnote
    | Reference
    | Cite
)
Inlines = tuple[Inline, ...]
