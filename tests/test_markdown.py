"""Markdown: what each construct becomes on page and frame, and what is said where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markdown_case import HERE, MARKS, TARGETS, MarkdownCase, expected_files, written_files
from markdown_tex import typeset
from stagebrief.compile.log import Kind
from stagebrief.diagnostics import has_errors
from stagebrief.load.markdown.maths_commands import COMMANDS
from stagebrief.model.block import Paragraph, RawBlock
from stagebrief.model.inline import Math, Text
from stagebrief.model.walk import walk
from stagebrief.render.maths import SIGNS, maths_to_tex

FOLDER = Path(__file__).parent / "cases" / "markdown"
CASES = sorted(FOLDER.glob("*.md"))


def case_of(path: Path) -> MarkdownCase:
    """The case in that file."""
    return MarkdownCase(path.name, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_constructs_become_what_stands_beside_them(path: Path, update_cases: bool) -> None:
    """Each case gives the LaTeX and the diagnostics, with line and column, that stand beside it."""
    case = case_of(path)
    found = expected_files(path, case.rendered(), case.read()[1])
    if update_cases:
        for stale in written_files(path).keys() - found.keys():
            stale.unlink()
        for file, text in found.items():
            file.write_text(text, encoding="utf-8")
    assert found == written_files(path)


@pytest.mark.tex
@pytest.mark.parametrize("target", TARGETS)
def test_constructs_are_typeset(target: str, tmp_path: Path) -> None:
    """All cases without errors are typeset in one run without an error or a line that is too wide."""
    read = [(path.stem, *case_of(path).read()) for path in CASES]
    result = typeset([(name, blocks) for name, blocks, found in read if not has_errors(found)], target, tmp_path)
    assert result.of(Kind.ERROR) == []
    assert result.of(Kind.WIDE) == []


def test_every_text_knows_its_place() -> None:
    """Where a text stands in its file, there are its characters; escapes and typographic signs aside."""
    for path in CASES:
        case = case_of(path)
        lines = case.text.split("\n")
        for node in walk(case.read()[0]):
            if isinstance(node, Text) and node.text.isalnum() and node.text.isascii():
                line = lines[node.span.line - 1]
                assert line[node.span.column - 1 :].startswith(node.text), (path.name, node)


HOSTILE = [
    *("[" * 3000, "[a]" * 3000, "[" * 2000 + "@a" + "]" * 2000, "`" * 3000, "*a " * 1500 + " a*" * 1500, "[a]{" * 2000),
    *(
        "# a" + " " * 9000 + "b",
        "::: slide\n" * 2000,
        ":::\n" * 2000,
        "$$\n" * 2000,
        "^[" * 3000,
        "^[a" * 400 + "]" * 400,
    ),
    *("<!--" * 3000, "][a" * 3000, "\\emph{" * 3000, "> " * 3000 + "a", "[@a](" * 1000, "http://a" + ")" * 3000),
    "".join("  " * depth + "- a\n" for depth in range(200)),
    "".join(f"[^{name}]: [^{name + 1}] [^{name + 1}]\n\n" for name in range(200)) + "[^0]",
    "|a" * 500 + "\n" + "|-" * 500 + "\n" + "|b" * 500,
    "word " * 20_000,
]
"""Texts that make careless readers slow, or have them run out of stack."""


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_read_and_rendered(text: str) -> None:
    """None makes the reader fail, and what cannot be rendered as it is written is an error."""
    case = MarkdownCase("hostile.md", text)
    assert all(isinstance(tex, str) for tex in case.rendered().values())


@settings(deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=25).map("".join))
def test_every_place_is_in_the_text(text: str) -> None:
    """Whatever is written, each node and each diagnostic stands at a line and column that the file has."""
    blocks, found = MarkdownCase("any.md", text).read()
    lines = text.split("\n")
    for span in (*(node.span for node in walk(blocks)), *(diagnostic.span for diagnostic in found)):
        assert span is not None
        assert 1 <= span.line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1


@pytest.mark.tex
def test_all_commands_of_formulas_are_known_to_tex(tmp_path: Path) -> None:
    """Each command that formulas may use is one of LaTeX, amsmath or amssymb, or is replaced by some."""
    names = {name for command in COMMANDS for name in re.findall(r"\\([A-Za-z]+)", maths_to_tex(rf"\{command}"))}
    names |= {name for sign in SIGNS for name in re.findall(r"\\([A-Za-z]+)", maths_to_tex(sign))}
    tests = "\n".join(rf"\ifdefined\{name}\else\errmessage{{{name}}}\fi" for name in sorted(names))
    blocks = (Paragraph((Math("x", span=HERE),), span=HERE), RawBlock(tests, span=HERE))
    assert typeset([("formulas", blocks)], "brief", tmp_path).of(Kind.ERROR) == []
