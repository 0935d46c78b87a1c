"""Titles in other scripts: a source in Tajik is hyphenated, sorted and quoted as Tajik only if it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, warning
from stagebrief.model.languages import language_tag
from stagebrief.model.library import Entry

SCRIPTS: tuple[tuple[str, str, str], ...] = (
    ("Cyrillic", r"[\u0400-\u052f]", "russian"),
    ("Greek", r"[\u0370-\u03ff\u1f00-\u1fff]", "greek"),
    ("Arabic", r"[\u0600-\u06ff\u0750-\u077f]", "persian"),
    ("Hebrew", r"[\u0590-\u05f4]", "hebrew"),
    ("Georgian", r"[\u10a0-\u10ff]", "georgian"),
    ("Armenian", r"[\u0531-\u058f]", "armenian"),
    ("Devanagari", r"[\u0900-\u097f]", "hindi"),
    ("Chinese", r"[\u4e00-\u9fff]", "chinese"),
    ("Japanese", r"[\u3040-\u30ff]", "japanese"),
    ("Korean", r"[\uac00-\ud7af]", "korean"),
)
"""Scripts, their letters, and the language that a title in it is taken to be in."""

LATIN = frozenset("en de fr es it pt nl pl cs sk hu ro hr sv da no fi et lv lt tr".split())  # noqa: SIM905
"""Languages whose titles are in Latin letters."""

MARKS: tuple[tuple[str, str], ...] = (
    ("japanese", "[\u3040-\u30ff]"),
    ("tajik", "[ҒғӢӣҚқӮӯҲҳҶҷ]"),
    ("ukrainian", "[ЄєІіЇїҐґ]"),
    ("belarusian", "[Ўў]"),
    ("kazakh", "[ӘәҢңҰұҮүӨө]"),
    ("serbian-cyrillic", "[ЂђЈјЉљЊњЋћЏџ]"),
    ("persian", "[پچژگکی]"),
    ("arabic", "[ةىكي]"),
)
"""Letters that tell a language, the surer first."""


def check_language(entry: Entry) -> Iterator[Diagnostic]:
    """A title that is not in Latin letters and does not say in which language it is."""
    title = next((field for field in entry.fields if field.name == "title"), None)
    given = entry.get("langid") or entry.get("language")
    tag = language_tag(given)
    if title is None or (given and tag not in LATIN):
        return
    letters = sum(letter.isalpha() for letter in title.value)
    for script, pattern, usual in SCRIPTS:
        if letters and len(re.findall(pattern, title.value)) > letters / 2:
            language = language_by_letters(title.value) or usual
            said = f"its language is said to be {given}" if given else "its language is not given"
            message = f"the title of '{entry.key}' is in {script} letters, and {said}"
            yield warning("language-is-given", message, title.span, f"add langid = {{{language}}}, if that is right")
            return


def language_by_letters(text: str) -> str:
    """The language that some letters of the text tell; empty where none does."""
    found = [language for language, letters in MARKS if re.search(letters, text)]
    if "kazakh" in found and re.search("[ӘәҢңҰұҮү]", text):
        return "kazakh"
    if "belarusian" in found and not re.search("[ЇїЄєҐґ]", text):
        return "belarusian"
    return found[0] if found else ""
