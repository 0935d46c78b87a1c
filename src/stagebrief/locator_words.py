"""What the parts of a source are called in print, in the languages that a brief can be in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SEVERAL = re.compile(r"[-–—,،&]|\w\s+\w+\s+\w|\dff?$")
"""What tells more than one place from one: `3–5`, `3, 5`, `3 and 5`, `3ff`."""
ONE = frozenset(("sub-verbo", "timestamp", "version"))
"""Terms whose value may hold such signs and be one place."""
NEAREST = {"be": "ru", "kk": "ru", "ky": "ru", "mn": "ru", "tt": "ru", "uz-cyrl": "ru", "prs": "fa"}
"""The languages whose words serve others; for the rest it is English."""

Words = Mapping[str, tuple[str, str]]
"""For each term its word for one place and for several."""


@cache
def words_table() -> dict[str, dict[str, tuple[str, str]]]:
    """The words of `locators.txt` by their languages."""
    table: dict[str, dict[str, tuple[str, str]]] = {}
    term = ""
    for line in Path(__file__).with_name("locators.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            term = line.strip("[]")
        elif line and not line.startswith("#"):
            language, _, words = line.partition(":")
            one, _, several = words.partition("|")
            table.setdefault(language, {})[term] = (one.strip(), several.strip())
    return table


@cache
def words_of(language: str) -> Words:
    """The words in a language (a BCP 47 tag); for those that it has none for, the words of the nearest."""
    table, tag = words_table(), language.lower().replace("_", "-")
    base = tag.partition("-")[0]
    nearest = next((other for name, other in NEAREST.items() if f"{tag}-".startswith(f"{name}-")), "en")
    return {**table[nearest], **table.get(base, {})}


def is_several(term: str, value: str) -> bool:
    """Whether a locator names more places than one."""
    return term not in ONE and SEVERAL.search(value) is not None


def word_of(term: str, value: str, language: str) -> str:
    """The word for the places in `value`; the term itself where there is none."""
    one, several = words_of(language).get(term, (term, term))
    return several if is_several(term, value) else one
