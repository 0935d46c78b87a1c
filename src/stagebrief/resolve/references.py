"""Cross-references: whether each leads to something that the brief shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.model.brief import Brief
from stagebrief.model.inline import Link, Reference
from stagebrief.model.resolved import Label
from stagebrief.model.walk import walk
from stagebrief.spelling import near_names

KINDS = {"fig": "figure", "tbl": "table", "stage": "stage", "eq": "formula", "sec": "section"}


def resolve_references(brief: Brief, labels: Sequence[Label]) -> Iterator[Diagnostic]:
    """A fault for each cross-reference and each link within the brief that leads nowhere."""
    known = {f"{label.kind}:{label.name}" for label in labels}
    for node in walk(brief):
        match node:
            case Reference(kind=kind, label=name) if f"{kind}:{name}" not in known:
                yield leads_nowhere(kind, name, node.span, labels)
            case Link(url=url) if url.startswith("#"):
                kind, _, name = url[1:].rpartition(":")
                if f"{kind or 'sec'}:{name}" not in known:
                    yield leads_nowhere(kind or "sec", name, node.span, labels)
            case _:
                pass


def leads_nowhere(kind: str, name: str, span: Span, labels: Sequence[Label]) -> Diagnostic:
    """The fault of a reference to a label that nothing has."""
    names = [label.name for label in labels if label.kind == kind]
    near = near_names(name, names)
    elsewhere = next((label for label in labels if label.name == name), None)
    if near:
        hint = f"did you mean '@{kind}:{near}'?"
    elif elsewhere:
        hint = f"did you mean '@{elsewhere.kind}:{elsewhere.name}'?"
    elif names:
        hint = f"known are {', '.join(names)}"
    else:
        hint = f"nothing has a label such as {{#{kind}:{name}}} yet"
    return error("reference-resolves", f"there is no {KINDS.get(kind, kind)} '{name}'", span, hint)
