"""The places within a source that a citation names: `, vol. 2, pp. 33-35` before the words that follow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from stagebrief.load.locator_terms import Term, terms_for
from stagebrief.load.locator_text import LINE, STAR, closing_brace, unescaped
from stagebrief.model.inline import Locator

GROUP = r"(?:\((?:[^()\s]|\([^()\s]*\))*\)|\[(?:[^\[\]\s]|\[[^\[\]\s]*\])*\])"
ATOM = rf"(?:[^\W_⺀-鿿가-힯]|{GROUP})+"
WORD = re.compile(rf"{ATOM}(?:[.:/+=·]{ATOM})*(?:\s(?=[(\[][^\s)\]]*\d){GROUP})?")
RANGE = re.compile(r"\s?[-‐‑‒–−]\s?|—")
COMMA = re.compile(r"\s*[,،、，]\s*")
AND = re.compile(
    r"(?:,\s|\s)\s*(?:and|и|та|ва|und|u\.|et|y|e|o|و|ve|i|en|och|og|ja|și|és|és|a|және|жана|va)\s+|\s*&\s*",
    re.IGNORECASE,
)
ROMAN = re.compile(r"M{0,4}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})|[Ⅰ-Ⅿ]+")
SPACES = re.compile(r"\s*")
PAGES = re.compile(r"\d+(?:\s*[-–,]\s*\d+)*")
TIME = re.compile(r"\d+:\d\d(?::\d\d)?(?:\s*[-–]\s*\d+:\d\d(?::\d\d)?)?")
EDITION = re.compile(
    r"\d+\.?\s+(?:ed|edn|edition|éd|edic|ediz|aufl|auflage|ausg|изд|вид|нашр|чоп|wyd|vyd|kiad|nashr|utg|painos|baskı)\b"
    r"|\d+[-‑]?(?:st|nd|rd|th|ère?|èmes?|er|e|º|ª|[-‑](?:[еяйхм]|го|му|ми|ый|ой|ая|ое|ых|ум|юм))\s+[^\W\d_]",
    re.IGNORECASE,
)
LEGAL = {"article-locator", "paragraph", "section"}
LETTERED = {"act", "appendix", "equation", "figure", "part", "rule", "section", "supplement", "table"}
"""What is counted in letters too: `appendix A`."""


@dataclass(frozen=True, slots=True)
class Places:
    """The locators behind a key, and where in the text the suffix begins."""

    locators: tuple[Locator, ...]
    end: int


def read_locators(text: str, start: int, end: int, language: str, *, behind_key: bool = True) -> Places:
    """The locators that stand between a key and the suffix; none where the text begins with other words.

    What stands right behind a key needs a comma or a space before it.
    """
    plain, at = unescaped(text, start, end)
    braced = re.match(r"\s*[,،，]?\s*\{", plain)
    if braced and (close := closing_brace(plain, braced.end() - 1)) > 0:
        inside = plain[braced.end() : close].strip()
        return Places((literal(text, at[braced.end()], at[close], language),) if inside else (), at[close + 1])
    opening = re.match(r"\s*[,،，、]\s*|\s+" if behind_key else r"\s*", plain)
    found: list[Locator] = []
    position, last, joint = opening.end() if opening else 0, 0, ""
    while opening and (one := read_one(plain, position, language, first=not found)):
        if found and found[-1].term in LEGAL and plain.startswith("S.", position):
            break  # in § 5 Abs. 2 S. 1 it is a sentence
        locator, last = one
        found.append(replace(locator, joint=joint) if found else locator)
        following = COMMA.match(plain, last) or SPACES.match(plain, last)
        if following is None or following.end() == last != plain.find("第", last):
            break
        comma = following[0].strip()
        position, joint = following.end(), f"{comma} " if comma else following[0] and " "
    return Places(tuple(found), at[last] if found else start)


def literal(text: str, start: int, end: int, language: str) -> Locator:
    """What stands in braces: a term, if there is one, and all the rest as the value."""
    plain, _ = unescaped(text, start, end, markup=True)
    plain = plain.strip()
    label = read_label(plain, 0, language)
    if label and not (label[0].bare and not plain[label[1] : label[1] + 1].isdigit()):
        return Locator(label[0].term, plain[label[1] :].strip(), kept_word(label[0], plain[: label[1]], language))
    return Locator("page" if PAGES.fullmatch(plain) else "", plain)


def read_one(plain: str, position: int, language: str, *, first: bool) -> tuple[Locator, int] | None:
    """A term and its value at that position, or for the first a bare number, which is a page; None for other words."""
    label = read_label(plain, position, language)
    if label is None:
        return read_number(plain, position, language, bare=first)
    term, begin = label
    value, end = read_value(plain, begin, term.term, language)
    if not value or (term.bare and not value[0].isdigit()) or (term.term == "timestamp" and not TIME.match(value)):
        return None
    if plain[begin - 1] == "." and value.isalpha() and plain[end : end + 1] == ".":
        return None  # `p.m.` is no page
    return Locator(term.term, value, kept_word(term, plain[position:begin], language)), end


def read_label(plain: str, position: int, language: str) -> tuple[Term, int] | None:
    """The word for a term at that position, and where its value begins."""
    found = terms_for(language).before(plain, position)
    if found is None:
        return None
    term, after = found
    gap = SPACES.match(plain, after)
    begin = gap.end() if gap else after
    last, following = plain[after - 1], plain[after : after + 1]
    if last.isalpha() and begin == after and not (ord(last) > 0x58F and following.isdigit()):
        return None
    return term, begin


def read_number(plain: str, position: int, language: str, *, bare: bool) -> tuple[Locator, int] | None:
    """A number with its term behind it, or, where that may be, a bare one."""
    found = re.compile(r"第?\s?(?=[\d\[IVXLCDMivxlcdmA-Z])").match(plain, position)
    if found is None or EDITION.match(plain, found.end()):
        return None
    word = WORD.match(plain, found.end())
    if word is None or not any(map(str.isdigit, word[0])):
        return None
    letter = re.fullmatch(r"[A-Z]\d+[a-z]?", word[0])
    if letter and not re.match(r"\s*(?:[,;.–-]|$)", plain[word.end() :]):
        return None
    if not letter and not re.match(r"\d|\[|[IVXLCDM]+[.:]|[ivxlcdm]+[.:]", word[0]):
        return None
    value, end = read_value(plain, found.end(), "page", language)
    if behind := terms_for(language).behind(plain, end):
        return Locator(behind[0].term, value), behind[1]
    if found[0] or not value or not bare:
        return None
    return Locator("timestamp" if re.fullmatch(r"\d+:\d\d:\d\d", value) else "page", value), end


def read_value(plain: str, position: int, term: str, language: str) -> tuple[str, int]:
    """The numbers that a term goes with: one, a range or several; empty if there are none."""
    if term == "sub-verbo" and (word := re.compile(r"[^\W_][^,;:\ue000-\ue002()\[\]{}«»“”\"]*").match(plain, position)):
        return word[0].strip(), position + len(word[0].rstrip())
    for mark in (STAR, LINE):
        emphasis = re.compile(rf"{mark}{{1,3}}").match(plain, position)
        if emphasis and (close := plain.find(emphasis[0], emphasis.end())) > 0:
            value, end = read_value(plain, emphasis.end(), term, language)
            return (value, close + len(emphasis[0])) if end == close else ("", position)
    word = WORD.match(plain, position)
    if word is None or not is_number(word[0], term):
        return "", position
    end, previous = word.end(), word[0]
    while (found := next_number(plain, end, previous, term, language)) is not None:
        end, previous = found
    return re.sub(r"\s*([,،])\s*", r"\1 ", " ".join(plain[position:end].split())), end


def next_number(plain: str, end: int, previous: str, term: str, language: str) -> tuple[int, str] | None:
    """The number that goes on with a range or a list, and where it ends."""
    if terms_for(language).behind(plain, end):
        return None
    if joint := RANGE.match(plain, end):
        word = WORD.match(plain, joint.end())
        tight = joint[0] in "-‐‑‒–−"
        if word and (is_number(word[0], term) or (tight and (len(word[0]) == 1 or word[0][0] in "(["))):
            return word.end(), word[0]
        return None
    for join in (AND, COMMA):
        joint = join.match(plain, end)
        if joint is None or read_label(plain, joint.end(), language):
            continue
        word = WORD.match(plain, joint.end())
        if word is None or (join is COMMA and EDITION.match(plain, joint.end())):
            continue
        if any(map(str.isdigit, word[0])) or (is_number(word[0], term) and is_roman(previous)):
            if join is AND and re.match(r"\s+[^\W\d_]", plain[word.end() :]):
                continue
            return word.end(), word[0]
    return None


def is_number(word: str, term: str) -> bool:
    """Whether a word can be the number of such a part: it has a digit, is Roman, or a capital for what has letters."""
    if any(map(str.isdigit, word)) or all(map(is_roman, re.split(r"[.:/]", word))):
        return True
    return term in LETTERED and len(word) == 1 and word.isupper()


def is_roman(word: str) -> bool:
    """Whether a word is a Roman numeral, all in capitals or all in small letters."""
    return bool(word) and (word.isupper() or word.islower()) and ROMAN.fullmatch(word.upper()) is not None


def kept_word(term: Term, written: str, language: str) -> str:
    """The word as it is written, where it is one to be kept in that language."""
    own = term.language == terms_for(language).language or not any(map(str.isalpha, term.word))
    return " ".join(written.split()) if term.kept and own else ""
