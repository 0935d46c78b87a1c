r"""Locators: from CSL terms and values to what biblatex takes as a postnote.

Bare page numbers are left to the style (`9` or `p. 9`, ranges with its dash); every other locator is worded here, in
the language of the brief, with the words of `locators.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pylatex import NoEscape

from stagebrief.locator_words import ONE, is_several, word_of
from stagebrief.model.inline import Locator
from stagebrief.render.escape import escape

PAGES = re.compile(r"^(?:[0-9]+|[ivxlc]+|[IVXLC]+)(?:(?:\s*[-–—]+\s*|\s*,\s*)(?:[0-9]+|[ivxlc]+|[IVXLC]+))*$")
"""Page numbers and ranges that biblatex knows as such."""

FOLLOWING = re.compile(r"\s*(?:ff?|sqq?|et\s+(?:seqq?|suiv)|и\s+сл|та\s+далі|y\s+ss|e\s+segg?)\b")
"""A suffix that tells of further pages."""
CLOSE = re.compile(r"[ ,;:.!?…)\]’”»~،؛]|\\[%_]|-\w")
"""A suffix that stands right behind a number, without a space."""


def locator_words(locator: Locator, language: str) -> str:
    """A locator that is not a page, in words: `chap. 2`, `nn. 4–5`; the term itself where it has no short form."""
    word = locator.word or word_of(locator.term, locator.value, language)
    value = locator.value if locator.term in ONE else _dashed(locator.value)
    return f"{word}\u00a0{value}" if word else value


def postnote_to_tex(locators: Sequence[Locator], suffix: str, language: str) -> NoEscape:
    """The postnote of a citation from locators and suffix (which is TeX already); empty where there is neither."""
    suffix = suffix.rstrip()
    if not locators:
        words = suffix.lstrip(" ,;:.")
        bare = r"\SBbare " if words and words == suffix.lstrip() and words[0] not in ")]" else ""
        return NoEscape(bare + _closed(words, language))
    first = locators[0]
    alone = len(locators) == 1 and not suffix
    if first.term == "page" and PAGES.match(first.value) and not FOLLOWING.match(suffix):
        pages = re.sub(r"\s*[-–—]+\s*", "-", first.value)
        tex = pages if alone else rf"\pnfmt{{{pages}}}"
    elif first.term == "page":
        several = is_several(first.term, first.value) or FOLLOWING.match(suffix)
        tex = rf"\SB{'pages' if several else 'page'}{{{_value(first.value)}}}"
    else:
        tex = _worded(first, language)
    tex += "".join(escape(locator.joint or " ") + _worded(locator, language) for locator in locators[1:])
    gap = "" if not suffix or CLOSE.match(suffix) else " "
    return NoEscape(_closed(f"{tex}{gap}{suffix}", language))


def _closed(tex: str, language: str) -> str:
    """Words in quotation marks at the end as a quotation of the style, which in English takes the full stop into it."""
    if not language.startswith("en"):
        return tex
    return re.sub(r"“([^“”{}]*)”$", lambda match: rf"\mkbibquote{{{match[1]}}}", tex)


def _worded(locator: Locator, language: str) -> str:
    r"""A locator with its word; `\nopp` keeps the style from taking what stands for itself for a page."""
    if locator.term == "page":
        return rf"\{'ppno' if is_several(locator.term, locator.value) else 'pno'}~{_value(locator.value)}"
    if not locator.term:
        return rf"\nopp {_value(locator.value)}"
    word, _, value = locator_words(locator, language).rpartition("\u00a0")
    return f"{escape(word)}{'~' if word else ''}{_value(value, ranges=locator.term not in ONE)}"


def _value(value: str, *, ranges: bool = True) -> str:
    """The value in TeX, with the dash of the bibliography's language between the numbers of a range."""
    return str(escape(_dashed(value) if ranges else value)).replace("–", r"\bibrangedash " if ranges else "–")


def _dashed(value: str) -> str:
    """The value with a dash between the numbers of a range."""
    return re.sub(r"(?<=[\w)\]])\s*(?:--|[-–—])\s*(?=[\w(\[])", "–", value.strip())
