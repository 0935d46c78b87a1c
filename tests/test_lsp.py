"""The language server, asked by a real client over its standard streams."""

from __future__ import annotations

import asyncio
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


def codes(diagnostics: list[types.Diagnostic]) -> list[str]:
    """The codes of diagnostics."""
    return [str(one.code) for one in diagnostics]


async def refusal(editor: Editor, name: str, mark: str, new: str) -> str:
    """Why a renaming is refused."""
    with pytest.raises(JsonRpcException) as caught:
        await editor.rename(name, mark, new)
    return str(caught.value.message)


async def test_the_brief_of_these_tests_is_sound(folder: Path) -> None:
    """The brief that the tests write has no faults, so that each fault below is of the test's own making."""
    assert [one for one in check(folder).diagnostics if one.severity == "error"] == []


async def test_faults_of_unsaved_texts_are_told_while_typing(folder: Path) -> None:
    """A fault that is typed is told at its place, and goes when it is mended; the disk is not touched."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        assert await desk.checked(PROSE_FILE) == []
        desk.type(PROSE_FILE, PROSE + "\nSee [@smth2011, p. 3].\n")
        (fault,) = await desk.checked(PROSE_FILE)
        assert (fault.code, fault.source, fault.severity) == ("citation-resolves", "stagebrief", 1)
        assert desk.said(fault.range, PROSE_FILE) == "@smth2011"
        assert fault.message == "there is no source with the key 'smth2011' (did you mean 'smith2011'?)"
        desk.type(PROSE_FILE, PROSE)
        assert await desk.checked(PROSE_FILE) == []
        assert (folder / PROSE_FILE).read_text(encoding="utf-8") == PROSE


async def test_faults_are_told_without_being_asked(folder: Path) -> None:
    """An editor that only opens and types gets diagnostics, after a pause, once for several key presses."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        for end in range(1, 6):
            desk.type(PROSE_FILE, PROSE + "\n[@nobody"[: end + 4] + "]\n")
        told = await asyncio.wait_for(desk.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), 60)
        assert told.uri == desk.uri(PROSE_FILE)
        assert told.version == desk.versions[PROSE_FILE]
        assert codes(told.diagnostics) == ["citation-resolves"]


async def test_faults_of_other_files_are_told_to_these(folder: Path) -> None:
    """A source that is deleted in the bibliography is missed where it is cited, in files that are not open."""
    async with editor(folder) as desk:
        desk.open("references.bib", BIB.replace("{smith2011,", "{smith2012,").replace("{old-name, older}", "{older}"))
        await desk.checked("references.bib")
        stage = desk.client.diagnostics[desk.uri(OPEN_FILE)]
        assert [desk.said(one.range, OPEN_FILE) for one in stage] == ["@smith2011", "@smith2011", "@old-name"]
        desk.type("references.bib", BIB)
        await desk.checked("references.bib")
        assert list(desk.client.diagnostics[desk.uri(OPEN_FILE)]) == []


async def test_related_places_are_linked(folder: Path) -> None:
    """Where a message names another place, that place is beside it."""
    async with editor(folder) as desk:
        twice = BIB + "\n@book{smith2011, author = {Other, Ann}, title = {Another}, date = {2012}}\n"
        desk.open("references.bib", twice)
        (fault,) = [one for one in await desk.checked("references.bib") if one.code == "key-is-unique"]
        (other,) = fault.related_information or []
        assert other.location.uri == desk.uri("references.bib")
        assert other.location.range.start == types.Position(0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
async def test_columns_are_counted_as_the_editor_counts(folder: Path, encoding: str) -> None:
    """Behind Cyrillic letters and ships of two code units, what is underlined and what is asked for is right."""
    async with editor(folder, encodings=[encoding]) as desk:
        assert desk.encoding == encoding
        desk.open(PROSE_FILE, PROSE.replace("also @jones, p. 20", "also @nobody, p. 20"))
        (fault,) = await desk.checked(PROSE_FILE)
        assert desk.said(fault.range, PROSE_FILE) == "@nobody"
        assert await desk.goals(PROSE_FILE, "см. @smith|2011") == ["references.bib:1 smith2011"]
        assert "smith2011" in await desk.proposals(PROSE_FILE, "см. @smi|th2011")


async def test_a_paragraph_separator_ends_no_line(folder: Path) -> None:
    """Characters that Python takes for line ends and editors do not leave the lines below them where they are."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE, "One\u2028two\x85three.\r\n\r\nFour [@nobody].\r\n" + PROSE)
        fault = next(one for one in await desk.checked(PROSE_FILE) if one.code == "citation-resolves")
        assert fault.range == types.Range(types.Position(2, 6), types.Position(2, 13))


async def test_sources_are_proposed_with_their_titles(folder: Path) -> None:
    """Behind an @, in brackets and behind a semicolon, keys are proposed with their titles and references."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        await desk.checked(PROSE_FILE)
        for end in ("@", "[@", "[see @smith2011; @", "[-@", "**[@", "@jo", "[@{"):
            desk.type(PROSE_FILE, f"{PROSE}\nAs {end}")
            found = await desk.proposals(PROSE_FILE, f"\nAs {end}|")
            assert found["jones"].detail == "Jones et al., Гавани"
        desk.type(PROSE_FILE, f"{PROSE}\nAs [@jo")
        item = (await desk.proposals(PROSE_FILE, "As [@jo|"))["jones"]
        assert isinstance(item.text_edit, types.TextEdit)
        assert (desk.said(item.text_edit.range, PROSE_FILE), item.text_edit.new_text) == ("jo", "jones")
        whole = await desk.client.completion_item_resolve_async(item)
        assert isinstance(whole.documentation, types.MarkupContent)
        assert whole.documentation.value.startswith("Tom Jones and Иван Иванов, “Гавани”, *Ports*, ed. Ann Brown")


async def test_sources_are_found_by_their_titles(folder: Path) -> None:
    """What is typed behind the @ may be a word of the title or the author's name."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE, f"{PROSE}\n[@harb")
        found = await desk.proposals(PROSE_FILE, "[@harb|")
        assert "smith2011" in found
        assert "whole" not in found


async def test_no_sources_are_proposed_in_addresses(folder: Path) -> None:
    """An @ that begins no key proposes none."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        for line in ("ann@", "a \\@", "https://x.org/@"):
            desk.type(PROSE_FILE, f"{PROSE}\n{line}")
            assert await desk.proposals(PROSE_FILE, f"\n{line}|") == {}


async def test_labels_are_proposed_by_kind(folder: Path) -> None:
    """Behind @stage:, @fig: and @tbl: the labels of that kind are proposed, with what they lead to."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        await desk.checked(PROSE_FILE)
        shown = {}
        for kind in ("stage", "fig", "tbl", "sec"):
            desk.type(PROSE_FILE, f"{PROSE}\nSee @{kind}:")
            found = await desk.proposals(PROSE_FILE, f"See @{kind}:|")
            shown[kind] = [(item.label, item.detail) for item in found.values()]
        assert shown == {
            "stage": [("open", "stage 1: The harbour opens"), ("shut", "stage 2: The harbour closes")],
            "fig": [("view", "figure 1: The harbour in 1991")],
            "tbl": [("ships", "table 1: Ships a year")],
            "sec": [("master", "section: The master of the harbour")],
        }


async def test_places_in_a_source_are_proposed(folder: Path) -> None:
    """Behind the comma of a citation the words for its parts are proposed, and nowhere else."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE, f"{PROSE}\nAs [@jones, ")
        found = await desk.proposals(PROSE_FILE, "As [@jones, |")
        assert min(found.values(), key=lambda item: item.sort_text or "").label == "p."
        assert {"p.", "pp.", "chap.", "vol."} <= found.keys()
        assert found["p."].detail == "page"
        desk.type(PROSE_FILE, f"{PROSE}\nAs @jones, ")
        assert await desk.proposals(PROSE_FILE, "As @jones, |") == {}
        desk.type(PROSE_FILE, f"{PROSE}\nAs @jones [")
        assert "p." in await desk.proposals(PROSE_FILE, "As @jones [|")


async def test_divs_pictures_and_attributes_are_proposed(folder: Path) -> None:
    """The names of divs behind colons, pictures in the brackets of an image, attributes in its braces."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE, f"{PROSE}\n::: ")
        assert {"slide", "notes", "brief-only", "slides-only", "pullquote"} == (
            await desk.proposals(PROSE_FILE, "\n::: |")
        ).keys()
        desk.type(PROSE_FILE, f"{PROSE}\n![A view](fig")
        assert list(await desk.proposals(PROSE_FILE, "![A view](fig|")) == ["figures/harbour.png"]
        desk.type(PROSE_FILE, f"{PROSE}\n![A view](figures/harbour.png){{")
        assert "#fig:" in await desk.proposals(PROSE_FILE, "harbour.png){|")


FITTING = [
    ("brief.yaml", f"{BRIEF}\nsub", "\nsub|", {"subtitle", "abstract", "citations", "checks"}),
    ("brief.yaml", f"{BRIEF}citations:\n  ", "citations:\n  |", {"style", "notes", "ibid", "places"}),
    ("brief.yaml", f"{BRIEF}citations:\n  notes: ", "  notes: |", {"footnotes", "endnotes"}),
    ("brief.yaml", f"{BRIEF}citations:\n  ibid: ", "  ibid: |", {"true", "false", "idem"}),
    ("brief.yaml", f"{BRIEF}checks:\n  quo", "  quo|", {"quotation-has-source", "claim-has-source"}),
    ("brief.yaml", f"{BRIEF}checks:\n  entry-is-cited: ", "cited: |", {"off", "note", "warning", "error"}),
    ("brief.yaml", f"{BRIEF}bibliography: ", "bibliography: |", {"references.bib"}),
    ("brief.yaml", BRIEF.replace("  - stages/1-open.yaml", "  - "), "  - |\n", {OPEN_FILE, CLOSED_FILE}),
    (
        "brief.yaml",
        BRIEF.replace("  - name: Ann Author", "  - name: Ann\n    "),
        "Ann\n    |",
        {"role", "bio", "orcid"},
    ),
    (OPEN_FILE, f"{OPEN}slides:\n  numbers: ", "  numbers: |", {"false"}),
    (OPEN_FILE, f"{OPEN}slides:\n  extra:\n    - ", "    - |", {"title", "bullets", "notes"}),
    (OPEN_FILE, f"{OPEN}numbers:\n  - value: 3\n    ", "value: 3\n    |", {"what", "cite", "unsourced"}),
    (OPEN_FILE, OPEN.replace("  home: A new", "  : A new"), "  |: A new", {"home"}),
    (OPEN_FILE, OPEN.replace('"[@old-name]"', '"[@'), 'cite: "[@|', {"smith2011", "jones"}),
    (OPEN_FILE, OPEN.replace('"[@old-name]"', ""), "cite: |\n", {"smith2011", "jones"}),
    (OPEN_FILE, OPEN.replace('"[@old-name]"', '"@jones, '), "@jones, |", {"p.", "pp."}),
    (OPEN_FILE, OPEN.replace("Open to everybody.", "Open, says @"), "says @|", {"smith2011", "stage:shut"}),
    (OPEN_FILE, OPEN.replace("file: figures/harbour.png", "file: "), "file: |", {"figures/harbour.png"}),
    ("references.bib", BIB.replace("{WHOLE}", "{"), "crossref = {|", {"whole", "smith2011"}),
]
"""A file, what is typed into it, the place, and some of what is proposed there."""


async def test_what_fits_the_place_is_proposed(folder: Path) -> None:
    """Fields and values that the schema allows at the place, ids, files and keys; in texts that cannot be read too."""
    async with editor(folder) as desk:
        for name in ("brief.yaml", OPEN_FILE, "references.bib"):
            desk.open(name)
        texts = dict(desk.texts)
        for name, text, mark, expected in FITTING:
            desk.type(name, texts[name])
            await desk.checked(name)
            desk.type(name, text)
            found = await desk.proposals(name, mark)
            assert expected <= found.keys(), (name, mark)
            assert not {"title", "stages"} & found.keys() or "- |" in mark, (name, mark)


async def test_a_field_is_proposed_with_what_follows_it(folder: Path) -> None:
    """A field that holds others comes with the line below it, indented; one that is there already does not come."""
    async with editor(folder) as desk:
        desk.open(OPEN_FILE, f"{OPEN}slides:\n  op")
        found = await desk.proposals(OPEN_FILE, "slides:\n  op|")
        edit = found["opening"].text_edit
        assert isinstance(edit, types.TextEdit)
        assert (desk.said(edit.range, OPEN_FILE), edit.new_text) == ("op", "opening:\n    ")
        desk.type(OPEN_FILE, f"{OPEN}ti")
        found = await desk.proposals(OPEN_FILE, "\nti|")
        assert "title" not in found
        assert "takeaway" in found
        assert found["takeaway"].documentation.value == "What to remember of the stage, Markdown."  # type: ignore[union-attr]


async def test_a_broken_file_is_completed_from_what_was_read_before(folder: Path) -> None:
    """While brief.yaml or the bibliography cannot be read, keys, labels and determinants are proposed as before."""
    async with editor(folder) as desk:
        desk.open("brief.yaml")
        desk.open(PROSE_FILE)
        await desk.checked("brief.yaml")
        desk.type("brief.yaml", "title: [broken\n  stages: {" + BRIEF)
        desk.type(PROSE_FILE, f"{PROSE}\n[@")
        assert await desk.checked("brief.yaml") != []
        found = await desk.proposals(PROSE_FILE, "\n[@|")
        assert {"smith2011", "jones", "stage:shut", "fig:view"} <= found.keys()
        assert await desk.goals(PROSE_FILE, "см. @smith|2011") == ["references.bib:1 smith2011"]


async def test_a_hover_tells_what_a_name_means(folder: Path) -> None:
    """Sources with their references and places, labels with titles, determinants, fields, faults with remedies."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE, PROSE + "\n[@nobody1999]\n")
        desk.open(OPEN_FILE)
        desk.open("brief.yaml", BRIEF + "contents: always\n")
        assert await desk.hover(PROSE_FILE, "@smi|th2011") == (
            "John Smith, *Harbours of the World*, London: Sea Press, 2011\n\n`references.bib:1` · cited 4 times"
        )
        assert "`old-name` is another name of `smith2011`" in await desk.hover(OPEN_FILE, "@old|-name")
        assert await desk.hover(PROSE_FILE, "@fig:v|iew") == "Figure 1: The harbour in 1991\n\n`stages/1-open.yaml:17`"
        assert (await desk.hover(PROSE_FILE, "@stage:sh|ut")).startswith("Stage 2: The harbour closes")
        assert (await desk.hover(OPEN_FILE, "  neigh|bours:")).startswith("**The neighbours**: Who lives next door.")
        assert "The stage in one sentence" in await desk.hover(OPEN_FILE, "sta|nce:")
        assert "`auto` · `always` · `never`" in await desk.hover("brief.yaml", "cont|ents: always")
        fault = await desk.hover(PROSE_FILE, "[@nob|ody1999]")
        assert "**citation-resolves**" in fault
        assert "*To mend it:*" in fault
        assert await desk.hover(PROSE_FILE, "| Ye|ar") == ""


async def test_names_lead_to_where_they_are_given(folder: Path) -> None:
    """Citations to their entries, labels to their definitions, determinants to brief.yaml, files to the files."""
    async with editor(folder) as desk:
        for name in (PROSE_FILE, OPEN_FILE, CLOSED_FILE, "brief.yaml", "references.bib"):
            desk.open(name)
        expected = {
            (PROSE_FILE, "also @jo|nes"): "references.bib:17 jones",
            (OPEN_FILE, "@old-|name"): "references.bib:1 smith2011",
            (PROSE_FILE, "@stage:sh|ut"): "stages/2-closed.yaml:1 shut",
            (PROSE_FILE, "@fig:vi|ew"): "stages/1-open.yaml:16 view",
            (PROSE_FILE, "@tbl:shi|ps"): "stages/1-open.md:9 ships",
            (PROSE_FILE, "@sec:mas|ter"): "stages/1-open.md:1 master",
            (OPEN_FILE, "  ho|me:"): "brief.yaml:9 home",
            (OPEN_FILE, "figures/har|bour.png"): "figures/harbour.png:1",
            ("brief.yaml", "stages/1-|open.yaml"): "stages/1-open.yaml:1",
            ("references.bib", "{WHO|LE}"): "references.bib:10 whole",
        }
        found = {place: await desk.goals(*place) for place in expected}
        assert {place: goals[0].removesuffix(" ") if goals else "" for place, goals in found.items()} == expected
        assert await desk.goals(PROSE_FILE, "`@jo|nes`") in ([], ["references.bib:17 jones"])


async def test_all_uses_of_a_name_are_found(folder: Path) -> None:
    """Of a source in prose, fields and other entries, by all its keys; of a label where it is given and referred to."""
    async with editor(folder) as desk:
        desk.open(PROSE_FILE)
        desk.open("references.bib")
        assert await desk.uses(PROSE_FILE, "@smi|th2011") == [
            "references.bib:1 smith2011",
            "references.bib:22 smith2011",
            "references.bib:7 old-name",
            "references.bib:7 older",
            "stages/1-open.md:3 smith2011",
            "stages/1-open.yaml:10 smith2011",
            "stages/1-open.yaml:14 old-name",
            "stages/1-open.yaml:9 smith2011",
        ]
        assert await desk.uses("references.bib", "{jo|nes,") == [
            "references.bib:17 jones",
            "stages/1-open.md:11 jones",
            "stages/1-open.md:3 jones",
        ]
        assert await desk.uses("references.bib", "{who|le,") == ["references.bib:10 whole", "references.bib:21 WHOLE"]
        assert await desk.uses(PROSE_FILE, "@fig:vi|ew") == ["stages/1-open.md:3 view", "stages/1-open.yaml:16 view"]
