"""Typographic characters for those of the typewriter, by language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

Quotes = tuple[str, str, str, str]
"""The outer and the inner pair of quotation marks."""

CURLY: Quotes = ("“", "”", "‘", "’")
LOW_HIGH: Quotes = ("„", "“", "‚", "‘")
LOW_CLOSED: Quotes = ("„", "”", "‚", "’")
GUILLEMETS: Quotes = ("«", "»", "„", "“")
GUILLEMETS_CURLY: Quotes = ("«", "»", "“", "”")
GUILLEMETS_SINGLE: Quotes = ("«", "»", "‹", "›")
SPACED: Quotes = ("«\u00a0", "\u00a0»", "“", "”")

QUOTES: dict[str, Quotes] = {
    **dict.fromkeys(("de", "bg", "cs", "sk", "sl", "et", "lt", "is", "ka", "mk", "sq"), LOW_HIGH),
    **dict.fromkeys(("hr", "sr", "bs"), LOW_CLOSED),
    **dict.fromkeys(("ru", "be", "tg", "kk", "ky", "uk", "tt", "mn", "hy"), GUILLEMETS),
    **dict.fromkeys(("es", "it", "pt", "ca", "gl", "eu", "el", "lv", "az", "uz", "tk"), GUILLEMETS_CURLY),
    **dict.fromkeys(("de-ch", "fr-ch", "it-ch", "fa", "prs", "ps", "ar"), GUILLEMETS_SINGLE),
    "pt-br": CURLY,
    "fr": SPACED,
    "pl": ("„", "”", "«", "»"),
    "hu": ("„", "”", "»", "«"),
    "ro": ("„", "”", "«", "»"),
    "sv": ("”", "”", "’", "’"),
    "fi": ("”", "”", "’", "’"),
    "he": ("”", "”", "’", "’"),
    "da": ("»", "«", "›", "‹"),
    "nb": ("«", "»", "‘", "’"),
    "nn": ("«", "»", "‘", "’"),
    "no": ("«", "»", "‘", "’"),
    "ja": ("「", "」", "『", "』"),
    "zh-tw": ("「", "」", "『", "』"),
    "zh-hant": ("「", "」", "『", "』"),
}
"""Languages not named here have the English ones."""

SHORT_YEAR = re.compile(r"[‘‚](?=\d\d(?:s|er)?\b)")
FRENCH_SPACE = re.compile(r"(?<=\S) (?=[;:!?»])|(?<=«) ")


def quotes_for(language: str) -> Quotes:
    """The quotation marks of a BCP 47 tag."""
    tag = language.lower()
    return QUOTES.get(tag) or QUOTES.get(tag.split("-")[0]) or CURLY


def add_smart_rules(markdown: MarkdownIt, language: str) -> None:
    """Add the rule for that language to a parser."""

    def smart_rule(state: StateCore) -> None:
        for token in state.tokens:
            for children in texts_in(token):
                make_smart(children, language)

    markdown.core.ruler.push("smart", smart_rule)


def texts_in(token: Token) -> Iterator[list[Token]]:
    """The tokens of a block's text, and those of the captions of pictures in it."""
    if token.children:
        yield token.children
        for child in token.children:
            yield from texts_in(child)


def make_smart(tokens: list[Token], language: str) -> None:
    """Quotation marks, dashes, ellipses and apostrophes in what is neither escaped nor an address."""
    for start, end, other in foreign_stretches(tokens):
        make_smart(tokens[start:end], other)
    if any(token.type == "text" and ("'" in token.content or '"' in token.content) for token in tokens):
        process_inlines(tokens, quoting(quotes_for(language)))
    address = False
    for token in tokens:
        if token.type == "link_open":
            address = token.info == "auto"
        elif token.type == "link_close":
            address = False
        elif token.type == "text" and not address:
            token.content = replace_dashes(mend_apostrophes(token.content))
            if language.partition("-")[0].lower() == "fr":
                token.content = FRENCH_SPACE.sub("\u00a0", token.content)


def foreign_stretches(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Where words of another language begin and end, and its name."""
    for index, token in enumerate(tokens):
        language = token.meta["attributes"].get("lang") if token.type == "span_open" else ""
        if language:
            end = next(at for at in range(index + 1, len(tokens)) if tokens[at].level == token.level)
            yield index + 1, end, language


@cache
def quoting(quotes: Quotes) -> StateCore:
    """What markdown-it's rule for quotation marks wants to be given."""
    return StateCore("", MarkdownIt("zero", {"quotes": list(quotes)}), {})


def replace_dashes(text: str) -> str:
    """En and em dashes and ellipses for what stands for them on a typewriter."""
    text = re.sub(r"(?<!-)---(?!-)", "—", text)
    text = re.sub(r"(?<!-)--(?!-)", "–", text)
    return re.sub(r"(?<!\.)\.\.\.(?!\.)", "…", text)


def mend_apostrophes(text: str) -> str:
    """Apostrophes that open no quotation: before a shortened year (’90s), and those that found no partner."""
    return SHORT_YEAR.sub("’", text).replace("'", "’")
