"""What each target must show, said from the model and never from the TeX.

Of the brief: title block, abstract, question, keywords, all prose with tables, captions, credits and notes, the
structure of each stage, timeline, matrix, findings, sources and colophon. Of the deck: what its frames are made of,
with the author's overrides; prose is not on slides. The words that the tool itself prints (*Stage*, *Sources*, the
names of months) are not asked for, and neither is what mathematics and raw LaTeX show: TeX alone knows how. Of a date
its years and days are asked for, of a citation what `sources` says.
"""

from __future__ import annotations

from stagebrief.model.resolved import ResolvedBrief
from stagebrief.readback.expect_brief import brief_blocks
from stagebrief.readback.expect_slides import slides_blocks
from stagebrief.readback.expected import Expected, Kind
from stagebrief.readback.prose import Writer, words_of
from stagebrief.readback.sources import Sources, list_title


def expected_blocks(resolved: ResolvedBrief, target: str) -> tuple[Expected, ...]:
    """The blocks that the target (`brief` or `slides`) must show, in its order."""
    settings = resolved.brief.settings.citations
    writer = Writer(resolved, target, Sources.of(resolved.bibliography, settings.style, settings.options))
    place = {"brief": brief_blocks, "slides": slides_blocks}[target](writer)
    return (*writer.blocks[:place], *source_blocks(writer), *writer.blocks[place:])


def source_blocks(writer: Writer) -> list[Expected]:
    """The titles of the sources that have been cited."""
    found = []
    for key in writer.sources.cited:
        entry = writer.resolved.bibliography.find(key)
        title = list_title(entry, writer.sources.style) if entry else ""
        if entry and title:
            found.append(Expected(Kind.SOURCE, f"title of '{key}'", entry.span, words_of(title, entry.span)))
    return found
