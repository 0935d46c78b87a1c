"""Typeset every entry of biblatex's own biblatex-examples.bib in each citation style, and say what fails.

    python benchmarks/biblatex_examples.py [STYLE …]

Each style is one brief that cites every entry twice, once in full and once in short. A style that fails is tried again
entry by entry, to name those at fault. The exit status is the number of failures.
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
STAGE = "title: All entries\nperiod: {from: 1991}\nstance: Every entry is cited twice.\n"


def examples() -> Path:
    """The file that comes with the biblatex of this machine."""
    found = subprocess.run(["kpsewhich", "biblatex-examples.bib"], capture_output=True, text=True, check=False)
    if not found.stdout.strip():
        raise SystemExit("biblatex-examples.bib is not installed")
    return Path(found.stdout.strip())


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


def main() -> int:
    """Try the styles and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("styles", nargs="*", default=STYLES)
    file, failures, started = examples(), 0, time.monotonic()
    keys = keys_of(file)
    for style in parser.parse_args().styles:
        begun = time.monotonic()
        found = typeset(style, keys, file)
        errors = [one for one in found if one.severity is Severity.ERROR]
        print(f"{style}: {len(keys)} entries, {len(errors)} errors, {time.monotonic() - begun:.1f} s", flush=True)
        for one in found:
            print(f"    {one}", *one.notes, sep="\n        ")
        for key in keys if errors else ():
            if faults := [one for one in typeset(style, (key,), file) if one.severity is Severity.ERROR]:
                failures += 1
                print(f"  {key}: {faults[0]}", flush=True)
    total = len(parser.parse_args().styles) * len(keys)
    print(f"{total} entries by styles, {failures} failures, {time.monotonic() - started:.0f} s")
    return failures


if __name__ == "__main__":
    sys.exit(main())
