"""The editor's requests and what is answered to each; outside of a brief it is nothing."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import to_fs_path

from stagebrief.lsp.answers import (
    code_action,
    completion_item,
    document_symbol,
    location,
    overlap,
    workspace_edit,
    workspace_symbol,
)
from stagebrief.lsp.bibliography import USE
from stagebrief.lsp.completion import complete
from stagebrief.lsp.desk import Desk
from stagebrief.lsp.findings import range_in
from stagebrief.lsp.goal import goals, same
from stagebrief.lsp.hover import about_key, hover
from stagebrief.lsp.occurrences import Occurrence, written_at
from stagebrief.lsp.positions import Page
from stagebrief.lsp.remedies import remedies_for
from stagebrief.lsp.renaming import RefusalError, refuse_nameless, rename
from stagebrief.lsp.server import BriefServer, uri_of
from stagebrief.lsp.snapshot import Snapshot
from stagebrief.lsp.symbols import all_symbols, symbols_in

TRIGGERS = ["@", ":", "{", "(", "/", " ", ".", "#"]
"""Characters after which an editor asks for proposals by itself."""
WATCHED = "**/*.{yaml,yml,md,bib,json,png,jpg,jpeg,pdf}"
REFUSED = -32803
"""The protocol's number for a request that is right and cannot be met."""
RENAMES = types.ResourceOperationKind.Rename


async def initialized(ls: BriefServer, _: types.InitializedParams) -> None:
    """Ask the editor to tell of files that change on the disk, if it can."""
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching and watching.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(WATCHED)])
        registration = types.Registration("stagebrief-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        with suppress(JsonRpcException):  # an editor that can tell and does not
            await ls.client_register_capability_async(types.RegistrationParams([registration]))


def did_open(ls: BriefServer, params: types.DidOpenTextDocumentParams) -> None:
    """A document is open."""
    ls.take(params.text_document.uri)


def did_change(ls: BriefServer, params: types.DidChangeTextDocumentParams) -> None:
    """A document says something else."""
    ls.take(params.text_document.uri)


def did_close(ls: BriefServer, params: types.DidCloseTextDocumentParams) -> None:
    """A document is closed."""
    ls.give_back(params.text_document.uri)


def did_save(ls: BriefServer, params: types.DidSaveTextDocumentParams) -> None:
    """A document is saved: other files of its folder may have changed meanwhile."""
    if found := ls.desk(params.text_document.uri):
        found[0].later()


def files_changed(ls: BriefServer, params: types.DidChangeWatchedFilesParams) -> None:
    """Files have changed on the disk."""
    paths = [Path(to_fs_path(event.uri) or "") for event in params.changes]
    ls.clear()
    for desk in ls.desks.values():
        if any(path.is_relative_to(desk.folder) for path in paths):
            desk.later()


async def completion(ls: BriefServer, params: types.CompletionParams) -> types.CompletionList | None:
    """What may be written at the cursor; the folder is not read for it, since one is typing."""
    found = ls.desk(params.text_document.uri)
    if found is None:
        return None
    desk, name = found
    snapshot = desk.snapshot or await desk.current()
    draft = desk.drafts.get(name)
    if snapshot is None or draft is None:
        return None
    page = Page(draft.text, ls.encoding)
    place = page.place(params.position)
    said = complete(snapshot, name, page, place)
    items = [completion_item(one, page, said.start, place, params.text_document.uri) for one in said.proposals]
    return types.CompletionList(said.partial, items)


def completion_resolve(ls: BriefServer, item: types.CompletionItem) -> types.CompletionItem:
    """The reference of a source that is looked at in the list of proposals."""
    data = item.data if isinstance(item.data, dict) else {}
    found = ls.desk(str(data.get("uri", "")))
    if found and (snapshot := found[0].snapshot) and data.get("key"):
        about = about_key(snapshot, found[0].index(snapshot), str(data["key"]))
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, about)
    return item


async def hovered(ls: BriefServer, params: types.HoverParams) -> types.Hover | None:
    """What the name under the pointer means."""
    found = await ls.at(params.text_document.uri)
    if found is None:
        return None
    desk, snapshot, name, page = found
    said = hover(snapshot, desk.index(snapshot), name, page, page.place(params.position))
    if said is None:
        return None
    about, span = said
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, about), range_in(snapshot, span) if span else None
    )


async def name_at(
    ls: BriefServer, uri: str, position: types.Position
) -> tuple[Desk, Snapshot, Occurrence | None] | None:
    """The name at the cursor; of a text that cannot be read at the moment what its line says."""
    found = await ls.at(uri)
    if found is None:
        return None
    desk, snapshot, name, page = found
    place = page.place(position)
    known = desk.index(snapshot).at(name, place)
    return desk, snapshot, known or written_at(name, place[0], page.line(place[0]), place[1])


async def definition(ls: BriefServer, params: types.DefinitionParams) -> list[types.Location] | None:
    """Where the name at the cursor leads."""
    found = await name_at(ls, params.text_document.uri, params.position)
    if found is None:
        return None
    desk, snapshot, name = found
    if name is None:
        return None
    spans = goals(snapshot, desk.index(snapshot), name)
    return [location(snapshot, span, partial(uri_of, desk)) for span in spans]


async def references(ls: BriefServer, params: types.ReferenceParams) -> list[types.Location] | None:
    """Where else the thing at the cursor is named."""
    found = await name_at(ls, params.text_document.uri, params.position)
    if found is None:
        return None
    desk, snapshot, name = found
    if name is None:
        return None
    places = same(snapshot, desk.index(snapshot), name)
    wanted = [one for one in places if one.role == USE or params.context.include_declaration]
    return [location(snapshot, one.span, partial(uri_of, desk)) for one in wanted]


async def prepare_rename(ls: BriefServer, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """What would be renamed."""
    found = await name_at(ls, params.text_document.uri, params.position)
    if found is None:
        return None
    _, snapshot, at = found
    try:
        name = refuse_nameless(at)
    except RefusalError:
        return None
    return types.PrepareRenamePlaceholder(range_in(snapshot, name.span), name.name)


async def renamed(ls: BriefServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The changes that give the thing at the cursor another name."""
    found = await name_at(ls, params.text_document.uri, params.position)
    if found is None:
        return None
    desk, snapshot, at = found
    workspace = ls.client_capabilities.workspace
    able = workspace.workspace_edit if workspace else None
    try:
        renaming = await desk.apart(
            rename, snapshot, desk.index(snapshot), refuse_nameless(at), params.new_name.strip()
        )
        if renaming.files and not (able and able.document_changes and RENAMES in (able.resource_operations or ())):
            names = ", ".join(old for old, _ in renaming.files)
            raise RefusalError(f"this editor cannot rename {names}, which has the key as its name: do it by hand")
    except RefusalError as refusal:
        raise JsonRpcException(str(refusal), REFUSED) from None
    versions = {name: draft.version for name, draft in desk.drafts.items()}
    versioned = bool(able and able.document_changes)
    return workspace_edit(snapshot, renaming, partial(uri_of, desk), versions.get, versioned=versioned)


async def document_symbols(ls: BriefServer, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    """What a file consists of."""
    found = await ls.at(params.text_document.uri)
    if found is None:
        return None
    _, snapshot, name, page = found
    return [document_symbol(symbol, page) for symbol in symbols_in(snapshot, name, page)]


async def workspace_symbols(ls: BriefServer, params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
    """What the briefs on which one is working consist of."""
    found = []
    for desk in list(ls.desks.values()):
        if snapshot := await desk.current():
            symbols = all_symbols(snapshot, params.query)
            found += [workspace_symbol(snapshot, symbol, partial(uri_of, desk)) for symbol in symbols]
    return found


async def code_actions(ls: BriefServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    """What can be done about the faults at the cursor."""
    found = await ls.at(params.text_document.uri)
    if found is None or not wants_fixes(params.context.only):
        return None
    desk, snapshot, name, _ = found
    here = [one for one in snapshot.diagnostics if one.span and one.span.file == name]
    near = [one for one in here if one.span and overlap(range_in(snapshot, one.span), params.range)]
    remedies = [remedy for one in near for remedy in remedies_for(snapshot, one)]
    return [code_action(snapshot, remedy, partial(uri_of, desk)) for remedy in remedies]


def wants_fixes(only: object) -> bool:
    """Whether quick fixes are among the kinds of actions that are asked for."""
    kinds = only if isinstance(only, list | tuple) else None
    return kinds is None or any(str(getattr(kind, "value", kind)) in {"", "quickfix"} for kind in kinds)


def brief_server() -> BriefServer:
    """A server that answers all of this."""
    server = BriefServer()
    server.feature(types.INITIALIZED)(initialized)
    server.feature(types.TEXT_DOCUMENT_DID_OPEN)(did_open)
    server.feature(types.TEXT_DOCUMENT_DID_CHANGE)(did_change)
    server.feature(types.TEXT_DOCUMENT_DID_CLOSE)(did_close)
    server.feature(types.TEXT_DOCUMENT_DID_SAVE)(did_save)
    server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(files_changed)
    options = types.CompletionOptions(trigger_characters=TRIGGERS, resolve_provider=True)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, options)(completion)
    server.feature(types.COMPLETION_ITEM_RESOLVE)(completion_resolve)
    server.feature(types.TEXT_DOCUMENT_HOVER)(hovered)
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(definition)
    server.feature(types.TEXT_DOCUMENT_REFERENCES)(references)
    server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))(renamed)
    server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)(prepare_rename)
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(document_symbols)
    server.feature(types.WORKSPACE_SYMBOL)(workspace_symbols)
    kinds = types.CodeActionOptions([types.CodeActionKind.QuickFix])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(code_actions)
    return server
