"""Markdown to the model: CommonMark with what analysts and lecturers add to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from stagebrief.diagnostics import Diagnostic, error, warning
from stagebrief.load.citation import parse_in_text
from stagebrief.load.citation_brackets import closing_bracket
from stagebrief.load.citation_keys import key_at
from stagebrief.load.markdown_blocks import BlockReader
from stagebrief.load.markdown_inlines import InlineReader, Notes
from stagebrief.load.origin import Origin
from stagebrief.load.rules import add_rules
from stagebrief.load.smart import quotes_for
from stagebrief.model.block import Blocks
from stagebrief.model.inline import CitationMode, Cite, Inlines

FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:")
DEEPEST = 40
"""Blocks within blocks; what is deeper would be left out by the parser, and is refused instead."""


@dataclass(frozen=True, slots=True)
class MarkdownSettings:
    """What the reading depends on: the language, for its quotation marks, and whether LaTeX may be in the text."""

    language: str
    allow_raw_latex: bool = False


@cache
def parser_for(language: str) -> MarkdownIt:
    """The parser of a language."""
    options = {
        "html": True,
        "typographer": True,
        "quotes": quotes_for(language),
        "maxNesting": DEEPEST,
        "language": language,
    }
    markdown = MarkdownIt("commonmark", options).enable(["table", "strikethrough", "smartquotes"])
    markdown.use(footnote_plugin, move_to_end=True).use(deflist_plugin)
    markdown.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True, allow_blank_lines=False)
    markdown.block.ruler.disable("math_block")
    markdown.use(sub_plugin).use(superscript_plugin)
    add_rules(markdown)
    return markdown


def parse_blocks(origin: Origin, settings: MarkdownSettings) -> tuple[Blocks, tuple[Diagnostic, ...]]:
    """The text as blocks, and what is wrong with it."""
    env: dict[str, Any] = {}
    tokens = parser_for(settings.language).parse(origin.text, env)
    reader = BlockReader(origin, settings.allow_raw_latex, tokens)
    blocks = reader.read()
    return blocks, tuple(dict.fromkeys((*reader.faults, *footnote_faults(origin, tokens, env))))


def footnote_faults(origin: Origin, tokens: Sequence[Token], env: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Notes that are written and never referred to, or written twice: their words would be lost."""
    code = {line for token in tokens if token.type in {"fence", "code_block"} for line in range(*(token.map or (0, 0)))}
    unused = {name[1:] for name, number in env.get("footnotes", {}).get("refs", {}).items() if number < 0}
    seen: set[str] = set()
    offset = 0
    for number, line in enumerate(origin.text.split("\n")):
        match = FOOTNOTE.match(line)
        if match and number not in code:
            name, span = match[1], origin.span(offset, offset + match.end())
            if name in unused:
                hint = f"write [^{name}] where it belongs, or delete it"
                yield warning("footnote-is-used", f"footnote '{name}' is not referred to and is not shown", span, hint)
            elif name in seen:
                yield error("footnote-is-unique", f"footnote '{name}' is written twice", span, "give one another name")
            seen.add(name)
        offset += len(line) + 1


def parse_inlines(origin: Origin, settings: MarkdownSettings) -> tuple[Inlines, tuple[Diagnostic, ...]]:
    """The text as one line of prose, and what is wrong with it."""
    tokens = parser_for(settings.language).parseInline(origin.text, {})
    faults: list[Diagnostic] = []
    inlines: Inlines = ()
    for token in tokens:
        if token.type == "inline":
            reader = InlineReader(origin, token.content, [], settings.allow_raw_latex, faults, Notes({}, set()))
            inlines += reader.read(token.children or [])
    return inlines, tuple(dict.fromkeys(faults))


def parse_cite(origin: Origin, settings: MarkdownSettings) -> tuple[tuple[Cite, ...], tuple[Diagnostic, ...]]:
    """The citations of a `cite` field: `[@a, p. 3]`, several of them, or the same without brackets."""
    cites: list[Cite] = []
    faults: list[Diagnostic] = []
    for content, places in cite_texts(origin.text):
        reader = InlineReader(origin, content, [], settings.allow_raw_latex, faults, Notes({}, set()))
        reader.places = places
        before = len(faults)
        found: Inlines = ()
        for token in parser_for(settings.language).parseInline(content, {}):
            found += reader.read(token.children or [])
        if all(isinstance(inline, Cite) for inline in found) and found:
            cites += [as_source(inline) for inline in found if isinstance(inline, Cite)]
        elif len(faults) == before:
            faults.append(field_fault(origin, places))
    return tuple(cites), tuple(dict.fromkeys(faults))


def field_fault(origin: Origin, places: Sequence[int]) -> Diagnostic:
    """The fault of a `cite` field that holds something else."""
    text, span = origin.text.strip(), origin.span(places[0], places[-1] + 1)
    if text.startswith("[") and closing_bracket(text, 0) < 0:
        return error("citation-is-closed", "the bracket of this citation is not closed", span, "close it with ]")
    hint = "write [@key, p. 13], with the key from the bibliography file"
    return error("citation-is-valid", f"'{text}' is not a citation", span, hint)


def cite_texts(text: str) -> Iterator[tuple[str, list[int]]]:
    """The citations of a field, in brackets, each with where its characters stand in the field."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    position, groups = start, []
    while (close := closing_bracket(text, position)) >= 0:
        groups.append((position, close + 1))
        position = close + 1 + len(text[close + 1 : end]) - len(text[close + 1 : end].lstrip(" \t\n,;"))
    if position == end and groups:
        for first, last in groups:
            yield text[first:last], list(range(first, last))
    elif (key := key_at(text, start)) and key.end < end == parse_in_text(text, key, end, "en")[1]:
        yield text[start:end], list(range(start, end))
    else:
        yield f"[{text[start:end]}]", [start, *range(start, end), max(start, end - 1)]


def as_source(cite: Cite) -> Cite:
    """The citation as a bare source: in a field no author's name stands in a sentence."""
    items = (
        replace(item, mode=CitationMode.NORMAL) if item.mode is CitationMode.IN_TEXT else item for item in cite.items
    )
    return replace(cite, items=tuple(items))
