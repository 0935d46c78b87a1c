"""What LuaLaTeX remembers of fonts: shared by all builds, and written by none that reads content.

What is remembered is Lua that later runs load. So a run reads what is shared and keeps what is new in its own work
folder; what is shared is written by runs of a document that holds nothing but the fonts, one at a time. Other fonts, or
another TeX, have another place: two fonts of one name would take each other's.
"""

from __future__ import annotations

import fcntl
import hashlib
import math
import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stagebrief.compile.font_names import fonts_in_sources
from stagebrief.compile.fonts import font_files
from stagebrief.compile.sandbox import readable_by_tex
from stagebrief.compile.settled import stamp_of
from stagebrief.compile.versions import identity_of

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
KNOWN = "known.txt"
"""The file that says which fonts are remembered, a path on each line."""

UNUSED = 30 * 24 * 3600
"""Seconds after which a place that nobody has used is removed."""


def shared_fonts(cache: Path) -> Path:
    """Where the fonts that are here now are remembered for the TeX that is here now."""
    stamps = (f"{path} {stamp_of(str(path))}" for path in font_files().values())
    mark = hashlib.sha256("\n".join((identity_of(("lualatex",)), *stamps)).encode()).hexdigest()
    return cache / "fonts" / mark[:16]


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
        readable = readable_by_tex(environment)
        with LOCK:
            if not unknown_fonts(folder, shared, readable):
                return
            with alone_in(shared), tempfile.TemporaryDirectory(prefix="stagebrief-") as work:
                if wanted := unknown_fonts(folder, shared, readable):
                    self.typeset(wanted, Path(work).resolve(), shared, dict(environment))
                    remember(shared, wanted)

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


@contextmanager
def alone_in(shared: Path) -> Iterator[None]:
    """Keep other processes waiting that want to write there, and remove the places that nobody uses any more."""
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as file:  # opened anew each time, which says that the place is used
        fcntl.flock(file, fcntl.LOCK_EX)
        now = time_of(shared / "lock")
        for other in shared.parent.iterdir():
            if other != shared and now - time_of(other / "lock") > UNUSED:
                shutil.rmtree(other, ignore_errors=True)
        yield


def time_of(path: Path) -> float:
    """When the file was last written; at no time that is past if there is none."""
    try:
        return path.stat().st_mtime
    except OSError:
        return math.inf


def remember(shared: Path, fonts: Iterable[str]) -> None:
    """Say that these fonts are known, or cannot be, so that nobody tries it again."""
    known = sorted({*remembered(shared), *fonts})
    beside = shared / f"{KNOWN}.new"
    beside.write_text("".join(f"{path}\n" for path in known), encoding="utf-8")
    beside.replace(shared / KNOWN)


def remembered(shared: Path) -> frozenset[str]:
    """The fonts that are known."""
    try:
        return frozenset((shared / KNOWN).read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return frozenset()


def unknown_fonts(folder: Path, shared: Path, readable: tuple[str, ...]) -> frozenset[str]:
    """The fonts of the machine that a preamble names and of which nothing is remembered."""
    known = remembered(shared)
    return frozenset(
        path
        for path in fonts_in_sources(folder)
        if path not in known
        and any(path.startswith(f"{root}/") for root in readable)
        and path.isprintable()
        and not any(sign in path for sign in '\\%#{}"^~&$;:[]')
        and Path(path).is_file()
    )
