"""The tokens within a line to the model, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from markdown_it.token import Token

from stagebrief.diagnostics import Span
from stagebrief.load.markdown.cites import read_citation, read_fault
from stagebrief.load.markdown.images import read_image
from stagebrief.load.markdown.notes import read_note
from stagebrief.load.markdown.raw import is_raw_allowed, read_html, warn_of_latex, warn_of_leftovers
from stagebrief.load.markdown.spans import read_bracketed, read_link, read_maths
from stagebrief.load.markdown.tree import Branch, grow
from stagebrief.model.block import Paragraph
from stagebrief.model.inline import (
    Code,
    Emphasis,
    Footnote,
    Inline,
    Inlines,
    LineBreak,
    RawInline,
    Reference,
    SoftBreak,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)

if TYPE_CHECKING:
    from stagebrief.load.markdown.reading import Reading

DEEPEST = 24
"""Emphasis, links, notes … within one another."""
PAIRS: dict[str, Callable[..., Inline]] = {
    "em_open": Emphasis,
    "strong_open": Strong,
    "s_open": Strikeout,
    "sub_open": Subscript,
    "sup_open": Superscript,
}


@dataclass(frozen=True, slots=True)
class InlineReader:
    """Reads the tokens of one text: of `content`, whose characters stand at `offsets` of the whole."""

    reading: Reading
    content: str
    offsets: Sequence[int]

    def read(self, tokens: Sequence[Token]) -> Inlines:
        """The tokens as inlines."""
        root, deep = grow(tokens, DEEPEST)
        if deep is not None:
            at = deep.meta.get("at", 0)
            hint = "write it with less emphasis and fewer links and notes within one another"
            self.reading.error("nesting-is-shallow", "the text nests too deep here", self.place(at, at + 1), hint)
        return self.branches(root.children)

    def branches(self, branches: Sequence[Branch]) -> Inlines:
        """The branches as inlines, with neighbouring texts as one."""
        found: list[Inline] = []
        for branch in branches:
            for inline in self.branch(branch):
                last = found[-1] if found else None
                if isinstance(inline, Text) and isinstance(last, Text):
                    line, column = inline.span.end_line, inline.span.end_column
                    span = replace(last.span, end_line=line, end_column=column)
                    found[-1] = Text(last.text + inline.text, span=span)
                else:
                    found.append(inline)
        return tuple(found)

    def branch(self, branch: Branch) -> Inlines:
        """What one branch means."""
        if kind := PAIRS.get(branch.type):
            return (kind(self.branches(branch.children), span=self.span(branch)),)
        read = self.KINDS.get(branch.type)
        return read(self, branch) if read else self.branches(branch.children)

    def place(self, start: int, end: int) -> Span:
        """The place in the author's file of a stretch of the content."""
        if not self.offsets:
            return self.reading.span(0)
        last = len(self.offsets) - 1
        first = self.offsets[min(start, last)]
        return self.reading.span(first, max(first, self.offsets[min(max(start, end - 1), last)]) + 1)

    def span(self, branch: Branch) -> Span:
        """The place of a branch, with the marks around it."""
        more = len(branch.token.markup) - 1 if branch.type == "strong_open" else 0
        return self.place(branch.token.meta["at"] - more, branch.close.meta["end"] + more)

    def text(self, branch: Branch) -> Inlines:
        """Plain characters; what looks like LaTeX is shown as it is, with a warning."""
        token = branch.token
        if token.type == "text_special" and token.content.startswith("\\"):
            warn_of_latex(self, token.meta["at"])
        else:
            warn_of_leftovers(self, token)
        return (Text(token.content, span=self.span(branch)),) if token.content else ()

    def long_text(self, branch: Branch) -> Inlines:
        """A paragraph that nobody wrote by hand."""
        hint = "divide it, or look whether it is the right file"
        self.reading.error("paragraph-is-short", "this paragraph is too long to be read", self.span(branch), hint)
        return ()

    def soft_break(self, branch: Branch) -> Inlines:
        """The end of a line."""
        at = branch.token.meta["at"]
        return (SoftBreak(span=self.place(at, at + 1)),)

    def hard_break(self, branch: Branch) -> Inlines:
        """The end of a line that the author wants to be one."""
        at = branch.token.meta["at"]
        return (LineBreak(span=self.place(at, at + 1)),)

    def code(self, branch: Branch) -> Inlines:
        """Code, or raw LaTeX where it is marked so."""
        content, span, form = branch.token.content, self.span(branch), branch.attributes.name("format")
        if form:
            allowed = is_raw_allowed(form, span, self.reading)
            return (RawInline(content, span=span),) if allowed else ()
        self.reading.check_attributes(branch.attributes, (), self.place)
        return (Code(content, span=span),)

    def html(self, branch: Branch) -> Inlines:
        """HTML; see `raw`."""
        return read_html(branch.token.content, self.span(branch), self.reading)

    def note(self, branch: Branch) -> Inlines:
        """`^[words]`."""
        span = self.span(branch)
        content = self.branches(branch.children)
        if not content:
            self.reading.warn("footnote-is-written", "this footnote is empty", span, "write its words, or delete it")
            return ()
        return (Footnote((Paragraph(content, span=content[0].span),), span=span),)

    def note_reference(self, branch: Branch) -> Inlines:
        """`[^name]`, with the note in its place."""
        span = self.span(branch)
        content = read_note(branch.token.meta["label"], span, self.reading)
        return (Text(branch.token.content, span=span),) if content is None else (Footnote(content, span=span),)

    def reference(self, branch: Branch) -> Inlines:
        """`@fig:map`."""
        return (Reference(branch.token.meta["kind"], branch.token.meta["label"], span=self.span(branch)),)

    def image(self, branch: Branch) -> Inlines:
        """A picture in the line."""
        return (read_image(branch, self),)

    def citation(self, branch: Branch) -> Inlines:
        """`[@key]` or `@key`."""
        return (read_citation(branch, self),)

    def fault(self, branch: Branch) -> Inlines:
        """What is wrong with a citation."""
        read_fault(branch, self)
        return ()

    def maths(self, branch: Branch) -> Inlines:
        """A formula in the line."""
        return read_maths(branch, self)

    def link(self, branch: Branch) -> Inlines:
        """A link."""
        return read_link(branch, self)

    def bracketed(self, branch: Branch) -> Inlines:
        """`[words]{…}`."""
        return read_bracketed(branch, self)

    KINDS: ClassVar[dict[str, Callable[[InlineReader, Branch], Inlines]]] = {
        "text": text,
        "text_special": text,
        "long_text": long_text,
        "softbreak": soft_break,
        "hardbreak": hard_break,
        "code_inline": code,
        "math_inline": maths,
        "math_inline_double": maths,
        "html_inline": html,
        "link_open": link,
        "span_open": bracketed,
        "note_open": note,
        "note_reference": note_reference,
        "reference": reference,
        "image": image,
        "citation_open": citation,
        "citation_fault": fault,
    }
    """The readers of inlines by the type of their tokens; what is not named here gives what it holds."""
