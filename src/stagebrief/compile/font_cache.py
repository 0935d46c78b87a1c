"""What LuaLaTeX remembers of fonts: shared by all builds, and written by none that reads content.

What is remembered is Lua that later runs load. So a run reads what is shared and keeps what is new in its own work
folder; what is shared is written by runs of a document that holds nothing but the fonts.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from stagebrief.compile.font_names import fonts_in_sources
from stagebrief.compile.sandbox import readable_by_tex

if TYPE_CHECKING:
    from stagebrief.compile.system import SystemEngine

OWN = ".fonts"
"""The folder for new fonts in a work folder."""

GENERIC = "luatex-cache/generic"
NAMES = ("luaotfload-names.luc.gz", "luaotfload-names.lua.gz")
"""The list of all fonts of the machine, which takes seconds to make."""

DOCUMENT = r"""\documentclass{article}
\usepackage{fontspec}
%s
\begin{document}\normalfont x\textbf{x}\textit{x}\textsf{x}\texttt{x}\end{document}
"""
LOCK = threading.Lock()
tried: set[tuple[Path, frozenset[str]]] = set()


def private_fonts(folder: Path, shared: Path) -> dict[str, str]:
    """The variables by which a run reads what is shared and writes into its work folder, which is made ready."""
    own = folder / OWN
    names = own / GENERIC / "names"
    names.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        known = shared / GENERIC / "names" / name
        if known.is_file() and not (names / name).exists():
            shutil.copyfile(known, names / name)
    return {"TEXMFVAR": str(own), "TEXMFCACHE": f"{shared}:{own}"}


class Warming:
    """Runs of an engine by which fonts become known to all that follow."""

    def __init__(self, engine: SystemEngine) -> None:
        self.engine = engine

    def warm(self, folder: Path, environment: Mapping[str, str]) -> None:
        """See that the fonts which the preamble in that folder names are known; where that fails, they are not."""
        shared = Path(environment["TEXMFCACHE"])
        wanted = unknown_fonts(folder, shared, readable_by_tex(environment))
        with LOCK:
            if not wanted or (shared, wanted) in tried:
                return
            tried.add((shared, wanted))
            shared.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix="stagebrief-") as work:
                self.typeset(wanted, Path(work).resolve(), shared, dict(environment))

    def typeset(self, fonts: frozenset[str], work: Path, shared: Path, environment: dict[str, str]) -> None:
        """A document that loads the fonts, with what is shared open for writing."""
        from stagebrief.compile.engine import TexJob  # noqa: PLC0415 - who knows the engine knows it
        from stagebrief.compile.system import tex_command  # noqa: PLC0415

        lines = [rf'\font\x="[{path}]:mode=node;"\relax' for path in sorted(fonts)]
        (work / "fonts.tex").write_text(DOCUMENT % "\n".join(lines), encoding="utf-8")
        environment |= {
            "TEXMFVAR": str(shared),
            "STAGEBRIEF_READABLE": "\n".join(readable_by_tex(environment)),
            "STAGEBRIEF_WRITABLE": f"{work}\n{shared}",
        }
        process = self.engine.spawn(tex_command(TexJob("fonts")), work, environment, writable=(shared,))
        if process:
            self.engine.wait_for(process)


def unknown_fonts(folder: Path, shared: Path, readable: tuple[str, ...]) -> frozenset[str]:
    """The fonts of the machine that a preamble names and of which nothing is remembered."""
    named = fonts_in_sources(folder)
    known = {path.stem for path in (shared / GENERIC / "fonts" / "otl").glob("*.lua")}
    return frozenset(
        path
        for path in named
        if Path(path).stem.lower() not in known
        and any(path.startswith(f"{root}/") for root in readable)
        and path.isprintable()
        and not any(sign in path for sign in '\\%#{}"^~&$;:[]')
        and Path(path).is_file()
    )
