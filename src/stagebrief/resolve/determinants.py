"""Determinants: whether every stage is seen through the same lens."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, error, warning
from stagebrief.model.brief import Brief
from stagebrief.spelling import near_names


def check_determinants(brief: Brief) -> Iterator[Diagnostic]:
    """Determinants that are named twice, that no brief knows, or that a stage leaves out."""
    known: list[str] = []
    for determinant in brief.determinants:
        if determinant.id in known:
            message = f"the determinant '{determinant.id}' is listed twice"
            yield error("determinant-is-unique", message, determinant.span, "give one of the two another id")
        known.append(determinant.id)
    twice = len(known) > len(set(known))
    for stage in brief.stages:
        said = {statement.determinant for statement in stage.statements}
        for statement in stage.statements:
            if statement.determinant not in known and not twice:
                near = near_names(statement.determinant, [name for name in known if name not in said])
                said |= {near} if near else set()
                hint = f"did you mean '{near}'?" if near else f"brief.yaml has {', '.join(known) or 'none yet'}"
                message = f"there is no determinant '{statement.determinant}'"
                yield error("determinant-is-known", message, statement.span, hint)
        left = [name for name in dict.fromkeys(known) if name not in said]
        if said and left:
            hint = "write a statement for each; the matrix has a dash there now"
            message = f"the stage says nothing of {', '.join(left)}"
            yield warning("determinants-are-covered", message, stage.span, hint)
