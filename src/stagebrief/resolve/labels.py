"""Labels: everything that a cross-reference can lead to, numbered as the brief shows it."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.model.block import Heading, MathBlock, Picture, Table
from stagebrief.model.brief import Brief, StageFigure
from stagebrief.model.flow import flow_of
from stagebrief.model.inline import Inlines
from stagebrief.model.resolved import Label
from stagebrief.model.walk import shown_in_brief, walk

Found = tuple[str, str, Span, Inlines]
"""Kind, name, place and title of what can be referred to."""


def find_labels(brief: Brief) -> tuple[tuple[Label, ...], tuple[Diagnostic, ...]]:
    """The labels in the order of the page, and a fault for each that is given twice."""
    labels: dict[tuple[str, str], Label] = {}
    counts: dict[str, int] = {}
    faults = []
    for kind, name, span, title in named_in(brief):
        if (kind, name) in labels:
            first = labels[kind, name].span
            hint = f"it stands at {first} already; give one of the two another {'id' if kind == 'stage' else 'name'}"
            faults.append(error("label-is-unique", f"the label '{kind}:{name}' is given twice", span, hint))
            continue
        counts[kind] = counts.get(kind, 0) + (kind != "sec")
        labels[kind, name] = Label(kind, name, counts[kind], span, title)
    return tuple(labels.values()), tuple(faults)


def named_in(brief: Brief) -> Iterator[Found]:
    """What has a name, in the order of the page; first the brief's text, then what only the deck shows."""
    for stage in brief.stages:
        yield "stage", stage.id, stage.span, stage.title
    flow = (
        *shown_in_brief(brief.introduction),
        *(piece for stage in brief.stages for piece in flow_of(stage)),
        *shown_in_brief(brief.conclusion),
    )
    seen: set[Span] = set()
    for found in named_nodes(flow):
        seen.add(found[2])
        yield found
    deck = (brief.introduction, tuple(stage.prose for stage in brief.stages), brief.conclusion)
    yield from (found for found in named_nodes(deck) if found[2] not in seen)


def named_nodes(value: object) -> Iterator[Found]:
    """The figures, tables, formulas and headings with a label within a value."""
    for node in walk(value):
        match node:
            case StageFigure(id=name):
                yield "fig", name, node.span, ()
            case Picture(label=name) if name:
                yield "fig", name, node.span, ()
            case Table(label=name) if name:
                yield "tbl", name, node.span, ()
            case MathBlock(label=name) if name:
                yield "eq", name, node.span, ()
            case Heading(label=name, content=content) if name:
                yield "sec", name, node.span, content
            case _:
                pass
