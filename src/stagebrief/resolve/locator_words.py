"""Places in sources in a few words, for people who read reports."""

from __future__ import annotations

import re

from stagebrief.locator_words import ONE, word_of
from stagebrief.model.inline import CitationItem, Locator


def locators_to_text(item: CitationItem, language: str = "en") -> str:
    """All places within the source that a citation names, worded in a language."""
    return ", ".join(locator_to_text(locator, language) for locator in item.locators)


def locator_to_text(locator: Locator, language: str = "en") -> str:
    """One place within a source: `pp. 33–35`, in a Russian brief `с. 33–35`."""
    value = locator.value if locator.term in ONE else re.sub(r"(?<=\w)\s*(?:--|-)\s*(?=\w)", "–", locator.value)
    return f"{locator.word or word_of(locator.term, locator.value, language)} {value}".strip()
