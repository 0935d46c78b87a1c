"""The words that the tool prints are of the brief's language: no English is left on a page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pypdfium2
import pytest

from stagebrief import build
from stagebrief.render.words import LANGUAGES, TABLE

WORDS = Path(__file__).parent / "cases" / "words"
"""A brief whose every word is in Cyrillic letters, with all that the tool has words for."""
NAMES = {"tg": "tajik", "ru": "russian", "fa": "persian", "de": "german", "fr": "french", "es": "spanish"}
OF_NAMES = {"DOI", "port"}
"""What is no word of any language."""
OF_BIBLATEX = frozenset(
    (
        *("and", "ed", "eds", "edited", "by", "vol", "vols", "no", "accessed", "see", "also", "since", "from", "trans"),
        *(
            "translated",
            "translator",
            "editor",
            "edition",
            "forthcoming",
            "diss",
            "thesis",
            "report",
            "nd",
            "rd",
            "th",
            "st",
        ),
        *("part", "chap", "pp", "introduction", "with", "others", "ibid", "january", "march", "october", "december"),
    )
)
"""What biblatex would print in English."""


def text_in(language: str, target: str, folder: Path) -> str:
    """The text of the brief in that language, without addresses."""
    content = folder / "content"
    shutil.copytree(WORDS, content)
    for path in (content / "brief.yaml", content / "references.bib"):
        text = path.read_text(encoding="utf-8").replace("LANGID", NAMES[language])
        path.write_text(text.replace("language: tg", f"language: {language}"), encoding="utf-8")
    (artifact,) = build(content, folder / "output", [target]).artifacts
    with pypdfium2.PdfDocument(artifact.path) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"https?://\S+", "", text)


@pytest.mark.tex
@pytest.mark.parametrize(("language", "target"), [("tg", "brief"), ("tg", "notes"), ("ru", "slides"), ("fa", "brief")])
def test_no_latin_word_is_left(language: str, target: str, tmp_path: Path) -> None:
    """In a language that is not written in Latin letters there are none but those of addresses."""
    words = set(re.findall(r"[A-Za-zÀ-ɏ]{2,}", text_in(language, target, tmp_path)))
    assert words <= OF_NAMES


@pytest.mark.tex
@pytest.mark.parametrize(("language", "target"), [("de", "brief"), ("fr", "brief"), ("es", "handout")])
def test_no_english_word_is_left(language: str, target: str, tmp_path: Path) -> None:
    """In another language that is written in Latin letters there is no word that only English has."""
    number = LANGUAGES.index(language)
    own = {word for row in TABLE for word in re.findall(r"\w+", row[number].lower())}
    english = {word for row in TABLE for word in re.findall(r"\w+", row[0].lower())} | OF_BIBLATEX
    shared = {"de": {"diss"}, "fr": {"no", "chap"}, "es": {"no", "ed", "vol", "vols", "trans"}}[language]
    found = {word.lower() for word in re.findall(r"[A-Za-zÀ-ɏ]{2,}", text_in(language, target, tmp_path))}
    assert found & (english - own - shared) == set()
    assert len(found & own) > 10
