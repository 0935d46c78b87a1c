"""Typographic characters for those of the typewriter, by language."""

from __future__ import annotations

import re

ENGLISH = ("“", "”", "‘", "’")
GERMAN = ("„", "“", "‚", "‘")
GUILLEMETS = ("«", "»", "„", "“")
FRENCH = ("«\u00a0", "\u00a0»", "“", "”")
QUOTES: dict[str, tuple[str, str, str, str]] = {
    "en": ENGLISH,
    "de": GERMAN,
    "de-ch": ("«", "»", "‹", "›"),
    "fr": FRENCH,
    "fr-ch": ("«", "»", "‹", "›"),
    "ru": GUILLEMETS,
    "be": GUILLEMETS,
    "tg": GUILLEMETS,
    "kk": GUILLEMETS,
    "ky": GUILLEMETS,
    "uk": GUILLEMETS,
    "bg": ("„", "“", "‚", "‘"),
    "es": ("«", "»", "“", "”"),
    "it": ("«", "»", "“", "”"),
    "pt": ("«", "»", "“", "”"),
    "pt-br": ENGLISH,
    "ca": ("«", "»", "“", "”"),
    "el": ("«", "»", "“", "”"),
    "fa": ("«", "»", "‹", "›"),
    "pl": ("„", "”", "«", "»"),
    "cs": GERMAN,
    "sk": GERMAN,
    "sl": GERMAN,
    "hu": ("„", "”", "»", "«"),
    "ro": ("„", "”", "«", "»"),
    "nl": ENGLISH,
    "sv": ("”", "”", "’", "’"),
    "fi": ("”", "”", "’", "’"),
    "da": ("»", "«", "›", "‹"),
    "nb": ("«", "»", "‘", "’"),
    "no": ("«", "»", "‘", "’"),
    "et": ("„", "“", "‚", "‘"),
    "lt": ("„", "“", "‚", "‘"),
    "lv": ("«", "»", "“", "”"),
    "ja": ("「", "」", "『", "』"),
}
"""For each language the outer and the inner pair of quotation marks."""


def quotes_for(language: str) -> list[str]:
    """The quotation marks of a BCP 47 tag, English ones where it is not known."""
    tag = language.lower()
    return list(QUOTES.get(tag) or QUOTES.get(tag.split("-")[0]) or ENGLISH)


def replace_dashes(text: str) -> str:
    """En and em dashes and ellipses for what stands for them on a typewriter."""
    text = re.sub(r"(?<!-)---(?!-)", "—", text)
    text = re.sub(r"(?<!-)--(?!-)", "–", text)
    return re.sub(r"\.\.\.(?!\.)", "…", text)


def mend_apostrophes(text: str) -> str:
    """Apostrophes that open no quotation: before a shortened year (’90s), and those that found no partner."""
    return re.sub(r"[‘‚](?=\d\ds?\b)", "’", text).replace("'", "’")
