"""`Ibid.` and its like, typed by hand: they point to the note before, and stay when another note comes between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, Span, warning
from stagebrief.model.brief import Brief
from stagebrief.model.inline import CitationItem, Text
from stagebrief.model.resolved import Bibliography
from stagebrief.model.walk import cites_in, footnotes_in, walk

BEFORE = (
    r"(?<![\w’])(?:ib[ií]d\b\.?|ib[ií]dem\b|idem\b\.?(?=\s*(?:[,.:;]|$|\d|pp?\.))|там\s+же\b|ҳамон\s+ҷо\b|там\s+само\b"
    r"|ebd\.|ebenda\b|tamże\b|tamtéž\b|tamže\b|ivi(?=,)|همان(?:جا)?(?=\s*(?:[،,.]|$|ص)))"
)
"""Words for the source of the note before."""
NAMED = (
    r"(?<![\w’])(?:op\.\s?cit\.|ob\.\s?cit\.|loc\.\s?cit\.|art\.\s?cit\.|(?:указ|цит)\.\s?(?:соч|раб)\.|(?:зазн|назв)\.\s?праця"
    r"|a\.\s?a\.\s?O\.|a\.\s?g\.\s?[em]\.|dz\.\s?cyt\.|o\.\s?c\.(?=\s*,))"
)
"""Words for the source of that author that was named before."""
WORD = re.compile(f"{BEFORE}|{NAMED}", re.IGNORECASE)
SEE = r"(?:(?:see|cf\.|vgl\.|siehe|см\.|ниг\.|див\.|voir|vid\.|véase|cfr\.)\s+(?:also\s+|auch\s+|также\s+|aussi\s+)?)?"
IN_NOTE = re.compile(rf"(?:^|;)\s*{SEE}{BEFORE}|{NAMED}", re.IGNORECASE)
"""Where they stand in a note; the first begin it, or what follows a semicolon."""
FIELDS = frozenset(("author", "title", "editor", "journaltitle", "booktitle", "note", "shorttitle"))


def check_by_hand(brief: Brief, bibliography: Bibliography) -> Iterator[Diagnostic]:
    """Notes, citations and entries in which such a word stands for a source."""
    for note in footnotes_in(brief):
        texts = [node for node in walk(note.content) if isinstance(node, Text)]
        before = ""
        for node in texts:
            # What stands before belongs to the note, so that a word in italics is seen where it stands.
            if match := IN_NOTE.search(before + node.text):
                word = match[0].lstrip("; ")
                yield fault(word, node.span, "cite the source; the style shortens it by itself")
                break
            before = (before + node.text)[-40:] if before or node.text.strip() else ""
    for cite in cites_in(brief):
        for item in cite.items:
            if written := next(words_in(item), None):
                yield fault(written, item.span, "leave it out; the style shortens notes by itself")
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
