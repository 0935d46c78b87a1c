"""The reading of one text: where its tokens stand, what is wrong, and what its blocks become."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain

from markdown_it.token import Token

from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.load.markdown.attributes import Attributes, hint_at
from stagebrief.load.markdown.inlines import InlineReader
from stagebrief.load.markdown.notes import Notes
from stagebrief.load.markdown.parser import parser_for
from stagebrief.load.markdown.tree import Branch
from stagebrief.load.origin import Origin
from stagebrief.model.block import Block, Blocks
from stagebrief.model.inline import Inlines

BlockReader = Callable[[Branch, "Reading"], Sequence[Block]]


@dataclass(frozen=True, slots=True)
class MarkdownSettings:
    """What the reading depends on: the language, for its quotation marks, and whether LaTeX may be in the text."""

    language: str
    allow_raw_latex: bool = False


@dataclass(slots=True)
class Reading:
    """One text being read.

    `readers` are the readers of blocks by the type of their tokens; `inside` names what stands around what is read now,
    the outermost first; `top` is the level of the text's highest heading.
    """

    origin: Origin
    settings: MarkdownSettings
    readers: Mapping[str, BlockReader] = field(default_factory=dict)
    faults: list[Diagnostic] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    inside: list[str] = field(default_factory=list)
    top: int = 1

    def blocks(self, branches: Sequence[Branch]) -> Blocks:
        """The branches as blocks."""
        found: list[Block] = []
        for branch in branches:
            if reader := self.readers.get(branch.type):
                found += reader(branch, self)
        return tuple(found)

    @contextmanager
    def within(self, name: str) -> Iterator[None]:
        """Read what is in a list, a quotation, a div …"""
        self.inside.append(name)
        yield
        self.inside.pop()

    def text(self, branch: Branch) -> Inlines:
        """The words of a block."""
        return self.words(branch.text) if branch.text else ()

    def words(self, token: Token) -> Inlines:
        """The words of an inline token among the blocks."""
        return self.inlines(token.children or [], token.content, self.offsets(token))

    def inlines(self, tokens: Sequence[Token], content: str, offsets: Sequence[int]) -> Inlines:
        """The tokens of a text whose characters stand at `offsets`."""
        return InlineReader(self, content, offsets).read(tokens)

    def phrase(self, content: str, start: int) -> Inlines:
        """Words that are read by themselves: the title of a div, the value of an attribute."""
        return self.inlines(self.tokens(content), content, range(start, start + len(content) + 1))

    def tokens(self, content: str) -> list[Token]:
        """The tokens of a text that is one line of prose."""
        tokens = parser_for(self.settings.language).parseInline(content, {})
        return list(chain.from_iterable(token.children or [] for token in tokens))

    def offsets(self, token: Token) -> Sequence[int]:
        """Where each character of an inline token stands in the whole text."""
        if "offsets" in token.meta:
            offsets: Sequence[int] = token.meta["offsets"]
            return offsets
        text, cut = self.origin.text, token.meta.get("cut", 0)
        places: list[Sequence[int]] = []
        for index, (line, start) in enumerate(zip(token.content.split("\n"), token.meta["lines"], strict=False)):
            end = text.find("\n", start)
            written = text[start : end if end >= 0 else len(text)]
            blank = len(line) - len(line.lstrip())  # which characters are cut off at the beginning differs
            first = start + len(written) - len(written.lstrip()) - blank + cut if index == 0 else start
            indent = len(line) - len(line.lstrip(" \t")) if index else 0
            places.append(range(first - indent, first - indent + len(line) + 1))
        return places[0] if len(places) == 1 else list(chain.from_iterable(places))

    def span(self, start: int, end: int | None = None) -> Span:
        """The place of a stretch of the whole text."""
        return self.origin.span(start, end)

    def place(self, branch: Branch) -> Span:
        """The place where a block begins."""
        return self.span(branch.token.meta["at"])

    def error(self, code: str, message: str, span: Span, hint: str) -> None:
        """Remember what stops the build."""
        self.faults.append(error(code, message, span, hint))

    def warn(self, code: str, message: str, span: Span, hint: str) -> None:
        """Remember what the author should look at."""
        self.faults.append(warning(code, message, span, hint))

    def check_attributes(self, attributes: Attributes, known: Sequence[str], place: Callable[[int, int], Span]) -> None:
        """Warn of what is not `known`: keys, classes as `.name`, a label as `#fig:name`, a format as `=latex`."""
        labels = [name for name in known if name.startswith("#")]
        for piece in attributes.pieces:
            shown = {"class": ".", "id": "#", "format": "="}.get(piece.kind, "") + piece.name
            kind, colon, _ = shown.partition(":")
            fits = labels and (not colon or any(label.startswith(f"{kind}:") for label in labels))
            if not (fits if piece.kind == "id" else shown in known):
                hint = hint_at(shown, tuple(known))
                self.warn("attribute-is-known", f"unknown attribute '{shown}'", place(piece.start, piece.end), hint)
