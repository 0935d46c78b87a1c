"""A theme as the package that every target loads: its colours, sizes and choices, and its own templates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pylatex import NoEscape

from stagebrief.model.fonts import copied
from stagebrief.model.targets import OF_FRAMES
from stagebrief.model.theme import OwnFont, Theme
from stagebrief.render.page import fill

NAMES = {"second": "event", "muted": "grey"}
"""The colours of a palette that have other names in the looks."""
LINES = {10: 12.0, 11: 13.6, 12: 14.5}
"""From one line to the next in an article of that size, in points."""
SIZES = {10: 10.0, 11: 10.95, 12: 12.0}
STEPS = {"title": 4.0, "section": 1.5, "subsection": 0.5}
"""How many times the ratio each heading is larger than the text."""
LEADS = {"title": 1.17, "section": 1.25, "subsection": 1.2}


def theme_to_tex(theme: Theme, target: str) -> str:
    """The package; frames on a screen may have the theme's dark colours, what is printed has its light ones."""
    frames = target in OF_FRAMES
    size = SIZES[theme.size]
    palette = theme.colours(frames=target == "slides")
    if not frames:
        palette = replace(palette, paper="#ffffff")
    return fill(
        "shared/stagebrief-theme.tex",
        name=theme.name,
        colours=[(colour_name(name), colour[1:].upper()) for name, colour in palette.named()],
        sizes=[
            (
                name,
                NoEscape(f"{size * theme.ratio**step:.2f}"),
                NoEscape(f"{size * theme.ratio**step * LEADS[name]:.2f}"),
            )
            for name, step in STEPS.items()
        ],
        linespread=NoEscape(f"{theme.leading * size / LINES[theme.size]:.3f}"),
        measure=NoEscape(f"{theme.measure}mm"),
        align=theme.align,
        headings=theme.headings,
        cover=theme.cover,
        quotes=theme.quotes,
        titles=theme.titles,
        logo=logo_name(theme) if theme.logo else "",
    )


def colour_name(name: str) -> str:
    """The name of a colour in the looks, without `SB`."""
    return NAMES.get(name, name.replace("_", ""))


def logo_name(theme: Theme) -> str:
    """The logo's file in the build folder."""
    return f"stagebrief-logo{theme.logo.suffix.lower()}" if theme.logo else ""


def files_beside(theme: Theme) -> tuple[tuple[str, Path], ...]:
    """The theme's files that go to the build folder: its logo, and fonts of its own."""
    fonts = (font for font in (theme.fonts.text, theme.fonts.display, theme.fonts.code) if isinstance(font, OwnFont))
    cuts = (path for font in fonts for path in (font.regular, font.bold, font.italic, font.bold_italic) if path)
    logo = ((logo_name(theme), theme.logo),) if theme.logo else ()
    return (*logo, *((str(copied(path)), path) for path in dict.fromkeys(cuts)))
