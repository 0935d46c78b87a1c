"""Fonts as files: what the compile phase finds on a machine and the renderers name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FontFamily:
    """The files of one family; a cut that is None is made from the regular one by the engine, or left out.

    An `own` one lies beside a theme and is copied into the build folder under the names that `copied` gives.
    `script` is the ISO 15924 code of the script that a fallback is for, empty for one of signs; `sans` says that it
    goes with a sans text; `index` is the font's place in files that hold several.
    """

    name: str
    regular: Path
    bold: Path | None = None
    italic: Path | None = None
    bold_italic: Path | None = None
    script: str = ""
    sans: bool = False
    index: int = 0
    own: bool = False

    def place(self, path: Path) -> Path:
        """Where TeX finds the file of a cut."""
        return copied(path) if self.own else path


@dataclass(frozen=True, slots=True)
class FontSet:
    """The families of a document by their role; `mono` sets code.

    `fallbacks` are families for characters that the others lack, in the order in which they are asked: for each script
    that is found a serif and, where there is one, a sans; at the end the families of signs. `spare` are the usual
    families where a theme has others, for letters that those lack.
    """

    serif: FontFamily
    sans: FontFamily
    mono: FontFamily
    fallbacks: tuple[FontFamily, ...] = ()
    spare: tuple[FontFamily, ...] = ()
    figures: str = "lining"


def copied(path: Path) -> Path:
    """The name of a theme's font file in the build folder: one that TeX takes, whatever the file is called."""
    return Path(f"stagebrief-font-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}{path.suffix.lower()}")
