"""Every script in one document, and briefs that run from right to left: what was written is what is read back."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from stagebrief import StagebriefError, check
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


LOSSES = (
    ("ارتش و اقتصاد مشترک", "ارتش و مشترک", ("stages/1-one.yaml", 5)),
    ("رئیس‌جمهور و حلقهٔ کوچک او", "رئیس‌جمهور و کوچک حلقهٔ او", ("brief.yaml", 19)),
    ("امضا شد", "شد", ("stages/1-one.yaml", 9)),
)
"""What a Persian case says in its structure, what its TeX says instead, and where that is told: two words are left out,
and two change places."""


@pytest.mark.tex
@pytest.mark.parametrize("target", ["brief", "slides"])
def test_losses_in_lines_from_right_to_left_are_told(tmp_path: Path, target: str) -> None:
    """Words that are left out of a Persian brief or deck, and words that change places, are told at their lines."""
    skip_without_fonts()
    resolved = check(CASES / "persian").resolved
    assert resolved is not None
    source = RENDER[target](resolved, find_fonts(), CASES / "persian")
    text = dict(source.files)
    for written, instead, _ in LOSSES:
        assert any(written in content for content in text.values())
        text = {path: content.replace(written, instead) for path, content in text.items()}
    compiled = compile_source(replace(source, files=tuple(text.items())), tmp_path, SystemEngine())
    lost = read_back(compiled.pdf, expected_blocks(resolved, target))
    assert {item.code for item in lost} == {"words-arrive"}
    assert {(item.span.file, item.span.line) for item in lost if item.span} == {place for *_, place in LOSSES}


@pytest.mark.tex
@pytest.mark.parametrize("case", ["scripts", "persian"])
def test_letters_that_no_font_has_are_errors_at_their_lines(tmp_path: Path, case: str) -> None:
    """Letters that no font has are no blanks: in prose, structure and bibliography they are told where they stand."""
    skip_without_fonts()
    content = shutil.copytree(CASES / case, tmp_path / case)
    prose = next(content.glob("stages/1-*.md"))
    changes = (
        (prose, "\n", " \U00010a60\n", "U+10A60"),
        (content / "brief.yaml", "title: ", "title: \U00010a61 ", "U+10A61"),
        (content / "references.bib", "title", "note={see \U00010a62}, title", "U+10A62"),
    )
    expected = set()
    for path, written, instead, code in changes:
        before, _, after = path.read_text(encoding="utf-8").partition(written)
        path.write_text(before + instead + after, encoding="utf-8")
        expected.add((code, path.name, before.count("\n") + 1))
    with pytest.raises(StagebriefError) as raised:
        build(content, tmp_path / "out")
    told = [item for item in raised.value.diagnostics if item.code == "glyph-exists"]
    shown = [(item.message.rpartition("(")[2].rstrip(")"), item.span) for item in told]
    assert {(code, Path(span.file).name, span.line) for code, span in shown if span} == expected
    assert all(span for _, span in shown)


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
