"""What is found, in the words of the protocol."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from stagebrief.diagnostics import Span
from stagebrief.lsp.findings import as_shown, range_in
from stagebrief.lsp.positions import Page, Place
from stagebrief.lsp.proposals import Proposal
from stagebrief.lsp.remedies import Remedy
from stagebrief.lsp.renaming import Edit, Renaming
from stagebrief.lsp.snapshot import Snapshot
from stagebrief.lsp.symbols import Symbol

Uri = Callable[[str], str]
"""The address of a file below the content folder."""
Version = Callable[[str], int | None]
"""The version of a file that is open in the editor."""


def completion_item(proposal: Proposal, page: Page, start: int, place: Place, uri: str) -> types.CompletionItem:
    """A proposal that takes the place of what is typed from the column `start` (from 0) to the cursor."""
    begin = page.position((place[0], start + 1))
    searched = f"{proposal.key} {proposal.detail}" if proposal.key else proposal.label
    if proposal.text.startswith(('"', "'")):
        searched = f"{proposal.text} {proposal.detail}"
    about = types.MarkupContent(types.MarkupKind.Markdown, proposal.about) if proposal.about else None
    return types.CompletionItem(
        label=proposal.label,
        kind=proposal.kind,
        detail=proposal.detail or None,
        documentation=about,
        sort_text=f"{proposal.rank:02}{proposal.label}",
        filter_text=searched,
        insert_text_mode=types.InsertTextMode.AsIs if "\n" in proposal.text else None,
        text_edit=types.TextEdit(types.Range(begin, page.position(place)), proposal.text),
        data={"uri": uri, "key": proposal.key} if proposal.key else None,
    )


def location(snapshot: Snapshot, span: Span, uri: Uri) -> types.Location:
    """A stretch of a file."""
    return types.Location(uri(span.file), range_in(snapshot, span))


def text_edit(snapshot: Snapshot, edit: Edit) -> types.TextEdit:
    """A change of a file."""
    return types.TextEdit(range_in(snapshot, edit.span), edit.text)


def workspace_edit(
    snapshot: Snapshot, renaming: Renaming, uri: Uri, version: Version, *, versioned: bool
) -> types.WorkspaceEdit:
    """All changes of a renaming; `versioned` for editors that know in which version of a text a change belongs."""
    by_file: dict[str, list[types.TextEdit]] = {}
    for edit in renaming.edits:
        by_file.setdefault(edit.span.file, []).append(text_edit(snapshot, edit))
    if not versioned:
        return types.WorkspaceEdit(changes={uri(name): edits for name, edits in by_file.items()})
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri(name), version(name)), list(edits))
        for name, edits in by_file.items()
    ]
    changes += [types.RenameFile(uri(old), uri(new)) for old, new in renaming.files]
    return types.WorkspaceEdit(document_changes=changes)


def code_action(snapshot: Snapshot, remedy: Remedy, uri: Uri) -> types.CodeAction:
    """A remedy as a quick fix."""
    span = remedy.diagnostic.span or remedy.edit.span
    return types.CodeAction(
        remedy.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[as_shown(snapshot, remedy.diagnostic, span, uri)],
        is_preferred=remedy.sure or None,
        edit=types.WorkspaceEdit(changes={uri(remedy.edit.span.file): [text_edit(snapshot, remedy.edit)]}),
    )


def document_symbol(symbol: Symbol, page: Page) -> types.DocumentSymbol:
    """A symbol with all that is within it."""
    name = page.range(symbol.span)
    end = max((symbol.last, len(page.line(symbol.last)) + 1), (symbol.span.end_line, symbol.span.end_column))
    return types.DocumentSymbol(
        symbol.name,
        symbol.kind,
        types.Range(page.position((symbol.span.line, 1)), page.position(end)),
        name,
        detail=symbol.detail or None,
        children=[document_symbol(inner, page) for inner in symbol.inner],
    )


def workspace_symbol(snapshot: Snapshot, symbol: Symbol, uri: Uri) -> types.WorkspaceSymbol:
    """A symbol of a whole brief."""
    where = location(snapshot, symbol.span, uri)
    return types.WorkspaceSymbol(where, symbol.name, symbol.kind, container_name=symbol.detail or None)


def overlap(one: types.Range, other: types.Range) -> bool:
    """Whether two stretches have a place in common, be it an edge."""
    return one.start <= other.end and other.start <= one.end
