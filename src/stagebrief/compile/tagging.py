"""Whether the LaTeX at hand can give a PDF a structure."""

from __future__ import annotations

from functools import cache

from stagebrief.compile.toolchain import found_by_kpsewhich

NEEDED = ("tagpdf.sty", "pdfmanagement-testphase.ltx", "phase-I-latex-lab-testphase.ltx")
"""Files of a LaTeX kernel that can: that of 2022 and later ones."""


@cache
def why_untagged() -> str:
    """What is missing for a tagged PDF; empty if nothing is."""
    missing = [name for name in NEEDED if name not in found_by_kpsewhich(NEEDED)]
    return f"the TeX at hand has no {missing[0]}" if missing else ""
