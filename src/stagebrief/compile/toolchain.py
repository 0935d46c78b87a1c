"""What this machine has of what a build needs, and the command that mends it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from stagebrief.compile.fonts import find_family, font_files
from stagebrief.compile.needs import BIBER_FOR_BIBLATEX, COMMANDS, NEEDS, SCRIPT_NEEDS, Kind, Need, packages
from stagebrief.compile.versions import ask, version_of, version_text
from stagebrief.model.families import MONO, SANS, SCRIPTS, SERIF


class State(Enum):
    """Whether a thing is there, whether a build is only better with it, or whether there is no build without it."""

    GOOD = "ok"
    BETTER = "better"
    MISSING = "MISSING"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for: its name, its state, what was found, and the need that would mend it."""

    name: str
    state: State
    found: str
    need: Need | None = None


def examine(scripts: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything that a build needs, found or not; with the fonts for these scripts (ISO 15924 codes)."""
    tex_files = found_by_kpsewhich(need.name for need in NEEDS if need.kind is Kind.TEX_FILE)
    found = [finding_of(need, tex_files) for need in NEEDS]
    return (*found, *role_findings(), *script_findings(scripts), *biber_finding(), sandbox_finding())


def lacking() -> tuple[Need, ...]:
    """What is not here of all that a build needs or is better with."""
    tex_files = found_by_kpsewhich(need.name for need in NEEDS if need.kind is Kind.TEX_FILE)
    return tuple(need for need in NEEDS if not where(need, tex_files))


def forget() -> None:
    """Look at the fonts anew after some have been installed."""
    font_files.cache_clear()


def finding_of(need: Need, tex_files: Collection[str]) -> Finding:
    """One need, found or not."""
    place = where(need, tex_files)
    if place:
        return Finding(need.name, State.GOOD, version_text(need.name) or place, None)
    what = "not on the PATH" if need.kind is Kind.PROGRAM else "not installed"
    if need.required:
        return Finding(need.name, State.MISSING, what, need)
    return Finding(need.name, State.BETTER, f"{what}; {need.use}", need)


def where(need: Need, tex_files: Collection[str]) -> str:
    """Where the thing was found; empty if it was not."""
    match need.kind:
        case Kind.PROGRAM:
            return shutil.which(need.name) or ""
        case Kind.TEX_FILE:
            return "found" if need.name in tex_files else ""
        case Kind.FONT:
            return str(font_files().get(need.name, ""))


def found_by_kpsewhich(names: Iterable[str]) -> frozenset[str]:
    """Those of the files that TeX finds; asked in one call."""
    if not (kpsewhich := shutil.which("kpsewhich")):
        return frozenset()
    return frozenset(Path(line).name for line in ask([kpsewhich, *names]).splitlines())


def role_findings() -> tuple[Finding, ...]:
    """The family that each role of a document gets on this machine."""
    found = []
    for role, choices in (("serif", SERIF), ("sans", SANS), ("mono", MONO)):
        family = find_family(choices)
        need = next(need for need in NEEDS if need.name == choices[0][1])
        state = State.GOOD if family else State.MISSING
        found.append(Finding(f"{role} font", state, family.name if family else "none", None if family else need))
    return tuple(found)


def script_findings(scripts: Collection[str]) -> tuple[Finding, ...]:
    """The fonts for scripts that text fonts seldom have."""
    found = []
    for script in sorted(SCRIPTS.keys() & set(scripts)):
        family = find_family((*SCRIPTS[script].serif, *SCRIPTS[script].sans))
        state = State.GOOD if family else State.MISSING
        need = None if family else SCRIPT_NEEDS[script]
        found.append(Finding(f"font for the script {script}", state, family.name if family else "none", need))
    return tuple(found)


def sandbox_finding() -> Finding:
    """Whether TeX and biber run in a sandbox here, and if not, why."""
    from stagebrief.compile.sandbox import this_sandbox  # noqa: PLC0415 - `make` reads this file without templates

    found = this_sandbox(os.environ.get("PATH", ""))
    if found:
        return Finding("sandbox", State.GOOD, f"{found.name} is used for every run of TeX and biber")
    return Finding("sandbox", State.BETTER, f"none: {found.why}; what strangers send is held by TeX's own walls only")


def biber_finding() -> tuple[Finding, ...]:
    """Whether biber and biblatex are of one year; nothing where either is missing."""
    kpsewhich = shutil.which("kpsewhich")
    path = ask([kpsewhich, "biblatex.sty"]).strip() if kpsewhich else ""
    if not path or not shutil.which("biber"):
        return ()
    biblatex, biber = biblatex_version(Path(path)), ".".join(map(str, version_of("biber")[:2]))
    wanted = BIBER_FOR_BIBLATEX.get(biblatex, "")
    good = not wanted or wanted == biber
    found = f"biber {biber or 'of an unknown version'} and biblatex {biblatex or 'of an unknown version'}"
    if good:
        return (Finding("biber for biblatex", State.GOOD, found),)
    hint = f"{found} do not fit; biblatex {biblatex} wants biber {wanted}, get both from one place"
    return (Finding("biber for biblatex", State.MISSING, hint),)


def biblatex_version(style: Path) -> str:
    r"""The version that biblatex.sty says of itself, 3.18 of `\def\abx@version{3.18b}`; empty if it is not there."""
    try:
        with style.open(encoding="utf-8", errors="replace") as file:
            match = re.search(r"\\def\\abx@version\{(\d+\.\d+)", file.read(20000))
    except OSError:
        return ""
    return match[1] if match else ""


def mending_commands(needs: tuple[Need, ...]) -> dict[str, str]:
    """What to run to get these things, by package manager; that of this machine first."""
    here = next((name for name in ("apt-get", "dnf", "brew", "tlmgr") if shutil.which(name)), "")
    if sys.platform == "darwin" and shutil.which("brew"):
        here = "brew"
    managers = sorted(COMMANDS, key=lambda name: name != here)
    return {name: COMMANDS[name].format(" ".join(packages(name, needs))) for name in managers}
