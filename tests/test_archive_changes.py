"""Comparing two editions: what has changed in meaning, in words, and on which page."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from stagebrief.archive.changes import Change, changes_between, longest_rising, word_pieces
from stagebrief.archive.changes_text import Comparison, headline, piece_text, shortened, to_html, to_text
from stagebrief.archive.items import Item, items_of
from stagebrief.archive.manifest import About, Manifest, Stored, Toolchain
from stagebrief.archive.page_changes import page_changes, paired
from stagebrief.archive.pages import changed_boxes, difference_of
from stagebrief.load.folder import load

EXAMPLE = Path(__file__).parents[1] / "content" / "tajikistan-russia"


def items_in(folder: Path) -> tuple[Item, ...]:
    """What the content of a folder says."""
    loaded = load(folder)
    assert loaded.brief is not None
    return items_of(loaded.brief, loaded.library)


def after(tmp_path: Path, file: str, old: str, new: str) -> tuple[Change, ...]:
    """The changes that come of one edit in the example."""
    folder = tmp_path / "edited"
    shutil.copytree(EXAMPLE, folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return changes_between(items_in(EXAMPLE), items_in(folder))


def said(changes: tuple[Change, ...]) -> list[str]:
    """The changes in a line each: what, the words, and the sources."""
    found = []
    for change in changes:
        words = "".join(piece_text(piece) for piece in shortened(change.pieces) if piece.kind != "same")
        gone, come = change.sources
        found.append(
            " ".join([headline(change), words, *(f"-{item}" for item in gone), *(f"+{item}" for item in come)])
        )
    return [" ".join(line.split()) for line in found]


STAGE_2 = "in stage 2: The door opens westwards, and Russia stays first"


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("brief.yaml", "Four stages", "Five stages", ["changed: subtitle [-Four-]{+Five+}"]),
        (
            "stages/2-open-door.yaml",
            "nobody yet asked it to choose",
            "nobody yet forced it to choose",
            [f"changed: stance, {STAGE_2} [-asked-]{{+forced+}}"],
        ),
        (
            "stages/2-open-door.yaml",
            "2000/2014",
            "2000/2015",
            [f"changed: event 2000/2015, {STAGE_2} [-2014-]{{+2015+}}"],
        ),
        (
            "stages/1-seeking-support.md",
            "[@mfa1994, p. 13",
            "[@mfa1994, p. 14",
            [
                "changed: paragraph “The symbolic help was worth as much. …”, "
                "in stage 1: A government at war seeks a protector"
                " -mfa1994, page 13 +mfa1994, page 14"
            ],
        ),
        (
            "brief.yaml",
            "    title: Who decides\n",
            "    title: Who rules\n",
            ["changed: finding [-decides-]{+rules+}"],
        ),
    ],
)
def test_an_edit_is_told_as_what_it_means(tmp_path: Path, file: str, old: str, new: str, expected: list[str]) -> None:
    """One edit is one change, with the words and the sources that it touches."""
    assert said(after(tmp_path, file, old, new)) == expected


def test_nothing_changed_is_no_change() -> None:
    """An edition compared with itself has no changes."""
    items = items_in(EXAMPLE)
    assert len(items) > 100
    assert changes_between(items, items) == ()


def test_an_event_in_another_stage_has_moved(tmp_path: Path) -> None:
    """What stands in another stage with the same words is neither removed nor added."""
    folder = tmp_path / "edited"
    shutil.copytree(EXAMPLE, folder)
    one, two = folder / "stages" / "2-open-door.yaml", folder / "stages" / "1-seeking-support.yaml"
    text = one.read_text(encoding="utf-8")
    start, end = text.index("  - date: 1999/2009"), text.index("  - date: 2000\n")
    one.write_text(text[:start] + text[end:], encoding="utf-8")
    other = two.read_text(encoding="utf-8")
    two.write_text(other.replace("events:\n", f"events:\n{text[start:end]}", 1), encoding="utf-8")
    changes = changes_between(items_in(EXAMPLE), items_in(folder))
    assert [(change.kind, change.item.kind, change.item.place[:7]) for change in changes] == [
        ("moved", "event", "stage 1")
    ]


def test_a_stage_that_is_added_moves_no_other(tmp_path: Path) -> None:
    """A stage put first is new with all that is in it; the others are the same though their numbers change."""
    folder = tmp_path / "edited"
    shutil.copytree(EXAMPLE, folder)
    (folder / "stages" / "0-before.yaml").write_text(
        "title: Before\nperiod: {from: 1985, to: 1991, label: before}\nstance: A union.\n", encoding="utf-8"
    )
    (folder / "stages" / "0-before.md").write_text("It was a union.\n", encoding="utf-8")
    brief = folder / "brief.yaml"
    text = brief.read_text(encoding="utf-8").replace("stages:\n", "stages:\n  - stages/0-before.yaml\n")
    brief.write_text(text, encoding="utf-8")
    changes = changes_between(items_in(EXAMPLE), items_in(folder))
    assert {change.kind for change in changes} == {"added"}
    assert [change.item.kind for change in changes] == ["stage", "period", "stance", "paragraph"]


def test_paragraphs_that_change_places_have_moved() -> None:
    """Of two paragraphs in another order one has moved."""
    one, two, three = (Item("paragraph", "introduction", words) for words in ("one one", "two two", "three three"))
    changes = changes_between([one, two, three], [three, one, two])
    assert [(change.kind, change.item.words) for change in changes] == [("moved", "three three")]


def test_words_are_compared_as_words() -> None:
    """Changed words stand beside each other, with what both editions have around them."""
    text = "".join(
        piece_text(piece) for piece in word_pieces("the old grey harbour is open", "the new harbour was open")
    )
    assert text == "the [-old grey-]{+new+} harbour [-is-]{+was+} open"


@pytest.mark.parametrize(
    ("old", "new"), [("", "a b"), ("a b", ""), ("a b c", "c b a"), ("ғарб 1", "ғарб 2"), ("a", "a")]
)
def test_both_texts_can_be_read_out_of_the_pieces(old: str, new: str) -> None:
    """Without the new words the pieces are the old text, without the old ones the new."""
    pieces = word_pieces(old, new)
    assert "".join(piece.words for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.words for piece in pieces if piece.kind != "old") == new


def test_the_longest_rising_part_stays() -> None:
    """What is in order is not taken for moved."""
    assert longest_rising([3, 1, 2, 4]) == {1, 2, 4}
    assert longest_rising([]) == set()


def test_pages_are_paired_by_their_words() -> None:
    """A page put between others has no partner, and the others keep theirs."""
    before = ["one harbour", "two piers", "three ships"]
    assert paired(before, ["one harbour", "new words here", "two piers", "three ships"]) == [
        (0, 0),
        (-1, 1),
        (1, 2),
        (2, 3),
    ]
    assert paired(before, before[1:]) == [(0, -1), (1, 0), (2, 1)]
    assert paired([], ["x"]) == [(-1, 0)]


def drawn(*boxes: tuple[int, int, int, int]) -> Image.Image:
    """A page with black boxes."""
    picture = Image.new("RGB", (300, 400), "white")
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill="black")
    return picture


def as_pdf(*pictures: Image.Image) -> bytes:
    """The pictures as pages of a PDF."""
    result = io.BytesIO()
    pictures[0].save(result, "PDF", save_all=True, append_images=pictures[1:], resolution=72)
    return result.getvalue()


def test_changed_regions_are_found_each() -> None:
    """Two places far apart are two regions; the box is as large as what differs."""
    old, new = drawn((10, 10, 50, 20)), drawn((10, 10, 60, 20), (100, 300, 120, 320))
    assert changed_boxes(old, new) == [(51, 10, 61, 21), (100, 300, 121, 321)]
    assert changed_boxes(old, old) == []


def test_a_page_that_differs_is_shown_in_both_editions() -> None:
    """Pages that are the same are not told; of one that differs there are two pictures."""
    first, second, other = drawn((10, 10, 50, 20)), drawn((20, 90, 80, 100)), drawn((20, 90, 90, 100))
    changes = page_changes("brief", as_pdf(first, second), as_pdf(first, other))
    assert [str(change) for change in changes] == ["brief: page 2, 1 region"]
    assert Image.open(io.BytesIO(changes[0].new_picture)).width in {620, 621}


def test_a_page_of_which_only_the_foot_differs_is_told_beside_the_others() -> None:
    """Numbers of pages and marks of progress are no news; pages in a row are one range."""
    text, foot, more = (10, 10, 50, 20), (280, 380, 290, 390), (200, 380, 290, 390)
    old = as_pdf(*[drawn(text, foot)] * 5)
    new = as_pdf(drawn(text, more), drawn((10, 10, 90, 20), more), *[drawn(text, more)] * 3)
    found = Comparison(stub(), stub(), (), page_changes("slides", old, new))
    assert [str(page) for page in found.told] == ["slides: page 2, 2 regions"]
    assert found.slight == ("slides: pages 1, 3–5, only the foot: the number of the page or marks of progress",)
    assert "only the foot" in to_text(found) and "only the foot" in to_html(found)


def stub() -> Manifest:
    """A manifest that says next to nothing."""
    tools = Toolchain(engine="", biber="", stagebrief="", code="", listing=Stored(sha512="0" * 128, size=0), kept=False)
    about = About(title="Harbour", language="en", citation="Harbour.")
    return Manifest(
        name="a", number=1, version="1", date="", about=about, folder="a", epoch=0, settings={}, toolchain=tools,
        products=(), files=(),
    )  # fmt: skip


def test_a_difference_is_told_in_bytes_then_text_then_pixels() -> None:
    """What is the same is said to be the same."""
    page, other = as_pdf(drawn((10, 10, 50, 20))), as_pdf(drawn((10, 10, 90, 20)))
    assert str(difference_of(page, page)) == "the same bytes"
    assert (
        str(difference_of(page, page + b"\n% more"))
        == "other bytes, but the same text and the same pixels on every page"
    )
    assert str(difference_of(page, other)) == "other bytes, the same text, other pixels on page 1"
