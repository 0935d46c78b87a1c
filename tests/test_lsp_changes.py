"""What the language server changes: names everywhere at once, remedies; and what it refuses to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from lspeditor import BIB, BRIEF, OPEN, PROSE, Editor, editor, write_brief
from stagebrief.build import check

pytestmark = pytest.mark.asyncio

PROSE_FILE, OPEN_FILE, CLOSED_FILE = "stages/1-open.md", "stages/1-open.yaml", "stages/2-closed.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A brief in which nothing is wrong."""
    return write_brief(tmp_path / "brief")


def found_in(folder: Path) -> list[str]:
    """What `check` says of the files on the disk."""
    return [str(one) for one in check(folder).diagnostics]


async def refusal(desk: Editor, name: str, mark: str, new: str) -> str:
    """Why a renaming is refused."""
    with pytest.raises(JsonRpcException) as caught:
        await desk.rename(name, mark, new)
    return str(caught.value.message)


@pytest.mark.parametrize("client", ["visual_studio_code", "neovim"])
async def test_a_key_is_renamed_everywhere(folder: Path, client: str) -> None:
    """In prose, fields, its entry and the entries that name it; `check` says the same as before, and back again too."""
    before, texts = found_in(folder), {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    async with editor(folder, client) as desk:
        desk.open(PROSE_FILE)
        edit = await desk.rename(PROSE_FILE, "@smi|th2011", "smith-2011")
        assert desk.apply(edit) == [
            "references.bib",
            "stages/1-open.md",
            "stages/1-open.yaml",
        ]
        assert found_in(folder) == before
        assert "@smith2011" not in "".join(path.read_text() for path in folder.glob("stages/*"))
        assert "related  = {smith-2011}" in (folder / "references.bib").read_text(encoding="utf-8")
        assert await desk.checked(PROSE_FILE) == []
        desk.apply(await desk.rename(PROSE_FILE, "@smi|th-2011", "smith2011"))
        assert {path: path.read_bytes() for path in texts} == texts


async def test_crossref_and_further_names_are_renamed(folder: Path) -> None:
    """A parent that is named in capitals, and a further name among `ids`, are renamed where they stand."""
    async with editor(folder) as desk:
        desk.open("references.bib")
        desk.open(OPEN_FILE)
        desk.apply(await desk.rename("references.bib", "{who|le,", "ports"))
        text = (folder / "references.bib").read_text(encoding="utf-8")
        assert "@collection{ports," in text
        assert "crossref = {ports}" in text
        desk.apply(await desk.rename(OPEN_FILE, "@old-|name", "harbours"))
        assert "ids       = {harbours, older}" in (folder / "references.bib").read_text(encoding="utf-8")
        assert 'cite: "[@harbours]"' in (folder / OPEN_FILE).read_text(encoding="utf-8")
        assert "@book{smith2011," in (folder / "references.bib").read_text(encoding="utf-8")
        assert not [line for line in found_in(folder) if "error" in line]


@pytest.mark.parametrize(
    ("name", "mark", "new", "changed"),
    [
        (PROSE_FILE, "@fig:vi|ew", "harbour", [PROSE_FILE, OPEN_FILE]),
        (PROSE_FILE, "@tbl:shi|ps", "boats", [PROSE_FILE]),
        (PROSE_FILE, "#sec:mas|ter", "captain", [PROSE_FILE]),
        (PROSE_FILE, "@stage:sh|ut", "closed", [PROSE_FILE, CLOSED_FILE]),
        (OPEN_FILE, "  ho|me: A", "politics", ["brief.yaml", OPEN_FILE, CLOSED_FILE]),
    ],
)
async def test_a_label_is_renamed_everywhere(folder: Path, name: str, mark: str, new: str, changed: list[str]) -> None:
    """Figures, tables, headings, stages and determinants, where they are given and where they are referred to."""
    before = found_in(folder)
    async with editor(folder) as desk:
        desk.open(name)
        assert desk.apply(await desk.rename(name, mark, new)) == sorted(changed)
    assert found_in(folder) == before


async def test_a_stage_named_after_its_file_gets_an_id(folder: Path) -> None:
    """A stage without an id is given one when it is renamed; its file keeps its name."""
    (folder / CLOSED_FILE).write_text(
        (folder / CLOSED_FILE).read_text().replace("No more.", "") + "takeaway: As in @stage:open.\n"
    )
    async with editor(folder) as desk:
        desk.open(CLOSED_FILE)
        assert desk.apply(await desk.rename(CLOSED_FILE, "@stage:op|en", "free")) == [OPEN_FILE, CLOSED_FILE]
    assert (folder / OPEN_FILE).read_text().startswith("id: free\ntitle: The harbour opens\n")
    assert not [line for line in found_in(folder) if "error" in line]


async def test_copies_of_a_source_keep_their_source(folder: Path) -> None:
    """A copy in sources/ is renamed with its key, and its pin too."""
    (folder / "sources").mkdir()
    (folder / "sources" / "smith2011.txt").write_text("Ships are always welcome, whatever flag they fly.\n" * 3)
    (folder / "sources" / "pins.yaml").write_text(f'"sources/smith2011.txt":\n  sha256: {"0" * 64}\n')
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        changed = desk.apply(await desk.rename(PROSE_FILE, "@smi|th2011", "smith12"))
        assert changed == ["references.bib", "smith12.txt", "sources/pins.yaml", PROSE_FILE, OPEN_FILE]
    assert (folder / "sources" / "smith12.txt").is_file()
    assert '"sources/smith12.txt":' in (folder / "sources" / "pins.yaml").read_text()


REFUSED = [
    ("@smi|th2011", "jones", "another source has the key 'jones' already"),
    ("@smi|th2011", "older", "another source has the key 'older' already"),
    ("@smi|th2011", "WHOLE", "another source has the key 'WHOLE' already"),
    ("@smi|th2011", "two words", "'two words' cannot be a key"),
    ("@smi|th2011", "smith,2011", "'smith,2011' cannot be a key"),
    ("@smi|th2011", "", "'' cannot be a key"),
    ("@smi|th2011", "smith.", "'smith.' cannot be a key"),
    ("@smi|th2011", "fig:smith", "'@fig:smith' would be a reference to a figure"),
    ("@fig:vi|ew", "Große Ansicht", "cannot be the name of a figure"),
    ("@stage:sh|ut", "open", "there is a stage 'open' already"),
    ("| Ye|ar", "x", "here is no key, label or determinant that could be renamed"),
]
"""What is to be renamed, its new name, and the reason why it cannot have it."""


async def test_a_name_that_cannot_be_is_refused(folder: Path) -> None:
    """A name that is taken, or that nothing of the kind can have, is refused with the reason."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        for mark, new, reason in REFUSED:
            assert reason in await refusal(desk, PROSE_FILE, mark, new)


async def test_nothing_is_renamed_where_a_use_might_be_missed(folder: Path) -> None:
    """While a file cannot be read, a name in it cannot be seen: the reason names the place."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        desk.open(OPEN_FILE, OPEN + "takeaway: [broken\n")
        assert "faults keep parts of the brief from being read" in await refusal(
            desk, PROSE_FILE, "@smi|th2011", "smith12"
        )
        desk.type(OPEN_FILE, OPEN)
        assert (await desk.rename(PROSE_FILE, "@smi|th2011", "smith12")).document_changes
        assert "no source 'nobody'" in await refusal_of_unknown(desk)


async def refusal_of_unknown(desk: Editor) -> str:
    """Why a key that no source has is not renamed."""
    desk.type(PROSE_FILE, PROSE + "\n[@nobody]\n")
    return await refusal(desk, PROSE_FILE, "[@no|body]", "somebody")


async def test_what_can_be_renamed_is_told_beforehand(folder: Path) -> None:
    """The stretch of the name alone, without @ and kind; where there is none, nothing."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        for mark, name in {"@smi|th2011": "smith2011", "@fig:|view": "view", "@stage|:shut": "shut"}.items():
            found = await desk.client.text_document_prepare_rename_async(
                desk.at(PROSE_FILE, mark, types.PrepareRenameParams)
            )
            assert isinstance(found, types.PrepareRenamePlaceholder)
            assert (found.placeholder, desk.said(found.range, PROSE_FILE)) == (name, name)
        nothing = desk.at(PROSE_FILE, "| Ye|ar", types.PrepareRenameParams)
        assert await desk.client.text_document_prepare_rename_async(nothing) is None


async def test_csl_json_is_renamed_too(tmp_path: Path) -> None:
    """The id of an item in CSL-JSON is its key: it is found, led to and renamed."""
    items = [
        {
            "id": "smith2011",
            "type": "book",
            "title": "Harbours",
            "author": [{"literal": "Ж"}],
            "issued": {"raw": "2011"},
        }
    ]
    folder = write_brief(tmp_path / "brief")
    (folder / "references.json").write_text(json.dumps(items, indent=1, ensure_ascii=False), encoding="utf-8")
    (folder / "references.bib").unlink()
    (folder / "brief.yaml").write_text(BRIEF + "bibliography: references.json\n")
    (folder / PROSE_FILE).write_text("So [@smith2011].\n")
    (folder / OPEN_FILE).write_text(OPEN.replace("@old-name", "@smith2011"))
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        assert await desk.goals(PROSE_FILE, "@smi|th2011") == ["references.json:3 smith2011"]
        desk.apply(await desk.rename(PROSE_FILE, "@smi|th2011", "smith12"))
    assert json.loads((folder / "references.json").read_text(encoding="utf-8"))[0]["id"] == "smith12"
    assert not [line for line in found_in(folder) if "error" in line]


REMEDIES = [
    (PROSE_FILE, PROSE + "\n[@smth2011]\n", "smth2011", "smith2011"),
    (PROSE_FILE, PROSE + "\nSee @fig:veiw.\n", "fig:veiw", "fig:view"),
    (PROSE_FILE, PROSE + "\nSee @tbl:view.\n", "tbl:view", "fig:view"),
    (PROSE_FILE, PROSE + "\n::: slid\nx\n:::\n", "slid", "slide"),
    (OPEN_FILE, OPEN.replace("stance:", "stanse:"), "stanse", "stance"),
    (OPEN_FILE, OPEN.replace("  home:", "  hom:"), "hom", "home"),
    (OPEN_FILE, OPEN.replace("harbour.png", "harbor.png"), "figures/harbor.png", "figures/harbour.png"),
    ("brief.yaml", BRIEF + "language: English\n", "English", "en-GB"),
    ("brief.yaml", BRIEF.replace("  - stages/2-closed.yaml\n", ""), "", "\n  - stages/2-closed.yaml"),
]
"""A file, what is wrong with it, the words of the remedy's place, and what is to stand there."""


async def test_sure_remedies_are_made_by_a_key_press(folder: Path) -> None:
    """The nearest key, label, field, id, div or file takes the place of a misspelt one, and the fault is gone."""
    async with editor(folder) as desk:
        for name in (PROSE_FILE, OPEN_FILE, "brief.yaml"):
            desk.open(name)
        texts = dict(desk.texts)
        for name, text, wrong, right in REMEDIES:
            desk.type(name, text)
            action = await remedy(desk, name)
            assert action.is_preferred
            assert action.kind == types.CodeActionKind.QuickFix
            assert action.edit is not None
            ((edit,),) = (action.edit.changes or {}).values()
            assert (desk.said(edit.range, name), edit.new_text) == (wrong, right)
            desk.apply(action.edit)
            assert [one for one in await desk.checked(name) if one.severity == 1] == []
            desk.type(name, texts[name])


async def remedy(desk: Editor, name: str) -> types.CodeAction:
    """The first thing that can be done about the faults of a file."""
    faults = await desk.checked(name)
    for fault in faults:
        params = types.CodeActionParams(desk.document(name), fault.range, types.CodeActionContext(faults))
        for action in await desk.client.text_document_code_action_async(params) or []:
            assert isinstance(action, types.CodeAction)
            return action
    raise AssertionError(f"nothing can be done about {faults}")


async def test_an_editor_that_cannot_rename_files_is_told_to(folder: Path) -> None:
    """A key whose copy has its name is not renamed by an editor that could only do half of it."""
    (folder / "sources").mkdir()
    (folder / "sources" / "smith2011.txt").write_text("Ships are always welcome.\n" * 3)
    async with editor(folder, "emacs") as desk:
        workspace = desk.client.capabilities.workspace if desk.client.capabilities else None
        assert workspace is not None
        operations = workspace.workspace_edit.resource_operations if workspace.workspace_edit else None
        desk.open(PROSE_FILE)
        if operations and types.ResourceOperationKind.Rename in operations:
            assert desk.apply(await desk.rename(PROSE_FILE, "@smi|th2011", "smith12"))
        else:
            assert "sources/smith2011.txt" in await refusal(desk, PROSE_FILE, "@smi|th2011", "smith12")


async def test_bibliographies_keep_their_bytes_elsewhere(folder: Path) -> None:
    """Only the keys change: every other character of the .bib stays."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        desk.apply(await desk.rename(PROSE_FILE, "also @jo|nes", "jones1999"))
    assert (folder / "references.bib").read_text(encoding="utf-8") == BIB.replace("{jones,", "{jones1999,")
