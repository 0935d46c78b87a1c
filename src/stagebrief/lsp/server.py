"""The language server's desks: one for each content folder of which a file is open in the editor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.metadata import version
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from stagebrief.lsp.desk import Desk, Draft, desk_folder, is_content
from stagebrief.lsp.findings import findings
from stagebrief.lsp.positions import Page
from stagebrief.lsp.snapshot import BRIEF, Snapshot


class BriefServer(LanguageServer):
    """Serves the content folders of the files that are open in an editor.

    Texts are sent whole: editors and Python disagree on what ends a line, and a part in the wrong place would spoil all
    that follows.
    """

    def __init__(self) -> None:
        super().__init__("stagebrief", version("stagebrief"), types.TextDocumentSyncKind.Full)
        self.desks: dict[Path, Desk] = {}
        self.readers = ThreadPoolExecutor(1, "stagebrief-reader")

    @property
    def encoding(self) -> str:
        """How the editor counts columns: `utf-8`, `utf-16` or `utf-32`."""
        found = self.workspace.position_encoding
        return str(getattr(found, "value", found) or "utf-16")

    def drafts(self) -> dict[Path, Draft]:
        """The open documents that are files, by their paths."""
        documents = self.workspace.text_documents.values()
        paths = ((to_fs_path(document.uri), document) for document in documents)
        return {Path(path): Draft(one.uri, one.version, one.source) for path, one in paths if path}

    def folder_of(self, path: Path) -> Path | None:
        """The content folder that a file lies in."""
        drafts = self.drafts()
        return desk_folder(path, drafts.__contains__)

    def desk(self, uri: str) -> tuple[Desk, str] | None:
        """The desk on which a file lies, and its name there; None outside of any brief."""
        path = Path(to_fs_path(uri) or "")
        folder = self.folder_of(path)
        if folder is None:
            return None
        if folder not in self.desks:
            self.desks[folder] = Desk(folder, self.encoding, self.readers, self.publish, self.complain)
            for other, draft in self.drafts().items():
                if self.folder_of(other) == folder:
                    self.lay(self.desks[folder], other, draft)
        return self.desks[folder], path.relative_to(folder).as_posix()

    def lay(self, desk: Desk, path: Path, draft: Draft | None) -> None:
        """Put a document on its desk; one that is no text of a brief stays away."""
        name = path.relative_to(desk.folder).as_posix()
        if is_content(name):
            desk.change(name, draft)

    def take(self, uri: str) -> None:
        """Take note of a document that was opened or changed."""
        path = Path(to_fs_path(uri) or "")
        if path.name == BRIEF:
            self.clear()  # what was part of an outer brief may now be one of its own
        draft = self.drafts().get(path)
        if draft and (found := self.desk(uri)):
            self.lay(found[0], path, draft)

    def give_back(self, uri: str) -> None:
        """Take note of a document that was closed: from now on its file counts."""
        path = Path(to_fs_path(uri) or "")
        for desk in self.desks.values():
            if path.is_relative_to(desk.folder):
                desk.change(path.relative_to(desk.folder).as_posix(), None)
        self.clear()

    def clear(self) -> None:
        """Clear away the desks of folders that are no briefs any longer, or of which nothing is open."""
        folders = {self.folder_of(path) for path in self.drafts()}
        for folder in [folder for folder in self.desks if folder not in folders]:
            desk = self.desks.pop(folder)
            desk.rest()
            for uri in desk.told:
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def publish(self, desk: Desk, snapshot: Snapshot) -> None:
        """Tell what is wrong in each file, and of files in which nothing is wrong any more just that."""
        if self.desks.get(desk.folder) is not desk:
            return
        uri = partial(uri_of, desk)
        found = {uri(name): items for name, items in findings(snapshot, uri).items()}
        versions = {draft.uri: draft.version for draft in desk.drafts.values()}
        for address in dict.fromkeys((*versions, *desk.told, *found)):
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(address, found.get(address, []), versions.get(address))
            )
        desk.told = set(found)

    def complain(self, words: str) -> None:
        """Write into the editor's log of this server."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, words))

    async def at(self, uri: str) -> tuple[Desk, Snapshot, str, Page] | None:
        """The desk of a file, its folder as it is now, the file's name there and its text."""
        found = self.desk(uri)
        if found is None:
            return None
        desk, name = found
        snapshot = await desk.current()
        page = snapshot.page(name) if snapshot and is_content(name) else None
        return (desk, snapshot, name, page) if snapshot and page else None


def uri_of(desk: Desk, name: str) -> str:
    """The address of a file: the editor's own where it is open."""
    draft = desk.drafts.get(name)
    return draft.uri if draft else from_fs_path(str(desk.folder / name)) or ""
