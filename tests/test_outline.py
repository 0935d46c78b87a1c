"""Decks in one pass: what TeX would find out is known before, and one more pass changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stagebrief.build import check
from stagebrief.compile.engine import TexJob
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.passes import compile_source
from stagebrief.compile.resident import ResidentEngine
from stagebrief.model.fonts import FontSet
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.render.handout import render_handout
from stagebrief.render.outline import in_octal
from stagebrief.render.slides import render_slides
from stagebrief.render.speaker import render_notes

SMALL = Path(__file__).parent / "cases" / "small"
Render = Callable[[ResolvedBrief, FontSet, Path], TexSource]
EPOCH = 1_700_000_000
SIGNS = "A#b $c %d &e _f {g} ~h ^i \\j (k) [l] <m> \"n\" 'o' `p` q;r:s,t.u!v?w@x/y*z+=| Ж é “”’—… 𝔸 کلمه"


def content_of(citations: str, folder: Path) -> Path:
    """The small brief with these settings of its citations, and with a title that holds every sign."""
    content = shutil.copytree(SMALL, folder)
    brief, stage = content / "brief.yaml", content / "stages" / "1-first.yaml"
    brief.write_text(f"{brief.read_text(encoding='utf-8')}citations: {citations}\n", encoding="utf-8")
    text, quoted = stage.read_text(encoding="utf-8"), SIGNS.replace("'", "''")
    stage.write_text(text.replace("title: The first stage", f"title: '{quoted}'"), encoding="utf-8")
    return content


def resolved_of(content: Path) -> ResolvedBrief:
    """What is in the folder."""
    resolved = check(content).resolved
    assert resolved
    return resolved


@pytest.mark.tex
@pytest.mark.parametrize(
    ("citations", "render"),
    [
        ("{}", render_slides),
        ("{style: numeric}", render_slides),
        ("{style: apa}", render_handout),
        ("{style: authoryear}", render_notes),
    ],
    ids=["chicago-slides", "numeric-slides", "apa-handout", "authoryear-notes"],
)
def test_one_pass_gives_the_deck_of_two(tmp_path: Path, citations: str, render: Render) -> None:
    """The guessed outline is what TeX writes, whatever a title holds; what the pass has found out shows nowhere."""
    content = content_of(citations, tmp_path / "content")
    source = render(resolved_of(content), find_fonts(), content)
    engine, folder = ResidentEngine(), tmp_path / "work"
    try:
        compiled = compile_source(source, folder, engine, EPOCH)
        assert compiled.good
        assert [item.reason for item in compiled.passes if item.program == "lualatex"] == ["first run"]
        once = compiled.pdf.read_bytes()
        assert engine.run(TexJob(source.name, EPOCH, source.parts), folder).good
        assert compiled.pdf.read_bytes() == once
    finally:
        engine.stop()


def test_what_a_style_may_find_out_is_not_guessed(tmp_path: Path) -> None:
    """In a style that nobody has looked at a deck takes the passes that it takes."""
    content = content_of("{style: nejm}", tmp_path / "content")
    assert not render_slides(resolved_of(content), find_fonts(), content).guesses


def test_raw_latex_may_show_what_a_pass_finds_out(tmp_path: Path) -> None:
    """Where an author writes LaTeX, nothing is taken for granted."""
    content = content_of("{}", tmp_path / "content")
    brief, prose = content / "brief.yaml", content / "stages" / "1-first.md"
    brief.write_text(f"{brief.read_text(encoding='utf-8')}allow-raw-latex: true\n", encoding="utf-8")
    prose.write_text(prose.read_text(encoding="utf-8") + "\n```{=latex}\n\\bigskip\n```\n", encoding="utf-8")
    assert not render_slides(resolved_of(content), find_fonts(), content).guesses


def test_letters_are_written_as_hyperref_writes_them() -> None:
    """ASCII is legible but for signs that mean something to TeX or a PDF; the rest is numbers."""
    assert in_octal("A b#") == r"\000A\000\040\000b\000\043"
    assert in_octal("Ж𝔸") == r"\004\026\330\065\335\070"
