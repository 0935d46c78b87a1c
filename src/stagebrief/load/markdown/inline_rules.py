"""What is written within a line beyond CommonMark: spans, notes, super- and subscript, addresses, fixed spaces."""

from __future__ import annotations

import re
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from stagebrief.load.citation_rules import CROSS_REFERENCES, citation_rule, in_text_rule
from stagebrief.load.markdown.attributes import parse_attributes
from stagebrief.load.markdown.placed import PlacedState

MEANING = re.compile(r"[\n!#$%&*+\-:<=>@\[\\\]^_`{}~]")
SCRIPTS = {"^": "sup", "~": "sub"}
NOTE = re.compile(r"\[\^(?P<label>[^\s\]]{1,99})\]")
LABEL = rf"@(?:{'|'.join(CROSS_REFERENCES)}):[\w-]+"
BARE_REFERENCES = re.compile(rf"\[\s*(?P<inside>{LABEL}(?:\s*[,;]\s*{LABEL})*)\s*\](?![({{\[])")
ADDRESS = re.compile(r"://[^\W_][^\s<>\[\]\"“”„«»]*")
SCHEME = re.compile(r"(?<![^\W_])https?$", re.IGNORECASE)
TRAILING = frozenset("?!.,:;*_~'’…\"")


def add_inline_rules(markdown: MarkdownIt) -> None:
    """Add the rules to a parser."""
    ruler = markdown.inline.ruler
    ruler.at("text", text_rule)
    ruler.before("escape", "no_break_space", no_break_space_rule)
    ruler.before("link", "span", span_rule)
    ruler.before("span", "note_reference", note_reference_rule)
    ruler.before("span", "note", note_rule)
    ruler.before("span", "bare_reference", bare_reference_rule)
    ruler.before("span", "citation", citation_rule)
    ruler.before("span", "in_text", in_text_rule)
    ruler.after("strikethrough", "script", script_rule)
    ruler.before("escape", "address", address_rule)
    for name in ("image", "backticks", "link"):
        rule = ruler.__rules__[ruler.__find__(name)]
        rule.fn = with_attributes(rule.fn)
    dollars = ruler.__rules__[ruler.__find__("math_inline")]
    dollars.fn = without_currency(dollars.fn)
    for name in ("image", "link"):
        rule = ruler.__rules__[ruler.__find__(name)]
        rule.fn = with_bracket(rule.fn)


OWNERS = frozenset({"image", "code_inline", "link_close"})
"""The tokens behind which attributes may stand."""


def push_nested(state: StateInline, name: str, start: int, end: int, **meta: Any) -> None:
    """Tokens `name_open` and `name_close` around what is read from `start` to `end`."""
    opening, maximum = state.push(f"{name}_open", "span", 1), state.posMax
    opening.meta |= meta
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = maximum
    state.push(f"{name}_close", "span", -1)


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
