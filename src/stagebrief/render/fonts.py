"""Fonts for fontspec, named by file: no database of fonts has to be made or asked."""

from __future__ import annotations

from pylatex import NoEscape

from stagebrief.model.fonts import FontFamily, FontSet
from stagebrief.render.escape import join

CUTS = (("BoldFont", "bold"), ("ItalicFont", "italic"), ("BoldItalicFont", "bold_italic"))

PLAIN = "RawFeature=-calt"
"""Some fonts (Inter) else draw an arrow for `->` and a cross for `10x10`."""


def fonts_to_tex(fonts: FontSet, target: str) -> NoEscape:
    r"""The document's families; TeX's input ligatures stay off, so that `--` and quotation marks are what they are.

    A deck has no serif: Beamer sets everything in the sans family.
    """
    lines = [r"\usepackage{fontspec}", r"\defaultfontfeatures[\rmfamily,\sffamily]{}"]
    scale = "Scale=MatchLowercase"
    if target == "slides":
        lines.append(r"\usefonttheme{professionalfonts}")
        lines.append(family_to_tex("setsansfont", fonts.sans, PLAIN))
        lines.append(family_to_tex("setmainfont", fonts.sans, PLAIN))
    else:
        lines.append(family_to_tex("setmainfont", fonts.serif))
        lines.append(family_to_tex("setsansfont", fonts.sans, scale, PLAIN))
    lines.append(family_to_tex("setmonofont", fonts.mono, scale, PLAIN))
    return join(lines, "\n")


def family_to_tex(command: str, family: FontFamily, *options: str) -> NoEscape:
    """One family as a fontspec command."""
    folder = family.regular.parent.as_posix()
    settings = [f"Path={folder}/", *options]
    for key, cut in CUTS:
        path = getattr(family, cut)
        if path is not None and path.parent == family.regular.parent:
            settings.append(f"{key}={path.name}")
    listed = ",\n  ".join(settings)
    return NoEscape(f"\\{command}{{{family.regular.name}}}[{listed}]")
