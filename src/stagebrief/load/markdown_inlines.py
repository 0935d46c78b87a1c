"""The inline tokens of markdown-it to the model, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.load.attributes import Attributes
from stagebrief.load.citation import WrittenItem
from stagebrief.load.citation_faults import WrittenFault
from stagebrief.load.maths import check_maths
from stagebrief.load.origin import Origin
from stagebrief.model.block import Block
from stagebrief.model.inline import (
    CitationItem,
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
    Locator,
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
from stagebrief.spelling import near_names

PAIRS: dict[str, type] = {
    "em_open": Emphasis,
    "strong_open": Strong,
    "s_open": Strikeout,
    "sub_open": Subscript,
    "sup_open": Superscript,
}
LATEX = re.compile(r"\\([a-zA-Z]{2,})\*?\s*(?:\[[^\]]*\])?\{")
INSTEAD = {
    "emph": "*words*",
    "textit": "*words*",
    "textbf": "**words**",
    "cite": "[@key]",
    "autocite": "[@key]",
    "footcite": "[@key]",
    "textcite": "@key",
    "parencite": "[@key]",
    "footnote": "^[words]",
    "section": "# words",
    "href": "[words](address)",
    "url": "<address>",
    "ref": "@fig:name",
}
SPAN_VALUES = ("lang",)
SPAN_CLASSES = ("smallcaps",)


@dataclass(slots=True)
class Notes:
    """The footnotes of a text: their content by number, and which of them have been used."""

    content: dict[int, tuple[Block, ...]]
    used: set[int]


class InlineReader:
    """Reads the children of one inline token.

    `content` is the text that they were made of, `offsets` where each of its lines begins in the origin's text; with no
    offsets the two texts are one.
    """

    def __init__(
        self,
        origin: Origin,
        content: str,
        offsets: Sequence[int],
        allow_raw: bool,
        faults: list[Diagnostic],
        notes: Notes,
    ) -> None:
        self.origin = origin
        self.content = content
        self.allow_raw = allow_raw
        self.faults = faults
        self.notes = notes
        self.cursor = 0
        self.places: list[int] = []
        position = 0
        for offset, line in zip(offsets, content.split("\n"), strict=False):
            self.places += [offset + index for index in range(len(line) + 1)]
            position += len(line) + 1

    def place(self, at: int) -> int:
        """The position in the origin's text of the content's character at `at`."""
        if not self.places:
            return at
        return self.places[at] if at < len(self.places) else self.places[-1] + 1

    def span(self, start: int, end: int | None = None) -> Span:
        """The place of a stretch of the content."""
        return self.origin.span(self.place(start), None if end is None else self.place(max(start, end - 1)) + 1)

    def read(self, tokens: Sequence[Token]) -> Inlines:
        """The tokens as inlines; pairs become one inline with content."""
        stack: list[tuple[Token | None, list[Inline]]] = [(None, [])]
        for token in tokens:
            if token.nesting == 1:
                self.move(token)
                stack.append((token, []))
            elif token.nesting == -1 and len(stack) > 1:
                opening, content = stack.pop()
                assert opening is not None
                stack[-1][1].extend(self.pair(opening, merged(content)))
            else:
                stack[-1][1].extend(self.single(token))
        return merged([inline for _, content in stack for inline in content])

    def move(self, token: Token) -> None:
        """Set the cursor to where the token begins, if that is known."""
        at = token.meta.get("at")
        if at is not None:
            self.cursor = at
        elif token.markup:
            found = self.content.find(token.markup, self.cursor)
            self.cursor = found if found >= 0 else self.cursor
        token.meta["start"] = self.cursor
        if at is None and token.markup:
            self.cursor += len(token.markup)

    def pair(self, token: Token, content: Inlines) -> Inlines:
        """What an opening token and its content mean."""
        span = self.span(token.meta.get("start", self.cursor))
        if kind := PAIRS.get(token.type):
            return (kind(content, span=span),)
        if token.type == "link_open":
            return (Link(content, str(token.attrGet("href") or ""), str(token.attrGet("title") or ""), span=span),)
        if token.type == "affix_open":
            token.meta["content"] = stripped(content)
            return ()
        if token.type == "citation_open":
            return (self.cite(token),)
        if token.type == "span_open":
            return self.bracketed(token.meta["attributes"], content, span)
        return content

    def bracketed(self, attributes: Attributes, content: Inlines, span: Span) -> Inlines:
        """`[words]{…}`: small capitals, another language; what else stands there is unknown."""
        known = {*SPAN_CLASSES, *SPAN_VALUES}
        for name in (*attributes.classes, *(key for key, _ in attributes.values)):
            if name not in known:
                near = near_names(name, sorted(known))
                hint = f"did you mean '{near}'?" if near else "write {.smallcaps} or {lang=ru}"
                self.faults.append(warning("attribute-is-known", f"unknown attribute '{name}'", span, hint))
        if "smallcaps" in attributes.classes:
            content = (SmallCaps(content, span=span),)
        if language := attributes.get("lang"):
            content = (Foreign(content, language, span=span),)
        return content

    def single(self, token: Token) -> Inlines:
        """A token that stands by itself."""
        match token.type:
            case "text" | "text_special":
                return self.text(token)
            case "softbreak":
                return (SoftBreak(span=self.line_end()),)
            case "hardbreak":
                return (LineBreak(span=self.line_end()),)
            case "code_inline":
                return self.code(token)
            case "math_inline" | "math_inline_double":
                return self.maths(token)
            case "image":
                return self.image(token)
            case "html_inline":
                return self.html(token)
            case "footnote_ref":
                return self.footnote(token)
            case "citation_fault":
                return self.fault(token.meta["fault"])
            case "reference":
                self.cursor = token.meta["end"]
                span = self.span(token.meta["at"], token.meta["end"])
                return (Reference(token.meta["kind"], token.meta["label"], span=span),)
            case _:
                return ()

    def line_end(self) -> Span:
        """The place of the next line end."""
        found = self.content.find("\n", self.cursor)
        start = found if found >= 0 else self.cursor
        self.cursor = start + 1
        return self.span(start)

    def text(self, token: Token) -> Inlines:
        """Plain characters; what looks like LaTeX is shown as it is, with a warning."""
        if not token.content:
            return ()
        written = token.markup if token.type == "text_special" and token.markup else token.content
        found = self.content.find(written, self.cursor)
        if found < 0:
            head = re.match(r"\w+", written)
            found = self.content.find(head[0], self.cursor) if head else -1
        start = found if 0 <= found <= self.cursor + 4000 else self.cursor
        self.cursor = min(start + len(written), len(self.content))
        span = self.span(start, start + len(written))
        for match in LATEX.finditer(token.content):
            instead = INSTEAD.get(match[1])
            hint = (
                f"write {instead}" if instead else "raw LaTeX is shown as text; see docs/content.md for what to write"
            )
            at = self.span(start + match.start(), start + match.end())
            self.faults.append(
                warning("latex-is-avoided", f"'\\{match[1]}' is LaTeX and is shown as it stands", at, hint)
            )
        return (Text(token.content, span=span),)

    def code(self, token: Token) -> Inlines:
        """Code, or raw LaTeX where it is marked so."""
        start = self.cursor = token.meta.get("at", self.cursor)
        span = self.span(start, start + len(token.content) + 2 * len(token.markup))
        self.cursor += len(token.content) + 2 * len(token.markup)
        attributes: Attributes | None = token.meta.get("attributes")
        if attributes is None or not attributes.format:
            return (Code(token.content, span=span),)
        return (
            (RawInline(token.content, span=span),)
            if raw_allowed(attributes.format, span, self.allow_raw, self.faults)
            else ()
        )

    def maths(self, token: Token) -> Inlines:
        """A formula in the line."""
        start = self.cursor = token.meta.get("at", self.cursor)
        width = 2 if token.type == "math_inline_double" else 1
        offset = self.place(start + width)
        self.faults += check_maths(token.content, self.origin, offset)
        self.cursor += len(token.content) + 2 * width
        return (Math(token.content, span=self.span(start, self.cursor)),)

    def image(self, token: Token) -> Inlines:
        """A picture in the line; its attributes stay with the token for the block that it may become."""
        start = token.meta.get("at", self.cursor)
        self.cursor = start + 1
        attributes = token.meta.get("attributes") or Attributes()
        alt = attributes.get("alt") or "".join(child.content for child in token.children or [])
        width = attributes.get("width")
        span = self.span(start)
        if width and not re.fullmatch(r"\d{1,3}%", width):
            self.faults.append(
                error("width-is-share", f"'{width}' is not a share of the line", span, "write width=60%")
            )
            width = ""
        return (Image(unquoted(str(token.attrGet("src") or "")), alt, width, span=span),)

    def html(self, token: Token) -> Inlines:
        """HTML: comments go, a line break stays, anything else is shown as it is written, with a warning."""
        start = token.meta.get("at", self.cursor)
        span = self.span(start, start + len(token.content))
        self.cursor = start + len(token.content)
        if token.content.startswith("<!--"):
            return ()
        if re.fullmatch(r"<br\s*/?>", token.content):
            return (LineBreak(span=span),)
        message = f"'{token.content[:40]}' is HTML and is shown as it stands"
        self.faults.append(warning("html-is-avoided", message, span, "use Markdown; for a literal < write \\<"))
        return (Text(token.content, span=span),)

    def footnote(self, token: Token) -> Inlines:
        """A footnote with its content in place."""
        start = token.meta.get("at", self.cursor)
        self.cursor = start + 2
        number = token.meta["id"]
        content = self.notes.content.get(number, ())
        if number in self.notes.used and content:
            hint = "write the note again, or refer to it in words"
            self.faults.append(
                warning("footnote-is-used-once", "this footnote is used a second time", self.span(start), hint)
            )
        self.notes.used.add(number)
        return (Footnote(content, span=self.span(start)),)

    def fault(self, fault: WrittenFault) -> Inlines:
        """What is wrong with a citation; nothing is shown in its place."""
        make = error if fault.severe else warning
        self.faults.append(make(fault.code, fault.message, self.span(fault.start, fault.end), fault.hint))
        return ()

    def cite(self, token: Token) -> Cite:
        """A citation, in brackets or in the text; the words around its keys have been read already."""
        start, end = token.meta["at"], token.meta["end"]
        affixes = [affix.meta["content"] for affix in token.meta["affixes"]]
        pairs = zip(token.meta["items"], affixes[::2], affixes[1::2], strict=True)
        self.cursor = end
        return Cite(tuple(self.item(*pair) for pair in pairs), span=self.span(start, end))

    def item(self, item: WrittenItem, prefix: Inlines, suffix: Inlines) -> CitationItem:
        """One source."""
        first, *further = item.locators or (Locator("", ""),)
        return CitationItem(
            item.key,
            prefix=prefix,
            locator_label=first.term,
            locator=first.value,
            suffix=suffix,
            mode=item.mode,
            locator_word=first.word,
            further=tuple(further),
            span=self.span(item.start, item.end),
        )


def unquoted(address: str) -> str:
    """A file's name without the percent signs that markdown-it puts into addresses."""
    from urllib.parse import unquote  # noqa: PLC0415

    return unquote(address)


def raw_allowed(name: str, span: Span, allowed: bool, faults: list[Diagnostic]) -> bool:
    """Whether raw content of that format may stand; what may not is a fault, what is for others is left out."""
    if name not in {"latex", "tex", "beamer"}:
        faults.append(warning("latex-is-allowed", f"raw {name} is not for this product and is left out", span))
        return False
    if not allowed:
        hint = "write it in Markdown, or set `allow-raw-latex: true` in brief.yaml"
        faults.append(error("latex-is-allowed", "raw LaTeX is not allowed in this brief", span, hint))
    return allowed


def merged(inlines: Sequence[Inline]) -> Inlines:
    """Neighbouring texts as one."""
    found: list[Inline] = []
    for inline in inlines:
        last = found[-1] if found else None
        if isinstance(inline, Text) and isinstance(last, Text):
            end = (inline.span.end_line, inline.span.end_column)
            found[-1] = Text(last.text + inline.text, span=replace(last.span, end_line=end[0], end_column=end[1]))
        else:
            found.append(inline)
    return tuple(found)


def stripped(inlines: Inlines) -> Inlines:
    """The inlines without spaces and commas at the beginning of the first and spaces at the end of the last text."""
    found = list(inlines)
    while (
        found and isinstance(found[0], Text | SoftBreak) and not (isinstance(found[0], Text) and found[0].text.strip())
    ):
        found.pop(0)
    while (
        found
        and isinstance(found[-1], Text | SoftBreak)
        and not (isinstance(found[-1], Text) and found[-1].text.strip())
    ):
        found.pop()
    if found and isinstance(found[0], Text):
        found[0] = replace(found[0], text=found[0].text.lstrip())
    if found and isinstance(found[-1], Text):
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found)
