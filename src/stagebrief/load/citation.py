"""Pandoc's citation syntax: `[see @key, pp. 33-35; also @b, ch. 2]`, `@key [p. 3]`, `[-@key]`, `@{any key}`."""

from __future__ import annotations

import re
from dataclasses import dataclass

KEY = re.compile(r"@(?:\{(?P<braced>[^{}\s][^{}\n]*)\}|(?P<bare>[^\W_]|_)(?P<rest>(?:\w|[:.#$%&+?<>~/-](?=\w))*))")
CROSS_REFERENCES = ("fig", "tbl", "stage", "eq", "sec")

TERMS: dict[str, tuple[str, ...]] = {
    "book": ("book", "books", "bk.", "bks."),
    "chapter": (
        "chapter",
        "chapters",
        "chap.",
        "chaps.",
        "ch.",
        "chs.",
        "гл.",
        "глава",
        "Kap.",
        "Kapitel",
        "chapitre",
        "cap.",
    ),
    "column": ("column", "columns", "col.", "cols.", "Sp.", "стб."),
    "figure": ("figure", "figures", "fig.", "figs.", "рис.", "Abb."),
    "folio": ("folio", "folios", "fol.", "fols.", "л.", "Bl."),
    "issue": ("number", "numbers", "no.", "nos.", "issue", "issues", "№", "Nr."),
    "line": ("line", "lines", "l.", "ll.", "Z."),
    "note": ("note", "notes", "n.", "nn.", "прим.", "Anm."),
    "opus": ("opus", "opera", "op.", "opp."),
    "page": ("page", "pages", "p.", "pp.", "стр.", "с.", "С.", "S.", "Seite", "Seiten", "pág.", "págs.", "саҳ.", "саҳ"),
    "paragraph": ("paragraph", "paragraphs", "para.", "paras.", "¶", "¶¶", "абз.", "Abs."),
    "part": ("part", "parts", "pt.", "pts.", "ч.", "часть", "Teil", "partie"),
    "section": ("section", "sections", "sec.", "secs.", "sect.", "sects.", "§", "§§", "разд.", "Abschn."),
    "sub-verbo": ("sub verbo", "sub verbis", "s.v.", "s.vv."),
    "table": ("table", "tables", "tbl.", "tbls.", "tab.", "табл."),
    "timestamp": ("timestamp", "at"),
    "verse": ("verse", "verses", "v.", "vv.", "ст."),
    "volume": ("volume", "volumes", "vol.", "vols.", "т.", "том", "Bd.", "Bde."),
}
"""CSL's locator terms and how they are written, in English and in some languages that briefs are in."""
BY_WORD = {word: term for term, words in TERMS.items() for word in words}
LABEL = "|".join(re.escape(word) for word in sorted(BY_WORD, key=len, reverse=True))
UNIT = r"(?:[A-Za-z]?\d[\w.:/]*\w|[A-Za-z]?\d|[ivxlcdmIVXLCDM]+(?![^\W_]))"
VALUE = rf"{UNIT}(?:\s*(?:,|&|-|–|—|--|and|и|und|et)\s*{UNIT})*"
LOCATOR = re.compile(
    rf"\s*,?\s*(?:(?P<label>{LABEL})\s*(?P<value>{VALUE})|(?P<plain>\d[\w.:]*(?:\s*(?:,|&|-|–|--)\s*\d[\w.:]*)*))(?![^\W_])"
)
BRACED = re.compile(rf"\s*,?\s*\{{\s*(?:(?P<label>{LABEL})\s*)?(?P<value>[^{{}}]*)\}}")


@dataclass(frozen=True, slots=True)
class WrittenItem:
    """One source of a citation as it is written; starts and ends are positions in the text that was parsed.

    `prefix` and `suffix` are stretches (start, end) whose Markdown is still to be read.
    """

    key: str
    start: int
    end: int
    suppress_author: bool
    prefix: tuple[int, int]
    locator_label: str
    locator: str
    suffix: tuple[int, int]


def key_at(text: str, position: int) -> tuple[str, int] | None:
    """The key of an `@key` that begins at `position`, and where it ends; None for an e-mail address or plain `@`."""
    if position and (text[position - 1].isalnum() or text[position - 1] in "_@./\\"):
        return None
    match = KEY.match(text, position)
    if match is None:
        return None
    return (match["braced"] or match["bare"] + match["rest"]), match.end()


def closing_bracket(text: str, position: int, end: int | None = None) -> int:
    """The `]` that closes the `[` at `position`; -1 if there is none. Brackets in code and escapes do not count."""
    depth, index, stop = 0, position, len(text) if end is None else end
    while index < stop:
        character = text[index]
        if character == "\\":
            index += 1
        elif character == "`":
            run = len(text) - index - len(text[index:].lstrip("`"))
            close = text.find("`" * run, index + run, stop)
            index = close + run - 1 if close >= 0 else index + run - 1
        elif character == "[":
            depth += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                return index
        index += 1
    return -1


def parse_items(text: str, start: int, end: int) -> tuple[WrittenItem, ...] | None:
    """The sources between `start` and `end`, divided by semicolons; None if one of them names no key."""
    items = []
    for first, last in divided(text, start, end):
        item = parse_item(text, first, last)
        if item is None:
            return None
        items.append(item)
    return tuple(items)


def divided(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between semicolons that do not stand in brackets, braces or code."""
    stretches, depth, first, index = [], 0, start, start
    while index < end:
        character = text[index]
        if character == "\\":
            index += 1
        elif character in "[{(":
            depth += 1
        elif character in "]})":
            depth = max(0, depth - 1)
        elif character == ";" and depth == 0 and not re.search(r"&#?\w+$", text[first:index]):
            stretches.append((first, index))
            first = index + 1
        index += 1
    return [*stretches, (first, end)]


def parse_item(text: str, start: int, end: int) -> WrittenItem | None:
    """One source: prefix, key, locator, suffix."""
    at = start
    while (at := text.find("@", at, end)) >= 0:
        found = key_at(text, at)
        if found and found[1] <= end:
            break
        at += 1
    else:
        return None
    key, after = found
    suppressed = at > start and text[at - 1] == "-" and (at - 1 == start or text[at - 2].isspace())
    label, locator, rest = parse_locator(text, after, end)
    return WrittenItem(key, at, after, suppressed, (start, at - suppressed), label, locator, (rest, end))


def parse_locator(text: str, start: int, end: int) -> tuple[str, str, int]:
    """The locator's term and value after a key, and where the suffix begins."""
    piece = text[start:end]
    if (match := BRACED.match(piece)) and (match["value"].strip() or match["label"]):
        label = BY_WORD.get(match["label"] or "", "page")
        return label, match["value"].strip(), start + match.end()
    if re.match(r"\s*\{\s*\}", piece):
        return "", "", start + piece.index("}") + 1
    match = LOCATOR.match(piece)
    if match is None or not re.match(r"\s*,|\s", piece):
        return "", "", start
    return BY_WORD.get(match["label"] or "", "page"), (match["value"] or match["plain"]).strip(), start + match.end()
