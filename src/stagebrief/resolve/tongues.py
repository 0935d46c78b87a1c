"""Whether a quotation is a translation, as far as languages and scripts tell."""

from __future__ import annotations

import unicodedata
from collections import Counter

from stagebrief.model.languages import language_tag

LEAST_SHARE = 0.05
"""A script of which a copy has a smaller share than this is not the one that it is written in."""


def is_other_language(quoted: str, source: str) -> bool:
    """Whether both languages are known and differ."""
    return bool(quoted and source) and language_tag(quoted) != language_tag(source) != ""


def is_other_script(words: str, text: str) -> bool:
    """Whether the text is hardly written in the script of the words."""
    own = scripts_in(words)
    if not own:
        return False
    main = own.most_common(1)[0][0]
    found = scripts_in(text)
    return found[main] < LEAST_SHARE * found.total()


def scripts_in(text: str) -> Counter[str]:
    """How many letters of each script there are, by the first word of their names."""
    counts: Counter[str] = Counter()
    for character, count in Counter(text).items():
        if character.isalpha():
            counts[unicodedata.name(character, "UNKNOWN").partition(" ")[0]] += count
    return counts
