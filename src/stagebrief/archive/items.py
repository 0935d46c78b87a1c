"""A brief taken apart into what can be added, removed, changed or moved between two editions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stagebrief.model.block import Block, Blocks, CodeBlock, Div, Heading, MathBlock, Picture, Quote
from stagebrief.model.brief import Brief, Evidence, Stage
from stagebrief.model.date import DateRange
from stagebrief.model.inline import CitationItem, Cite, Code, LineBreak, Math, SoftBreak, Text
from stagebrief.model.library import Library
from stagebrief.model.plain import plain_text
from stagebrief.model.walk import walk

BEFORE_SIGN = re.compile(r" (?=[.,;:!?)])")
"""The space that a source leaves before the sign behind it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a brief says: what it is, where it stands, its words, and the sources that it rests on.

    `key` tells it from others of its kind where the author has named it; else two editions are matched by words.
    """

    kind: str
    place: str
    words: str
    key: str = ""
    label: str = ""
    sources: tuple[str, ...] = ()


def items_of(brief: Brief, library: Library) -> tuple[Item, ...]:
    """Everything that the brief says, in its order."""
    return (*front(brief), *stages(brief), *findings(brief), *entries(library))


def front(brief: Brief) -> Iterator[Item]:
    """The title, who and when, the abstract, the introduction, the conclusion."""
    plain = {
        "title": plain_text(brief.title),
        "subtitle": plain_text(brief.subtitle),
        "version": brief.version,
        "date": str(brief.date or ""),
        "language": brief.language,
        "series": f"{plain_text(brief.series.name)} {brief.series.number}".strip() if brief.series else "",
        "question": plain_text(brief.question),
        "keywords": ", ".join(brief.keywords),
        "licence": plain_text(brief.licence),
        "DOI": brief.doi,
    }
    yield from (Item(kind, "front", text, key=kind) for kind, text in plain.items() if text)
    for author in brief.authors:
        about = (author.name, plain_text(author.role), plain_text(author.affiliation))
        words = ", ".join(text for text in about if text)
        yield Item("author", "front", words, label=author.name)
    yield from prose(brief.abstract, "abstract")
    yield from prose(brief.introduction, "introduction")
    yield from prose(brief.conclusion, "conclusion")
    for item in brief.determinants:
        words = ": ".join(text for text in (plain_text(item.title), plain_text(item.description)) if text)
        yield Item("determinant", "front", words, key=item.id, label=plain_text(item.title))


def stages(brief: Brief) -> Iterator[Item]:
    """Each stage with its period, stance, statements, events, quotations, figures, numbers and prose."""
    titles = {item.id: plain_text(item.title) for item in brief.determinants}
    for number, stage in enumerate(brief.stages, start=1):
        place = f"stage {number}: {plain_text(stage.title)}"
        yield Item("stage", "stages", plain_text(stage.title), key=stage.id, label=place)
        yield Item("period", place, range_text(stage.period) + f" ({plain_text(stage.period_label)})", key=stage.id)
        yield Item("stance", place, plain_text(stage.stance), key=stage.id)
        if stage.takeaway:
            yield Item("takeaway", place, plain_text(stage.takeaway), key=stage.id)
        for statement in stage.statements:
            label = titles.get(statement.determinant, statement.determinant)
            key = f"{stage.id}/{statement.determinant}"
            words, rests = plain_text(statement.statement), sources(statement.evidence)
            yield Item("statement", place, words, key, label, rests)
        yield from parts(stage, place)
        yield from prose(stage.prose, place)


def parts(stage: Stage, place: str) -> Iterator[Item]:
    """The events, quotations, figures and numbers of a stage."""
    for event in stage.events:
        words = f"{range_text(event.date)}: {plain_text(event.what)}"
        yield Item("event", place, words, label=range_text(event.date), sources=sources(event.evidence))
    for quote in stage.quotes:
        words = f"“{plain_text(quote.text)}” {plain_text(quote.speaker)}".strip()
        yield Item("quotation", place, words, sources=sources(quote.evidence))
    for figure in stage.figures:
        words = ". ".join(text for text in (plain_text(figure.caption), figure.alt, figure.file) if text)
        yield Item("figure", place, words, key=figure.id, label=figure.file, sources=sources(figure.evidence))
    for number in stage.numbers:
        words = f"{plain_text(number.value)} {plain_text(number.what)}"
        yield Item("number", place, words, sources=sources(number.evidence))


def findings(brief: Brief) -> Iterator[Item]:
    """The findings."""
    for item in brief.findings:
        yield Item("finding", "findings", f"{plain_text(item.title)}: {plain_text(item.statement)}", key=item.id)


def entries(library: Library) -> Iterator[Item]:
    """The sources."""
    for entry in library:
        fields = "; ".join(f"{field.name}: {field.value}" for field in sorted(entry.fields, key=lambda item: item.name))
        yield Item("source", "sources", f"{entry.type}; {fields}", key=entry.key, label=entry.key)


def prose(blocks: Blocks, place: str) -> Iterator[Item]:
    """The paragraphs of a text, each with what it cites."""
    for block in blocks:
        if isinstance(block, Div | Quote):
            yield from prose(block.content, place)
        else:
            words = words_of(block)
            cited = tuple(cite_text(item) for node in walk(block) if isinstance(node, Cite) for item in node.items)
            if words or cited:
                yield Item(kind_of(block), place, words, sources=cited)


def kind_of(block: Block) -> str:
    """What a block is called."""
    match block:
        case Heading():
            return "heading"
        case Picture():
            return "figure"
        case CodeBlock() | MathBlock():
            return "display"
        case _:
            return "paragraph"


def words_of(block: Block) -> str:
    """The words of a block, those of its notes too."""
    found = []
    for node in walk(block):
        match node:
            case Text(text=text) | Code(text=text) | CodeBlock(text=text):
                found.append(text)
            case Math(tex=tex) | MathBlock(tex=tex):
                found.append(tex)
            case SoftBreak() | LineBreak():
                found.append(" ")
            case Picture(file=file, alt=alt):
                found.append(f"{file} {alt} ")
    return BEFORE_SIGN.sub("", " ".join("".join(found).split()))


def sources(evidence: Evidence) -> tuple[str, ...]:
    """What a claim rests on, in words."""
    cited = tuple(cite_text(item) for cite in evidence.cite for item in cite.items)
    return (*cited, f"no source ({evidence.unsourced})") if evidence.unsourced else cited


def cite_text(item: CitationItem) -> str:
    """A citation with all its places: `smith2011, page 13`."""
    places = (f"{locator.term} {locator.value}".strip() for locator in item.locators)
    return ", ".join((item.key, *places))


def range_text(dates: DateRange) -> str:
    """A date, or from when to when."""
    return str(dates.start) if dates.single else f"{dates.start}/{dates.end or '..'}"
