"""Shortcuts in LaTeX: less time, and the same pages as the long way round."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from stagebrief.build import check
from stagebrief.compile.fonts import find_fonts
from stagebrief.compile.passes import compile_source
from stagebrief.compile.resident import ResidentEngine
from stagebrief.model.tex import TexSource
from stagebrief.render.brief import render_brief
from stagebrief.render.slides import render_slides
from stylepages import folder_of

pytestmark = pytest.mark.tex
SHORTCUTS = {
    "preamble.tex": (
        r"\AddToHook{begindocument/end}{\SBquicken}",
        r"\@namedef{blx@filehook@preload@blx-unicode.def}{\let\openin\SBopen}",
    ),
    "stagebrief-slides.sty": (r"\renewcommand*\colorlet{\@ifnextchar[\SBcolorlet\SBnewcolor}",),
}
"""The lines that turn the shortcuts on, by the file that they stand in."""


def without_shortcuts(source: TexSource) -> TexSource:
    """The same source without those lines; each that can be there is."""
    files = []
    for path, text in source.files:
        for line in SHORTCUTS.get(path, ()):
            assert line in text
            text = text.replace(line, "")  # noqa: PLW2901 - line by line
        files.append((path, text))
    return replace(source, files=tuple(files))


def pages_of(source: TexSource, folder: Path) -> list[bytes]:
    """What is drawn on each page of the PDF."""
    engine = ResidentEngine()
    try:
        compiled = compile_source(source, folder, engine)
    finally:
        engine.stop()
    assert compiled.good
    with pikepdf.open(compiled.pdf) as document:
        return [page.Contents.read_bytes() for page in document.pages]


@pytest.mark.parametrize("style", ["chicago-ibid", "chicago-groups", "apa", "numeric"])
def test_shortcuts_change_no_page_of_a_brief(tmp_path: Path, style: str) -> None:
    """Sources are cited and listed as biblatex does it by itself."""
    resolved = check(folder_of(style, tmp_path / "content")).resolved
    assert resolved
    source = render_brief(resolved, find_fonts(), tmp_path / "content")
    assert pages_of(source, tmp_path / "quick") == pages_of(without_shortcuts(source), tmp_path / "slow")


def test_shortcuts_change_no_frame(tmp_path: Path) -> None:
    """Frames have the colours that Beamer gives them by itself."""
    resolved = check(folder_of("chicago-notes", tmp_path / "content")).resolved
    assert resolved
    source = render_slides(resolved, find_fonts(), tmp_path / "content")
    assert pages_of(source, tmp_path / "quick") == pages_of(without_shortcuts(source), tmp_path / "slow")
