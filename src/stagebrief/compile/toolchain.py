"""What this machine has of what a build needs, and the command that mends it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

from stagebrief.compile.fonts import MONO, SANS, SERIF, find_family

PROGRAMS = ("lualatex", "biber", "kpsewhich")
STYLES = (
    "beamer.cls",
    "biblatex.sty",
    "biblatex-chicago.sty",
    "csquotes.sty",
    "fontspec.sty",
    "babel.sty",
    "babel-ru.ini",
    "tikz.sty",
    "microtype.sty",
    "booktabs.sty",
    "fancyhdr.sty",
    "lua-ul.sty",
    "amsmath.sty",
    "hyperref.sty",
)
"""The files of TeX packages that briefs and decks load; all come with the packages below."""

BIBER_FOR_BIBLATEX = {"3.17": "2.17", "3.18": "2.18", "3.19": "2.19", "3.20": "2.20", "3.21": "2.21"}
"""Which biber reads the control file of which biblatex; a pair that is not the same year's fails on every brief."""

DEBIAN = (
    "texlive-latex-base texlive-latex-recommended texlive-latex-extra texlive-luatex texlive-plain-generic "
    "texlive-bibtex-extra texlive-pictures texlive-fonts-recommended texlive-lang-cyrillic lmodern fonts-lmodern biber "
    "fonts-linuxlibertine fonts-inter fonts-dejavu-core"
)
COMMANDS = {
    "apt-get": f"sudo apt-get install --no-install-recommends {DEBIAN}",
    "dnf": "sudo dnf install texlive-scheme-medium texlive-biblatex-chicago texlive-lua-ul texlive-babel-russian biber "
    "linux-libertine-fonts rsms-inter-fonts dejavu-sans-mono-fonts",
    "brew": "brew install --cask mactex-no-gui font-linux-libertine font-inter font-dejavu",
    "tlmgr": "tlmgr install beamer biblatex biblatex-chicago biber csquotes fontspec babel-russian pgf microtype "
    "booktabs fancyhdr lua-ul luatexbase amsmath hyperref libertinus-fonts inter dejavu",
}
"""What to run, by package manager."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a build needs: what, whether it is there, and what was found."""

    name: str
    good: bool
    found: str


def examine() -> tuple[Finding, ...]:
    """Everything that a build needs, found or not."""
    programs = tuple(program_finding(name) for name in PROGRAMS)
    styles = style_findings() if shutil.which("kpsewhich") else ()
    fonts = tuple(
        Finding(f"{role} font", family is not None, family.name if family else "none")
        for role, family in (("serif", find_family(SERIF)), ("sans", find_family(SANS)), ("mono", find_family(MONO)))
    )
    return (*programs, *styles, *fonts, *biber_finding())


def program_finding(name: str) -> Finding:
    """A program and its version."""
    path = shutil.which(name)
    if path is None:
        return Finding(name, False, "not on the PATH")
    first = output_of([path, "--version"]).strip().splitlines()
    return Finding(name, True, first[0] if first else path)


def style_findings() -> tuple[Finding, ...]:
    """The files of TeX packages, looked for in one call."""
    found = {line.rsplit("/", 1)[-1] for line in output_of(["kpsewhich", *STYLES]).splitlines()}
    return tuple(Finding(name, name in found, "found" if name in found else "not installed") for name in STYLES)


def biber_finding() -> tuple[Finding, ...]:
    """Whether biber and biblatex are of one year; nothing where either is missing."""
    path = output_of(["kpsewhich", "biblatex.sty"]).strip() if shutil.which("kpsewhich") else ""
    if not path or not shutil.which("biber"):
        return ()
    with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - kpsewhich gives a string
        match = re.search(r"\\def\\abx@version\{(\d+\.\d+)", file.read(20000))
    biblatex = match[1] if match else ""
    version = re.search(r"(\d+\.\d+)", output_of(["biber", "--version"]))
    biber = version[1] if version else ""
    wanted = BIBER_FOR_BIBLATEX.get(biblatex, "")
    good = not wanted or wanted == biber
    return (
        Finding(
            "biber for biblatex",
            good,
            f"biber {biber} and biblatex {biblatex}" + ("" if good else f" want biber {wanted}"),
        ),
    )


def output_of(command: list[str]) -> str:
    """What a program prints; nothing if it cannot be run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


def mending_commands() -> dict[str, str]:
    """The command for each package manager; the one of this machine first."""
    here = next((name for name in ("apt-get", "dnf", "brew", "tlmgr") if shutil.which(name)), "")
    if sys.platform == "darwin" and shutil.which("brew"):
        here = "brew"
    return {name: COMMANDS[name] for name in sorted(COMMANDS, key=lambda name: name != here)}
