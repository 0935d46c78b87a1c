"""Inline and block content as expected blocks, for the places where TeX shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from stagebrief.diagnostics import Span
from stagebrief.model.address import printed_link
from stagebrief.model.block import (
    Block,
    Blocks,
    BulletList,
    CodeBlock,
    DefinitionList,
    Div,
    DivKind,
    Heading,
    MathBlock,
    OrderedList,
    Paragraph,
    Picture,
    PullQuoteDiv,
    Quote,
    RawBlock,
    Table,
    ThematicBreak,
)
from stagebrief.model.brief import Evidence
from stagebrief.model.inline import (
    CitationMode,
    Cite,
    Code,
    Emphasis,
    Footnote,
    Foreign,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    RawInline,
    Reference,
    SmallCaps,
    SoftBreak,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.readback.expected import Element, Expected, Gap, GapKind, Kind, Need, NeedKind, Word
from stagebrief.readback.sources import Sources

SHOWN_DIVS = {"brief": {DivKind.BRIEF_ONLY}, "slides": {DivKind.SLIDES_ONLY, DivKind.SLIDE}}
MOST_TEXTS = 20_000
"""Texts whose words are remembered from one build to the next."""
MARK_ROOM = 8
"""The characters of a note's mark with the punctuation that goes before it."""
REFERENCE_ROOM = 40
"""The characters of *Figure 12* in any language."""
RAW_ROOM = 600
"""The characters that raw LaTeX may show."""
UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")
"""What is looked for by itself: what stands between spaces; in Chinese and Japanese each character."""


BRACKET = Gap(GapKind.FREE, 2)
"""A bracket that the tool itself puts."""


class Place(StrEnum):
    """Where content stands; it decides what a citation or a footnote becomes."""

    TEXT = "text"
    NOTE = "note"
    STRUCTURE = "structure"


@dataclass(slots=True)
class Writer:
    """Collects the expected blocks of one target in the order in which it shows them.

    `on_paper` says that frames are printed, with the `addresses` of their links beside them, those of links in notes
    (`addresses_behind`) where the notes are.
    """

    resolved: ResolvedBrief
    target: str
    sources: Sources
    blocks: list[Expected] = field(default_factory=list)
    notes: int = 0
    on_paper: bool = False
    addresses: list[tuple[str, Span]] = field(default_factory=list)
    addresses_behind: list[tuple[str, Span]] = field(default_factory=list)

    @property
    def on_frame(self) -> bool:
        """Whether this is the deck."""
        return self.target == "slides"

    @property
    def at_end(self) -> bool:
        """Whether the notes stand behind the text."""
        return self.on_frame or self.resolved.brief.settings.citations.notes == "endnotes"

    def add(self, what: str, elements: tuple[Element, ...], span: Span, kind: Kind = Kind.FLOW) -> None:
        """One block of these elements, if there are any."""
        if elements:
            self.blocks.append(Expected(kind, what, span, elements))

    def structure(self, what: str, inlines: Inlines, evidence: Evidence | None = None, kind: Kind = Kind.FLOW) -> None:
        """One text of the structure with the short sources behind it."""
        span = inlines[0].span if inlines else evidence.cite[0].span if evidence and evidence.cite else None
        if span:
            elements = self.inlines(inlines, Place.STRUCTURE) + self.evidence(evidence)
            self.add(what, elements, span, kind)

    def evidence(self, evidence: Evidence | None) -> tuple[Element, ...]:
        """The short sources of a statement."""
        cites = evidence.cite if evidence else ()
        return tuple(element for cite in cites for element in self.cite(cite, Place.STRUCTURE))

    def plain(self, what: str, text: str, span: Span) -> None:
        """One text without markup."""
        self.add(what, words_of(text, span), span)

    # Inlines

    def inlines(self, inlines: Inlines, place: Place) -> tuple[Element, ...]:
        """The elements of inline content."""
        return tuple(element for inline in inlines for element in self.inline(inline, place))

    def inline(self, inline: Inline, place: Place) -> tuple[Element, ...]:
        """The elements of one inline."""
        match inline:
            case Text(text=text) | Code(text=text):
                return words_of(text, inline.span)
            case Emphasis() | Strong() | Strikeout() | Superscript() | Subscript() | SmallCaps() | Foreign():
                return self.inlines(inline.content, place)
            case Link():
                return self.link(inline, place)
            case Math(tex=tex):
                return (Gap(GapKind.FREE, 20 + 2 * len(tex)),)
            case RawInline(tex=tex):
                return (Gap(GapKind.FREE, RAW_ROOM + len(tex)),)
            case Footnote():
                return self.footnote(inline, place)
            case Reference():
                return self.reference(inline)
            case Cite():
                return self.cite(inline, place)
            case Image() | LineBreak() | SoftBreak():
                return ()

    def link(self, link: Link, place: Place) -> tuple[Element, ...]:
        """The words of a link, and in print its address unless they are the address."""
        if link.url.startswith("#"):
            return self.inlines(link.content, place)
        alone, behind = printed_link(link)
        if alone is not None:
            return words_of(alone, link.span)
        words = self.inlines(link.content, place)
        if self.on_frame or not behind:
            self.addresses += [(behind, link.span)] if behind and self.on_paper else []
            return words
        return words + words_of(f"({behind})", link.span)

    def reference(self, reference: Reference) -> tuple[Element, ...]:
        """The number of what a cross-reference leads to, or a section's title."""
        label = self.resolved.label(reference.kind, reference.label)
        if label is None:
            return ()
        if reference.kind == "sec":
            return tuple(
                replace(element, span=reference.span) if isinstance(element, Word) else element
                for element in self.inlines(label.title, Place.STRUCTURE)
            )
        need = Need(
            f"the number of '@{reference.kind}:{reference.label}'",
            (str(label.number),),
            reference.span,
            NeedKind.LOCATOR,
        )
        return (Gap(GapKind.FREE, REFERENCE_ROOM, (need,)),)

    def footnote(self, note: Footnote, place: Place) -> tuple[Element, ...]:
        """A footnote's mark, the note being a block of its own; where none can stand its words follow in brackets."""
        blocks: Blocks = note.content  # type: ignore[assignment]  # the model cannot name Block there
        if self.on_frame and place is Place.TEXT:
            behind = replace(self, addresses=self.addresses_behind)
            elements = behind.words_within(blocks, Place.NOTE)
            self.notes = behind.notes
            return self.note(elements, note.span)
        if place is Place.TEXT:
            return self.note(self.words_within(blocks, Place.NOTE), note.span)
        return (BRACKET, *self.words_within(blocks, place), BRACKET)

    def words_within(self, blocks: Blocks, place: Place) -> tuple[Element, ...]:
        """The elements of all blocks of a note one after the other."""
        inner = replace(self, blocks=[])
        inner.all(blocks, place)
        self.notes = inner.notes
        return tuple(element for block in inner.blocks for element in block.elements)

    def note(self, elements: tuple[Element, ...], span: Span) -> tuple[Element, ...]:
        """The mark of a note of these elements; the note is a block of its own."""
        self.notes += 1
        kind = Kind.ENDNOTE if self.at_end else Kind.NOTE
        self.blocks.append(Expected(kind, "note", span, elements, self.notes))
        return (Gap(GapKind.MARK, MARK_ROOM, note=self.notes),)

    def cite(self, cite: Cite, place: Place) -> tuple[Element, ...]:
        """A citation: a note with its mark, or a source in place."""
        in_place = self.on_frame or place is Place.STRUCTURE
        named = cite.items[0].mode is CitationMode.IN_TEXT
        if not self.sources.in_notes or in_place or place is Place.NOTE:
            needs = self.sources.needs(cite, counted=not in_place)
            return (Gap(GapKind.SOURCE, self.sources.room(cite), needs),)
        author: tuple[Element, ...] = ()
        if named:
            need = self.sources.author_need(cite.items[0])
            author = (Gap(GapKind.SOURCE, self.sources.room(cite), (need,) if need else ()),)
        content = Gap(GapKind.SOURCE, self.sources.room(cite), self.sources.needs(cite, counted=True))
        return author + self.note((content,), cite.span)

    # Blocks

    def all(self, blocks: Blocks, place: Place = Place.TEXT) -> None:
        """All blocks that this target shows."""
        for block in blocks:
            self.block(block, place)

    def block(self, block: Block, place: Place) -> None:  # noqa: PLR0912 - a branch for each kind
        """One block."""
        match block:
            case Paragraph(content=content):
                self.add("paragraph", self.inlines(content, place), block.span)
            case Heading(content=content):
                self.add("heading", self.inlines(content, Place.STRUCTURE), block.span)
            case BulletList(items=items) | OrderedList(items=items):
                for item in items:
                    self.all(item.content, place)
            case DefinitionList(items=definitions):
                for definition in definitions:
                    self.add("term", self.inlines(definition.term, place), definition.span)
                    for explanation in definition.explanations:
                        self.all(explanation, place)
            case Quote(content=content):
                self.all(content, place)
            case PullQuoteDiv(content=content, speaker=speaker):
                self.all(content, Place.STRUCTURE)
                self.plain("speaker", speaker, block.span)
            case CodeBlock(text=text):
                self.plain("code", text, block.span)
            case Table():
                self.table(block, place)
            case Picture():
                self.picture(block, place)
            case Div(kind=kind, content=content):
                if kind in SHOWN_DIVS[self.target]:
                    self.all(content, place)
            case MathBlock() | ThematicBreak():
                pass
            case RawBlock(tex=tex):
                self.add("raw LaTeX", (Gap(GapKind.FREE, RAW_ROOM + len(tex)),), block.span)

    def table(self, table: Table, place: Place) -> None:
        """A table: caption, then cell by cell; its head, which may be repeated, holds no notes."""
        if table.caption:
            self.add("caption", self.inlines(table.caption, Place.STRUCTURE), table.span)
        for cell in table.head:
            self.add("cell", self.inlines(cell.content, Place.STRUCTURE), cell.span)
        for cell in (cell for row in table.rows for cell in row):
            self.add("cell", self.inlines(cell.content, place), cell.span)

    def picture(self, picture: Picture, place: Place) -> None:
        """The caption and the credit of a picture, which floats on the page but not in a box or note."""
        kind = Kind.FLOW if self.on_frame or place is not Place.TEXT else Kind.FLOAT
        self.add("caption", self.inlines(picture.caption, Place.STRUCTURE), picture.span, kind)
        self.add("credit", self.inlines(picture.credit, Place.STRUCTURE), picture.span, kind)


@lru_cache(MOST_TEXTS)
def words_of(text: str, span: Span) -> tuple[Element, ...]:
    """The words of a text; each has its column where the text stands as it was written."""
    as_written = span.end_line == span.line and span.end_column - span.column == len(text)
    words: list[Element] = []
    position = 0
    for word in WORD.findall(text):
        position = text.index(word, position)
        place = span
        if as_written:
            column = span.column + position
            place = Span(span.file, span.line, column, span.line, column + len(word))
        words.append(Word(word, place))
        position += len(word)
    return tuple(words)
