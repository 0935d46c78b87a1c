"""What each target must show, said from the model and never from the TeX.

Of the brief: title block, abstract, question, keywords, all prose with tables, captions, credits and notes, the
structure of each stage, timeline, matrix, findings, sources and colophon. Of the deck: what its frames are made of,
with the author's overrides; prose is not on slides. Of the handout: the same frames and the addresses of their links.
Of the notes: the frames with what the speaker says. Of the summary: title, stances, matrix and findings. The words
that the tool itself prints (*Stage*, *Sources*, the names of months) are not asked for, and neither is what mathematics
and raw LaTeX show: TeX alone knows how. Of a date its years and days are asked for, of a citation what `sources` says.
"""

from __future__ import annotations

from stagebrief.model.citation_families import Family
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.targets import OF_FRAMES
from stagebrief.model.walk import cites_in
from stagebrief.readback.expect_brief import brief_blocks
from stagebrief.readback.expect_slides import slides_blocks
from stagebrief.readback.expect_summary import summary_blocks
from stagebrief.readback.expected import Expected, Kind
from stagebrief.readback.prose import Writer
from stagebrief.readback.sources import Sources, list_title


def expected_blocks(resolved: ResolvedBrief, target: str) -> tuple[Expected, ...]:
    """The blocks that the target must show, in its order."""
    sources = Sources.of(resolved.bibliography, resolved.brief.settings.citations)
    sheet = "slides" if target in OF_FRAMES or target == "summary" else target
    writer = Writer(resolved, sheet, sources, on_paper=target == "handout")
    match target:
        case "brief":
            place = brief_blocks(writer)
        case "summary":
            return summary_blocks(writer)
        case _:
            place = slides_blocks(writer, spoken=target == "notes")
    return (*writer.blocks[:place], *source_blocks(writer), *writer.blocks[place:])


def source_blocks(writer: Writer) -> list[Expected]:
    """The titles of the sources in the list: those that the target cites, or all where the list is whole."""
    whole = writer.on_frame or writer.sources.family is Family.OTHER
    cited = (item.key for cite in cites_in(writer.resolved.brief) for item in cite.items)
    found = []
    for key in dict.fromkeys(cited) if whole else writer.sources.cited:
        entry = writer.resolved.bibliography.find(key)
        elements = list_title(entry, writer.sources.family) if entry else ()
        if entry and elements:
            found.append(Expected(Kind.SOURCE, f"title of '{key}'", entry.span, elements))
    return found
