"""Timeline and matrix in words, for those who cannot see them: the author's, and the names of the brief's parts."""

from __future__ import annotations

from stagebrief.model.brief import Brief
from stagebrief.model.calendars import format_date
from stagebrief.model.plain import plain_text
from stagebrief.render.timeline import all_events
from stagebrief.render.words import word


def overview_text(brief: Brief, language: str) -> str:
    """The stages with their periods, in a line."""
    stages = "; ".join(
        f"{word('Stage', language)} {number}: {plain_text(stage.title)} ({plain_text(stage.period_label)})"
        for number, stage in enumerate(brief.stages, start=1)
    )
    return f"{word('Timeline', language)}. {stages}."


def timeline_text(brief: Brief) -> str:
    """The stages, then the events by date, a line each."""
    language = brief.language
    lines = [word("Timeline", language), ""]
    for number, stage in enumerate(brief.stages, start=1):
        lines.append(f"{number}. {plain_text(stage.title)} ({plain_text(stage.period_label)})")
    events = [f"{format_date(event.date, language)}: {plain_text(event.what)}" for event in all_events(brief)]
    return "\n".join([*lines, *([""] if events else []), *events, ""])


def matrix_text(brief: Brief) -> str:
    """For each determinant what it means in each stage."""
    language = brief.language
    lines = [word("Matrix", language)]
    for determinant in brief.determinants:
        lines += ["", plain_text(determinant.title)]
        for number, stage in enumerate(brief.stages, start=1):
            said = next((one.statement for one in stage.statements if one.determinant == determinant.id), None)
            if said is not None:
                name = f"{word('Stage', language)} {number} ({plain_text(stage.period_label)})"
                lines.append(f"{name}: {plain_text(said)}")
    return "\n".join([*lines, ""])
