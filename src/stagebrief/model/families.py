"""The font families that can be used, the best first for each role and for each script."""

from __future__ import annotations

from dataclasses import dataclass

Names = tuple[str, str, str, str, str]
"""A family's name and the files of its regular, bold, italic and bold italic cuts; an empty one is not there."""

SERIF: tuple[Names, ...] = (
    ("Linux Libertine", "LinLibertine_R.otf", "LinLibertine_RB.otf", "LinLibertine_RI.otf", "LinLibertine_RBI.otf"),
    (
        "Libertinus Serif",
        "LibertinusSerif-Regular.otf",
        "LibertinusSerif-Bold.otf",
        "LibertinusSerif-Italic.otf",
        "LibertinusSerif-BoldItalic.otf",
    ),
    ("PT Serif", "PTF55F.ttf", "PTF75F.ttf", "PTF56F.ttf", "PTF76F.ttf"),
    (
        "Noto Serif",
        "NotoSerif-Regular.ttf",
        "NotoSerif-Bold.ttf",
        "NotoSerif-Italic.ttf",
        "NotoSerif-BoldItalic.ttf",
    ),
    ("DejaVu Serif", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSerif-BoldItalic.ttf"),
)
DEJAVU_SANS: Names = (
    "DejaVu Sans",
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSans-Oblique.ttf",
    "DejaVuSans-BoldOblique.ttf",
)
SANS: tuple[Names, ...] = (
    ("Noto Sans", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf", "NotoSans-BoldItalic.ttf"),
    ("PT Sans", "PTS55F.ttf", "PTS75F.ttf", "PTS56F.ttf", "PTS76F.ttf"),
    DEJAVU_SANS,
)
"""Inter is not among them: its PostScript outlines have 2816 units, and a reader copies its words letter by letter."""
MONO: tuple[Names, ...] = (
    (
        "DejaVu Sans Mono",
        "DejaVuSansMono.ttf",
        "DejaVuSansMono-Bold.ttf",
        "DejaVuSansMono-Oblique.ttf",
        "DejaVuSansMono-BoldOblique.ttf",
    ),
    ("PT Mono", "PTM55FT.ttf", "PTM75F.ttf", "", ""),
    ("Latin Modern Mono", "lmmono10-regular.otf", "lmmonolt10-bold.otf", "lmmono10-italic.otf", ""),
)


@dataclass(frozen=True, slots=True)
class ScriptFonts:
    """The families of one script."""

    serif: tuple[Names, ...]
    sans: tuple[Names, ...]


def _two(name: str, stem: str, regular: str = "Regular", kind: str = "ttf") -> Names:
    """A family that has an upright and a bold cut only."""
    return (name, f"{stem}-{regular}.{kind}", f"{stem}-Bold.{kind}", "", "")


def _noto(script: str, *more: Names) -> ScriptFonts:
    serif, sans = (_two(f"Noto {kind} {script}", f"Noto{kind}{script}") for kind in ("Serif", "Sans"))
    return ScriptFonts((serif, *more), (sans, *more))


def _cjk(region: str, *more: Names) -> ScriptFonts:
    serif, sans = (_two(f"Noto {kind} CJK {region}", f"Noto{kind}CJK", kind="ttc") for kind in ("Serif", "Sans"))
    return ScriptFonts((serif, sans, *more), (sans, serif, *more))


PLACES_IN_FILES = {"CJK JP": 0, "CJK KR": 1, "CJK SC": 2, "CJK TC": 3}
"""Where in a file that holds several fonts the one for a region is, by the end of its name."""


def place_in_file(name: str) -> int:
    """Where in its file the font of that name is; the first if nothing else is known."""
    return PLACES_IN_FILES.get(name[-6:], 0)


ZEN_HEI: Names = ("WenQuanYi Zen Hei", "wqy-zenhei.ttc", "", "", "")
DROID: Names = ("Droid Sans Fallback", "DroidSansFallbackFull.ttf", "", "", "")
DEJAVU_SERIF = SERIF[-1]
SCRIPTS: dict[str, ScriptFonts] = {
    "Arab": ScriptFonts(
        (
            _two("Noto Naskh Arabic", "NotoNaskhArabic"),
            ("Amiri", "Amiri-Regular.ttf", "Amiri-Bold.ttf", "Amiri-Italic.ttf", "Amiri-BoldItalic.ttf"),
            _two("Scheherazade New", "ScheherazadeNew"),
            DEJAVU_SANS,
        ),
        (_two("Noto Sans Arabic", "NotoSansArabic"), DEJAVU_SANS),
    ),
    "Hebr": _noto("Hebrew", DEJAVU_SANS),
    "Armn": ScriptFonts(
        (_two("Noto Serif Armenian", "NotoSerifArmenian"), DEJAVU_SERIF),
        (_two("Noto Sans Armenian", "NotoSansArmenian"), DEJAVU_SANS),
    ),
    "Geor": ScriptFonts(
        (_two("Noto Serif Georgian", "NotoSerifGeorgian"), DEJAVU_SERIF),
        (_two("Noto Sans Georgian", "NotoSansGeorgian"), DEJAVU_SANS),
    ),
    "Deva": _noto("Devanagari", _two("Lohit Devanagari", "Lohit-Devanagari", "Regular")),
    "Thai": _noto("Thai", ("Norasi", "Norasi.otf", "Norasi-Bold.otf", "Norasi-Italic.otf", "Norasi-BoldItalic.otf")),
    "Beng": _noto("Bengali"),
    "Taml": _noto("Tamil"),
    "Ethi": _noto("Ethiopic"),
    "Hani": _cjk("SC", ("Fandol Song", "FandolSong-Regular.otf", "FandolSong-Bold.otf", "", ""), ZEN_HEI, DROID),
    "Hant": _cjk("TC", ZEN_HEI, DROID),
    "Kana": _cjk(
        "JP", ("Haranoaji Mincho", "HaranoAjiMincho-Regular.otf", "HaranoAjiMincho-Bold.otf", "", ""), ZEN_HEI, DROID
    ),
    "Hang": _cjk("KR", ("UnBatang", "UnBatang.ttf", "UnBatangBold.ttf", "", ""), ZEN_HEI),
}
"""Families for scripts that text fonts seldom have, by ISO 15924 code. (Latin, Greek and Cyrillic they have.)

`Hani` are the simplified shapes of Han letters, `Hant` the traditional ones."""

SIGNS: tuple[Names, ...] = (
    DEJAVU_SANS,
    ("Noto Sans Symbols2", "NotoSansSymbols2-Regular.ttf", "", "", ""),
    ("Noto Sans Symbols", "NotoSansSymbols-Regular.ttf", "NotoSansSymbols-Bold.ttf", "", ""),
    ("Noto Sans Math", "NotoSansMath-Regular.ttf", "", "", ""),
)
"""Families for signs that text fonts lack: currencies, ticks, arrows. All that are here are asked in this order."""


FAMILIES: dict[str, Names] = {names[0]: names for names in (*SERIF, *SANS, *MONO)}
"""The families that a theme may name."""


def all_names() -> frozenset[str]:
    """The names of all files that a family may want."""
    scripts = [names for fonts in SCRIPTS.values() for names in (*fonts.serif, *fonts.sans)]
    return frozenset(name for names in (*SERIF, *SANS, *MONO, *scripts, *SIGNS) for name in names[1:] if name)
