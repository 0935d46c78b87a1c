"""The blocks of the brief, in the order of its pages."""

from __future__ import annotations

from stagebrief.model.brief import Affiliated, Brief, Event, PullQuote, Stage, StageFigure
from stagebrief.model.date import PartialDate
from stagebrief.model.flow import flow_of
from stagebrief.model.plain import plain_text
from stagebrief.readback.dates import date_gap
from stagebrief.readback.expected import Element, Gap, GapKind, Kind
from stagebrief.readback.prose import Place, Writer, words_of

BETWEEN = Gap(GapKind.FREE, 24)
"""What stands between the pieces of a line: bars, commas, a word such as *Version*."""


def brief_blocks(writer: Writer) -> int:
    """All that the brief shows but its list of sources; gives the place of that list among the blocks."""
    brief = writer.resolved.brief
    front(writer, brief)
    writer.all(brief.introduction)
    for stage in brief.stages:
        one_stage(writer, stage)
    timeline(writer, brief)
    matrix(writer, brief)
    writer.all(brief.conclusion)
    findings(writer, brief)
    sources = len(writer.blocks)
    colophon(writer, brief)
    return sources


def front(writer: Writer, brief: Brief) -> None:
    """The title block, abstract, question and keywords."""
    title_block(writer, brief)
    writer.all(brief.abstract)
    writer.structure("question", brief.question)
    for keyword in brief.keywords:
        writer.plain("keyword", keyword, brief.span)


def title_block(writer: Writer, brief: Brief) -> None:
    """Series, title, subtitle, authors and dateline, as brief and deck both show them."""
    if brief.series:
        series_line = writer.inlines(brief.series.name, Place.STRUCTURE)
        number = words_of(brief.series.number, brief.series.span)
        writer.add("series", (*series_line, BETWEEN, *number) if number else series_line, brief.series.span)
    writer.structure("title", brief.title)
    writer.structure("subtitle", brief.subtitle)
    for person in brief.authors:
        author(writer, person)
    dateline(writer, brief)


def author(writer: Writer, person: Affiliated) -> None:
    """An author's name, role and affiliation."""
    writer.plain("author", person.name, person.span)
    writer.structure("role", person.role)
    writer.structure("affiliation", person.affiliation)


def dateline(writer: Writer, brief: Brief) -> None:
    """Occasion, place and date in one line."""
    elements: tuple[Element, ...] = ()
    if brief.event:
        elements += writer.inlines(brief.event.name, Place.STRUCTURE)
        place = writer.inlines(brief.event.place, Place.STRUCTURE)
        elements += (BETWEEN, *place) if place else ()
        elements += date_gap(brief.event.date, brief.event.span)
    if elements:
        writer.add(
            "dateline", elements + date_gap(brief.date, brief.span), brief.event.span if brief.event else brief.span
        )


def one_stage(writer: Writer, stage: Stage) -> None:
    """A stage: head, numbers, prose with quotes and figures, takeaway."""
    writer.structure("period", stage.period_label)
    writer.structure("stage title", stage.title)
    writer.structure("stance", stage.stance)
    for number in stage.numbers:
        writer.structure("number", number.value)
        writer.structure("number's meaning", number.what, number.evidence)
    for piece in flow_of(stage):
        match piece:
            case PullQuote():
                quote(writer, piece)
            case StageFigure():
                figure(writer, piece, Kind.FLOAT)
            case _:
                writer.block(piece, Place.TEXT)
    writer.structure("takeaway", stage.takeaway)


def quote(writer: Writer, piece: PullQuote) -> None:
    """A pull quote: text, original, speaker and source."""
    writer.structure("quote", piece.text)
    writer.structure("original wording", piece.original)
    writer.structure("speaker", piece.speaker, piece.evidence)


def figure(writer: Writer, piece: StageFigure, kind: Kind) -> None:
    """The caption and the credit of a stage's picture."""
    writer.structure("caption", piece.caption, kind=kind)
    writer.structure("credit", piece.credit, piece.evidence, kind)


def timeline(writer: Writer, brief: Brief) -> None:
    """The legend and the events by date."""
    events = sorted((event for stage in brief.stages for event in stage.events), key=order_of)
    if not events:
        return
    for stage in brief.stages:
        writer.structure("stage title", stage.title)
        writer.structure("period", stage.period_label)
    for event in events:
        one_event(writer, event)


def order_of(event: Event) -> tuple[PartialDate, PartialDate]:
    """What events are sorted by."""
    return event.date.start, event.date.end or PartialDate(99999)


def one_event(writer: Writer, event: Event) -> None:
    """An event: the date, then what happened with its source."""
    elements = writer.inlines(event.what, Place.STRUCTURE) + writer.evidence(event.evidence)
    writer.add("event", date_gap(event.date, event.span) + elements, event.span)


def matrix(writer: Writer, brief: Brief) -> None:
    """The lens, the heads, and what each stage says of each determinant."""
    if not any(stage.statements for stage in brief.stages):
        return
    for determinant in brief.determinants:
        if determinant.description:
            writer.structure("determinant", determinant.title)
            writer.structure("determinant's description", determinant.description)
    for stage in brief.stages:
        writer.structure("period", stage.period_label, kind=Kind.GRID)
    for determinant in brief.determinants:
        writer.structure("determinant", determinant.title, kind=Kind.GRID)
        for stage in brief.stages:
            for statement in stage.statements:
                if statement.determinant == determinant.id:
                    writer.structure("statement", statement.statement, statement.evidence, Kind.GRID)
                    break


def findings(writer: Writer, brief: Brief) -> None:
    """What follows in general."""
    for finding in brief.findings:
        writer.structure("finding", finding.title)
        writer.structure("finding", finding.statement)


def colophon(writer: Writer, brief: Brief) -> None:
    """Authors, version with date, editor, licence, DOI, and how to cite."""
    for person in brief.authors:
        writer.all(person.bio, Place.STRUCTURE)
        if person.email or person.orcid:
            address = f"https://orcid.org/{person.orcid}" if person.orcid else ""
            pieces = [words_of(text, person.span) for text in (person.name, person.email, address) if text]
            writer.add("contact", with_gaps(pieces), person.span)
    version = words_of(brief.version, brief.span)
    writer.add("version", version + date_gap(brief.date, brief.span) if version else (), brief.span)
    writer.plain("earlier edition", brief.replaces, brief.span)
    if brief.series and brief.series.editor:
        affiliation = writer.inlines(brief.series.editor_affiliation, Place.STRUCTURE)
        editor = words_of(brief.series.editor, brief.series.span)
        writer.add("series editor", with_gaps([piece for piece in (editor, affiliation) if piece]), brief.series.span)
    writer.structure("licence", brief.licence)
    writer.plain("DOI", brief.doi, brief.span)
    citation(writer, brief)


def citation(writer: Writer, brief: Brief) -> None:
    """How to cite the brief."""
    if brief.authors:
        writer.add("how to cite", with_gaps(how_to_cite(writer, brief)), brief.span)


def how_to_cite(writer: Writer, brief: Brief) -> list[tuple[Element, ...]]:
    """Authors, title, series, year, version and DOI."""
    series = " ".join((plain_text(brief.series.name), brief.series.number)) if brief.series else ""
    doi = f"https://doi.org/{brief.doi}" if brief.doi else ""
    year = str(brief.date.year) if brief.date else ""
    pieces = [
        *(words_of(person.name, brief.span) for person in brief.authors),
        writer.inlines(brief.title, Place.STRUCTURE),
        writer.inlines(brief.subtitle, Place.STRUCTURE),
        *(words_of(text, brief.span) for text in (series, year, brief.version, doi)),
    ]
    return [piece for piece in pieces if piece]


def with_gaps(pieces: list[tuple[Element, ...]]) -> tuple[Element, ...]:
    """The pieces with a short gap between each and the next."""
    found: tuple[Element, ...] = ()
    for piece in pieces:
        found += (BETWEEN, *piece) if found else piece
    return found
