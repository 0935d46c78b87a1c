"""Fonts on this machine, found by the names of their files: no database has to be made or asked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from stagebrief.compile.families import MONO, SANS, SCRIPTS, SERIF, SIGNS, Names, all_names, place_in_file
from stagebrief.diagnostics import error
from stagebrief.errors import ToolchainError
from stagebrief.model.fonts import FontFamily, FontSet

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


def find_fonts() -> FontSet:
    """The best family on this machine for each role; raises ToolchainError that names what to install."""
    serif, sans, mono = find_family(SERIF), find_family(SANS), find_family(MONO)
    if serif and sans and mono:
        return FontSet(serif, sans, mono, find_fallbacks())
    missing = [role for role, family in (("serif", serif), ("sans", sans), ("mono", mono)) if family is None]
    hint = "run `stagebrief doctor`; it says which packages bring the fonts"
    raise ToolchainError([error("font-is-installed", f"no {role} font is installed", None, hint) for role in missing])


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
