"""What a name means, told where it stands."""

from __future__ import annotations

from stagebrief.catalogue import explanation_of
from stagebrief.diagnostics import Diagnostic, Span
from stagebrief.lsp.bibliography import USE
from stagebrief.lsp.fields import Field, field_at
from stagebrief.lsp.goal import source_names
from stagebrief.lsp.occurrences import FILE, KEY, Index, Occurrence, written_at
from stagebrief.lsp.plain_reference import marked, reference
from stagebrief.lsp.positions import Page, Place, holds, stretch
from stagebrief.lsp.proposals import title_of
from stagebrief.lsp.snapshot import Snapshot
from stagebrief.lsp.yaml_place import place_at
from stagebrief.model.plain import plain_text

Hover = tuple[str, Span | None]
"""Markdown, and the stretch that it is about."""


def hover(snapshot: Snapshot, index: Index, file: str, page: Page, place: Place) -> Hover | None:
    """What is told at a place: of the name or field there, and of what is wrong with it."""
    found = index.at(file, place) or written_at(file, place[0], page.line(place[0]), place[1])
    parts, span = [], None
    if found is not None and found.kind != FILE and (about := about_name(snapshot, index, found)):
        parts, span = [about], found.whole
    elif field := field_under(snapshot, file, page, place):
        parts, span = [about_field(field[0])], field[1]
    faults = [
        one for one in snapshot.diagnostics if one.span and one.span.file == file and covers(page, one.span, place)
    ]
    parts += dict.fromkeys(told for fault in faults if (told := about_fault(fault)))
    return ("\n\n---\n\n".join(parts), span) if parts else None


def covers(page: Page, span: Span, place: Place) -> bool:
    """Whether a fault is shown at a place: where only its beginning is known, at the word there."""
    if span.end_line:
        return holds(span, place)
    shown = page.word(span)
    start, end = page.place(shown.start), page.place(shown.end)
    return start <= place <= end


def about_name(snapshot: Snapshot, index: Index, found: Occurrence) -> str:
    """What a name stands for; empty where nothing has it."""
    match found.kind:
        case "key":
            return about_key(snapshot, index, found.name)
        case "determinant":
            return about_determinant(snapshot, found.name)
        case kind:
            label = snapshot.label(kind, found.name)
            title = marked(title_of(snapshot, label)) if label else ""
            return f"{title[:1].upper()}{title[1:]}\n\n`{place_of(label.span)}`" if label else ""


def about_key(snapshot: Snapshot, index: Index, name: str) -> str:
    """A source, where it stands and how often it is cited."""
    shelf, entry = snapshot.shelf(name), snapshot.entry(name)
    if shelf is None or entry is None:
        return ""
    places = index.of(KEY, source_names(snapshot, index, name))
    uses = [one for one in places if one.role == USE and one.span.file not in snapshot.bibliographies]
    times = {0: "never cited", 1: "cited once"}.get(len(uses), f"cited {len(uses)} times")
    other = f"`{name}` is another name of `{entry.key}`. " if name != entry.key else ""
    where = place_of(shelf.definitions.get(entry.key, entry.span))
    return f"{other}{reference(entry, snapshot.parent(entry))}\n\n`{where}` · {times}"


def about_determinant(snapshot: Snapshot, name: str) -> str:
    """A determinant with its description."""
    one = next((one for one in snapshot.determinants if one.id == name), None)
    if one is None:
        return ""
    description = f": {marked(plain_text(one.description))}" if one.description else ""
    return f"**{marked(plain_text(one.title))}**{description}\n\n`{place_of(one.span)}`"


def field_under(snapshot: Snapshot, file: str, page: Page, place: Place) -> tuple[Field, Span] | None:
    """The field whose name stands at a place of a YAML file."""
    kind = snapshot.kind_of(file)
    if kind is None:
        return None
    at = place_at(page.lines, place[0] - 1, place[1] - 1)
    field = field_at(kind, (*at.path, at.name)) if at.name and not at.is_value else None
    return (field, stretch(file, place[0], at.start, at.start + len(at.name))) if field else None


def about_field(field: Field) -> str:
    """What a field means, and what it may hold."""
    lines = [f"**{field.name}** {'(must be given)' if field.required else ''}".strip(), field.description]
    if field.values:
        lines.append(" · ".join(f"`{value}`" for value in field.values))
    if field.default:
        lines.append(f"`{field.default}` if absent")
    return "\n\n".join(filter(None, lines))


def about_fault(fault: Diagnostic) -> str:
    """What the catalogue says of a fault."""
    found = explanation_of(fault.code)
    return f"**{fault.code}**: {found.says} {found.why}\n\n*To mend it:* {found.mend}" if found else ""


def place_of(span: Span) -> str:
    """File and line."""
    return f"{span.file}:{span.line}"
