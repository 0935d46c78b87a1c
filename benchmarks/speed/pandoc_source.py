"""A brief and its deck as Pandoc's Markdown."""

from __future__ import annotations

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
    CitationMode,
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
from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import ResolvedBrief

SIGNS = re.compile(r"([\\`*_\[\]{}#<>|~^$@])")
MARKS: dict[type, tuple[str, str]] = {
    Emphasis: ("*", "*"),
    Strong: ("**", "**"),
    Strikeout: ("~~", "~~"),
    Superscript: ("^", "^"),
    Subscript: ("~", "~"),
    SmallCaps: ("[", "]{.smallcaps}"),
}


def brief_markdown(resolved: ResolvedBrief) -> str:
    """The brief as an article."""
    blocks = Markdown(resolved).blocks(brief_blocks(resolved.brief))
    return f"{metadata(resolved)}\n{blocks}\n\n# Sources\n"


def deck_markdown(resolved: ResolvedBrief) -> str:
    """The deck for Beamer; frames may break."""
    writer = Markdown(resolved)
    frames = (
        f"## {writer.line(frame.title)} {{.allowframebreaks}}\n\n{writer.blocks(frame.content)}"
        for frame in deck_frames(resolved.brief)
    )
    return f"{metadata(resolved)}\n" + "\n\n".join(frames) + "\n\n## Sources {.allowframebreaks}\n"


def metadata(resolved: ResolvedBrief) -> str:
    """The block of YAML at the head."""
    brief = resolved.brief
    authors = "".join(f"\n- {quoted(author.name)}" for author in brief.authors)
    return (
        f"---\ntitle: {quoted(plain_text(brief.title))}\nsubtitle: {quoted(plain_text(brief.subtitle))}\n"
        f"author:{authors}\ndate: {quoted(str(brief.date or ''))}\nlang: {brief.language}\n---\n"
    )


def quoted(text: str) -> str:
    """A text as YAML."""
    return "'" + text.replace("'", "''") + "'"


class Markdown:
    """Writes blocks and inlines as Pandoc's Markdown."""

    def __init__(self, resolved: ResolvedBrief) -> None:
        self.resolved = resolved

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Blocks with empty lines between them."""
        return "\n\n".join(text for block in blocks if (text := self.block(block)))

    def block(self, block: Block) -> str:
        """One block."""
        match block:
            case Paragraph(content=content):
                return re.sub(r"^(\d+)([.)])|^([-+:])", r"\1\\\2\3", self.line(content))
            case Heading(content=content, level=level):
                return f"{'#' * level} {self.line(content)}"
            case BulletList(items=items):
                return "\n".join(indented("- ", self.blocks(item.content)) for item in items)
            case OrderedList(items=items):
                return "\n".join(indented(f"{n}. ", self.blocks(item.content)) for n, item in enumerate(items, 1))
            case DefinitionList(items=items):
                return "\n\n".join(
                    f"{self.line(one.term)}\n\n{indented(':   ', self.blocks(one.explanations[0]))}" for one in items
                )
            case Quote(content=content) | PullQuoteDiv(content=content):
                return "\n".join(f"> {line}" for line in self.blocks(content).splitlines())
            case CodeBlock(text=text):
                return f"```\n{text}\n```"
            case MathBlock(tex=tex):
                return f"$$\n{tex.strip()}\n$$"
            case Table():
                return "\n".join(self.table(block))
            case Picture(file=file, caption=caption, width=width):
                return f"![{self.line(caption)}]({file}){{width={width or '80%'}}}"
            case _:
                return ""

    def table(self, table: Table) -> Iterator[str]:
        """The lines of a table."""
        yield f"| {' | '.join(self.line(cell.content) for cell in table.head)} |"
        yield "|" + "---|" * len(table.head)
        for row in table.rows:
            yield f"| {' | '.join(self.line(cell.content) for cell in row)} |"
        if table.caption:
            yield f"\n: {self.line(table.caption)}"

    def line(self, inlines: tuple[Inline, ...]) -> str:
        """Inlines on one line."""
        return " ".join("".join(map(self.inline, inlines)).split())

    def inline(self, inline: Inline) -> str:
        """One inline."""
        match inline:
            case Text(text=text):
                return SIGNS.sub(r"\\\1", text)
            case Code(text=text):
                return f"`{text}`"
            case Math(tex=tex):
                return f"${tex}$"
            case SoftBreak() | LineBreak():
                return " "
            case Link(url=url):
                return f"<{url}>"
            case Footnote(content=content):
                words = (self.block(block) for block in content)  # type: ignore[arg-type]
                return f"^[{' '.join(words)}]"
            case Cite(items=items):
                return f"[{'; '.join(map(self.item, items))}]"
            case Reference(kind=kind, label=label):
                found = self.resolved.label(kind, label)
                return f"{kind} {found.number if found else label}"
            case _:
                before, after = MARKS.get(type(inline), ("", ""))
                return f"{before}{self.line(getattr(inline, 'content', ()))}{after}"

    def item(self, item: CitationItem) -> str:
        """One source of a citation."""
        prefix = f"{self.line(item.prefix)} " if item.prefix else ""
        dash = "-" if item.mode is CitationMode.SUPPRESS_AUTHOR else ""
        places = ", ".join(f"{place.term} {place.value}" for place in item.locators)
        suffix = f", {places}" if places else ""
        return f"{prefix}{dash}@{{{item.key}}}{suffix}{self.line(item.suffix)}"


def indented(lead: str, text: str) -> str:
    """A text behind a sign, its further lines below its first."""
    return lead + text.replace("\n", "\n" + " " * len(lead))
