"""What is written within a line beyond CommonMark: spans, notes, super- and subscript, addresses, fixed spaces."""

from __future__ import annotations

import re
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from stagebrief.load.citation_rules import CROSS_REFERENCES, citation_rule, in_text_rule
from stagebrief.load.markdown.address_rule import address_rule
from stagebrief.load.markdown.attributes import parse_attributes
from stagebrief.load.markdown.changed_rules import change_rules
from stagebrief.load.markdown.placed import PlacedState

SCRIPTS = {"^": "sup", "~": "sub"}
NOTE = re.compile(r"\[\^(?P<label>[^\s\]]{1,99})\]")
LABEL = rf"@(?:{'|'.join(CROSS_REFERENCES)}):[\w-]+"
BARE_REFERENCES = re.compile(rf"\[\s*(?P<inside>{LABEL}(?:\s*[,;]\s*{LABEL})*)\s*\](?![({{\[])")


def add_inline_rules(markdown: MarkdownIt) -> None:
    """Add the rules to a parser."""
    ruler = markdown.inline.ruler
    ruler.before("escape", "no_break_space", no_break_space_rule)
    ruler.before("link", "span", span_rule)
    ruler.before("span", "note_reference", note_reference_rule)
    ruler.before("span", "note", note_rule)
    ruler.before("span", "bare_reference", bare_reference_rule)
    ruler.before("span", "citation", citation_rule)
    ruler.before("span", "in_text", in_text_rule)
    ruler.after("strikethrough", "script", script_rule)
    ruler.before("escape", "address", address_rule)
    change_rules(markdown)


def push_nested(state: StateInline, name: str, start: int, end: int, **meta: Any) -> None:
    """Tokens `name_open` and `name_close` around what is read from `start` to `end`."""
    opening, maximum = state.push(f"{name}_open", "span", 1), state.posMax
    opening.meta |= meta
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = maximum
    state.push(f"{name}_close", "span", -1)


def no_break_space_rule(state: StateInline, silent: bool) -> bool:
    """A backslash before a space is a space at which no line ends."""
    if not state.src.startswith("\\ ", state.pos):
        return False
    if not silent:
        token = state.push("text_special", "", 0)
        token.content, token.markup = "\u00a0", "\\ "
    state.pos += 2
    return True


def span_rule(state: StateInline, silent: bool) -> bool:
    """`[words]{.smallcaps}` and `[слова]{lang=ru}`."""
    if state.src[state.pos] != "[":
        return False
    start, end = state.pos, cast(PlacedState, state).closing(state.pos)
    found = parse_attributes(state.src, end + 1) if end >= 0 else None
    if found is None or found[1] > state.posMax:
        return False
    if not silent:
        push_nested(state, "span", start + 1, end, attributes=found[0])
    state.pos = found[1]
    return True


def note_rule(state: StateInline, silent: bool) -> bool:
    """`^[a note in its place]`."""
    if not state.src.startswith("^[", state.pos):
        return False
    start, end = state.pos, cast(PlacedState, state).closing(state.pos + 1)
    if end < 0:
        return False
    if not silent:
        push_nested(state, "note", start + 2, end)
    state.pos = end + 1
    return True


def note_reference_rule(state: StateInline, silent: bool) -> bool:
    """`[^name]`, whether there is a note of that name or not."""
    match = NOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("note_reference", "", 0)
        token.content, token.meta["label"] = match[0], match["label"]
    state.pos = match.end()
    return True


def bare_reference_rule(state: StateInline, silent: bool) -> bool:
    """`[@fig:map]`: brackets around nothing but cross-references are left out, as Pandoc's users expect."""
    match = BARE_REFERENCES.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        push_nested(state, "bare", match.start("inside"), match.end("inside"))
    state.pos = match.end()
    return True


def script_rule(state: StateInline, silent: bool) -> bool:
    """`x^2^` and `H~2~O`; a space in them is escaped."""
    name = SCRIPTS.get(state.src[state.pos])
    if silent or name is None:
        return False
    start = position = state.pos + 1
    while position < state.posMax and state.src[position] != state.src[start - 1]:
        if state.src[position].isspace():
            return False
        position += 2 if state.src[position] == "\\" else 1
    if position >= state.posMax or position == start:
        return False
    push_nested(state, name, start, position)
    state.pos = position + 1
    return True
