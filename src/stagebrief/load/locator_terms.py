"""The words for the parts of a source, as they are written in the languages that a brief can be in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ENGLISH = "en"
BEHIND = "~"
"""What stands before a word that follows its number."""
FOLDED = "\0"
"""What stands before a word that goes by its small letters."""
CYRILLIC = {"ru", "tg", "uk"}
NO_ABBREVIATIONS = {"can"}
"""Words that are no abbreviation when the full stop is left out."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word for a CSL locator term in one language.

    `kept` words are printed as they are written; words that stand `behind` follow the number; `bare` is an abbreviation
    without its full stop, which needs a number in digits.
    """

    term: str
    language: str
    word: str
    kept: bool = False
    behind: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """The words that are read in a brief of one language.

    `tables` say what they mean, the surest first; each goes by the word as it is written, or by its small letters.
    `known` holds all words in small letters, `lengths` those that they have, the longest first.
    """

    language: str
    tables: tuple[dict[str, Term], ...]
    known: frozenset[str]
    lengths: tuple[int, ...]

    def before(self, text: str, position: int) -> tuple[Term, int] | None:
        """The longest word at a position, and where it ends."""
        return self.find(text, position, "")

    def behind(self, text: str, position: int) -> tuple[Term, int] | None:
        """The longest word at a position that stands behind its number, and where it ends."""
        return self.find(text, position + text.startswith(tuple(" \u00a0"), position), BEHIND)

    def find(self, text: str, position: int, mark: str) -> tuple[Term, int] | None:
        """The longest word at a position among those with a mark."""
        for length in self.lengths:
            word = text[position : position + length]
            term = self.meaning(mark, word.replace("\u00a0", " ")) if len(word) == length else None
            if term and is_over(text, position + length):
                return term, position + length
        return None

    def meaning(self, mark: str, word: str) -> Term | None:
        """What a word means; None if it is written with capitals that it does not have in its language."""
        name, small = f"{mark}{word}", f"{mark}{word.casefold()}"
        if small not in self.known:
            return None
        folded = FOLDED + small
        return next((found for table in self.tables if (found := table.get(name) or table.get(folded))), None)


def is_over(text: str, end: int) -> bool:
    """Whether a word can end there: behind a full stop or a sign, or where no letter follows.

    In Chinese, Japanese and Korean no space divides words.
    """
    last, following = text[end - 1], text[end : end + 1]
    return not last.isalpha() or last >= "\u2e80" or not following.isalpha()


@cache
def all_terms() -> tuple[Term, ...]:
    """The words of the list beside this module, in its order."""
    return tuple(_read(Path(__file__).with_name("locators.txt").read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Term]:
    term = ""
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            term = line.strip("[] ")
            continue
        language, _, words = line.partition(":")
        for item in words.split(","):
            written = item.strip()
            kept, behind = written.endswith("!"), written.startswith(BEHIND)
            word = " ".join(written.removesuffix("!").removeprefix(BEHIND).split())
            yield Term(term, language, word, kept, behind)
            stem = word.removesuffix(".")
            if (
                word != stem
                and (len(stem) > 1 or stem == "p")
                and stem.isalpha()
                and stem not in NO_ABBREVIATIONS
                and not behind
            ):
                yield Term(term, language, stem, kept, bare=True)


@cache
def terms_for(language: str) -> Terms:
    """The words that count in a brief of that language (a BCP 47 tag): its own, English ones, then all others."""
    own = language.partition("-")[0].lower()
    mine = [(_name(term), term) for term in all_terms() if term.language == own]
    english = [(_name(term), term) for term in all_terms() if term.language == ENGLISH and not term.bare]
    foreign = list(_foreign(own))
    tables: tuple[dict[str, Term], ...]
    if own == ENGLISH:  # S. 3 is German before it is an English section
        tables = (_table(mine), _table(foreign), _folded(mine))
    else:
        tables = (_table(mine), _folded(mine), _table(english), _table(foreign), _folded(english))
    capitals = _table((name[:1].upper() + name[1:], term) for name, term in foreign)
    words = (*mine, *english, *foreign)
    known = frozenset(name.casefold() for name, _ in words)
    lengths = sorted({len(term.word) for _, term in words}, reverse=True)
    return Terms(own, (*tables, capitals), known, tuple(lengths))


def _table(names: Iterable[tuple[str, Term]]) -> dict[str, Term]:
    table: dict[str, Term] = {}
    for name, term in names:
        table.setdefault(name, term)
    return table


def _folded(names: Iterable[tuple[str, Term]]) -> dict[str, Term]:
    return _table((f"{FOLDED}{name.casefold()}", term) for name, term in names)


def _foreign(own: str) -> Iterator[tuple[str, Term]]:
    """The words of the other languages that mean one thing only, abbreviations with their full stops only."""
    found: dict[str, set[str]] = {}
    first: dict[str, Term] = {}
    for term in all_terms():
        if term.language in {own, ENGLISH} or term.bare:
            continue
        if term.word.isascii() and (term.behind or term.language in CYRILLIC):
            continue
        name = _name(term)
        found.setdefault(name, set()).add(term.term)
        first.setdefault(name, term)
    for name, term in first.items():
        if len(found[name]) == 1:
            yield name, term


def _name(term: Term) -> str:
    return f"{BEHIND}{term.word}" if term.behind else term.word
