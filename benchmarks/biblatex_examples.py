"""Typeset every entry of biblatex's own biblatex-examples.bib in each citation style, and say what fails.

    python benchmarks/biblatex_examples.py [STYLE …]

Each style is one brief that cites every entry twice, once in full and once in short. A style that fails is tried again
entry by entry, to name those at fault. The exit status is 1 where something failed or is not installed.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from stagebrief.build import build
from stagebrief.diagnostics import Diagnostic, Severity
from stagebrief.errors import StagebriefError
from stagebrief.load.library import whole_library

STYLES = ("chicago-notes", "verbose", "authoryear", "numeric", "apa", "biblatex-chicago")
FILES = {"apa": "apa.bbx", "biblatex-chicago": "biblatex-chicago.sty"}
"""What styles need that do not come with biblatex itself."""
STAGE = "title: All entries\nperiod: {from: 1991}\nstance: Every entry is cited twice.\n"


def installed(name: str) -> Path | None:
    """A file of the TeX tree of this machine."""
    if not shutil.which("kpsewhich"):
        raise SystemExit("kpsewhich is not installed: TeX is missing; `make system` installs it")
    found = subprocess.run(["kpsewhich", name], capture_output=True, text=True, check=False).stdout.strip()
    return Path(found) if found else None


def examples() -> Path:
    """The file that comes with the biblatex of this machine."""
    if (file := installed("biblatex-examples.bib")) is None:
        raise SystemExit("biblatex-examples.bib is not installed; Debian has it in texlive-bibtex-extra")
    return file


def keys_of(file: Path) -> tuple[str, ...]:
    """The keys of the entries that can be cited; an @xdata only lends its fields."""
    entries, _ = whole_library(file.name, file.read_bytes())
    return tuple(entry.key for entry in entries if entry.type != "xdata")


def folder_of(style: str, keys: tuple[str, ...], file: Path, folder: Path) -> Path:
    """A content folder that cites the keys."""
    (folder / "stages").mkdir(parents=True)
    settings = f"title: Examples\nlanguage: en-US\ncitations: {{style: {style}}}\nbibliography: {file.name}\n"
    (folder / "brief.yaml").write_text(settings + "stages: [stages/1-all.yaml]\n")
    (folder / "stages" / "1-all.yaml").write_text(STAGE)
    full = " ".join(f"Full.[@{{{key}}}, p. 12]" for key in keys)
    short = " ".join(f"Short.[@{{{key}}}, pp. 13-15]" for key in keys)
    (folder / "stages" / "1-all.md").write_text(f"{full}\n\n{short}\n")
    shutil.copy(file, folder / file.name)
    return folder


def typeset(style: str, keys: tuple[str, ...], file: Path) -> tuple[Diagnostic, ...]:
    """What keeps the entries from being typeset in that style, and what TeX warns of; empty where all is well."""
    with tempfile.TemporaryDirectory() as work:
        content = folder_of(style, keys, file, Path(work) / "content")
        try:
            report = build(content, Path(work) / "output", ["brief"], read_back=False)
        except StagebriefError as fault:
            return tuple(found for found in fault.diagnostics if found.severity is Severity.ERROR)
        of_tex = (found for found in report.diagnostics if found.span is None or found.span.file != file.name)
        return tuple(found for found in of_tex if not found.code.startswith(("locator", "entry", "source")))


def try_style(style: str, keys: tuple[str, ...], file: Path) -> int:
    """Typeset all entries in a style, print what came of it and give the number of failures."""
    begun = time.monotonic()
    found = typeset(style, keys, file)
    errors = [one for one in found if one.severity is Severity.ERROR]
    print(f"{style}: {len(keys)} entries, {len(errors)} errors, {time.monotonic() - begun:.1f} s", flush=True)
    for one in found:
        print(f"    {one}", *one.notes, sep="\n        ")
    failures = 0
    for key in keys if errors else ():
        if faults := [one for one in typeset(style, (key,), file) if one.severity is Severity.ERROR]:
            failures += 1
            print(f"  {key}: {faults[0]}", flush=True)
    return max(failures, bool(errors))


def main() -> int:
    """Try the styles and print a line for each; the status is 1 where something failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("styles", nargs="*", default=STYLES)
    styles, file, started = parser.parse_args().styles, examples(), time.monotonic()
    keys = keys_of(file)
    missing = [style for style in styles if style in FILES and not installed(FILES[style])]
    for style in missing:
        print(f"{style}: {FILES[style]} is not installed; Debian has it in texlive-bibtex-extra")
    failures = sum(try_style(style, keys, file) for style in styles if style not in missing)
    total = (len(styles) - len(missing)) * len(keys)
    print(f"{total} entries by styles, {failures} failures, {time.monotonic() - started:.0f} s")
    return 1 if failures or missing else 0


if __name__ == "__main__":
    sys.exit(main())
