"""Captions of tables: a paragraph before or behind, or a last row, is taken into the table that it belongs to."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from stagebrief.load.markdown.label_rules import cut_attributes, cut_front

CAPTION = re.compile(r":[ \t]+|(?:Table|Tabelle|Tableau|Tabla|Таблица|Таблиця|Ҷадвал):[ \t]*")


def add_caption_rules(markdown: MarkdownIt) -> None:
    """Add the rule to a parser."""
    markdown.core.ruler.before("inline", "captions", caption_rule)


def caption_rule(state: StateCore) -> None:
    """Move each caption into its table, as the first thing in it."""
    tokens, kept, index = state.tokens, list[Token](), 0
    while index < len(tokens):
        if tokens[index].type != "table_open":
            kept.append(tokens[index])
            index += 1
            continue
        end = next(at for at in range(index, len(tokens)) if tokens[at].type == "table_close") + 1
        table, index = tokens[index:end], end
        caption = last_row(table)
        if not caption and is_caption(tokens[index : index + 3]):
            caption, index = tokens[index : index + 3], index + 3
        elif not caption and is_caption(kept[-3:]):
            caption, kept = kept[-3:], kept[:-3]
        kept += [table[0], *as_caption(caption, state.src), *table[1:]]
    state.tokens = kept


def is_caption(tokens: list[Token]) -> bool:
    """Whether these are a paragraph that is worded as a caption."""
    kinds = [token.type for token in tokens]
    return kinds == ["paragraph_open", "inline", "paragraph_close"] and bool(CAPTION.match(tokens[1].content))


def last_row(table: list[Token]) -> list[Token]:
    """The last row, where it is a caption that follows without a blank line; it is taken out of the table."""
    start = max(at for at, token in enumerate(table) if token.type == "tr_open")
    texts = [token for token in table[start:] if token.type == "inline"]
    if table[start - 1].type == "thead_open" or not texts[0].content.startswith(": "):
        return []
    if any(token.content for token in texts[1:]):
        return []
    opening, closing = table[start], table[-3]
    del table[start:-2]
    return [opening, texts[0], closing]


def as_caption(tokens: list[Token], source: str) -> list[Token]:
    """The tokens as those of a caption, without the word that they begin with."""
    if not tokens:
        return []
    opening, text, closing = tokens
    opening.type, closing.type = "caption_open", "caption_close"
    match = CAPTION.match(text.content)
    cut_front(text, match.end() if match else 0)
    cut_attributes(source, text, opening)
    return tokens
