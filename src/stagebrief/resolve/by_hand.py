"""`Ibid.` and its like, typed by hand: they point to the note before, and stay when another note comes between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, Span, warning
from stagebrief.model.brief import Brief
from stagebrief.model.inline import CitationItem, Text
from stagebrief.model.resolved import Bibliography
from stagebrief.model.walk import cites_in, footnotes_in, walk

WORD = re.compile(
    r"(?<![\w’])(?:ibid\b\.?|ibidem\b|idem\b\.?|op\.\s?cit\.|loc\.\s?cit\.|там\s+же\b|указ\.\s?соч\.|ҳамон\s+ҷо\b|там\s+само\b"
    r"|ebd\.|ebenda\b|a\.\s?a\.\s?O\.|o\.\s?c\.(?=\s*,))",
    re.IGNORECASE,
)
OPENING = re.compile(rf"^\s*(?:(?:see|cf\.|vgl\.|см\.|voir)\s+(?:also\s+)?)?{WORD.pattern}", re.IGNORECASE)
FIELDS = frozenset(("author", "title", "editor", "journaltitle", "booktitle", "note", "shorttitle"))


def check_by_hand(brief: Brief, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """Notes, citations and entries in which such a word stands for a source."""
    for note in footnotes_in(brief):
        texts = [node for node in walk(note.content) if isinstance(node, Text)]
        if texts and (match := OPENING.match(texts[0].text)):
            yield fault(match[0].strip(), texts[0].span, "cite the source; the style shortens it by itself")
    for cite in cites_in(brief):
        for item in cite.items:
            if word := next(words_in(item), None):
                yield fault(word, item.span, "leave it out; the style shortens notes by itself")
    for entry in bibliography.entries:
        for field in entry.fields:
            if field.name in FIELDS and WORD.fullmatch(
                field.value.strip("{} .,") + ("." if "." in field.value else "")
            ):
                yield fault(field.value, field.span, f"name the {field.name}; the style shortens notes by itself")


def words_in(item: CitationItem) -> Iterator[str]:
    """Such words around a citation."""
    for node in walk((item.prefix, item.suffix)):
        if isinstance(node, Text) and (match := WORD.search(node.text)):
            yield match[0]


def fault(word: str, span: Span, hint: str) -> Diagnostic:
    """The finding of one such word."""
    return warning("note-names-source", f"'{word}' is typed by hand", span, hint)
