"""The speaker's notes: on paper below the frames that they belong to, and as data for the programs that show a deck."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from stagebrief.model.block import (
    Block,
    Blocks,
    BulletList,
    Cell,
    CodeBlock,
    DefinitionList,
    Div,
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
from stagebrief.model.fonts import FontSet
from stagebrief.model.inline import (
    CitationItem,
    Cite,
    Code,
    Footnote,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Math,
    RawInline,
    Reference,
    SoftBreak,
    Text,
)
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.render.blocks import SHOWN_DIVS, blocks_to_tex
from stagebrief.render.context import Place, RenderContext
from stagebrief.render.frames import NOTHING, Frame, frame_to_tex
from stagebrief.render.handout import on_paper
from stagebrief.render.inlines import REFERENCE_WORDS
from stagebrief.render.notes import blocks_in
from stagebrief.render.slides import deck_frames
from stagebrief.render.words import word

FORMAT = 2
"""pdfpc's number for the form of its files."""


def render_notes(resolved: ResolvedBrief, fonts: FontSet, folder: Path) -> TexSource:
    """The speaker's notes as TeX; `folder` is where the pictures are."""
    context = RenderContext(resolved, "slides", fonts=fonts)

    def to_tex(frame: Frame) -> str:
        return frame_to_tex(frame, blocks_to_tex(frame.notes, context.at(Place.NOTE)) if frame.notes else NOTHING)

    return on_paper(context, "notes", fonts, folder, to_tex, {})


def pdfpc_of(resolved: ResolvedBrief, frames: str) -> str:
    """The file for pdfpc; nothing where there are no notes and no time is given.

    `frames` has the first page of each frame and the numbers of pages of its parts, a line each, as the typeset deck
    tells them. A frame that is divided, or shown step by step, has its notes on each of its pages.
    """
    groups = deck_frames(resolved, RenderContext(resolved, "slides"), sources=True)
    plain = Plain(resolved)
    notes = [plain.blocks(frame.notes) for group in groups.values() for frame in group]
    minutes = resolved.brief.settings.minutes
    if not minutes and not any(notes):
        return ""
    pages: list[dict[str, str | int]] = []
    label = 0
    for line, note in zip(frames.splitlines(), notes, strict=True):
        for steps in line.partition(" ")[2].split(","):
            label += 1
            for step in range(int(steps)):
                page: dict[str, str | int] = {"idx": len(pages), "label": str(label), "overlay": step}
                pages.append({**page, "note": note} if note else page)
    told = {"pdfpcFormat": FORMAT, "disableMarkdown": True, **({"duration": minutes} if minutes else {})}
    return json.dumps({**told, "pages": pages}, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Plain:
    """Content as plain text, for who shows no more than that; sources are named by author and year."""

    resolved: ResolvedBrief

    def blocks(self, blocks: Blocks) -> str:
        """The blocks with a blank line between them."""
        return "\n\n".join(text for block in blocks if (text := self.block(block)))

    def block(self, block: Block) -> str:
        """One block; of a picture its caption."""
        match block:
            case Paragraph(content=content) | Heading(content=content) | Picture(caption=content):
                return self.inlines(content)
            case BulletList(items=items):
                return "\n".join(hanging("•", self.blocks(item.content)) for item in items)
            case OrderedList(items=items):
                return "\n".join(
                    hanging(f"{n}.", self.blocks(item.content)) for n, item in enumerate(items, block.start)
                )
            case DefinitionList(items=definitions):
                return "\n".join(
                    f"{self.inlines(item.term)}: {' '.join(map(self.blocks, item.explanations))}"
                    for item in definitions
                )
            case PullQuoteDiv(content=content, speaker=speaker):
                return "\n".join(text for text in (self.blocks(content), speaker) if text)
            case Quote(content=content):
                return self.blocks(content)
            case Div(content=content):
                return self.blocks(content) if block.kind in SHOWN_DIVS["slides"] else ""
            case CodeBlock(text=text):
                return text.rstrip("\n")
            case MathBlock(tex=tex) | RawBlock(tex=tex):
                return tex.strip()
            case Table():
                return "\n".join(filter(None, (self.inlines(block.caption), *map(self.row, (block.head, *block.rows)))))
            case ThematicBreak():
                return ""

    def row(self, row: tuple[Cell, ...]) -> str:
        """The cells of a row with bars between them."""
        return " | ".join(self.inlines(cell.content) for cell in row)

    def inlines(self, inlines: Inlines) -> str:
        """Text without markup."""
        return re.sub(r"\s+", " ", "".join(map(self.inline, inlines))).strip()

    def inline(self, inline: Inline) -> str:
        """One inline; a note's words stand in brackets."""
        match inline:
            case Text(text=text) | Code(text=text):
                return text
            case SoftBreak() | LineBreak():
                return " "
            case Cite(items=items):
                return f" ({'; '.join(map(self.source, items))})"
            case Footnote():
                return f" ({self.blocks(blocks_in(inline))})"
            case RawInline(tex=tex) | Math(tex=tex):
                return tex
            case Reference():
                return self.reference(inline)
            case Image(alt=alt):
                return alt
            case _:
                return "".join(map(self.inline, inline.content))

    def reference(self, reference: Reference) -> str:
        """What a cross-reference leads to: the word for it and its number, or a section's title."""
        label = self.resolved.label(reference.kind, reference.label)
        if label is None or reference.kind == "sec":
            return self.inlines(label.title) if label else reference.label
        return f"{word(REFERENCE_WORDS[reference.kind], self.resolved.brief.language)}\u00a0{label.number}"

    def source(self, item: CitationItem) -> str:
        """A source by its first author or its title, its year, and the place in it."""
        entry = self.resolved.bibliography.find(item.key)
        first = (entry.get("author") or entry.get("editor")) if entry else ""
        name = first.split(" and ")[0]
        family = name.partition(",")[0] if "," in name else name.rpartition(" ")[2]
        title = (entry.get("shorttitle") or entry.get("title")) if entry else ""
        year = (entry.get("date") or entry.get("year"))[:4] if entry else ""
        places = [f"{locator.word or ''} {locator.value}".strip() for locator in item.locators]
        named = f"{(family or title or item.key).strip('{}')} {year}".strip()
        parts = [", ".join([named, *places]), self.inlines(item.suffix)]
        return " ".join(part for part in (self.inlines(item.prefix), "".join(parts)) if part)


def hanging(sign: str, text: str) -> str:
    """A list's item with its sign, further lines set in."""
    return f"{sign} " + text.replace("\n", f"\n{' ' * (len(sign) + 1)}")
