"""The language server among files: several briefs, files outside of any, outlines, and what is hostile."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from lsprotocol import types

from lspeditor import BIB, BRIEF, PROSE, SERVER, Editor, editor, write_brief

pytestmark = pytest.mark.asyncio

PROSE_FILE, OPEN_FILE = "stages/1-open.md", "stages/1-open.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A brief in which nothing is wrong."""
    return write_brief(tmp_path / "brief")


def codes_of(desk: Editor) -> set[object]:
    """The codes of all that is told at the moment."""
    return {one.code for told in desk.client.diagnostics.values() for one in told}


async def test_several_briefs_are_served_at_once(tmp_path: Path) -> None:
    """Each file is seen with the brief that it lies in, and its faults are those of that brief."""
    write_brief(tmp_path / "one")
    write_brief(tmp_path / "two", **{"references.bib": BIB.replace("jones", "johns")})
    async with editor(tmp_path) as desk:
        desk.open(f"one/{PROSE_FILE}")
        desk.open(f"two/{PROSE_FILE}")
        assert await desk.checked(f"one/{PROSE_FILE}") == []
        assert len(await desk.checked(f"two/{PROSE_FILE}")) == 2
        assert "johns" in await desk.proposals(f"two/{PROSE_FILE}", "see @jo|nes".replace("see", "also"))
        assert "johns" not in await desk.proposals(f"one/{PROSE_FILE}", "also @jo|nes")
        found = await desk.client.workspace_symbol_async(types.WorkspaceSymbolParams("shut"))
        assert len(found or []) == 2


async def test_files_outside_of_any_brief_are_left_alone(tmp_path: Path) -> None:
    """A file that lies in no brief has no faults, no proposals and nothing to tell, and nobody is troubled by it."""
    (tmp_path / "notes.md").write_text("Nothing [@nobody].\n")
    async with editor(tmp_path) as desk:
        desk.open("notes.md")
        assert await desk.checked("notes.md") == []
        assert await desk.proposals("notes.md", "[@|nobody]") == {}
        assert await desk.hover("notes.md", "[@no|body]") == ""
        assert await desk.goals("notes.md", "[@no|body]") == []
        assert (
            await desk.client.text_document_prepare_rename_async(
                desk.at("notes.md", "[@no|body]", types.PrepareRenameParams)
            )
            is None
        )
        desk.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem("untitled:Untitled-1", "markdown", 1, "[@x]"))
        )
        assert desk.client.messages == []


async def test_a_brief_that_is_only_in_the_editor_is_a_brief(tmp_path: Path) -> None:
    """A brief.yaml that was never saved makes its folder a brief, and without it the folder is none."""
    folder = write_brief(tmp_path / "brief")
    (folder / "brief.yaml").unlink()
    async with editor(folder) as desk:
        desk.open(PROSE_FILE, PROSE.replace("@jones", "@nobody"))
        assert await desk.checked(PROSE_FILE) == []
        desk.open("brief.yaml", BRIEF)
        assert [one.code for one in await desk.checked(PROSE_FILE)] == ["citation-resolves"] * 2
        desk.close("brief.yaml")
        await desk.checked(PROSE_FILE)
        assert list(desk.client.diagnostics[desk.uri(PROSE_FILE)]) == []


async def test_a_file_that_is_closed_counts_as_it_was_saved(folder: Path) -> None:
    """What was typed and not saved is forgotten, and of a brief of which nothing is open nothing is told."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE, PROSE + "\n[@nobody]\n")
        desk.open("brief.yaml")
        assert len(await desk.checked(PROSE_FILE)) == 1
        desk.close(PROSE_FILE)
        await desk.checked("brief.yaml")
        assert list(desk.client.diagnostics[desk.uri(PROSE_FILE)]) == []


async def test_a_file_that_is_deleted_while_open_is_still_there(folder: Path) -> None:
    """The editor's text counts: a file that is gone from the disk is read, and is missed when it is closed."""
    async with editor(folder) as desk:
        desk.open("references.bib")
        desk.open(PROSE_FILE)
        (folder / "references.bib").unlink()
        (folder / PROSE_FILE).unlink()
        desk.type(PROSE_FILE, PROSE + "\nMore.\n")
        assert await desk.checked(PROSE_FILE) == []
        desk.close("references.bib")
        await desk.checked(PROSE_FILE)
        assert "bibliography-exists" in codes_of(desk)


async def test_changes_on_the_disk_are_seen(folder: Path) -> None:
    """What another program writes is seen when the editor tells of it, and when a file is saved."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        assert await desk.checked(PROSE_FILE) == []
        (folder / "references.bib").write_text(BIB.replace("{jones,", "{johns,"), encoding="utf-8")
        event = types.FileEvent(desk.uri("references.bib"), types.FileChangeType.Changed)
        desk.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        assert len(await desk.checked(PROSE_FILE)) == 2
        (folder / "references.bib").write_text(BIB, encoding="utf-8")
        desk.client.text_document_did_save(types.DidSaveTextDocumentParams(desk.document(PROSE_FILE)))
        assert await desk.checked(PROSE_FILE) == []


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        (PROSE_FILE, "word " * 1_000_000, "file-is-small"),
        (PROSE_FILE, "".join(map(chr, range(1, 700))) * 30, "file-is-text"),
        (PROSE_FILE, "[" * 20_000 + "@a" + "]" * 20_000, None),
        (PROSE_FILE, "\ud800 lone", None),
        (PROSE_FILE, "", "prose-is-written"),
        (OPEN_FILE, "\0\0\0", "file-is-text"),
        (OPEN_FILE, "a: &a [1]\nb: *a\n" * 3, None),
        (OPEN_FILE, "- " * 2000, None),
        ("references.bib", "@" * 50_000 + "{" * 50_000, None),
        ("brief.yaml", "title: " + "x" * 300_000, "yaml-is-small"),
    ],
)
async def test_no_text_ends_the_session(folder: Path, name: str, text: str, code: str | None) -> None:
    """Texts that are huge, binary, deep or broken are reported at most, and the next one is served as ever."""
    async with editor(folder) as desk:
        said = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        desk.open(name, said)
        await desk.checked(name)
        assert code is None or code in codes_of(desk)
        await desk.hover(name, f"{said[:1]}|") if said else None
        desk.open("conclusion.md", "The end [@smi].\n")
        await desk.checked("conclusion.md")
        desk.type(name, (folder / name).read_text(encoding="utf-8"))
        assert [one.code for one in await desk.checked("conclusion.md")] == ["citation-resolves"]
        assert "smith2011" in await desk.proposals("conclusion.md", "[@smi|]")
        assert desk.client.messages == []


async def test_places_outside_of_a_text_are_borne(folder: Path) -> None:
    """Positions behind the end of a line or of the file, and requests for files that are not open, give an answer."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        for position in (types.Position(0, 9999), types.Position(9999, 0), types.Position(2, 10)):
            document = desk.document(PROSE_FILE)
            await desk.client.text_document_hover_async(types.HoverParams(document, position))
            await desk.client.text_document_completion_async(types.CompletionParams(document, position))
            await desk.client.text_document_definition_async(types.DefinitionParams(document, position))
        document = desk.document("absent.md")
        assert await desk.client.text_document_hover_async(types.HoverParams(document, types.Position(0, 0))) is None


async def test_a_file_has_an_outline(folder: Path) -> None:
    """Headings within headings, fields with their items, and the sources of a bibliography."""
    text = "# One {#sec:one}\n\n```\n# code\n```\n\n## Two\n\n::: slide Three\nx\n:::\n\n# Four\n"
    async with editor(folder) as desk:
        desk.open(PROSE_FILE, text)
        desk.open("brief.yaml")
        desk.open("references.bib")

        def shown(symbols: object) -> list[object]:
            assert isinstance(symbols, list | tuple)
            return [[one.name, shown(one.children)] if one.children else one.name for one in symbols]

        async def outline(name: str) -> list[object]:
            return shown(
                await desk.client.text_document_document_symbol_async(types.DocumentSymbolParams(desk.document(name)))
            )

        assert await outline(PROSE_FILE) == [["One", [["Two", ["::: slide Three".removeprefix("::: ")]]]], "Four"]
        assert await outline("references.bib") == ["smith2011", "whole", "jones"]
        fields = await outline("brief.yaml")
        assert fields[:2] == ["title", ["authors", ["name: Ann Author"]]]
        assert ["stages", ["stages/1-open.yaml", "stages/2-closed.yaml"]] in fields


async def test_symbols_of_the_whole_brief_are_found(folder: Path) -> None:
    """Stages, labels, determinants and sources are found by a part of their name."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        found = await desk.client.workspace_symbol_async(types.WorkspaceSymbolParams("harbour"))
        assert sorted(one.name for one in found or []) == ["fig:view", "sec:master", "stage:open", "stage:shut"]
        found = await desk.client.workspace_symbol_async(types.WorkspaceSymbolParams("jon"))
        assert [one.name for one in found or []] == ["jones"]


async def test_a_large_bibliography_is_narrowed_down(folder: Path) -> None:
    """Of thousands of keys a part is proposed, and the editor asks again for what is typed next."""
    many = "".join(f"@misc{{key{number:05}, title = {{Title {number}}}, date = {{2000}}}}\n" for number in range(6000))
    (folder / "references.bib").write_text(BIB + many, encoding="utf-8")
    async with editor(folder) as desk:
        desk.open(PROSE_FILE, PROSE + "\n[@")
        params = desk.at(PROSE_FILE, "\n[@|", types.CompletionParams)
        found = await desk.client.text_document_completion_async(params)
        assert isinstance(found, types.CompletionList)
        assert found.is_incomplete
        assert len(found.items) < 1000
        desk.type(PROSE_FILE, PROSE + "\n[@key0599")
        names = await desk.proposals(PROSE_FILE, "\n[@key0599|")
        assert "key05999" in names
        assert names["key05999"].detail == "Title 5999, 2000"


async def test_the_server_ends_with_its_editor() -> None:
    """When the editor is gone without a word, the server is gone too."""
    process = await asyncio.create_subprocess_exec(
        *SERVER, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
    process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
    await process.stdin.drain()
    process.stdin.close()
    out, err = await asyncio.wait_for(process.communicate(), 120)
    assert b'"positionEncoding"' in out
    assert b"Traceback" not in err


async def test_rubbish_is_answered_and_borne(folder: Path) -> None:
    """Messages that are no JSON, or ask for what there is not, end nothing."""
    async with editor(folder) as desk:
        writer = desk.client.protocol.writer
        assert writer is not None
        body = b"{not json"
        writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        desk.open(PROSE_FILE)
        assert await desk.checked(PROSE_FILE) == []
