"""The files of the fonts that a preamble names."""

from __future__ import annotations

import re
from pathlib import Path

NAMED = re.compile(r"Path=(?P<folder>/[^,\]\n]+/),(?P<options>[^\]]*)\](?:\{(?P<after>[^}]+)\})?")
NAMED_BEFORE = re.compile(r"\{(?P<before>[^{}\n]+\.\w{3})\}\[Path=(?P<folder>/[^,\]\n]+/),?(?P<options>[^\]]*)\]")
FALLBACK = re.compile(r"\[(/[^\]\n]+\.(?:otf|ttf|ttc))\]")
FONT_FILE = re.compile(r"=([^=,\n]+\.(?:otf|ttf|ttc))")


def fonts_in_sources(folder: Path) -> set[str]:
    """The fonts that the TeX in that folder names by their path."""
    try:
        text = (folder / "preamble.tex").read_text(encoding="utf-8")
    except OSError:
        return set()
    found = set(FALLBACK.findall(text))
    for pattern in (NAMED, NAMED_BEFORE):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            names = [parts.get("before") or parts.get("after") or "", *FONT_FILE.findall(parts["options"])]
            found |= {f"{parts['folder']}{name}" for name in names if name}
    return found
