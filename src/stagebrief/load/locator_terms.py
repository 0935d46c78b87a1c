"""The words for the parts of a source, as they are written in the languages that a brief can be in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ENGLISH = "en"
END = r"(?:(?<=[\W⺀-鿿가-힯])|(?![^\W\d_]))"
"""A word is over after a full stop or a sign, after a Chinese, Japanese or Korean word, or where no letter follows."""
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
    """The words that are read in a brief of one language: `before` and `behind` find where they may stand.

    `tables` say what they mean, the surest first; each goes by the word as it is written, or by its small letters.
    """

    language: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    tables: tuple[dict[str, Term], ...]

    def find(self, written: str) -> Term | None:
        """What a word means; None if it is written with capitals that it does not have in its language."""
        word = " ".join(written.split())
        for table in self.tables:
            if term := table.get(word) or table.get(f"{FOLDED}{word.casefold()}"):
                return term
        return None

    def find_behind(self, written: str) -> Term | None:
        """What a word means that stands behind the number."""
        return self.find("~" + " ".join(written.split()))


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
            kept, behind = written.endswith("!"), written.startswith("~")
            word = " ".join(written.removesuffix("!").removeprefix("~").split())
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
    words = [term for _, term in (*mine, *english, *foreign)]
    return Terms(own, _pattern(words, behind=False), _pattern(words, behind=True), (*tables, capitals))


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
    return f"~{term.word}" if term.behind else term.word


def _pattern(terms: Iterable[Term], *, behind: bool) -> re.Pattern[str]:
    words = sorted({term.word for term in terms if term.behind is behind}, key=len, reverse=True)
    choice = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    gap = r"\s?" if behind else ""
    return re.compile(f"{gap}(?:{choice}){END}", re.IGNORECASE)
