"""Markdown to the model: CommonMark with what analysts and lecturers add to it.

`parser` makes tokens, `placed` lets them know where they stand, the `…_rules` add to what markdown-it knows; `tree`
nests the tokens, `blocks` and `inlines` make the model of them, and `reading` is what they share.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from markdown_it.token import Token

from stagebrief.diagnostics import Diagnostic
from stagebrief.load.citation_brackets import closing_bracket
from stagebrief.load.markdown.blocks import READERS
from stagebrief.load.markdown.cites import as_source, cite_texts
from stagebrief.load.markdown.notes import check_unused, collect_notes
from stagebrief.load.markdown.parser import DEEPEST, parser_for
from stagebrief.load.markdown.reading import MarkdownSettings, Reading
from stagebrief.load.markdown.tree import Branch, grow
from stagebrief.load.origin import Origin
from stagebrief.model.block import Blocks
from stagebrief.model.inline import Cite, Inlines
from stagebrief.model.raw_latex import raw_faults, raw_pieces

__all__ = ["MarkdownSettings", "parse_blocks", "parse_cite", "parse_file", "parse_inlines"]

Faults = tuple[Diagnostic, ...]


MOST_FILES = 64
"""Texts of which is remembered what has been made of them."""


@lru_cache(MOST_FILES)
def parse_file(file: str, text: str, settings: MarkdownSettings) -> tuple[Blocks, Faults]:
    """The text of a whole file as blocks, and what is wrong with it; not made again where the text is the same."""
    return parse_blocks(Origin.whole(file, text), settings)


def parse_blocks(origin: Origin, settings: MarkdownSettings) -> tuple[Blocks, Faults]:
    """The text as blocks, and what is wrong with it."""
    tokens = parser_for(settings.language).parse(clean(origin.text), {})
    root, _ = grow(tokens, DEEPEST)
    reading = Reading(origin, settings, READERS, top=highest(root))
    refuse_depth(tokens, reading)
    collect_notes(root, reading)
    blocks = reading.blocks(root.children)
    check_unused(reading)
    check_raw(blocks, reading)
    return blocks, tuple(dict.fromkeys(reading.faults))


def parse_inlines(origin: Origin, settings: MarkdownSettings) -> tuple[Inlines, Faults]:
    """The text as one line of prose, and what is wrong with it."""
    reading = Reading(origin, settings)
    content = reading.phrase(clean(origin.text), 0)
    check_raw(content, reading)
    return content, tuple(dict.fromkeys(reading.faults))


def parse_cite(origin: Origin, settings: MarkdownSettings) -> tuple[tuple[Cite, ...], Faults]:
    """The citations of a `cite` field: `[@a, p. 3]`, several of them, or the same without brackets."""
    reading, cites = Reading(origin, settings), list[Cite]()
    for content, places in cite_texts(origin.text):
        before = len(reading.faults)
        found = reading.inlines(reading.tokens(content), content, [*places, places[-1] + 1])
        if found and all(isinstance(inline, Cite) for inline in found):
            cites += [as_source(inline) for inline in found if isinstance(inline, Cite)]
        elif len(reading.faults) == before:
            not_a_citation(reading, places)
    return tuple(cites), tuple(dict.fromkeys(reading.faults))


def not_a_citation(reading: Reading, places: Sequence[int]) -> None:
    """The fault of a `cite` field that holds something else."""
    text, span = reading.origin.text.strip(), reading.span(places[0], places[-1] + 1)
    if text.startswith("[") and closing_bracket(text, 0) < 0:
        reading.error("citation-is-closed", "the bracket of this citation is not closed", span, "close it with ]")
    else:
        hint = "write [@key, p. 13], with the key from the bibliography file"
        reading.error("citation-is-valid", f"'{text}' is not a citation", span, hint)


def check_raw(content: Blocks | Inlines, reading: Reading) -> None:
    """Raw LaTeX that leaves something open would swallow what comes behind it."""
    for fault in raw_faults(raw_pieces(content)) if reading.settings.allow_raw_latex else ():
        reading.error(fault.code, fault.message, fault.span, fault.hint)


def clean(text: str) -> str:
    """The text with the line ends that Markdown knows, as long as before."""
    return text.replace("\r\n", " \n").replace("\r", "\n").replace("\0", "\ufffd")


def highest(root: Branch) -> int:
    """The level of the highest heading of the text itself, not of its slides, lists and quotations."""
    levels = [int(branch.token.tag[1:]) for branch in root.children if branch.type == "heading_open"]
    return min(levels, default=1)


def refuse_depth(tokens: Sequence[Token], reading: Reading) -> None:
    """A text that nests deeper than the parser goes would lose its innermost words."""
    deep = next((token for token in tokens if token.level >= DEEPEST - 2 and "at" in token.meta), None)
    if deep is not None:
        hint = "write it with fewer lists and quotations within one another"
        reading.error("nesting-is-shallow", "the text nests too deep here", reading.span(deep.meta["at"]), hint)
