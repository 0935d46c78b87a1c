"""Evidence: whether every statement of a stage's structure has its source, or says why it has none."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, warning
from stagebrief.model.brief import Brief, Event, Evidence, KeyNumber, PullQuote, Stage, StageFigure, Statement
from stagebrief.model.walk import cites_in

Claim = Statement | Event | PullQuote | StageFigure | KeyNumber
NAMES: dict[type, str] = {
    Statement: "statement",
    Event: "event",
    PullQuote: "quotation",
    StageFigure: "figure",
    KeyNumber: "number",
}


def claims_of(stage: Stage) -> tuple[Claim, ...]:
    """What a stage claims: its statements, numbers, events, quotations and figures."""
    return (*stage.statements, *stage.numbers, *stage.events, *stage.quotes, *stage.figures)


def check_evidence(brief: Brief) -> Iterator[Diagnostic]:
    """A warning for each claim without source; a figure may rest on its credit, words of the author's own on him."""
    for stage in brief.stages:
        for claim in claims_of(stage):
            if not rests_on_something(claim):
                hint = 'add `cite: "[@key, p. 13]"`, or say why there is none: `unsourced: public record`'
                name = NAMES[type(claim)]
                yield warning("claim-has-source", f"this {name} has no source", claim.span, hint)


def rests_on_something(claim: Claim) -> bool:
    """Whether the claim cites, in its field or in its words, or says why it does not."""
    evidence: Evidence = claim.evidence
    if evidence.cite or evidence.unsourced or next(cites_in(claim), None):
        return True
    match claim:
        case StageFigure(credit=credit):
            return bool(credit)
        case PullQuote(speaker=speaker):
            return not speaker
        case _:
            return False
