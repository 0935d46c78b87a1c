r"""Raw LaTeX of an author's: where it stands, and whether what it opens is closed.

Only what can be told without running it is looked at: braces, environments, formulas, and commands that belong before
the document. One piece may open what a later one of the same text closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stagebrief.diagnostics import Span
from stagebrief.model.block import RawBlock
from stagebrief.model.inline import RawInline
from stagebrief.model.walk import walk


@dataclass(frozen=True, slots=True)
class RawPiece:
    """One piece of raw LaTeX: a fenced block, whose text begins in the line below `span`, or a stretch of a line."""

    span: Span
    tex: str
    is_block: bool = True

    def place(self, start: int, end: int) -> Span:
        """The author's place of a stretch of the text, which lies in one line."""
        if not self.is_block and not self.in_one_line:
            return self.span
        above = self.tex.count("\n", 0, start)
        begin = self.tex.rfind("\n", 0, start) + 1
        line, column = self.span.line + above, self.span.column
        if self.is_block:
            line += 1
        else:  # behind a backtick
            column = column + 1 if not above else 1
        return Span(self.span.file, line, column + start - begin, line, column + max(start + 1, end) - begin)

    @property
    def in_one_line(self) -> bool:
        """Whether it is written in one line between two backticks: then its characters stand where they are counted."""
        width = self.span.end_column - self.span.column
        return self.span.end_line == self.span.line and width in {len(self.tex) + 2 + len(mark) for mark in MARKS}


@dataclass(frozen=True, slots=True)
class RawFault:
    """What is wrong with raw LaTeX; `code` as a diagnostic's."""

    code: str
    message: str
    hint: str
    span: Span


@dataclass(frozen=True, slots=True)
class Opened:
    """Something that waits to be closed: the sign or the environment's name."""

    name: str
    span: Span


MARKS = ("{=latex}", "{=tex}")
CLOSED, PLACED = "latex-is-closed", "latex-fits-place"
VERBATIM = r"verbatim\*?|Verbatim|lstlisting|comment|filecontents\*?"
TOKEN = re.compile(
    rf"(?P<skip>%[^\n]*|\\verb\*?(?P<sign>[^\w\s*]).*?(?P=sign)|\\(?:url|path|nolinkurl)\s*\{{[^{{}}]*\}}"
    rf"|\\begin\{{(?P<verbatim>{VERBATIM})\}}.*?(?:\\end\{{(?P=verbatim)\}}|\Z))"
    r"|\\(?P<edge>begin|end)\s*\{(?P<environment>[^{}\\\n]*)\}"
    r"|\\(?P<command>documentclass|usepackage|RequirePackage)(?![A-Za-z@])"
    r"|\\(?P<math>[()\[\]])|\\(?:[A-Za-z@]+|.|\Z)"
    r"|(?P<dollars>\$\$?)|(?P<open>\{)|(?P<close>\})",
    re.DOTALL,
)
STRANGE = re.compile(
    r"\\(catcode|bgroup|egroup|obeylines|active|uccode|lccode|let\s*\\[be]group|scantokens|newverbatim)"
)
"""With these, signs may mean something else than they do."""

PAIRS = {")": "(", "]": "["}
MATHS = {"$": "$", "$$": "$$", "(": "\\(", "[": "\\["}


def raw_pieces(value: object) -> tuple[RawPiece, ...]:
    """All raw LaTeX within a part of a brief, in its order."""
    return tuple(
        RawPiece(node.span, node.tex.rstrip("\n"), isinstance(node, RawBlock))
        for node in walk(value)
        if isinstance(node, RawBlock | RawInline)
    )


def raw_faults(pieces: Sequence[RawPiece], *, careful: bool = True) -> Iterator[RawFault]:
    """What is wrong with the raw LaTeX of one text, as far as it can be told without running it.

    If `careful` nothing is told of a text in which signs may not be what they are.
    """
    if careful and any(STRANGE.search(piece.tex) for piece in pieces):
        return
    stack: list[Opened] = []
    for piece in pieces:
        for match in TOKEN.finditer(piece.tex):
            yield from read_token(match, piece, stack)
    for opened in stack:
        yield RawFault(
            CLOSED,
            f"{said(opened.name)} of raw LaTeX is not closed",
            f"write {closing(opened.name)} behind it",
            opened.span,
        )


def read_token(match: re.Match[str], piece: RawPiece, stack: list[Opened]) -> Iterator[RawFault]:
    """Put what a token opens on the stack, and take off what it closes."""
    span = piece.place(match.start(), match.end())
    if match["command"] or match["environment"] == "document":
        word = f"\\{match['command']}" if match["command"] else match[0]
        hint = "leave it out; packages and the document itself are set up by the templates"
        yield RawFault(PLACED, f"'{word}' cannot stand within the text", hint, span)
    elif match["edge"] == "begin":
        stack.append(Opened(match["environment"], span))
    elif match["edge"]:
        yield from close(match["environment"], span, stack)
    elif match["open"]:
        stack.append(Opened("{", span))
    elif match["close"]:
        yield from close("{", span, stack)
    elif match["math"] in {"(", "["}:
        stack.append(Opened(MATHS[match["math"]], span))
    elif match["math"]:
        yield from close(MATHS[PAIRS[match["math"]]], span, stack)
    elif dollars := match["dollars"]:
        if stack and stack[-1].name == dollars:
            stack.pop()
        else:
            stack.append(Opened(dollars, span))


def close(name: str, span: Span, stack: list[Opened]) -> Iterator[RawFault]:
    """Take off what is closed; where something else was opened last, that is the fault."""
    if stack and stack[-1].name == name:
        stack.pop()
        return
    depth = next((index for index in range(len(stack) - 1, -1, -1) if stack[index].name == name), None)
    if depth is None:
        yield RawFault(CLOSED, f"'{closing(name)}' of raw LaTeX closes nothing", "delete it, or open it before", span)
        return
    for opened in stack[depth + 1 :]:
        hint = f"write {closing(opened.name)} before the {closing(name)} in line {span.line}"
        yield RawFault(CLOSED, f"{said(opened.name)} of raw LaTeX is not closed", hint, opened.span)
    del stack[depth:]


def said(name: str) -> str:
    """What was opened, as it is written."""
    return f"'{name}'" if name in {"{", *MATHS.values()} else f"'\\begin{{{name}}}'"


def closing(name: str) -> str:
    """What closes it, as it is written."""
    signs = {"{": "}", "\\(": "\\)", "\\[": "\\]", "$": "$", "$$": "$$"}
    return signs.get(name, f"\\end{{{name}}}")
