"""Compare the notes of the paper behind the first brief, in every citation style, with the texts that are expected.

    python benchmarks/styles.py [--update] [STYLE …]

The texts are taken from the PDFs; those expected are in tests/cases/styles. The exit status is the number that differ.
"""

from __future__ import annotations

import argparse
import difflib
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from stylepages import CASES, STYLES, built_text, folder_of  # noqa: E402 - the cases belong to the tests


def compare(name: str, *, update: bool) -> bool:
    """Typeset one style and print where its text differs; whether it does not."""
    started, expected = time.monotonic(), CASES / f"{name}.txt"
    with tempfile.TemporaryDirectory() as work:
        found = built_text(folder_of(name, Path(work) / "content"), Path(work) / "output")
    known = expected.read_text(encoding="utf-8") if expected.exists() else ""
    if update:
        expected.write_text(found, encoding="utf-8")
    print(f"{name}: {'same' if known == found else 'differs'}, {time.monotonic() - started:.1f} s", flush=True)
    for line in difflib.unified_diff(known.splitlines(), found.splitlines(), "expected", "found", lineterm="", n=0):
        print(f"    {line}")
    return known == found


def main() -> int:
    """Compare the styles that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write what was found over what was expected")
    parser.add_argument("styles", nargs="*", default=list(STYLES))
    arguments = parser.parse_args()
    same = [compare(name, update=arguments.update) for name in arguments.styles]
    print(f"{len(same)} styles, {same.count(False)} differ")
    return same.count(False)


if __name__ == "__main__":
    sys.exit(main())
