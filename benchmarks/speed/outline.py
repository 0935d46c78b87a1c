"""The words of a brief and of its deck as plain blocks, from which other tools' sources are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from stagebrief.diagnostics import Span
from stagebrief.model.block import (
    Alignment,
    Block,
    Blocks,
    BulletList,
    Cell,
    Div,
    DivKind,
    Heading,
    ListItem,
    Paragraph,
    Picture,
    Quote,
    Table,
)
from stagebrief.model.brief import Brief, Evidence, Stage
from stagebrief.model.date import DateRange
from stagebrief.model.inline import Inlines, Strong, Text
from stagebrief.model.walk import shown_in_brief

HERE = Span("made", 1, 1)


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of a deck."""

    title: Inlines
    content: Blocks


def text(words: str) -> Inlines:
    """Words of the outline's own."""
    return (Text(words, span=HERE),)


def sourced(words: Inlines, evidence: Evidence) -> Inlines:
    """Words with the sources that they rest on."""
    return (*words, *chain.from_iterable((*text(" "), cite) for cite in evidence.cite))


def paragraph(*words: Inlines) -> Paragraph:
    """One paragraph of these words."""
    return Paragraph(tuple(chain.from_iterable(words)), span=HERE)


def bullets(items: Iterable[Inlines]) -> Iterator[Block]:
    """A list, if there is anything in it."""
    found = tuple(ListItem((paragraph(item),), span=HERE) for item in items)
    if found:
        yield BulletList(found, span=HERE)


def heading(words: Inlines, level: int) -> Heading:
    """A heading of the outline."""
    return Heading(words, level, span=HERE)


def dated(date: DateRange) -> str:
    """A date as it is written."""
    return str(date.start) if date.single else f"{date.start}–{date.end or ''}"


def brief_blocks(brief: Brief) -> Blocks:
    """All that the brief shows between its title and its list of sources, as near as other tools have it."""
    found: list[Block] = [*brief.abstract, paragraph(brief.question)]
    found += lowered(brief.introduction)
    for stage in brief.stages:
        found += [heading(stage.title, 1), paragraph(stage.period_label), paragraph(stage.stance)]
        found += structure(brief, stage)
        found += lowered(stage.prose)
        found += [paragraph(stage.takeaway)] if stage.takeaway else []
    found += matrix(brief)
    found += lowered(brief.conclusion)
    found += bullets((*finding.title, *text(": "), *finding.statement) for finding in brief.findings)
    return tuple(found)


def structure(brief: Brief, stage: Stage) -> Iterator[Block]:
    """What a stage has besides its prose."""
    titles = {determinant.id: determinant.title for determinant in brief.determinants}
    yield from bullets(
        (*titles.get(one.determinant, ()), *text(": "), *sourced(one.statement, one.evidence))
        for one in stage.statements
    )
    yield from numbers(stage)
    yield from events(stage)
    for quote in stage.quotes:
        said = paragraph(sourced(quote.text, quote.evidence), text(" "), quote.speaker)
        yield Quote((said,), span=HERE)
    yield from pictures(stage)


def numbers(stage: Stage) -> Iterator[Block]:
    """The numbers of a stage."""
    yield from bullets(
        (Strong(one.value, span=HERE), *text(" "), *sourced(one.what, one.evidence)) for one in stage.numbers
    )


def events(stage: Stage) -> Iterator[Block]:
    """The events of a stage by date."""
    yield from bullets(
        (Strong(text(dated(event.date)), span=HERE), *text(" "), *sourced(event.what, event.evidence))
        for event in sorted(stage.events, key=lambda event: event.date.start)
    )


def pictures(stage: Stage) -> Iterator[Block]:
    """The pictures of a stage."""
    for one in stage.figures:
        yield Picture(one.file, one.alt, one.caption, one.credit, one.width, one.id, span=HERE)


def matrix(brief: Brief) -> Iterator[Block]:
    """Stages by determinants."""
    head = (Cell((), span=HERE), *(Cell(determinant.title, span=HERE) for determinant in brief.determinants))
    rows = []
    for stage in brief.stages:
        said = {one.determinant: one.short or one.statement for one in stage.statements}
        cells = (Cell(said.get(determinant.id, ()), span=HERE) for determinant in brief.determinants)
        rows.append((Cell(stage.period_label, span=HERE), *cells))
    if brief.determinants:
        yield Table((Alignment.DEFAULT,) * len(head), head, tuple(rows), span=HERE)


def lowered(blocks: Blocks) -> Iterator[Block]:
    """The blocks that the brief shows, with headings below those of the stages."""
    for block in shown_in_brief(blocks):
        if isinstance(block, Heading):
            yield Heading(block.content, block.level + 1, block.label, span=block.span)
        else:
            yield block


def deck_frames(brief: Brief) -> Iterator[Frame]:
    """The frames of the deck behind its title."""
    yield Frame(brief.title, (paragraph(brief.question), *bullets(stage.title for stage in brief.stages)))
    yield from own_frames(brief.introduction, brief.title)
    titles = {determinant.id: determinant.title for determinant in brief.determinants}
    for stage in brief.stages:
        yield Frame(stage.title, (paragraph(stage.period_label), paragraph(stage.stance)))
        said = (
            (*titles.get(one.determinant, ()), *text(": "), *sourced(one.statement, one.evidence))
            for one in stage.statements
        )
        for content in (tuple(bullets(said)), tuple(numbers(stage)), tuple(events(stage))):
            if content:
                yield Frame(stage.title, content)
        for quote in stage.quotes:
            said_words = paragraph(sourced(quote.text, quote.evidence), text(" "), quote.speaker)
            yield Frame(stage.title, (Quote((said_words,), span=HERE),))
        for picture in pictures(stage):
            yield Frame(stage.title, (picture,))
        yield from own_frames(stage.prose, stage.title)
        if stage.takeaway:
            yield Frame(stage.title, (paragraph(stage.takeaway),))
    for table in matrix(brief):
        yield Frame(brief.title, (table,))
    yield from own_frames(brief.conclusion, brief.title)
    found = bullets((*finding.title, *text(": "), *finding.statement) for finding in brief.findings)
    yield Frame(brief.title, tuple(found))


def own_frames(blocks: Blocks, title: Inlines) -> Iterator[Frame]:
    """The frames that prose holds."""
    for block in blocks:
        if isinstance(block, Div) and block.kind is DivKind.SLIDE:
            content = tuple(one for one in block.content if not isinstance(one, Div))
            yield Frame(block.title or title, content)
