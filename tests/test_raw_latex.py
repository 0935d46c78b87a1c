"""What can be told of raw LaTeX without running it: what it opens it closes, and it stays within the document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stagebrief.diagnostics import Span
from stagebrief.model.raw_latex import RawPiece, raw_faults


def told(*texts: str) -> list[str]:
    """What is wrong with these blocks, which stand one after the other, with line and column within all of them."""
    line, pieces = 0, []
    for text in texts:
        pieces.append(RawPiece(Span("a.md", line, 1), text))
        line += text.count("\n") + 1
    return [f"{fault.span.line}:{fault.span.column} {fault.message}" for fault in raw_faults(pieces)]


GOOD = [
    "\\textbf{one {two} three}",
    "\\{ \\} \\$ \\%",
    "50 % of {all\nwords",
    "\\verb|{$| and \\verb*+}+",
    "\\url{https://example.org/a%b$c}",
    "\\begin{verbatim}\n{ $ \\begin{x}\n\\end{verbatim}",
    "\\begin{tabular}{ll} a & b \\end{tabular}",
    "$a$ and $$b$$ and \\(c\\) and \\[d\\]",
    "$\\text{for $x$}$",
    "\\catcode`\\{=12 {",
    "\\left( a \\right]",
    "\\def\\a#1{#1}",
]


@pytest.mark.parametrize("text", GOOD, ids=str)
def test_what_is_closed_is_well(text: str) -> None:
    """Braces, environments and formulas that are closed, signs that are none, and what cannot be told give nothing."""
    assert told(text) == []


BAD = [
    ("\\textbf{one", ["1:8 '{' of raw LaTeX is not closed"]),
    ("one}", ["1:4 '}' of raw LaTeX closes nothing"]),
    ("first\n  \\begin{center}\nx", ["2:3 '\\begin{center}' of raw LaTeX is not closed"]),
    ("\\end{center}", ["1:1 '\\end{center}' of raw LaTeX closes nothing"]),
    ("\\begin{a}\\textbf{x\\end{a}", ["1:17 '{' of raw LaTeX is not closed"]),
    (
        "\\begin{a}\\end{b}",
        ["1:10 '\\end{b}' of raw LaTeX closes nothing", "1:1 '\\begin{a}' of raw LaTeX is not closed"],
    ),
    ("it costs $5", ["1:10 '$' of raw LaTeX is not closed"]),
    ("\\[ a", ["1:1 '\\[' of raw LaTeX is not closed"]),
    ("a \\)", ["1:3 '\\)' of raw LaTeX closes nothing"]),
    ("\\usepackage{tikz}", ["1:1 '\\usepackage' cannot stand within the text"]),
    ("\\end{document}", ["1:1 '\\end{document}' cannot stand within the text"]),
]


@pytest.mark.parametrize(("text", "expected"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_left_open_is_told_at_its_sign(text: str, expected: list[str]) -> None:
    """What is not closed, or closes nothing, or belongs elsewhere, is told at its line and column."""
    assert told(text) == expected


def test_a_later_block_may_close_what_an_earlier_one_opens() -> None:
    """An environment may begin in one block and end in another of the same text, with Markdown between."""
    assert told("\\begin{center}", "\\end{center}") == []
    assert told("\\begin{center}", "x", "\\end{centre}")[0].startswith("3:1 ")


def test_a_stretch_of_a_line_has_its_column() -> None:
    """Within a line the place is behind the backtick."""
    piece = RawPiece(Span("a.md", 4, 9, 4, 28), "\\textbf{x", is_block=False)  # `\textbf{x`{=latex}
    assert [fault.span for fault in raw_faults([piece])] == [Span("a.md", 4, 17, 4, 18)]


@given(st.text(st.sampled_from("\\{}$%()[]abegindtx \n|*&#"), max_size=60))
def test_any_text_is_read(text: str) -> None:
    """Whatever stands there, each fault has a place within the text."""
    for fault in raw_faults([RawPiece(Span("a.md", 1, 1), text)]):
        assert 2 <= fault.span.line <= text.count("\n") + 2
