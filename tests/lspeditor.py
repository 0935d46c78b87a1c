"""An editor that speaks to the real `stagebrief lsp` over its standard streams, and the brief that it has open."""

from __future__ import annotations

import os
import struct
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

SERVER = [sys.executable, "-m", "stagebrief", "lsp"]
BRIEF = """\
title: Two stages of a small country
authors:
  - name: Ann Author
date: 2024-05-02
determinants:
  - id: neighbours
    title: The neighbours
    description: Who lives next door.
  - id: home
    title: Politics at home
stages:
  - stages/1-open.yaml
  - stages/2-closed.yaml
findings:
  - title: Who decides
    statement: A few people decide.
"""
OPEN = """\
title: The harbour opens
period:
  from: 1991
  to: 2001
stance: Open to everybody.
determinants:
  neighbours:
    statement: The neighbours wanted to trade.
    cite: "[@smith2011, p. 13]"
  home: A new party needed money [@smith2011, ch. 2].
events:
  - date: 1991-12-08
    what: The harbour is opened.
    cite: "[@old-name]"
figures:
  - id: view
    file: figures/harbour.png
    alt: A harbour with two ships.
    caption: The harbour in *1991*
    credit: Ann Author
"""
CLOSED = """\
id: shut
title: The harbour closes
period:
  from: 2001
stance: Closed.
determinants:
  neighbours:
    statement: The neighbours had gone.
    unsourced: the author's own observation
  home:
    statement: The party had gone too.
    unsourced: the author's own observation
"""
PROSE = """\
# The master of the harbour {#sec:master}

Корабли 🚢🚢 пришли [см. @smith2011, с. 13; also @jones, p. 20]. See @fig:view, @tbl:ships, @sec:master and @stage:shut.

| Year | Ships |
|:-----|------:|
| 1991 |    40 |

: Ships a year {#tbl:ships}

So says @jones [p. 21]; `@jones` is code, and ann@jones.org an address.
"""
BIB = """\
@book{smith2011,
  author    = {Smith, John},
  title     = {Harbours of the {World}},
  publisher = {Sea Press},
  location  = {London},
  date      = {2011},
  ids       = {old-name, older},
}

@collection{whole,
  editor    = {Brown, Ann},
  title     = {Ports},
  publisher = {Sea Press},
  date      = {2009},
}

@incollection{jones,
  author   = {Jones, Tom and Иванов, Иван},
  title    = {Гавани},
  langid   = {russian},
  crossref = {WHOLE},
  related  = {smith2011},
  pages    = {10--30},
}
"""


def pixel() -> bytes:
    """A PNG of one pixel."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
    made = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


FILES = {
    "brief.yaml": BRIEF,
    "stages/1-open.yaml": OPEN,
    "stages/1-open.md": PROSE,
    "stages/2-closed.yaml": CLOSED,
    "references.bib": BIB,
}


def write_brief(folder: Path, **changed: str) -> Path:
    """The brief of a small country in a folder."""
    for name, text in {**FILES, **changed}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / "harbour.png").write_bytes(pixel())
    return folder


@dataclass
class Editor:
    """A client with the files of one folder."""

    client: LanguageClient
    folder: Path
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    encoding: str = "utf-16"

    def uri(self, name: str) -> str:
        """The address of a file."""
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        """Open a file, with another text than it has on the disk if one is given."""
        said = (self.folder / name).read_text(encoding="utf-8") if text is None else text
        self.texts[name], self.versions[name] = said, 1
        item = types.TextDocumentItem(self.uri(name), "plaintext", 1, said)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, name: str, text: str) -> None:
        """Change an open file to another text."""
        self.texts[name] = text
        self.versions[name] += 1
        document = types.VersionedTextDocumentIdentifier(uri=self.uri(name), version=self.versions[name])
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def close(self, name: str) -> None:
        """Close a file without saving it."""
        self.texts.pop(name)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.document(name)))

    def document(self, name: str) -> types.TextDocumentIdentifier:
        """The file by its address."""
        return types.TextDocumentIdentifier(self.uri(name))

    async def checked(self, name: str) -> list[types.Diagnostic]:
        """What is told of a file when the server has seen all that was typed."""
        for open_name in self.texts:
            await self.client.text_document_document_symbol_async(types.DocumentSymbolParams(self.document(open_name)))
        return list(self.client.diagnostics.get(self.uri(name), []))

    def where(self, name: str, mark: str) -> types.Position:
        """The place that `|` marks in a piece of the file's text."""
        text, piece = self.texts[name], mark.replace("|", "")
        assert text.count(piece) >= 1, piece
        index = text.index(piece) + mark.index("|")
        line = text[text.rfind("\n", 0, index) + 1 : index]
        return types.Position(text.count("\n", 0, index), self.units(line))

    def units(self, text: str) -> int:
        """How many units a text takes."""
        size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[self.encoding]
        return len(text.encode(f"{self.encoding}-le" if size > 1 else "utf-8")) // size

    def at(self, name: str, mark: str, kind: Callable[..., Any], **further: Any) -> Any:
        """The parameters of a request about a place."""
        return kind(text_document=self.document(name), position=self.where(name, mark), **further)

    def said(self, span: types.Range, name: str) -> str:
        """What stands in a stretch of a file, as the editor counts."""
        text = self.texts.get(name)
        lines = (text if text is not None else (self.folder / name).read_text(encoding="utf-8")).split("\n")
        encoding = f"{self.encoding}-le" if self.encoding != "utf-8" else "utf-8"
        size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[self.encoding]
        assert span.start.line == span.end.line
        data = lines[span.start.line].encode(encoding)
        return data[span.start.character * size : span.end.character * size].decode(encoding)

    async def proposals(self, name: str, mark: str) -> dict[str, types.CompletionItem]:
        """What is proposed at a place, by label."""
        found = await self.client.text_document_completion_async(self.at(name, mark, types.CompletionParams))
        return {item.label: item for item in found.items} if found else {}

    async def hover(self, name: str, mark: str) -> str:
        """What is told at a place."""
        found = await self.client.text_document_hover_async(self.at(name, mark, types.HoverParams))
        return found.contents.value if found else ""

    async def goals(self, name: str, mark: str) -> list[str]:
        """Where a place leads: file, line and what stands there."""
        found = await self.client.text_document_definition_async(self.at(name, mark, types.DefinitionParams))
        return [self.told(location) for location in found or []]

    async def uses(self, name: str, mark: str) -> list[str]:
        """Where else the thing at a place is named."""
        context = types.ReferenceContext(include_declaration=True)
        found = await self.client.text_document_references_async(
            self.at(name, mark, types.ReferenceParams, context=context)
        )
        return sorted(self.told(location) for location in found or [])

    def told(self, location: types.Location) -> str:
        """A location as `file:line text`."""
        name = location.uri.removeprefix(self.folder.as_uri() + "/")
        text = self.said(location.range, name) if name.endswith((".md", ".yaml", ".bib", ".json")) else ""
        return f"{name}:{location.range.start.line + 1} {text}".strip()

    async def rename(self, name: str, mark: str, new: str) -> types.WorkspaceEdit:
        """The changes for a new name."""
        return await self.client.text_document_rename_async(self.at(name, mark, types.RenameParams, new_name=new))

    def apply(self, edit: types.WorkspaceEdit) -> list[str]:
        """Make the changes, in the editor where a file is open and on the disk where not; the files that changed."""
        changed = []
        for change in edit.document_changes or []:
            if isinstance(change, types.RenameFile):
                Path(change.old_uri.removeprefix("file://")).rename(change.new_uri.removeprefix("file://"))
                changed.append(change.new_uri.rpartition("/")[2])
            elif isinstance(change, types.TextDocumentEdit):
                changed.append(self.apply_to(change.text_document.uri, list(change.edits)))
        for uri, edits in (edit.changes or {}).items():
            changed.append(self.apply_to(uri, list(edits)))
        return sorted(changed)

    def apply_to(self, uri: str, edits: list[Any]) -> str:
        """Make the changes of one file."""
        name = uri.removeprefix(self.folder.as_uri() + "/")
        text = self.texts.get(name)
        lines = (text if text is not None else (self.folder / name).read_text(encoding="utf-8")).split("\n")
        for edit in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True):
            assert self.said(edit.range, name) is not None
            line = lines[edit.range.start.line]
            before = self.cut(line, edit.range.start.character)
            after = line[len(self.cut(line, edit.range.end.character)) :]
            lines[edit.range.start.line] = before + edit.new_text + after
        (self.folder / name).write_text("\n".join(lines), encoding="utf-8")
        if text is not None:
            self.type(name, "\n".join(lines))
        return name

    def cut(self, line: str, units: int) -> str:
        """The beginning of a line that takes so many units."""
        return next(line[:end] for end in range(len(line) + 1) if self.units(line[:end]) == units)


@asynccontextmanager
async def editor(
    folder: Path, client: str = "visual_studio_code", encodings: list[str] | None = None
) -> AsyncIterator[Editor]:
    """An editor of that kind whose server has been started; it ends as an editor does."""
    capabilities = client_capabilities(client)
    if capabilities.general is not None and encodings:
        capabilities.general.position_encodings = [types.PositionEncodingKind(name) for name in encodings]
    environment = {**os.environ, "PYTHONWARNINGS": "error", "PYTHONDEVMODE": ""}
    config = ClientServerConfig(server_command=SERVER, server_env=environment)
    talker = await config.start()
    talker.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda _: None)
    try:
        folders = [types.WorkspaceFolder(folder.as_uri(), folder.name)]
        result = await talker.initialize_session(
            types.InitializeParams(capabilities=capabilities, workspace_folders=folders, root_uri=folder.as_uri())
        )
        encoding = result.capabilities.position_encoding or types.PositionEncodingKind.Utf16
        yield Editor(talker, folder, encoding=str(getattr(encoding, "value", encoding)))
        await talker.shutdown_session()
        assert talker._server is not None
        assert talker._server.returncode == 0
    finally:
        if talker._server is not None and talker._server.returncode is None:
            talker._server.kill()
        await talker.stop()
