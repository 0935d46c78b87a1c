"""Fonts on this machine, found by the names of their files: no database has to be made or asked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

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
    "/usr/local/texlive/*/texmf-dist/fonts/opentype",
    "/Library/TeX/Root/texmf-dist/fonts/opentype",
)
"""Where fonts are looked for, in this order; a star stands for any one folder."""

Names = tuple[str, str, str, str, str]
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
    ("DejaVu Serif", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf", "DejaVuSerif-BoldItalic.ttf"),
)
SANS: tuple[Names, ...] = (
    ("Inter", "Inter-Regular.otf", "Inter-Bold.otf", "Inter-Italic.otf", "Inter-BoldItalic.otf"),
    ("PT Sans", "PTS55F.ttf", "PTS75F.ttf", "PTS56F.ttf", "PTS76F.ttf"),
    ("DejaVu Sans", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSans-BoldOblique.ttf"),
)
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


def find_fonts() -> FontSet:
    """The best family on this machine for each role; raises ToolchainError that names what to install."""
    serif, sans, mono = find_family(SERIF), find_family(SANS), find_family(MONO)
    if serif and sans and mono:
        return FontSet(serif, sans, mono)
    missing = [role for role, family in (("serif", serif), ("sans", sans), ("mono", mono)) if family is None]
    hint = "run `stagebrief doctor`; Debian's packages are fonts-linuxlibertine, fonts-inter and fonts-dejavu-core"
    raise ToolchainError([error("font-is-installed", f"no {role} font is installed", None, hint) for role in missing])


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
    wanted = {name for names in (*SERIF, *SANS, *MONO) for name in names[1:] if name}
    found: dict[str, Path] = {}
    for folder in expanded(FOLDERS):
        for parent, folders, names in os.walk(folder):
            folders.sort()
            for name in wanted.intersection(names):
                found.setdefault(name, Path(parent, name))
        if {choices[0][1] for choices in (SERIF, SANS, MONO)} <= found.keys():
            break
    return found


def expanded(patterns: Iterable[str]) -> Iterable[Path]:
    """The folders that the patterns mean and that are there."""
    for pattern in patterns:
        path = Path(pattern).expanduser()
        if "*" not in pattern:
            yield from [path] if path.is_dir() else []
        else:
            yield from sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))), reverse=True)
