"""Fonts on this machine, found by the names of their files: no database has to be made or asked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from stagebrief.diagnostics import Diagnostic, error, warning
from stagebrief.errors import ToolchainError
from stagebrief.model.families import FAMILIES, MONO, SANS, SCRIPTS, SERIF, SIGNS, Names, all_names, place_in_file
from stagebrief.model.fonts import FontFamily, FontSet
from stagebrief.model.theme import OwnFont, ThemeFonts

FOLDERS = (
    "~/.fonts",
    "~/.local/share/fonts",
    "~/Library/Fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/Library/Fonts",
    "/opt/homebrew/share/fonts",
    "/usr/share/texmf/fonts/opentype",
    "/usr/share/texlive/texmf-dist/fonts/opentype",
    "/usr/share/texlive/texmf-dist/fonts/truetype",
    "/usr/share/texmf-dist/fonts/opentype",
    "/usr/share/texmf-dist/fonts/truetype",
    "/usr/local/texlive/*/texmf-dist/fonts/opentype",
    "/usr/local/texlive/*/texmf-dist/fonts/truetype",
    "/Library/TeX/Root/texmf-dist/fonts/opentype",
    "/Library/TeX/Root/texmf-dist/fonts/truetype",
)
"""Where fonts are looked for, in this order; a star stands for any one folder."""

USUAL = ThemeFonts()
"""The fonts of those who want none in particular."""


def find_fonts(wanted: ThemeFonts = USUAL) -> FontSet:
    """The best family on this machine for each role, of those that are wanted if one of them is here.

    Raises ToolchainError that names what to install.
    """
    serif, sans, mono = (
        family_for(role, usual) for role, usual in ((wanted.text, SERIF), (wanted.display, SANS), (wanted.code, MONO))
    )
    if serif and sans and mono:
        usual = (family for family in (find_family(SERIF), find_family(SANS)) if family)
        spare = tuple(family for family in usual if family.name not in {serif.name, sans.name})
        other = replace(wanted, figures=USUAL.figures) != USUAL
        return FontSet(serif, sans, mono, find_fallbacks(), spare if other else (), wanted.figures)
    missing = [role for role, family in (("serif", serif), ("sans", sans), ("mono", mono)) if family is None]
    hint = "run `stagebrief doctor`; it says which packages bring the fonts"
    raise ToolchainError([error("font-is-installed", f"no {role} font is installed", None, hint) for role in missing])


def family_for(role: tuple[str, ...] | OwnFont, usual: tuple[Names, ...]) -> FontFamily | None:
    """The family of a role: the theme's own, else one that it names, else the usual one."""
    if isinstance(role, OwnFont):
        return FontFamily(role.regular.stem, role.regular, role.bold, role.italic, role.bold_italic, own=True)
    return find_family((*(FAMILIES[name] for name in role), *usual))


def unmet(wanted: ThemeFonts, found: FontSet) -> tuple[Diagnostic, ...]:
    """A warning for each role of a theme whose families are not here, which says what stands in."""
    roles = (
        ("text", wanted.text, found.serif),
        ("display", wanted.display, found.sans),
        ("code", wanted.code, found.mono),
    )
    return tuple(
        warning(
            "theme-font-is-installed",
            f"{role[0]} is not installed, which the theme wants for its {name}; {family.name} stands in",
            None,
            "run `stagebrief doctor`; it says which packages bring fonts",
        )
        for name, role, family in roles
        if isinstance(role, tuple) and role and family.name not in role
    )


def find_fallbacks() -> tuple[FontFamily, ...]:
    """For each script the best serif and the best sans of those that are here, then the families of signs."""
    found = []
    for script, choices in SCRIPTS.items():
        for sans, names in ((False, choices.serif), (True, choices.sans)):
            if family := find_family(names):
                found.append(replace(family, script=script, sans=sans, index=place_in_file(family.name)))
    return (*found, *(family for names in SIGNS if (family := find_family([names]))))


def find_family(choices: Iterable[Names]) -> FontFamily | None:
    """The first of the families whose regular cut is there."""
    files = font_files()
    for name, regular, *cuts in choices:
        if regular in files:
            folder = files[regular].parent
            bold, italic, bold_italic = (
                files[cut] if files.get(cut, Path()).parent == folder else None for cut in cuts
            )
            return FontFamily(name, files[regular], bold, italic, bold_italic)
    return None


@cache
def font_files() -> dict[str, Path]:
    """The font files that a family may want, by name; of two of one name the first folder's counts."""
    wanted = all_names()
    found: dict[str, Path] = {}
    for folder in expanded(FOLDERS):
        for parent, folders, names in os.walk(folder):
            folders.sort()
            for name in wanted.intersection(names):
                found.setdefault(name, Path(parent, name))
    return dict(sorted(found.items()))


def expanded(patterns: Iterable[str]) -> Iterable[Path]:
    """The folders that the patterns mean and that are there."""
    for pattern in patterns:
        path = Path(pattern).expanduser() if os.environ.get("HOME") or pattern[0] != "~" else Path()
        if "*" not in pattern:
            yield from [path] if path.is_absolute() and path.is_dir() else []
        else:
            yield from sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))), reverse=True)
