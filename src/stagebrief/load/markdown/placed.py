"""Parsers of markdown-it that let every token know where in the text it stands.

An inline token's `meta["at"]` and `meta["end"]` are positions in the text of its block. A block token's `meta["at"]` is
the position in the whole text of the first character behind what belongs to lists and quotations around it; that of an
inline token in the stream of blocks is joined by `meta["lines"]`, where each of its lines begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, wraps
from itertools import groupby
from typing import TYPE_CHECKING, cast

from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from stagebrief.load.citation_brackets import closing_bracket

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.parser_block import RuleFuncBlockType
    from markdown_it.parser_inline import RuleFuncInlineType
    from markdown_it.utils import EnvType


LONGEST = 50_000
"""Characters of one paragraph; some that are longer and hostile would take the parser hours."""


class PlacedState(StateInline):
    """What the inline rules work on; `after` is where the last token ended and so where pending characters begin."""

    after = 0

    @cached_property
    def last_bracket(self) -> int:
        """Where the last closing bracket of the text stands; -1 if there is none."""
        return self.src.rfind("]")

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        """The pending characters as a token."""
        token, at = super().pushPending(), self.after
        self.after += len(token.content)
        token.meta = {"at": at, "end": self.after}
        return token

    def closing(self, position: int) -> int:
        """The bracket that closes the one at `position`, within what is read now; -1 if there is none."""
        return closing_bracket(self.src, position, self.posMax)


class PlacedInline(ParserInline):
    """markdown-it's inline parser on states that know places."""

    def tokenize(self, state: StateInline) -> None:
        """Read from `pos` to `posMax`."""
        cast(PlacedState, state).after = state.pos
        super().tokenize(state)

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """The tokens of a block's text."""
        state = PlacedState(src, md, env, tokens)
        if len(src) > LONGEST:
            state.push("long_text", "", 0).meta = {"at": 0, "end": len(src)}
            return state.tokens
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        state.tokens[:] = joined_texts(state.tokens)
        return state.tokens


def joined_texts(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with neighbouring texts as one and with the levels that emphasis has made."""
    level = 0
    found: list[Token] = []
    for is_text, run in groupby(tokens, lambda token: token.type == "text"):
        if not is_text:
            for token in run:
                level -= token.nesting < 0
                token.level = level
                level += token.nesting > 0
                found.append(token)
        elif texts := [token for token in run if token.content]:
            first = texts[0]
            first.content = "".join(token.content for token in texts)
            first.meta["end"] = texts[-1].meta["end"]
            first.level = level
            found.append(first)
    return found


def place_rules(markdown: MarkdownIt) -> None:
    """Let all rules of a parser tell their tokens where they stand; to be called when it has all its rules."""
    for inline_rule in markdown.inline.ruler.__rules__:
        inline_rule.fn = placed_inline(inline_rule.fn)
    for block_rule in markdown.block.ruler.__rules__:
        block_rule.fn = placed_block(block_rule.fn)


def placed_inline(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """The rule; its tokens know where they stand."""

    @wraps(rule)
    def placed(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        found, at = rule(state, silent), start
        for token in state.tokens[count:]:
            if "at" not in token.meta:
                token.meta["at"] = at
                at += len(token.content) if token.type == "text" else 0
                token.meta["end"] = at if token.type == "text" else state.pos
        if found and len(state.tokens) > count:
            cast(PlacedState, state).after = state.pos
        return found

    return placed


def placed_block(rule: RuleFuncBlockType) -> RuleFuncBlockType:
    """The rule; its tokens know where they stand."""

    @wraps(rule)
    def placed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        count = len(state.tokens)
        if not rule(state, start, end, silent):
            return False
        for token in state.tokens[count:]:
            if "at" in token.meta:
                continue
            first = token.map[0] if token.map else start
            lines = range(first, first + token.content.count("\n") + 1) if token.type == "inline" else (first,)
            places = [state.bMarks[line] + state.tShift[line] for line in lines]
            token.meta["at"], token.meta["lines"] = places[0], places
        return True

    return placed
