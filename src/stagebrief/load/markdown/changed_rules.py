"""What markdown-it's own rules for a line do otherwise here."""

from __future__ import annotations

import re
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from stagebrief.load.markdown.attributes import parse_attributes
from stagebrief.load.markdown.placed import PlacedState

MEANING = re.compile(r"[\n!#$%&*+\-:<=>@\[\\\]^_`{}~]")
OWNERS = frozenset({"image", "code_inline", "link_close"})
"""The tokens behind which attributes may stand."""


def change_rules(markdown: MarkdownIt) -> None:
    """Change the rules of a parser."""
    ruler = markdown.inline.ruler
    ruler.at("text", text_rule)
    for name in ("image", "backticks", "link"):
        rule = ruler.__rules__[ruler.__find__(name)]
        rule.fn = with_attributes(rule.fn)
    dollars = ruler.__rules__[ruler.__find__("math_inline")]
    dollars.fn = without_currency(dollars.fn)
    for name in ("image", "link"):
        rule = ruler.__rules__[ruler.__find__(name)]
        rule.fn = with_bracket(rule.fn)


def text_rule(state: StateInline, silent: bool) -> bool:
    """Characters that mean nothing; markdown-it's own rule reads on behind the end of what is in brackets."""
    match = MEANING.search(state.src, state.pos, state.posMax)
    end = match.start() if match else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def with_attributes(rule: Any) -> Any:
    """The rule, with the attributes in braces right behind what it reads taken into the last of its tokens."""

    def taking(state: StateInline, silent: bool) -> bool:
        count = len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent and (len(state.tokens) == count or state.tokens[-1].type not in OWNERS):
            return True
        if state.src.startswith("{", state.pos) and (found := parse_attributes(state.src, state.pos)):
            if not silent:
                state.tokens[-1].meta["attributes"] = found[0]
            state.pos = found[1]
        return True

    return taking


def with_bracket(rule: Any) -> Any:
    """The rule, asked only where there is a closing bracket at all, since it looks for one through the whole text."""

    def asked(state: StateInline, silent: bool) -> bool:
        return (
            "[" in state.src[state.pos : state.pos + 2]
            and cast(PlacedState, state).last_bracket > state.pos
            and rule(state, silent)
        )

    return asked


def without_currency(rule: Any) -> Any:
    """The rule for formulas, which begin with no dollar that stands behind a letter or digit: US$5."""

    def asked(state: StateInline, silent: bool) -> bool:
        before = state.src[state.pos - 1 : state.pos] if state.pos else ""
        return not before.isalnum() and bool(rule(state, silent))

    return asked
