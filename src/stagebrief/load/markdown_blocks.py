"""The block tokens of markdown-it to the model, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.load.attributes import Attributes, parse_attributes
from stagebrief.load.divs import DivHead, parse_div_head
from stagebrief.load.markdown_inlines import InlineReader, Notes, raw_allowed, stripped
from stagebrief.load.maths import check_maths
from stagebrief.load.origin import Origin
from stagebrief.model.block import (
    Alignment,
    Block,
    Blocks,
    BulletList,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    DivKind,
    Heading,
    ListItem,
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
from stagebrief.model.inline import Image, Inlines, SoftBreak, Text

CAPTION = re.compile(r"^(?::[ \t]+|Table:[ \t]*|Таблица:[ \t]*|Tabelle:[ \t]*)")
LABELLED = re.compile(r"[ \t]*(\{[^{}]*\})[ \t]*$")
ALIGNMENTS = {"left": Alignment.LEFT, "center": Alignment.CENTER, "right": Alignment.RIGHT}
DEEPEST = 38


@dataclass(slots=True)
class Branch:
    """A token with what stands between it and its end; a token that stands by itself has no children."""

    token: Token
    children: list[Branch]


def grow(tokens: Sequence[Token]) -> list[Branch]:
    """The flat tokens as a tree."""
    root: list[Branch] = []
    stack = [root]
    for token in tokens:
        if token.nesting == -1:
            if len(stack) > 1:
                stack.pop()
            continue
        branch = Branch(token, [])
        stack[-1].append(branch)
        if token.nesting == 1:
            stack.append(branch.children)
    return root


class BlockReader:
    """Reads the tokens of one text."""

    def __init__(self, origin: Origin, allow_raw: bool, tokens: Sequence[Token]) -> None:
        self.origin = origin
        self.allow_raw = allow_raw
        self.lines = origin.text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.faults: list[Diagnostic] = []
        self.notes = Notes({}, set())
        self.tree = grow(tokens)
        self.readers: dict[str, Callable[[Branch], Blocks]] = {
            "paragraph_open": self.paragraph,
            "heading_open": self.heading,
            "bullet_list_open": self.bullet_list,
            "ordered_list_open": self.ordered_list,
            "blockquote_open": self.quote,
            "dl_open": self.definitions,
            "fence": self.code,
            "code_block": self.code,
            "maths_block": self.maths,
            "table_open": self.table,
            "html_block": self.html,
            "hr": self.rule,
            "div_open": self.div,
        }

    def read(self) -> Blocks:
        """All blocks; the notes are read first, since they stand at the end."""
        self.refuse_depth()
        for branch in self.tree:
            if branch.token.type == "footnote_block_open":
                for note in branch.children:
                    self.notes.content[int(note.token.meta["id"])] = self.blocks(note.children)
        return self.blocks([branch for branch in self.tree if branch.token.type != "footnote_block_open"])

    def refuse_depth(self) -> None:
        """A text that nests deeper than the parser goes would lose its innermost words."""
        stack = [(branch, 1) for branch in self.tree]
        while stack:
            branch, depth = stack.pop()
            if branch.token.level >= DEEPEST:
                hint = "write it with fewer lists and quotations within one another"
                self.faults.append(
                    error("nesting-is-shallow", "the text nests too deep here", self.span(branch.token), hint)
                )
                return
            stack += [(child, depth + 1) for child in branch.children]

    def span(self, token: Token) -> Span:
        """The place where a block begins."""
        line = token.map[0] if token.map else 0
        text = self.lines[line] if line < len(self.lines) else ""
        indentation = len(text) - len(text.lstrip(" \t>"))
        return self.origin.span(min(self.starts[line] + min(indentation, max(0, len(text) - 1)), len(self.origin.text)))

    def blocks(self, branches: Sequence[Branch]) -> Blocks:
        """The branches as blocks, with captions given to their tables."""
        found: list[Block] = []
        for branch in branches:
            reader = self.readers.get(branch.token.type)
            if reader:
                found += reader(branch)
        return tuple(with_captions(found))

    def inlines(self, branch: Branch, index: int = 0) -> Inlines:
        """The inline content of a block."""
        token = next((child.token for child in branch.children[index:] if child.token.type == "inline"), None)
        return () if token is None else self.inline(token)

    def inline(self, token: Token) -> Inlines:
        """The children of an inline token, with the places of its lines looked up in the text."""
        offsets, line = [], self.line_of(token)
        after = self.starts[line] if line < len(self.starts) else 0
        for number, written in enumerate(token.content.split("\n")):
            at = min(line + number, len(self.lines) - 1)
            begin = max(after, self.starts[at])
            found = (
                self.origin.text.find(written.strip(), begin, self.starts[at] + len(self.lines[at]) + 1)
                if written.strip()
                else begin
            )
            cut = int(token.meta.get("cut", 0)) if number == 0 and found < 0 else 0
            offsets.append((found if found >= 0 else self.starts[at] + cut) - (len(written) - len(written.lstrip())))
            after = max(after, offsets[-1])
        reader = InlineReader(self.origin, token.content, offsets, self.allow_raw, self.faults, self.notes)
        return reader.read(token.children or [])

    def line_of(self, token: Token) -> int:
        """The line, from 0, that a token begins in; that of an inline note is looked up by its words."""
        if token.map:
            return token.map[0]
        found = self.origin.text.find(token.content)
        return self.origin.text.count("\n", 0, found) if found > 0 else 0

    def paragraph(self, branch: Branch) -> Blocks:
        """A paragraph; one that holds nothing but a picture is a figure."""
        token = next((child.token for child in branch.children if child.token.type == "inline"), None)
        if token is None:
            return ()
        content = self.inline(token)
        if picture := self.figure(token, content):
            return (picture,)
        span = content[0].span if content else self.span(branch.token)
        return (Paragraph(content, span=span),) if content else ()

    def figure(self, token: Token, content: Inlines) -> Picture | None:
        """The picture that a paragraph consists of, with its caption, credit and label."""
        if len(content) != 1 or not isinstance(content[0], Image):
            return None
        image = content[0]
        drawn = next(child for child in token.children or [] if child.type == "image")
        attributes: Attributes = drawn.meta.get("attributes") or Attributes()
        caption = self.inner(drawn, token)
        for key, _ in attributes.values:
            if key not in {"alt", "credit", "width"}:
                hint = "known are alt, credit, width and a label such as #fig:map"
                self.faults.append(warning("attribute-is-known", f"unknown attribute '{key}'", image.span, hint))
        credit = (Text(attributes.get("credit"), span=image.span),) if attributes.get("credit") else ()
        title = str(drawn.attrGet("title") or "")
        if not credit and title:
            credit = (Text(title, span=image.span),)
        return Picture(image.file, image.alt, caption, credit, image.width, attributes.label, span=image.span)

    def inner(self, drawn: Token, token: Token) -> Inlines:
        """The words of a picture, as its caption."""
        reader = InlineReader(self.origin, drawn.content, [], self.allow_raw, self.faults, self.notes)
        line = token.map[0] if token.map else 0
        found = self.origin.text.find(drawn.content, self.starts[line])
        start = found if found >= 0 else self.starts[line]
        reader.places = [start + index for index in range(len(drawn.content) + 1)]
        return reader.read(drawn.children or [])

    def heading(self, branch: Branch) -> Blocks:
        """A heading with its label."""
        attributes: Attributes = branch.token.meta.get("attributes") or Attributes()
        content = self.inlines(branch)
        level = int(branch.token.tag[1:])
        return (Heading(content, level, attributes.label, span=self.span(branch.token)),)

    def bullet_list(self, branch: Branch) -> Blocks:
        """An unordered list."""
        return (BulletList(self.items(branch), is_tight(branch), span=self.span(branch.token)),)

    def ordered_list(self, branch: Branch) -> Blocks:
        """A numbered list."""
        start = int(branch.token.attrGet("start") or 1) if branch.token.attrGet("start") is not None else 1
        return (OrderedList(self.items(branch), start, is_tight(branch), span=self.span(branch.token)),)

    def items(self, branch: Branch) -> tuple[ListItem, ...]:
        """The items of a list."""
        return tuple(
            ListItem(self.blocks(child.children), child.token.meta.get("checked"), span=self.span(child.token))
            for child in branch.children
        )

    def quote(self, branch: Branch) -> Blocks:
        """A quotation."""
        return (Quote(self.blocks(branch.children), span=self.span(branch.token)),)

    def definitions(self, branch: Branch) -> Blocks:
        """Terms, each with the explanations that follow it."""
        items: list[Definition] = []
        for child in branch.children:
            if child.token.type == "dt_open":
                items.append(Definition(self.inlines(child), (), span=self.span(child.token)))
            elif child.token.type == "dd_open" and items:
                last = items[-1]
                items[-1] = replace(last, explanations=(*last.explanations, self.blocks(child.children)))
        return (DefinitionList(tuple(items), span=self.span(branch.token)),)

    def code(self, branch: Branch) -> Blocks:
        """Code, or raw LaTeX where it is marked so."""
        token, span = branch.token, self.span(branch.token)
        info = token.info.strip()
        found = parse_attributes(info) if info.startswith("{") else None
        if found and found[0].format:
            return (
                (RawBlock(token.content, span=span),)
                if raw_allowed(found[0].format, span, self.allow_raw, self.faults)
                else ()
            )
        language = found[0].classes[0] if found and found[0].classes else info.split()[0] if info else ""
        return (CodeBlock(token.content.removesuffix("\n"), language, span=span),)

    def maths(self, branch: Branch) -> Blocks:
        """A displayed formula."""
        token = branch.token
        line = token.map[0] if token.map else 0
        offset = self.origin.text.find("$$", self.starts[line]) + 2
        self.faults += check_maths(token.content, self.origin, offset)
        attributes: Attributes | None = token.meta.get("attributes")
        return (MathBlock(token.content, attributes.label if attributes else "", span=self.span(token)),)

    def table(self, branch: Branch) -> Blocks:
        """A table; rows are as long as its head."""
        rows: list[tuple[Cell, ...]] = []
        alignments: tuple[Alignment, ...] = ()
        for part in branch.children:
            for row in part.children:
                line = row.token.map[0] if row.token.map else branch.token.map[0] if branch.token.map else 0
                rows.append(self.cells(row, line))
                if not alignments:
                    alignments = tuple(alignment_of(cell.token) for cell in row.children)
        if not rows:
            return ()
        return (Table(alignments, rows[0], tuple(rows[1:]), span=self.span(branch.token)),)

    def cells(self, row: Branch, line: int) -> tuple[Cell, ...]:
        """The cells of a row, each looked for behind the one before it."""
        cells, after = [], self.starts[line]
        for child in row.children:
            token = next((inner.token for inner in child.children if inner.token.type == "inline"), None)
            if token is None:
                cells.append(Cell((), span=self.origin.span(after)))
                continue
            found = self.origin.text.find(token.content, after, self.starts[line + 1]) if token.content else after
            start = found if found >= 0 else after
            reader = InlineReader(self.origin, token.content, [start], self.allow_raw, self.faults, self.notes)
            cells.append(Cell(reader.read(token.children or []), span=self.origin.span(start)))
            after = start + len(token.content)
        return tuple(cells)

    def html(self, branch: Branch) -> Blocks:
        """HTML: comments go, anything else is shown as it is written, with a warning."""
        content, span = branch.token.content.strip(), self.span(branch.token)
        rest = re.sub(r"<!--.*?-->", "", content, flags=re.S).strip()
        if not rest:
            return ()
        self.faults.append(
            warning(
                "html-is-avoided",
                "this is HTML and is shown as it stands",
                span,
                "use Markdown; for a literal < write \\<",
            )
        )
        pieces: list[Text | SoftBreak] = []
        for line in rest.split("\n"):
            pieces += [SoftBreak(span=span)] if pieces else []
            pieces.append(Text(line, span=span))
        return (Paragraph(tuple(pieces), span=span),)

    def rule(self, branch: Branch) -> Blocks:
        """A pause."""
        return (ThematicBreak(span=self.span(branch.token)),)

    def div(self, branch: Branch) -> Blocks:
        """A fenced div, of those that are known."""
        span = self.span(branch.token)
        if not branch.token.meta["closed"]:
            hint = "write a line `:::` where it ends"
            self.faults.append(error("div-is-closed", "this div is not closed", span, hint))
        head = parse_div_head(branch.token.meta["rest"], span)
        content = self.blocks(branch.children)
        if isinstance(head, Diagnostic):
            self.faults.append(head)
            return content
        return (self.made_div(head, content, span),)

    def made_div(self, head: DivHead, content: Blocks, span: Span) -> Block:
        """The div; a slide without title takes the heading that it begins with."""
        if head.kind is None:
            return PullQuoteDiv(content, head.speaker, span=span)
        title: Inlines = ()
        if head.title:
            from stagebrief.load.markdown import parser_for  # noqa: PLC0415 - the parser is made of these readers

            reader = InlineReader(self.origin, head.title, [], self.allow_raw, self.faults, self.notes)
            found = self.origin.text.find(head.title, self.starts[span_line(self.origin, span)])
            reader.places = [max(found, 0) + index for index in range(len(head.title) + 1)]
            title = tuple(
                inline
                for token in parser_for("en").parseInline(head.title, {})
                for inline in reader.read(token.children or [])
            )
        elif head.kind is DivKind.SLIDE and content and isinstance(content[0], Heading):
            title, content = content[0].content, content[1:]
        return Div(head.kind, content, title, span=span)


def span_line(origin: Origin, span: Span) -> int:
    """The line of the origin's text, from 0, that the span begins in."""
    first = origin.place(0)[0]
    return max(0, min(span.line - first, origin.text.count("\n")))


def is_tight(branch: Branch) -> bool:
    """Whether the paragraphs of a list's items stand without space between them."""
    inner = (child for item in branch.children for child in item.children if child.token.type == "paragraph_open")
    return all(child.token.hidden for child in inner)


def alignment_of(token: Token) -> Alignment:
    """How a column is set."""
    style = str(token.attrGet("style") or "")
    return ALIGNMENTS.get(style.rpartition(":")[2].strip(" ;"), Alignment.DEFAULT)


def with_captions(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with each table's caption, which stands in a paragraph before or behind it, taken into the table."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(last, Table) and not last.caption and (caption := caption_in(block)):
            found[-1] = replace(last, caption=caption[0], label=caption[1])
        elif isinstance(block, Table) and last is not None and (caption := caption_in(last)):
            found[-1] = replace(block, caption=caption[0], label=caption[1])
        else:
            found.append(block)
    return found


def caption_in(block: Block) -> tuple[Inlines, str] | None:
    """The caption and the label that a paragraph holds, if it is a table's caption."""
    if not isinstance(block, Paragraph) or not block.content or not isinstance(block.content[0], Text):
        return None
    first = block.content[0]
    match = CAPTION.match(first.text)
    if match is None:
        return None
    content = [replace(first, text=first.text[match.end() :]), *block.content[1:]]
    last, label = content[-1], ""
    if isinstance(last, Text) and (end := LABELLED.search(last.text)):
        attributes = parse_attributes(end[1].replace("“", '"').replace("”", '"'))
        if attributes:
            label = attributes[0].label
            content[-1] = replace(last, text=last.text[: end.start()])
    return stripped(tuple(content)), label
