"""Citations within a line to the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from stagebrief.load.citation import WrittenItem, parse_in_text
from stagebrief.load.citation_brackets import closing_bracket
from stagebrief.load.citation_keys import key_at
from stagebrief.load.markdown.tree import Branch
from stagebrief.model.inline import CitationItem, CitationMode, Cite, Inlines, Locator, SoftBreak, Text

if TYPE_CHECKING:
    from stagebrief.load.markdown.inlines import InlineReader


def read_citation(branch: Branch, reader: InlineReader) -> Cite:
    """`[see @a, p. 3; -@b]` or `@a [p. 3; @b]`, with the words before and behind each source."""
    affixes = [trimmed(reader.branches(affix.children)) for affix in branch.children if affix.type == "affix_open"]
    items = branch.token.meta["items"]
    affixes += [()] * (2 * len(items) - len(affixes))  # those that nest too deep are not there, which is told
    pairs = zip(items, affixes[::2], affixes[1::2], strict=True)
    return Cite(tuple(read_item(*pair, reader) for pair in pairs), span=reader.span(branch))


def read_item(item: WrittenItem, prefix: Inlines, suffix: Inlines, reader: InlineReader) -> CitationItem:
    """One source."""
    first, *further = item.locators or (Locator("", ""),)
    return CitationItem(
        item.key,
        prefix=prefix,
        locator_label=first.term,
        locator=first.value,
        suffix=suffix,
        mode=item.mode,
        locator_word=first.word,
        further=tuple(further),
        span=reader.place(item.start, item.end),
    )


def read_fault(branch: Branch, reader: InlineReader) -> None:
    """What is wrong with a citation; nothing is shown in its place."""
    fault = branch.token.meta["fault"]
    remember = reader.reading.error if fault.severe else reader.reading.warn
    remember(fault.code, fault.message, reader.place(fault.start, fault.end), fault.hint)


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


def trimmed(inlines: Inlines) -> Inlines:
    """The inlines without spaces at their beginning and end."""
    found = list(inlines)
    while found and is_space(found[0]):
        found.pop(0)
    while found and is_space(found[-1]):
        found.pop()
    if found and isinstance(found[0], Text):
        found[0] = replace(found[0], text=found[0].text.lstrip())
    if found and isinstance(found[-1], Text):
        found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found)


def is_space(inline: object) -> bool:
    """Whether there is nothing to see of it."""
    return isinstance(inline, SoftBreak) or (isinstance(inline, Text) and not inline.text.strip())
