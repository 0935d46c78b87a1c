"""Blocks of code, coloured by what their tokens are."""

from __future__ import annotations

from collections.abc import Iterator

from pylatex import NoEscape

from stagebrief.model.block import CodeBlock
from stagebrief.render.escape import escape_code

COLOURS: tuple[tuple[str, str], ...] = (
    ("Comment", "comment"),
    ("Keyword", "keyword"),
    ("Literal.String", "string"),
    ("Literal.Number", "number"),
    ("Name.Function", "name"),
    ("Name.Class", "name"),
    ("Name.Tag", "keyword"),
    ("Operator.Word", "keyword"),
)
"""Which tokens the themes colour, by the beginning of their names."""

LONGEST = 20_000
"""Characters; code that is longer is not coloured, since some lexers take very long over what is not their language."""


def coloured(text: str, language: str) -> list[tuple[str, str]]:
    """The code in pieces, each with its colour's name or nothing; one piece where the language is not known."""
    if not language or len(text) > LONGEST:
        return [("", text)]
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - only briefs with code need them
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return [("", text)]
    pieces = [(colour_of(str(token).removeprefix("Token.")), value) for token, value in lexer.get_tokens(text)]
    return pieces if "".join(value for _, value in pieces) == text else [("", text)]


def colour_of(token: str) -> str:
    """The colour's name for a token, or nothing."""
    return next((colour for kind, colour in COLOURS if f"{token}.".startswith(f"{kind}.")), "")


def code_lines(block: CodeBlock) -> Iterator[NoEscape]:
    """Each line of the block as LaTeX."""
    current: list[tuple[str, str]] = []
    for colour, value in coloured(block.text.expandtabs(4), block.language):
        first, *others = value.split("\n")
        current.append((colour, first))
        for line in others:
            yield line_to_tex(current)
            current = [(colour, line)]
    if any(value for _, value in current):
        yield line_to_tex(current)


def line_to_tex(pieces: list[tuple[str, str]]) -> NoEscape:
    """One line; only the spaces before its first character are kept from breaking."""
    tex, begun = [], False
    for colour, value in pieces:
        if not value:
            continue
        shown = escape_code(value, begun=begun)
        tex.append(rf"\textcolor{{SBcode{colour}}}{{{shown}}}" if colour and value.strip() else shown)
        begun = begun or bool(value.strip())
    return NoEscape("".join(tex))


def code_block_to_tex(block: CodeBlock) -> str:
    """A block of code, line by line, so that it may stand anywhere and break between lines."""
    lines = "\n".join(rf"\SBcodeline{{{line}}}" for line in code_lines(block))
    return f"\\begin{{SBcodeblock}}\n{lines}\n\\end{{SBcodeblock}}" if lines else ""
