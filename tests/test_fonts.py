"""Fonts in the preamble: named by file, fallbacks only where the text needs them, scripts in their own."""

from __future__ import annotations

from pathlib import Path

from stagebrief.model.fonts import FontFamily, FontSet
from stagebrief.render.fonts import fonts_to_tex, script_to_tex

FOLDER = Path("/fonts")


def family(name: str, kind: str = "otf", **more: object) -> FontFamily:
    """A family with one file."""
    return FontFamily(name, FOLDER / f"{name}.{kind}", **more)  # type: ignore[arg-type]  # fields of their own types


FONTS = FontSet(
    FontFamily("Serif", FOLDER / "Serif.otf", FOLDER / "Serif-Bold.otf", Path("/elsewhere/Serif-Italic.otf")),
    family("Sans"),
    family("Mono"),
    (
        family("Hebrew", script="Hebr"),
        family("HebrewSans", script="Hebr", sans=True),
        family("Han", "ttc", script="Hani", index=2),
        family("Hindi", script="Deva"),
        family("Ethiopic", script="Ethi"),
        family("Signs"),
    ),
)


def test_a_family_names_the_files_of_its_folder() -> None:
    """The cuts beside the regular one are named; one in another folder is not."""
    found = fonts_to_tex(FONTS, "brief", "")
    assert "\\setmainfont{Serif.otf}[Path=/fonts/,\n  BoldFont=Serif-Bold.otf]" in found
    assert "Italic" not in found


def test_a_deck_is_sans_all_over() -> None:
    """In a deck the main font is the sans too."""
    assert r"\setmainfont{Sans.otf}" in fonts_to_tex(FONTS, "slides", "")


def test_fonts_of_signs_are_loaded_only_for_signs() -> None:
    """A rouble or a tick in the text brings the fallbacks, those of scripts without a language too; words do not."""
    assert "fallback" not in fonts_to_tex(FONTS, "brief", "Words, “quotes” – Россия, Тоҷикистон, 5 €")
    for text in ("5 ₽", "✓", "→", "ሰላም", r"\texttt{ҷаҳон}"):
        found = fonts_to_tex(FONTS, "brief", text)
        assert (
            '\\directlua{luaotfload.add_fallback("stagebrief",{"[/fonts/Ethiopic.otf]:mode=harf;script=ethi;",'
            '"[/fonts/Signs.otf]:mode=node;"})}' in found
        )
        assert found.count("RawFeature={fallback=stagebrief}") == 3


def test_a_machine_without_such_fonts_has_no_fallback() -> None:
    """Where no font has more signs, the text is set with what there is, and TeX's log will say what is missing."""
    assert "fallback" not in fonts_to_tex(FontSet(FONTS.serif, FONTS.sans, FONTS.mono), "brief", "5 ₽")


def test_a_script_has_a_serif_a_sans_and_a_mono() -> None:
    """Each of babel's families of a language gets the font that goes with it."""
    assert script_to_tex("hebrew", "Hebr", FONTS) == [
        "\\babelfont[hebrew]{rm}[Path=/fonts/]{Hebrew.otf}",
        "\\babelfont[hebrew]{sf}[Path=/fonts/]{HebrewSans.otf}",
        "\\babelfont[hebrew]{tt}[Path=/fonts/]{HebrewSans.otf}",
    ]


def test_the_place_in_a_collection_and_the_shaper_are_named() -> None:
    """A file that holds several fonts is asked for one of them; Devanagari is shaped by HarfBuzz."""
    assert "FontIndex=2" in script_to_tex("chinese-hans", "Hani", FONTS)[0]
    assert "Renderer=HarfBuzz" in script_to_tex("hindi", "Deva", FONTS)[0]


def test_a_script_that_text_fonts_have_needs_none() -> None:
    """Latin and Cyrillic are left to the document's own fonts."""
    assert script_to_tex("russian", "Cyrl", FONTS) == []
