"""Words and sentences of a language, from the lists beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any


@cache
def words_of(language: str) -> dict[str, Any]:
    """The lists of a language."""
    path = Path(__file__).parent / "languages" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Tongue:
    """Somebody who writes in a language: what is said next is drawn by `rng`."""

    language: str
    rng: Random
    long_words: bool = False
    made: set[str] = field(default_factory=set)

    def word(self, kind: str) -> str:
        """One of the words or phrases of a kind."""
        return str(self.rng.choice(words_of(self.language)[kind]))

    def fixed(self, kind: str) -> str:
        """A phrase of which there is one."""
        return self.filled(words_of(self.language)[kind])

    def filled(self, pattern: str) -> str:
        """A pattern with a year and nouns in their places."""
        a, b, c = self.rng.sample(words_of(self.language)["nouns"], 3)
        return pattern.format(a=a, b=b, c=c, year=self.rng.randint(1861, 2019))

    def sentence(self) -> str:
        """A sentence with its full stop; none is made twice."""
        sentence = self.any_sentence()
        while sentence in self.made:
            sentence = self.any_sentence()
        self.made.add(sentence)
        return sentence

    def any_sentence(self) -> str:
        """A sentence with its full stop, with or without what binds it to others."""
        lists, rng = words_of(self.language), self.rng
        text = lists["sentence"].format(
            connective=self.word("connectives") if rng.random() < 0.3 else "",
            subject=self.word("subjects"),
            predicate=self.word("predicates"),
            when=self.filled(self.word("when")),
            reason=self.word("reasons") if rng.random() < 0.5 else "",
        )
        text = capitalised(" ".join(text.split()))
        if self.long_words and rng.random() < 0.08:
            words = text.split(" ")
            words.insert(rng.randrange(1, len(words)), self.word("long"))
            text = " ".join(words)
        return text

    def sentences(self, count: int) -> str:
        """Some sentences one after the other."""
        return " ".join(self.sentence() for _ in range(count))

    def claim(self) -> str:
        """Somebody did something: a sentence without its full stop; none is made twice."""
        claim = capitalised(f"{self.word('subjects')} {self.word('predicates')}").rstrip(",")
        while claim in self.made:
            claim = self.plain_sentence()
        self.made.update((claim, f"{claim}."))
        return claim

    def plain_sentence(self) -> str:
        """A sentence without what binds it to others, and without its full stop."""
        text = words_of(self.language)["sentence"].format(
            connective="",
            subject=self.word("subjects"),
            predicate=self.word("predicates"),
            when=self.filled(self.word("when")),
            reason="",
        )
        return capitalised(" ".join(text.split())).removesuffix(".")

    def title(self, words: int) -> str:
        """A heading of so many words."""
        if words <= 1:
            return capitalised(self.word("long" if self.long_words else "nouns"))
        found: list[str] = []
        while len(found) < words:
            found += self.claim().split(" ") if words < 8 else self.sentence().rstrip(".").split(" ")
        if self.long_words and words > 3:
            found[self.rng.randrange(words)] = self.word("long")
        return capitalised(" ".join(found[:words]).rstrip(",:،"))

    def term(self) -> str:
        """A word for a cell or a list."""
        return self.word("long") if self.long_words and self.rng.random() < 0.1 else self.word("nouns")

    def short_word(self) -> str:
        """One of the shortest nouns."""
        return str(self.rng.choice(sorted(words_of(self.language)["nouns"], key=len)[:7]))


def capitalised(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
