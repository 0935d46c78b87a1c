"""Places in sources in a few words, for people who read reports."""

from __future__ import annotations

import re

from stagebrief.model.inline import CitationItem, Locator

SHORT = {
    "book": ("bk.", "bks."),
    "chapter": ("ch.", "chs."),
    "column": ("col.", "cols."),
    "figure": ("fig.", "figs."),
    "folio": ("fol.", "fols."),
    "issue": ("no.", "nos."),
    "line": ("l.", "ll."),
    "note": ("n.", "nn."),
    "page": ("p.", "pp."),
    "paragraph": ("para.", "paras."),
    "part": ("pt.", "pts."),
    "section": ("sec.", "secs."),
    "verse": ("v.", "vv."),
    "volume": ("vol.", "vols."),
    "sub-verbo": ("s.v.", "s.vv."),
    "timestamp": ("at", "at"),
}


def locators_to_text(item: CitationItem) -> str:
    """All places within the source that a citation names."""
    return ", ".join(locator_to_text(locator) for locator in item.locators)


def locator_to_text(locator: Locator) -> str:
    """One place within a source: `pp. 33–35`."""
    value = re.sub(r"(?<=\w)\s*(?:--|-)\s*(?=\w)", "–", locator.value)
    if locator.word:
        return f"{locator.word} {value}"
    several = re.search(r"[–,;&]|\band\b", value) is not None
    one, many = SHORT.get(locator.term, (locator.term, locator.term))
    return f"{many if several else one} {value}".strip()
