"""A brief and its deck as Typst's markup. Formulas stand as they are written: Typst has another language for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from benchmarks.speed.outline import brief_blocks, deck_frames

from stagebrief.model.block import (
    Block,
    BulletList,
    CodeBlock,
    DefinitionList,
    Heading,
    MathBlock,
    OrderedList,
    Paragraph,
    Picture,
    PullQuoteDiv,
    Quote,
    Table,
)
from stagebrief.model.inline import (
    CitationItem,
    Cite,
    Code,
    Emphasis,
    Footnote,
    Inline,
    LineBreak,
    Link,
    Math,
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

SIGNS = re.compile(r"([\\#$*_`<>@\[\]~\"'/=\-+])")
FUNCTIONS: dict[type, str] = {
    Emphasis: "emph",
    Strong: "strong",
    Strikeout: "strike",
    Superscript: "super",
    Subscript: "sub",
    SmallCaps: "smallcaps",
}
FONTS = '("Libertinus Serif", "Linux Libertine O", "Noto Naskh Arabic", "DejaVu Sans")'
STYLE = '#bibliography("references.bib", style: "chicago-notes")'


def brief_typst(resolved: ResolvedBrief) -> str:
    """The brief: A4, notes at the foot."""
    writer = Typst(resolved)
    page = '#set page(paper: "a4", numbering: "1")\n#set par(justify: true)\n'
    blocks = writer.blocks(brief_blocks(resolved.brief))
    return f"{head(resolved, '11pt')}{page}{title(writer, resolved)}\n\n{blocks}\n\n{STYLE}\n"


def deck_typst(resolved: ResolvedBrief) -> str:
    """The deck: frames of 16 to 9, each on a page."""
    writer = Typst(resolved)
    page = "#set page(width: 16cm, height: 9cm, margin: 1cm)\n"
    frames = (
        f"#pagebreak(weak: true)\n= {writer.line(frame.title)}\n\n{writer.blocks(frame.content)}"
        for frame in deck_frames(resolved.brief)
    )
    body = "\n\n".join(frames)
    return f"{head(resolved, '12pt')}{page}{title(writer, resolved)}\n\n{body}\n\n#pagebreak()\n{STYLE}\n"


def head(resolved: ResolvedBrief, size: str) -> str:
    """Settings that brief and deck share."""
    language = resolved.brief.language.partition("-")[0]
    return f'#set text(font: {FONTS}, size: {size}, lang: "{language}")\n#set smartquote(enabled: false)\n'


def title(writer: Typst, resolved: ResolvedBrief) -> str:
    """Title and authors."""
    brief = resolved.brief
    authors = ", ".join(escaped(author.name) for author in brief.authors)
    lines = (
        f"#text(size: 2em)[{writer.line(brief.title)}]",
        writer.line(brief.subtitle),
        authors,
        str(brief.date or ""),
    )
    return "\n\n".join(lines)


class Typst:
    """Writes blocks and inlines as Typst's markup."""

    def __init__(self, resolved: ResolvedBrief) -> None:
        self.resolved = resolved

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Blocks with empty lines between them."""
        return "\n\n".join(text for block in blocks if (text := self.block(block)))

    def block(self, block: Block) -> str:
        """One block."""
        match block:
            case Paragraph(content=content):
                return re.sub(r"^(\d+)\.", r"\1\\.", self.line(content))
            case Heading(content=content, level=level):
                return f"{'=' * level} {self.line(content)}"
            case BulletList(items=items):
                return f"#list({', '.join(f'[{self.blocks(item.content)}]' for item in items)})"
            case OrderedList(items=items):
                return f"#enum({', '.join(f'[{self.blocks(item.content)}]' for item in items)})"
            case DefinitionList(items=items):
                pairs = (f"([{self.line(one.term)}], [{self.blocks(one.explanations[0])}])" for one in items)
                return f"#terms({', '.join(pairs)})"
            case Quote(content=content) | PullQuoteDiv(content=content):
                return f"#quote(block: true)[{self.blocks(content)}]"
            case CodeBlock(text=text) | MathBlock(tex=text):
                return f"#raw({json.dumps(text, ensure_ascii=False)}, block: true)"
            case Table():
                return "".join(self.table(block))
            case Picture(file=file, caption=caption, width=width):
                name = json.dumps(file, ensure_ascii=False)
                return f"#figure(image({name}, width: {width or '80%'}), caption: [{self.line(caption)}])"
            case _:
                return ""

    def table(self, table: Table) -> Iterator[str]:
        """A table in its figure."""
        yield f"#figure(table(columns: {len(table.head)}, "
        for row in (table.head, *table.rows):
            yield ", ".join(f"[{self.line(cell.content)}]" for cell in row) + ", "
        yield f"), caption: [{self.line(table.caption)}])"

    def line(self, inlines: tuple[Inline, ...]) -> str:
        """Inlines on one line."""
        return " ".join("".join(map(self.inline, inlines)).split())

    def inline(self, inline: Inline) -> str:
        """One inline."""
        match inline:
            case Text(text=text):
                return escaped(text)
            case Code(text=text) | Math(tex=text):
                return f"#raw({json.dumps(text, ensure_ascii=False)});"
            case SoftBreak() | LineBreak():
                return " "
            case Link(url=url):
                return f"#link({json.dumps(url)});"
            case Footnote(content=content):
                return f"#footnote[{' '.join(map(self.block, content))}];"  # type: ignore[arg-type]
            case Cite(items=items):
                return " ".join(self.item(item) for item in items)
            case Reference(kind=kind, label=label):
                found = self.resolved.label(kind, label)
                return f"{kind} {found.number if found else label}"
            case _:
                name = FUNCTIONS.get(type(inline))
                words = self.line(getattr(inline, "content", ()))
                return f"#{name}[{words}];" if name else words

    def item(self, item: CitationItem) -> str:
        """One source of a citation."""
        places = ", ".join(f"{place.term} {escaped(place.value)}" for place in item.locators)
        supplement = f", supplement: [{places}]" if places else ""
        around = (self.line(item.prefix), f'#cite(label("{item.key}"){supplement});', self.line(item.suffix))
        return " ".join(text for text in around if text)


def escaped(text: str) -> str:
    """A text whose signs mean themselves."""
    return SIGNS.sub(r"\\\1", text)
