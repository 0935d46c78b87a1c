"""Evidence: whether every statement of a stage's structure has its source, or says why it has none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, error, warning
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
ADD_SOURCE = 'add `cite: "[@key, p. 13]"`, or say why there is none: `unsourced: public record`'
PLACEHOLDERS = frozenset(("todo", "tbd", "tba", "fixme", "none", "n/a", "na", "yes", "true", "no", "false", "xxx"))


def claims_of(stage: Stage) -> tuple[Claim, ...]:
    """What a stage claims: its statements, numbers, events, quotations and figures."""
    return (*stage.statements, *stage.numbers, *stage.events, *stage.quotes, *stage.figures)


def check_evidence(brief: Brief) -> Iterator[Diagnostic]:
    """What is wrong with what the claims rest on; quotations without a source are told of in `quotations`."""
    for stage in brief.stages:
        for claim in claims_of(stage):
            name, reason = NAMES[type(claim)], claim.evidence.unsourced
            if not isinstance(claim, PullQuote) and not rests_on_something(claim):
                yield warning("claim-has-source", f"this {name} has no source", claim.span, ADD_SOURCE)
            if reason and next(cites_in(claim), None):
                message = f"this {name} has a source and a reason for having none"
                yield warning("reason-stands-alone", message, claim.span, "delete `unsourced`, or the source")
            if reason and not says_why(reason):
                message = f"'{reason}' is no reason why this {name} has no source"
                hint = 'say where it can be known from, such as `public record`, or add `cite: "[@key, p. 13]"`'
                yield error("reason-says-why", message, claim.span, hint)


def says_why(reason: str) -> bool:
    """Whether a reason has words, and not only something to fill the field with."""
    plain = reason.strip(" .…!?").casefold()
    return plain not in PLACEHOLDERS and re.search(r"[^\W\d_]", plain) is not None


def rests_on_something(claim: Claim) -> bool:
    """Whether the claim cites, in its field or in its words, or says why it does not.

    A figure may rest on its credit, and words that nobody else has spoken on the brief's author.
    """
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
