"""Fonts for fontspec, named by file: no database of fonts has to be made or asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pylatex import NoEscape

from stagebrief.model.fonts import FontFamily, FontSet
from stagebrief.model.targets import OF_FRAMES
from stagebrief.render.escape import join
from stagebrief.render.scripts import Script, script_of
from stagebrief.render.widths import font_file

CUTS = (("Upright", "regular"), ("Bold", "bold"), ("Italic", "italic"), ("BoldItalic", "bold_italic"))
"""The cuts of a family by fontspec's names and ours."""

PLAIN = "RawFeature=-calt"
"""Some fonts (Inter) else draw an arrow for `->` and a cross for `10x10`."""

SIGNS = (
    (0x980, 0x9FF),  # Bengali, Tamil, Ethiopic: scripts without a language of their own here
    (0xB80, 0xBFF),
    (0x1200, 0x139F),
    (0x20A0, 0x20AB),  # currencies but the euro
    (0x20AD, 0x20CF),
    (0x2150, 0x2BFF),  # arrows, ticks, boxes
    (0x1D400, 0x1D7FF),  # letters of mathematics
    (0x1F000, 0x1FAFF),  # pictures
)
"""Blocks of characters that text fonts seldom have all of and that no language of babel's brings a font for."""

CYRILLIC = ((0x400, 0x52F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F))
HALF_CUT = frozenset({"Linux Libertine"})
"""Families whose bold italic has no Cyrillic; the bold cut is slanted in its place."""
SLANTED = "slant=0.2"
"""How that is done."""

CYRILLIC_MORE = (0x460, 0x52F)
"""Cyrillic letters that fonts for code seldom have all of; Tajik and Kazakh need them."""

SHAPED = frozenset({"Deva", "Beng", "Taml"})
"""Scripts whose letters join in ways that LuaTeX's own shaper does not know."""

SHAPED_ALONE = SHAPED | {"Ethi"}
"""Scripts that are shaped by HarfBuzz where they are taken character by character."""

VARIANT_OF = {"chinese-hant": "Hant"}
"""Languages, by babel's names, that write a script in shapes of their own: with the code of these."""
VARIANTS = frozenset(VARIANT_OF.values())

TEXT_SCRIPTS = frozenset({Script.LATIN, Script.CYRILLIC, Script.GREEK})
"""Scripts that the document's own families have; a font for another seldom has their letters, nor even all signs."""

EAST_ASIAN = frozenset({Script.HAN, Script.KANA, Script.HANGUL})

KINDS = ("rm", "sf", "tt")
"""Babel's families: serif, sans, code."""

THICKENED = "embolden=2"
"""How a bold cut is made where a family has none."""


FOREIGN_DIGITS = frozenset({"Noto Naskh Arabic"})
"""Fonts that give every language the digits 4, 6 and 7 of Urdu, by an error."""

OWN_FORMS = "-locl;"
"""Switches such a change of forms off."""


def fonts_to_tex(fonts: FontSet, target: str, text: str) -> NoEscape:
    r"""The document's families; TeX's input ligatures stay off, so that `--` and quotation marks are what they are.

    Frames have no serif: everything on them is in the sans family. Signs in the text that its fonts may lack are taken
    from others, character by character; where there are none, those fonts are not even loaded.
    """
    lines = [r"\usepackage{fontspec}", r"\defaultfontfeatures[\rmfamily,\sffamily]{}"]
    others = families_for_signs(fonts, text)
    if others:
        lines.append(fallback_to_tex("stagebrief", others))
    if target == "slides":
        lines.append(r"\usefonttheme{professionalfonts}")
    commands = {"rm": "setmainfont", "sf": "setsansfont", "tt": "setmonofont"}
    for kind in ("sf", "rm", "tt") if target in OF_FRAMES else KINDS:
        family = text_family(fonts, target, kind)
        if is_half_cut(family, text):
            lines.append(fallback_to_tex("stagebrief-slanted", (family, *others), "bold_italic"))
        lines.append(
            family_to_tex(
                commands[kind], family, *text_options(family, target, kind, text, others=others, figures=fonts.figures)
            )
        )
    lines.append(r"\edef\SBlatinrm{\rmdefault}\edef\SBlatinsf{\sfdefault}")  # a language may have families of its own
    return join(lines, "\n")


def text_family(fonts: FontSet, target: str, kind: str) -> FontFamily:
    """The document's own family of one of babel's kinds."""
    if kind == "tt":
        return fonts.mono
    return fonts.serif if kind == "rm" and target not in OF_FRAMES else fonts.sans


def is_half_cut(family: FontFamily, text: str) -> bool:
    """Whether the text may need letters that one cut of the family lacks."""
    return family.name in HALF_CUT and has_signs(text, *CYRILLIC)


def text_options(
    family: FontFamily, target: str, kind: str, text: str, *, others: Sequence[FontFamily], figures: str
) -> list[str]:
    """What is asked of the document's own family of that kind."""
    options = [] if kind == "rm" or (target in OF_FRAMES and kind == "sf") else ["Scale=MatchLowercase"]
    if kind != "rm" or target in OF_FRAMES:
        options.append(PLAIN)
    elif figures == "oldstyle":
        options.append("Numbers=OldStyle")
    if others:
        options.append("RawFeature={fallback=stagebrief}")
    if is_half_cut(family, text):
        options.append("BoldItalicFeatures={RawFeature={fallback=stagebrief-slanted}}")
    return options


def families_for_signs(fonts: FontSet, text: str) -> tuple[FontFamily, ...]:
    """The families that the signs of this text may need; none if it has only such as every font has."""
    others = tuple(family for family in fonts.fallbacks if family.script not in set(Script) | VARIANTS)
    if fonts.spare and lacks_letters(fonts, text):
        return (*fonts.spare, *others)
    needed = has_signs(text) or (r"\texttt" in text and has_signs(text, CYRILLIC_MORE))
    return others if needed else ()


def lacks_letters(fonts: FontSet, text: str) -> bool:
    """Whether a theme's own families lack a letter of the text that text fonts have."""
    letters = {letter for letter in set(text) if letter.isalpha() and script_of(letter) in TEXT_SCRIPTS}
    files = (font_file(family.regular, family.index) for family in (fonts.serif, fonts.sans))
    return any(file.width(letter) is None for file in files for letter in letters)


def has_signs(text: str, *blocks: tuple[int, int]) -> bool:
    """Whether a character of these blocks occurs in the text; of SIGNS if none are named."""
    return any(first <= ord(sign) <= last for sign in set(text) for first, last in blocks or SIGNS)


def fallback_to_tex(name: str, families: Iterable[FontFamily], cut: str = "regular") -> NoEscape:
    """The fonts that are asked for characters which another lacks, under a name."""
    entries = []
    for family in families:
        mode = f"mode=harf;script={family.script.lower()}" if family.script in SHAPED_ALONE else "mode=node"
        path = family.place(getattr(family, cut) or family.regular)
        index = f"({family.index})" if family.index else ""
        entries.append(f'"[{path.as_posix()}]{index}:{mode};"')
        if cut == "bold_italic" and family.name in HALF_CUT:
            entries.append(f'"[{(family.bold or family.regular).as_posix()}]:mode=node;{SLANTED};"')
    return NoEscape(rf'\directlua{{luaotfload.add_fallback("{name}",{{{",".join(entries)}}})}}')


def family_to_tex(command: str, family: FontFamily, *options: str) -> NoEscape:
    r"""One family as a command of fontspec, or of babel: `command` is `setmainfont` or `babelfont[hebrew]{rm}`."""
    settings = [f"Path={family.place(family.regular).parent.as_posix()}/", *options]
    if family.index:
        settings.append(f"FontIndex={family.index}")
    for key, cut in CUTS[1:]:
        path = getattr(family, cut)
        if path is not None and path.parent == family.regular.parent:
            settings.append(f"{key}Font={family.place(path).name}")
    listed = ",\n  ".join(settings)
    file = f"{{{family.place(family.regular).name}}}"
    if command.startswith("babelfont"):
        return NoEscape(f"\\{command}[{listed}]{file}")
    return NoEscape(f"\\{command}{file}[{listed}]")


def scripts_to_tex(languages: Sequence[tuple[str, Script]], fonts: FontSet, target: str, text: str) -> list[str]:
    """The families of the languages of a document, the main one first, each with its name in babel and its script.

    A font for one script lacks the letters of others and many signs: it takes them from the document's own families.
    If the main language has such a font, the others get families of their own too, by which babel switches back.
    """
    found = with_fonts_of_their_own(languages, fonts)
    if not found:
        return []
    others = families_for_signs(fonts, text)
    lines: list[str] = []
    for kind in KINDS:
        own = text_family(fonts, target, kind)
        lines += [fallback_to_tex(f"stagebrief-{kind}-{cut}", (own, *others), cut) for _, cut in CUTS]
    for name, script in found:
        lines += script_to_tex(name, script, fonts, target, main=name == languages[0][0])
    if languages[0] in found:
        for name, script in languages[1:]:
            if script in TEXT_SCRIPTS:
                lines += [
                    family_to_tex(
                        f"babelfont[{name}]{{{kind}}}",
                        family,
                        *text_options(family, target, kind, text, others=others, figures=fonts.figures),
                    )
                    for kind in KINDS
                    for family in [text_family(fonts, target, kind)]
                ]
    return lines


def with_fonts_of_their_own(languages: Sequence[tuple[str, Script]], fonts: FontSet) -> list[tuple[str, Script]]:
    """The languages that are set in fonts of their own; of several that share a file (large ones do) the first.

    Such a file has tens of thousands of letters, and TeX would load it for each language in each size.
    """
    found, files = [], set()
    for name, script in languages:
        families = families_of(name, script, fonts)
        file = families[0].regular if families else None
        shared = script in EAST_ASIAN and (file, families[0].index) in files if families else True
        if families and not shared:
            found.append((name, script))
            files.add((file, families[0].index))
    return found


def script_to_tex(language: str, script: str, fonts: FontSet, target: str, *, main: bool = False) -> list[str]:
    """The families of a language whose script text fonts seldom have; nothing where no font for it is here."""
    families = families_of(language, script, fonts)
    if not families:
        return []
    serif = next((family for family in families if not family.sans), families[0])
    sans = next((family for family in families if family.sans), families[0])
    chosen = (("sf", sans) if target in OF_FRAMES else ("rm", serif), ("sf", sans), ("tt" if main else "sf", sans))
    return [
        family_to_tex(
            f"babelfont[{language}]{{{kind}}}", family, *script_options(lender, language, script, family, main=main)
        )
        for kind, (lender, family) in zip(KINDS, chosen, strict=True)
    ]


def script_options(kind: str, language: str, script: str, family: FontFamily, *, main: bool) -> list[str]:
    """What is asked of a family of another script: its shaper, cuts that it does not have, fonts for what it lacks.

    Such scripts have no italic. In a brief whose main language they write, the upright cut stands for it under a name
    of its own: babel changes fonts by their numbers, and each has to lead to one cut of another family. Elsewhere it
    is the same font, for babel loads every one that is named.
    """
    options = [f"Renderer={'HarfBuzz' if script in SHAPED else 'Node'}"]  # else babel may choose, and mirror no bracket
    own = OWN_FORMS if family.name in FOREIGN_DIGITS and language != "urdu" else ""
    for key, cut in CUTS:
        bold = "bold" in cut
        lender = cut if main or getattr(family, cut) else "bold" if bold else "regular"
        made = f"{THICKENED};" if bold and not family.bold else ""
        if cut != "regular" and getattr(family, cut) is None:
            options.append(f"{key}Font={((family.bold if bold else None) or family.regular).name}")
        options.append(f"{key}Features={{RawFeature={{{own}{made}fallback=stagebrief-{kind}-{lender}}}}}")
    return options


def families_of(language: str, script: str, fonts: FontSet) -> list[FontFamily]:
    """The families here for a script; those for the shapes that a language writes come first."""
    variant = VARIANT_OF.get(language, script)
    return sorted(
        (family for family in fonts.fallbacks if family.script in (script, variant)),
        key=lambda family: family.script != variant,
    )
