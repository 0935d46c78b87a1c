"""The sandbox around programs that read content: bubblewrap, which shows them the system's software and one folder.

What is in it: programs, TeX's trees, fonts and templates to read; the folders that are named to write; a fresh /tmp.
There is no network, no home, no other process, and none of the user's rights beyond that.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from stagebrief.compile.fonts import FOLDERS, expanded
from stagebrief.compile.versions import ask, mark_of, remember, remembered
from stagebrief.diagnostics import Diagnostic, Severity, Span, error
from stagebrief.errors import ToolchainError, UsageError
from stagebrief.resources import templates_folder

VARIABLE = "STAGEBRIEF_SANDBOX"
MODES = ("auto", "require", "off")
"""What a user may want: a sandbox where there is one, no build without one, or none."""

SYSTEM = (
    "/usr",
    "/etc/fonts",
    "/etc/texmf",
    "/etc/texlive",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/perl",
    "/var/lib/texmf",
    "/var/lib/tex-common",
    "/var/lib/texlive",
    "/var/cache/fontconfig",
    "/nix/store",
    "/gnu/store",
    "/home/linuxbrew/.linuxbrew",
    "/Library/TeX",
    "/System/Library/Fonts",
    "/opt/homebrew",
)
"""Where systems have their software; nothing of a user's lies there."""

MERGED = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
"""Links into /usr, or folders where a system has not merged them."""

PLACES = (
    "TEXMFCNF",
    "TEXMFHOME",
    "TEXMFLOCAL",
    "TEXMFCONFIG",
    "TEXMF",
    "TEXFORMATS",
    "OSFONTDIR",
    "PERL5LIB",
    "TEXMFCACHE",
)
"""Variables that name folders which a run has to read."""

PATH = re.compile(r"/[^:;,{}!\n]+")
WALLS = (
    *("--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--hostname", "stagebrief"),
    *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--setenv", "TMPDIR", "/tmp"),
)
"""A user, a network, processes, and all else of its own; the session is a new one already."""

PROCESSES = 64
"""Processes that there may be in a sandbox at one time; a document has a dozen at most."""

FEW = 'ulimit -p "$1" 2>/dev/null || ulimit -u "$1" 2>/dev/null; shift; exec "$@"'
"""Bounds the processes from within, where only those of the sandbox count; shells call the bound by two letters."""

PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Wraps commands; `bwrap` is the program, empty where commands run as they are, and then `why` says why."""

    bwrap: str = ""
    why: str = ""

    def __bool__(self) -> bool:
        return bool(self.bwrap)

    @property
    def name(self) -> str:
        """What it is, for reports; empty for none."""
        return "bubblewrap" if self.bwrap else ""

    @property
    def told(self) -> str:
        """What people are told of it."""
        return f"TeX is walled off by {self.name}" if self.bwrap else f"TeX runs without a sandbox: {self.why}"

    def around(
        self, command: Sequence[str], readable: Iterable[str | Path], writable: Iterable[Path], *options: str
    ) -> list[str]:
        """The command within the sandbox, or as it is; `options` are further ones of bubblewrap's."""
        if not self.bwrap:
            return list(command)
        limited = ["/bin/sh", "-c", FEW, "sh", str(PROCESSES), *command]
        return [self.bwrap, *WALLS, *merged(), *shown(readable), *opened(writable), *options, "--", *limited]


def merged() -> Iterator[str]:
    """The links at the top of a system as they are here."""
    for name in MERGED:
        path = Path(name)
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), name)
        elif path.is_dir():
            yield from ("--ro-bind", name, name)


def shown(paths: Iterable[str | Path]) -> Iterator[str]:
    """Options that let these be read; what lies below another of them is there already."""
    seen: list[str] = []
    for path in sorted({os.path.normpath(path) for path in paths}):
        if path != "/" and not any(path.startswith(f"{above}/") for above in seen) and Path(path).exists():
            seen.append(path)
            yield from ("--ro-bind", path, path)


def opened(paths: Iterable[Path]) -> Iterator[str]:
    """Options that let these be written."""
    for path in paths:
        yield from ("--bind", str(path), str(path))


def readable_by_tex(environment: Mapping[str, str]) -> tuple[str, ...]:
    """What TeX and biber may read: software, TeX's trees, fonts, templates, and what the environment of a run names."""
    named = tuple(path for name in PLACES for path in PATH.findall(environment.get(name, "")))
    return _readable(named, os.environ.get("PATH", ""), os.path.normpath(os.environ.get("HOME") or "/"))


@lru_cache(maxsize=64)
def _readable(named: tuple[str, ...], path: str, home: str) -> tuple[str, ...]:
    fonts = (str(folder) for folder in expanded(FOLDERS))
    found = (*SYSTEM, *fonts, *trees(path), str(templates_folder()), *named)
    tidy = dict.fromkeys(os.path.normpath(path) for path in found)
    return tuple(path for path in tidy if path not in {"/", home} and Path(path).exists())  # no home as a whole


@cache
def trees(path: str) -> tuple[str, ...]:
    """TeX's trees and the folder of its programs, asked once for each state of them."""
    found = shutil.which("kpsewhich", path=path)
    if not found:
        return ()
    variables = (*PLACES, "HOME", "TEXMFSYSVAR", "TEXMFSYSCONFIG")
    key = " ".join(["trees", mark_of(Path(found).resolve()), *(os.environ.get(name, "") for name in variables)])
    known = remembered()
    if key not in known:
        answer = ask([found, "-expand-var", "$TEXMF:$TEXMFCNF:$TEXMFSYSVAR:$TEXMFSYSCONFIG"])
        known = {**known, key: "\n".join(dict.fromkeys(PATH.findall(answer)))}
        remember(known)
    programs = (shutil.which(name, path=path) for name in ("lualatex", "biber"))
    return (*known[key].splitlines(), *(str(Path(path).resolve().parent) for path in programs if path))


def wanted_mode() -> str:
    """What the environment asks for; raises UsageError if it is none of the three."""
    mode = os.environ.get(VARIABLE, "") or "auto"
    if mode not in MODES:
        hint = f"known are {', '.join(MODES)}"
        raise UsageError([error("sandbox-is-known", f"there is no sandbox setting '{mode}'", None, hint)])
    return mode


def chosen_sandbox() -> Sandbox:
    """The sandbox as it is wanted and can be had; raises ToolchainError if one is required and there is none."""
    mode = wanted_mode()
    if mode == "off":
        return Sandbox(why="it is switched off")
    found = this_sandbox(os.environ.get("PATH", ""))
    if mode == "require" and not found:
        hint = (
            "run 'stagebrief doctor', which says how to get one; without --sandbox require, build only what you trust"
        )
        raise ToolchainError([error("sandbox-works", f"no sandbox can be had: {found.why}", None, hint)])
    return found


def unwalled(sandbox: Sandbox, raw: Span | None) -> tuple[Diagnostic, ...]:
    """A note where raw LaTeX, which stands at that place, is typeset without a sandbox that nobody has switched off."""
    if sandbox or raw is None or wanted_mode() != "auto":
        return ()
    hint = "run 'stagebrief doctor', which says how to get one; --sandbox off silences this"
    message = f"raw LaTeX is typeset without a sandbox: {sandbox.why}"
    return (Diagnostic("sandbox-is-used", Severity.NOTE, message, raw, hint),)


@cache
def this_sandbox(path: str) -> Sandbox:  # noqa: ARG001 - another PATH is another question
    """The sandbox that works here, by trying it once."""
    if sys.platform != "linux":
        return Sandbox(why="bubblewrap is for Linux")
    bwrap = shutil.which("bwrap")
    if not bwrap:
        return Sandbox(why="bubblewrap is not installed")
    sandbox = Sandbox(bwrap)
    program = shutil.which("kpsewhich") or "/bin/true"
    command = sandbox.around(["/bin/sh", "-c", '"$1" --version && :', "sh", program], readable_by_tex(os.environ), ())
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        return Sandbox(why="bubblewrap does not run here")
    if run.returncode == 0:
        return sandbox
    said = run.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
    return Sandbox(why=f"bubblewrap does not work here ({said or 'it says nothing'})")
