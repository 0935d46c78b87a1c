"""Fonts in the preamble: named by file, fallbacks only where the text needs them, scripts in their own."""

from __future__ import annotations

from pathlib import Path

from stagebrief.model.fonts import FontFamily, FontSet
from stagebrief.render.fonts import fonts_to_tex, script_to_tex, scripts_to_tex
from stagebrief.render.scripts import Script

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
    """Each of babel's families of a language gets the font that goes with it; a deck is sans all over."""
    found = script_to_tex("hebrew", "Hebr", FONTS, "brief")
    assert [line.partition("}[")[0] for line in found] == [
        "\\babelfont[hebrew]{rm",
        "\\babelfont[hebrew]{sf",
        "\\babelfont[hebrew]{tt",
    ]
    assert [line.rpartition("]")[2] for line in found] == ["{Hebrew.otf}", "{HebrewSans.otf}", "{HebrewSans.otf}"]
    assert all(line.endswith("{HebrewSans.otf}") for line in script_to_tex("hebrew", "Hebr", FONTS, "slides"))


def test_what_a_script_lacks_comes_from_the_text_fonts_cut_by_cut() -> None:
    """Latin letters and signs within Hebrew are taken from the serif, bold ones from its bold cut."""
    found = "\n".join(scripts_to_tex([("british", Script.LATIN), ("hebrew", Script.HEBREW)], FONTS, "brief", ""))
    assert 'add_fallback("stagebrief-rm-regular",{"[/fonts/Serif.otf]:mode=node;"})' in found
    assert 'add_fallback("stagebrief-rm-bold",{"[/fonts/Serif-Bold.otf]:mode=node;"})' in found
    assert "UprightFeatures={RawFeature={fallback=stagebrief-rm-regular}}" in found
    assert "BoldItalicFeatures={RawFeature={embolden=2;fallback=stagebrief-rm-bold}}" in found
    assert "babelfont[british]" not in found


def test_a_brief_in_another_script_switches_back_for_latin() -> None:
    """Where the main language has a font of its own, Latin, Cyrillic and Greek get the document's families by name."""
    languages = [("hebrew", Script.HEBREW), ("british", Script.LATIN), ("russian", Script.CYRILLIC)]
    found = scripts_to_tex(languages, FONTS, "brief", "")
    for name in ("british", "russian"):
        own = [line.rpartition("{")[2] for line in found if f"babelfont[{name}]" in line]
        assert own == ["Serif.otf}", "Sans.otf}", "Mono.otf}"]


def test_a_missing_bold_cut_is_made() -> None:
    """A family without bold is thickened, so that a heading in it is seen to be one."""
    (line, *_) = script_to_tex("hebrew", "Hebr", FONTS, "brief")
    assert "BoldFont=Hebrew.otf" in line
    assert "BoldFeatures={RawFeature={embolden=2;fallback=stagebrief-rm-bold}}" in line


def test_persian_has_persian_digits() -> None:
    """A font that gives all languages the digits of Urdu is told not to, but for Urdu."""
    fonts = FontSet(
        FONTS.serif, FONTS.sans, FONTS.mono, (FontFamily("Noto Naskh Arabic", FOLDER / "N.ttf", script="Arab"),)
    )
    assert "RawFeature={-locl;" in script_to_tex("persian", "Arab", fonts, "brief")[0]
    assert "-locl" not in script_to_tex("urdu", "Arab", fonts, "brief")[0]


def test_the_place_in_a_collection_and_the_shaper_are_named() -> None:
    """A file that holds several fonts is asked for one of them; Devanagari is shaped by HarfBuzz."""
    assert "FontIndex=2" in script_to_tex("chinese-hans", "Hani", FONTS, "brief")[0]
    assert "Renderer=HarfBuzz" in script_to_tex("hindi", "Deva", FONTS, "brief")[0]


def test_traditional_and_simplified_han_have_their_own_shapes() -> None:
    """A font of traditional shapes serves the language that writes them, and the other one where it is missing."""
    fonts = FontSet(
        FONTS.serif, FONTS.sans, FONTS.mono, (*FONTS.fallbacks, family("Hant", "ttc", script="Hant", index=3))
    )
    assert "FontIndex=3" in script_to_tex("chinese-hant", "Hani", fonts, "brief")[0]
    assert "FontIndex=2" in script_to_tex("chinese-hans", "Hani", fonts, "brief")[0]
    assert "FontIndex=2" in script_to_tex("chinese-hant", "Hani", FONTS, "brief")[0]


def test_a_script_that_text_fonts_have_needs_none() -> None:
    """Latin and Cyrillic are left to the document's own fonts, and no fallback is made for them."""
    assert scripts_to_tex([("british", Script.LATIN), ("russian", Script.CYRILLIC)], FONTS, "brief", "") == []
