"""The blocks of the summary."""

from __future__ import annotations

from stagebrief.readback.expect_brief import BETWEEN, citation, dateline, findings, with_gaps
from stagebrief.readback.expect_slides import matrix
from stagebrief.readback.expected import Expected
from stagebrief.readback.prose import Place, Writer, words_of


def summary_blocks(writer: Writer) -> tuple[Expected, ...]:
    """All that the page shows."""
    brief = writer.resolved.brief
    if brief.series:
        series = writer.inlines(brief.series.name, Place.STRUCTURE)
        number = words_of(brief.series.number, brief.series.span)
        writer.add("series", (*series, BETWEEN, *number) if number else series, brief.series.span)
    writer.structure("title", brief.title)
    writer.structure("subtitle", brief.subtitle)
    names = [words_of(author.name, author.span) for author in brief.authors]
    if names:
        writer.add("authors", with_gaps(names), brief.authors[0].span)
    dateline(writer, brief)
    writer.structure("question", brief.question)
    for stage in brief.stages:
        writer.structure("stage title", stage.title)
        writer.structure("period", stage.period_label)
        writer.structure("stance", stage.stance)
    matrix(writer, brief)
    findings(writer, brief)
    citation(writer, brief)
    return tuple(writer.blocks)
