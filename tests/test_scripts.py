"""Every script in one document, and briefs that run from right to left: what was written is what is read back."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from stagebrief import Diagnostic, StagebriefError, check
from stagebrief.build import build
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.passes import compile_source
from stagebrief.compile.system import SystemEngine
from stagebrief.readback.compare import read_back
from stagebrief.readback.content import Character, Content
from stagebrief.readback.expect import expected_blocks
from stagebrief.readback.letters import bare
from stagebrief.readback.text import texts_of_pages
from stagebrief.render.brief import render_brief
from stagebrief.render.scripts import against, runs_right_to_left
from stagebrief.render.slides import render_slides

CASES = Path(__file__).parent / "cases"
NEEDED = ("Arab", "Hebr", "Armn", "Geor", "Deva", "Hani", "Kana", "Hang")
RENDER = {"brief": render_brief, "slides": render_slides}
NAME = "رحمان"


def lacking_fonts() -> list[str]:
    """The scripts for which this machine has no font."""
    here = {family.script for family in find_fonts().fallbacks}
    return [script for script in NEEDED if script not in here]


def skip_without_fonts() -> None:
    """End the test where fonts are not installed: they are packages that not every machine has."""
    if missing := lacking_fonts():
        pytest.skip(f"no fonts for {', '.join(missing)} are installed (see `stagebrief doctor`)")


@pytest.fixture(scope="module", params=["scripts", "persian"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A case and the folder with its two PDFs; the build itself reads every word back."""
    skip_without_fonts()
    output = tmp_path_factory.mktemp(request.param)
    build(CASES / request.param, output)
    return CASES / request.param, output


def text_of(folder: Path, target: str) -> str:
    """The letters of a PDF without spaces, as they can be compared."""
    return bare("\n".join(texts_of_pages(next(folder.glob(f"*-{target}.pdf")))))


@pytest.mark.tex
def test_every_script_comes_back_as_it_was_written(built: tuple[Path, Path]) -> None:
    """Titles of all scripts stand whole and in order in text, headings, notes and the list; nothing is a blank."""
    content, output = built
    titles = re.findall(r"title ?= ?\{(.*)\}", (content / "references.bib").read_text(encoding="utf-8"))
    titles = [re.sub(r"\}, .*", "", title) for title in titles]
    shown = {target: text_of(output, target) for target in ("brief", "slides")}
    assert len(titles) >= 2
    for title in titles:
        assert shown["brief"].count(bare(title)) >= (7 if content.name == "scripts" else 1), title
        assert bare(title) in shown["slides"], title


@pytest.mark.tex
def test_arabic_letters_are_joined_and_run_to_the_left(built: tuple[Path, Path]) -> None:
    """The Persian spelling of a Tajik name has the forms that letters have within words, each left of the last."""
    with pikepdf.open(next(built[1].glob("*-brief.pdf"))) as pdf:
        content = Content()
        characters = [character for page in pdf.pages for character in content.characters(page)]
    names = list(found(NAME, characters))
    assert names
    for name in names:
        assert [one.left for one in name] == sorted((one.left for one in name), reverse=True)
    drawn = [one.text for name in names for one in name if ord(one.text) >= 0xFB50]
    assert any(0xFE80 <= ord(form) <= 0xFEFC for form in drawn)


def found(word: str, characters: list[Character]) -> list[list[Character]]:
    """Where a word stands among the characters, by their letters."""
    letters = [bare(character.text) for character in characters]
    wanted = list(bare(word))
    starts = (index for index in range(len(letters)) if letters[index : index + len(wanted)] == wanted)
    return [characters[start : start + len(wanted)] for start in starts]


@pytest.mark.tex
@pytest.mark.parametrize("target", ["brief", "slides"])
@pytest.mark.parametrize(
    ("written", "instead", "place"),
    [
        ("ارتش و اقتصاد مشترک", "ارتش و مشترک", ("stages/1-one.yaml", 5)),
        ("رئیس‌جمهور و حلقهٔ کوچک او", "رئیس‌جمهور و کوچک حلقهٔ او", ("brief.yaml", 19)),
        ("امضا شد", "شد", ("stages/1-one.yaml", 9)),
    ],
    ids=["word", "order", "event"],
)
def test_a_loss_in_a_line_from_right_to_left_is_told(
    tmp_path: Path, target: str, written: str, instead: str, place: tuple[str, int]
) -> None:
    """A word that is left out of a Persian brief or deck, and words that change places, are told at their line."""
    skip_without_fonts()
    lost = lost_in("persian", tmp_path, target, written, instead)
    assert {item.code for item in lost} == {"words-arrive"}
    assert {(item.span.file, item.span.line) for item in lost if item.span} == {place}


def lost_in(case: str, folder: Path, target: str, written: str, instead: str) -> tuple[Diagnostic, ...]:
    """What the read-back misses of a case whose TeX says `instead` for what should be written."""
    resolved = check(CASES / case).resolved
    assert resolved is not None
    source = RENDER[target](resolved, find_fonts(), CASES / case)
    changed = tuple((path, text.replace(written, instead)) for path, text in source.files)
    assert changed != source.files
    compiled = compile_source(replace(source, files=changed), folder, SystemEngine())
    return read_back(compiled.pdf, expected_blocks(resolved, target))


@pytest.mark.tex
@pytest.mark.parametrize("case", ["scripts", "persian"])
@pytest.mark.parametrize(
    ("file", "written", "instead", "line"),
    [
        ("stages/1-{}.md", "\n", " \U00010a60\n", 1),
        ("brief.yaml", "title: ", "title: \U00010a60 ", 1),
        ("references.bib", "title", "note={see \U00010a60}, title", 0),
    ],
    ids=["prose", "yaml", "bib"],
)
def test_a_letter_that_no_font_has_is_an_error_at_its_line(
    tmp_path: Path, case: str, file: str, written: str, instead: str, line: int
) -> None:
    """A letter of Old South Arabian is no blank: in prose, structure or bibliography it is told where it stands."""
    skip_without_fonts()
    content = shutil.copytree(CASES / case, tmp_path / case)
    path = content / file.format({"scripts": "scripts", "persian": "one"}[case])
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(written, instead, 1), encoding="utf-8")
    line = (
        line or path.read_text(encoding="utf-8")[: path.read_text(encoding="utf-8").index("\U00010a60")].count("\n") + 1
    )
    for target in ("brief", "slides"):
        if target == "slides" and file.endswith("md"):
            continue  # prose is not on frames
        with pytest.raises(StagebriefError) as raised:
            build(content, tmp_path / "out", [target])
        told = [item for item in raised.value.diagnostics if item.code == "glyph-exists"]
        assert [("U+10A60" in item.message, item.span and Path(item.span.file).name) for item in told] == [
            (True, path.name)
        ]
        assert [item.span.line for item in told if item.span] == [line]


def test_the_first_letter_says_where_a_text_runs() -> None:
    """Digits and signs say nothing of it."""
    assert runs_right_to_left("۱۹۹۱: سال") is True
    assert runs_right_to_left("«Слово» دوستی") is False
    assert runs_right_to_left("1991–1997") is None


def test_brackets_belong_to_the_words_before_them() -> None:
    """Words against the text are kept together with a bracket behind them, and nothing else is."""
    text = "see سیاست خارجی (۱۹۹۴), and (سال) too"
    assert [text[start:end] for start, end in against(text, right_to_left=False)] == ["سیاست خارجی (۱۹۹۴)"]
    text = "در Zarifi (2011) آمده"
    assert [text[start:end] for start, end in against(text, right_to_left=True)] == ["Zarifi (2011)"]
    assert against("no such words (at all)", right_to_left=False) == []
