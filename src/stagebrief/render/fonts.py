"""Fonts for fontspec, named by file: no database of fonts has to be made or asked."""

from __future__ import annotations

from pylatex import NoEscape

from stagebrief.model.fonts import FontFamily, FontSet
from stagebrief.render.escape import join
from stagebrief.render.scripts import Script

CUTS = (("BoldFont", "bold"), ("ItalicFont", "italic"), ("BoldItalicFont", "bold_italic"))

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

CYRILLIC_MORE = (0x460, 0x52F)
"""Cyrillic letters that fonts for code seldom have all of; Tajik and Kazakh need them."""


SHAPED = frozenset({"Deva"})
"""Scripts whose letters join in ways that LuaTeX's own shaper does not know."""


def fonts_to_tex(fonts: FontSet, target: str, text: str) -> NoEscape:
    r"""The document's families; TeX's input ligatures stay off, so that `--` and quotation marks are what they are.

    A deck has no serif: Beamer sets everything in the sans family. Signs in the text that its fonts may lack are taken
    from others, character by character; where there are none, those fonts are not even loaded.
    """
    lines = [r"\usepackage{fontspec}", r"\defaultfontfeatures[\rmfamily,\sffamily]{}"]
    scale, signs, chain = "Scale=MatchLowercase", [], "RawFeature={fallback=stagebrief}"
    others = [family for family in fonts.fallbacks if family.script not in set(Script)]
    if others and (has_signs(text) or (r"\texttt" in text and has_signs(text, CYRILLIC_MORE))):
        lines.append(fallback_to_tex(others))
        signs = [chain]
    if target == "slides":
        lines.append(r"\usefonttheme{professionalfonts}")
        lines.append(family_to_tex("setsansfont", fonts.sans, PLAIN, *signs))
        lines.append(family_to_tex("setmainfont", fonts.sans, PLAIN, *signs))
    else:
        lines.append(family_to_tex("setmainfont", fonts.serif, *signs))
        lines.append(family_to_tex("setsansfont", fonts.sans, scale, PLAIN, *signs))
    lines.append(family_to_tex("setmonofont", fonts.mono, scale, PLAIN, *signs))
    return join(lines, "\n")


def has_signs(text: str, *blocks: tuple[int, int]) -> bool:
    """Whether a character of these blocks occurs in the text; of SIGNS if none are named."""
    return any(first <= ord(sign) <= last for sign in set(text) for first, last in blocks or SIGNS)


def fallback_to_tex(families: list[FontFamily]) -> NoEscape:
    """The fonts that are asked for characters which another lacks, under the name `stagebrief`."""
    modes = (f"mode=harf;script={family.script.lower()}" if family.script else "mode=node" for family in families)
    chain = ",".join(f'"[{path.regular.as_posix()}]:{mode};"' for path, mode in zip(families, modes, strict=True))
    return NoEscape(rf'\directlua{{luaotfload.add_fallback("stagebrief",{{{chain}}})}}')


def family_to_tex(command: str, family: FontFamily, *options: str) -> NoEscape:
    r"""One family as a command of fontspec, or of babel: `command` is `setmainfont` or `babelfont[hebrew]{rm}`."""
    settings = [f"Path={family.regular.parent.as_posix()}/", *options]
    if family.index:
        settings.append(f"FontIndex={family.index}")
    for key, cut in CUTS:
        path = getattr(family, cut)
        if path is not None and path.parent == family.regular.parent:
            settings.append(f"{key}={path.name}")
    listed = ",\n  ".join(settings)
    file = f"{{{family.regular.name}}}"
    if command.startswith("babelfont"):
        return NoEscape(f"\\{command}[{listed}]{file}")
    return NoEscape(f"\\{command}{file}[{listed}]")


def script_to_tex(language: str, script: str, fonts: FontSet) -> list[str]:
    """The families of a language whose script text fonts seldom have; nothing where no font for it is here."""
    families = [family for family in fonts.fallbacks if family.script == script]
    if not families:
        return []
    serif = next((family for family in families if not family.sans), families[0])
    sans = next((family for family in families if family.sans), families[0])
    chosen = (("rm", serif), ("sf", sans), ("tt", sans))
    shaping = ["Renderer=HarfBuzz"] if script in SHAPED else []
    return [family_to_tex(f"babelfont[{language}]{{{kind}}}", family, *shaping) for kind, family in chosen]
