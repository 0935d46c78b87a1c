"""Citations as rules of markdown-it; the words before and behind a key are read as Markdown where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.link import link

from stagebrief.load.citation import WrittenCitation, parse_citation, parse_in_text, suppresses
from stagebrief.load.citation_brackets import closing_bracket
from stagebrief.load.citation_faults import WrittenFault, at_faults, bracket_faults
from stagebrief.load.citation_keys import key_at
from stagebrief.load.markdown.attributes import parse_attributes
from stagebrief.model.inline import CitationMode

CROSS_REFERENCES = ("fig", "tbl", "stage", "eq", "sec")


def citation_rule(state: StateInline, silent: bool) -> bool:
    """`[@key, p. 3; see @other]`."""
    if silent or state.src[state.pos] != "[":
        return False  # for a link around it, it is a pair of brackets
    start, end = state.pos, closing_bracket(state.src, state.pos, state.posMax)
    if end < 0 or state.src.find("@", start, end) < 0:
        push_faults(state, bracket_faults(state.src, start, state.posMax), silent=end > 0)
        return False
    if is_other(state, end):
        return False
    found = parse_citation(state.src, start + 1, end, language_of(state))
    if found is None:
        push_faults(state, bracket_faults(state.src, start, state.posMax), silent=False)
        return False
    first = found.items[0]
    plain = first.mode is CitationMode.NORMAL and not first.locators
    if len(found.items) == 1 and plain and is_reference(first.key):
        return False
    push_citation(state, found, start, end + 1)
    state.pos = end + 1
    return True


def in_text_rule(state: StateInline, silent: bool) -> bool:
    """`@key`, `@key [p. 3]`, `-@key`, and `@fig:label`."""
    start = state.pos
    minus = state.src.startswith("-@", start) and suppresses(state.src, start + 1, 0)
    if state.src[start] != "@" and not minus:
        return False
    key = key_at(state.src, start + minus)
    if key is None or key.end > state.posMax:
        push_faults(state, at_faults(state.src, start + minus), silent or state.src[start] != "@")
        return False
    if is_reference(key.name) and not minus:
        if not silent:
            kind, _, label = key.name.partition(":")
            state.push("reference", "", 0).meta.update(at=start, kind=kind, label=label, end=key.end)
        state.pos = key.end
        return True
    found, end = parse_in_text(state.src, key, state.posMax, language_of(state))
    if not silent:
        push_citation(state, found, start, end)
    state.pos = end
    return True


def is_reference(key: str) -> bool:
    """Whether the key names a figure, table, stage, equation or section of the brief itself."""
    return key.partition(":")[0] in CROSS_REFERENCES and ":" in key


def is_other(state: StateInline, end: int) -> bool:
    """Whether brackets that end there belong to a link or to attributes."""
    following = state.src[end + 1 : end + 2]
    if following == "{":
        return parse_attributes(state.src, end + 1) is not None
    if following not in {"(", "["}:
        return False
    start, level = state.pos, state.linkLevel
    found = link(state, True)
    state.pos, state.linkLevel = start, level
    return found


def language_of(state: StateInline) -> str:
    """The language of the text, for the words of its locators."""
    return str(state.md.options.get("language") or "en")


def push_citation(state: StateInline, found: WrittenCitation, start: int, end: int) -> None:
    """The tokens of a citation: for each source two pairs, with the words before and behind its key between them.

    The brackets stand as content so that the quotation marks beside them are turned the right way.
    """
    push_faults(state, found.faults, silent=False)
    opening = state.push("citation_open", "", 1)
    opening.content = "["
    affixes = []
    for item in found.items:
        for first, last in (item.prefix, item.suffix):
            token = state.push("affix_open", "", 1)
            token.meta["at"] = first
            affixes.append(token)
            maximum, state.pos, state.posMax = state.posMax, first, last
            state.md.inline.tokenize(state)
            state.posMax = maximum
            state.push("affix_close", "", -1)
    opening.meta.update(at=start, end=end, items=found.items, affixes=affixes)
    state.push("citation_close", "", -1).content = "]"


def push_faults(state: StateInline, faults: Iterable[WrittenFault], silent: bool) -> None:
    """Tokens that show nothing and say what is wrong."""
    if not silent:
        for fault in faults:
            state.push("citation_fault", "", 0).meta["fault"] = fault
