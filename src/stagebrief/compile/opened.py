"""What a compilation has used of this machine: every file that TeX opened, fonts, the format, and whose they are."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from stagebrief.caches import cache_folder
from stagebrief.compile.font_names import fonts_in_sources
from stagebrief.compile.system import recorded
from stagebrief.compile.versions import version_text

PATIENCE = 120.0
EMBEDDED = re.compile(r"<(/[^<>\n]+\.(?:otf|ttf|ttc|pfb))>")
"""A font in TeX's log at the end of a run."""

FONT_ENDINGS = (".otf", ".ttf", ".ttc", ".pfb")
LIBRARY = ("/usr/share/doc", "/usr/share/licenses")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of this machine that was used: `kind` is `tex`, `font`, `format`, `program` or `notice`.

    `package` is the package of the system that it belongs to, `licence` the file that says under which terms.
    """

    path: Path
    kind: str
    package: str = ""
    licence: str = ""


def opened_files(folders: Iterable[tuple[Path, str]]) -> tuple[Opened, ...]:
    """The files that were used in these work folders, each with its job's name; those of the folders left out."""
    found: dict[str, str] = {}
    for folder, job in folders:
        read, _ = recorded(folder, job)
        for path in read:
            if path.startswith("/"):
                found.setdefault(os.path.normpath(path), "font" if path.lower().endswith(FONT_ENDINGS) else "tex")
        fonts = {*fonts_in_log(folder / f"{job}.log"), *fonts_in_sources(folder)}
        found |= dict.fromkeys(sorted(os.path.normpath(path) for path in fonts), "font")
    for path in format_files(Path(next((path for path in found if path.endswith(".fmt")), ""))):
        found.setdefault(path, "format")
    for name in ("lualatex", "biber"):
        if program := shutil.which(name):
            found[os.path.realpath(program)] = "program"
    own = str(cache_folder())
    files = {path: kind for path, kind in found.items() if Path(path).is_file() and not path.startswith(own)}
    return with_packages(files)


def fonts_in_log(path: Path) -> set[str]:
    """The fonts that TeX's log says are in the PDF."""
    try:
        return set(EMBEDDED.findall(path.read_bytes().decode("utf-8", "replace")))
    except OSError:
        return set()


def format_files(format_file: Path) -> list[str]:
    """The files that the LaTeX format is made of, asked once for each format."""
    if not format_file.is_file() or not shutil.which("luahbtex"):
        return []
    mark = hashlib.sha256(format_file.read_bytes()).hexdigest()
    known = cache_folder() / f"format-{mark[:32]}.json"
    try:
        return [str(path) for path in json.loads(known.read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        pass
    with tempfile.TemporaryDirectory(prefix="stagebrief-") as folder:
        options = ["-ini", "-recorder", "-interaction=batchmode", "-jobname=lualatex", "-progname=lualatex"]
        printed(["luahbtex", *options, "lualatex.ini"], Path(folder))
        read, _ = recorded(Path(folder), "lualatex")
    paths = sorted({os.path.normpath(path) for path in read if path.startswith("/")})
    beside = known.with_name(f".{known.name}.{os.getpid()}")
    beside.write_text(json.dumps(paths, indent=1), encoding="utf-8")
    beside.replace(known)
    return paths


def with_packages(files: dict[str, str]) -> tuple[Opened, ...]:
    """The files with the packages that they belong to, and the notices of these packages."""
    owners = owners_of(sorted(files))
    notices = {package: notice_of(package) for package in sorted(set(owners.values()))}
    found = [
        Opened(Path(path), kind, owners.get(path, ""), notices.get(owners.get(path, ""), ""))
        for path, kind in sorted(files.items())
    ]
    packages = {notice: package for package, notice in notices.items() if notice}
    found += [Opened(Path(notice), "notice", package, notice) for notice, package in sorted(packages.items())]
    return tuple(found)


def owners_of(paths: list[str]) -> dict[str, str]:
    """The Debian package that each file belongs to; empty elsewhere."""
    found: dict[str, str] = {}
    if shutil.which("dpkg-query"):
        for start in range(0, len(paths), 500):
            for line in printed(["dpkg-query", "--search", *paths[start : start + 500]]).splitlines():
                package, colon, path = line.partition(": ")
                if colon and "," not in package and not package.startswith("diversion "):
                    found[path] = package.partition(":")[0]
    return found


def notice_of(package: str) -> str:
    """The file in which the package's licences are written."""
    for folder in LIBRARY:
        path = Path(folder) / package / "copyright"
        if path.is_file():
            return str(path)
    return ""


def system_packages(names: Iterable[str]) -> dict[str, str]:
    """The versions of these packages of the system."""
    wanted = sorted(set(names) - {""})
    if not wanted or not shutil.which("dpkg-query"):
        return {}
    text = printed(["dpkg-query", "--show", "--showformat=${binary:Package}\t${Version}\n", *wanted])
    return {
        name.partition(":")[0]: version for name, _, version in (line.partition("\t") for line in text.splitlines())
    }


def python_packages() -> dict[str, str]:
    """Python and the packages that stagebrief stands on, with their versions."""
    found = {"python": platform.python_version()}
    pending = ["stagebrief"]
    while pending:
        name = pending.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[key] = distribution.version
        for requirement in distribution.requires or ():
            if "extra ==" not in requirement:
                pending.append(re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0])
    return dict(sorted(found.items()))


def programs() -> dict[str, str]:
    """The programs as they name themselves."""
    return {name: version_text(name) for name in ("lualatex", "biber") if version_text(name)}


def platform_text() -> str:
    """The system in a few words."""
    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        name = ""
    return f"{name or platform.system()}, {platform.machine()}, {sys.platform}"


def printed(command: list[str], folder: Path | None = None) -> str:
    """What a program prints; empty if it cannot be started or does not end in time."""
    try:
        result = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.decode("utf-8", "replace")
