"""Count how the recorded faults of typesetting are told: at the very line, in the same block, or without a place.

`make tex-faults` prints the counts; the cases and what is told of each are in tests/cases/tex.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from texcases import tex_faults  # noqa: E402 - it lies among the tests


def main() -> None:
    """Print how many faults are told where, in whose words, and by which command."""
    faults = tex_faults()
    exact, near, nowhere, whole, checked = [], [], [], [], 0
    for fault in faults:
        told = (fault.folder / "expected.txt").read_text(encoding="utf-8")
        lines = re.findall(r"^([\w./-]+:\d+):\d+: ", told, re.MULTILINE)
        (exact if fault.place in lines else near if lines else nowhere).append(fault.name)
        whole += [fault.name] if "[typesetting-succeeds]" in told else []
        checked += not fault.logs
    print(f"{len(faults)} faults; {checked} of them are told by `check` already, the others by `build`")
    print(f"{len(exact)} ({len(exact) / len(faults):.0%}) at the line of the author's file that is at fault")
    print(f"{len(near)} at another line of the same block: {', '.join(near) or 'none'}")
    print(f"{len(nowhere)} without a place: {', '.join(nowhere) or 'none'}")
    print(f"{len(whole)} in LaTeX's own words, which no rule knows: {', '.join(whole) or 'none'}")


if __name__ == "__main__":
    main()
