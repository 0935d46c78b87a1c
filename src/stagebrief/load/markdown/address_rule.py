"""An address that stands in the text as it is, without the marks that follow it."""

from __future__ import annotations

import re
from typing import cast

from markdown_it.rules_inline import StateInline

from stagebrief.load.markdown.placed import PlacedState

ADDRESS = re.compile(r"://[^\W_][^\s<>\[\]\"“”„«»]*")
SCHEME = re.compile(r"(?<![^\W_])https?$", re.IGNORECASE)
TRAILING = frozenset("?!.,:;*_~'’…\"")


def address_rule(state: StateInline, silent: bool) -> bool:
    """An address that stands in the text as it is, without the marks that follow it."""
    if state.src[state.pos] != ":" or state.linkLevel:
        return False
    scheme = SCHEME.search(state.src, max(0, state.pos - 6), state.pos)
    rest = ADDRESS.match(state.src, state.pos, state.posMax)
    if scheme is None or rest is None or scheme.start() < cast(PlacedState, state).after:
        return False
    end = address_end(state.src, scheme.start(), rest.end())
    url = state.md.normalizeLink(state.src[scheme.start() : end])
    if not state.md.validateLink(url):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        opening = state.push("link_open", "a", 1)
        opening.attrs, opening.info, opening.meta["at"] = {"href": url}, "auto", scheme.start()
        opening.meta["end"] = end
        text = state.push("text", "", 0)
        text.content, text.meta = state.src[scheme.start() : end], {"at": scheme.start(), "end": end}
        state.push("link_close", "a", -1).info = "auto"
    state.pos = end
    return True


def address_end(text: str, start: int, end: int) -> int:
    """Where an address ends: marks, and brackets that it does not open, belong to the sentence."""
    while True:
        last = text[end - 1]
        unopened = last in ")]}" and text.count(last, start, end) > text.count("([{"[")]}".index(last)], start, end)
        if last not in TRAILING and not unopened:
            return end
        end -= 1
