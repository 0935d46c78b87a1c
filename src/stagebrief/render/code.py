"""Blocks of code, coloured by what their tokens are."""

from __future__ import annotations

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Token, _TokenType
from pygments.util import ClassNotFound
from pylatex import NoEscape

from stagebrief.model.block import CodeBlock
from stagebrief.render.escape import escape_code

COLOURS: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "comment"),
    (Keyword, "keyword"),
    (String, "string"),
    (Number, "number"),
    (Name.Function, "name"),
    (Name.Class, "name"),
    (Name.Tag, "keyword"),
    (Operator.Word, "keyword"),
)
"""Which tokens the themes colour, the more special first."""


def lexer_for(language: str) -> Lexer:
    """The lexer of that language; plain text where none is known."""
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False, ensurenl=False)


def colour_of(token: _TokenType) -> str:
    """The colour's name for a token, or nothing."""
    return next((colour for kind, colour in COLOURS if token is kind or token[: len(kind)] == kind), "")


def code_lines(block: CodeBlock) -> list[NoEscape]:
    """Each line of the block as LaTeX."""
    lines, current = [], ""
    text = block.text.expandtabs(4)
    for token, value in lexer_for(block.language).get_tokens(text) if block.language else [(Token.Text, text)]:
        colour = colour_of(token)
        for index, piece in enumerate(value.split("\n")):
            if index:
                lines.append(NoEscape(current))
                current = ""
            if piece:
                tex = escape_code(piece)
                current += rf"\textcolor{{SBcode{colour}}}{{{tex}}}" if colour and piece.strip() else tex
    return [*lines, NoEscape(current)] if current else lines
