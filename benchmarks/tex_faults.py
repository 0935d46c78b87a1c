"""Count how the recorded faults are told: at the very line, at another, or without a place.

`make tex-faults` prints the counts of all of them: the slips that `check` tells (tests/cases/faults) and the faults of
typesetting (tests/cases/tex); the cases, and what is told of each, lie there.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from faultcases import BASE, Slip, slips  # noqa: E402 - it lies among the tests
from texcases import tex_faults  # noqa: E402

PLACE = re.compile(r"^([\w./-]+):(\d+):\d+: ", re.MULTILINE)


def main() -> None:
    """Print how many faults are told where, in whose words, and by which command."""
    exact, all_told = count_slips()
    more, told = count_faults_of_tex()
    print(
        f"together {all_told + told} faults: {exact + more} ({(exact + more) / (all_told + told):.1%}) at the very line"
    )


def count_slips() -> tuple[int, int]:
    """Print how the slips that `check` tells are placed; returns how many at a line that was changed, of how many."""
    exact, others, nowhere, silent = [], [], [], []
    for slip in slips():
        said = slip.expected.read_text(encoding="utf-8")
        places = {(file, int(line)) for file, line in PLACE.findall(said)}
        if not said:
            silent.append(slip.name)
        elif not places:
            nowhere.append(slip.name)
        elif any(line in changed_lines(slip, file) for file, line in places):
            exact.append(slip.name)
        else:
            others.append(slip.name)
    told = len(exact) + len(others) + len(nowhere)
    print(f"{told + len(silent)} slips; {len(silent)} of them do no harm, and nothing is said of them")
    print(f"{len(exact)} ({len(exact) / told:.0%} of {told}) at a line that the slip has changed")
    print(
        f"{len(others)} at another line, as where something was left out or another file names it: {', '.join(others)}"
    )
    print(f"{len(nowhere)} without a place: {', '.join(nowhere) or 'none'}")
    return len(exact), told


def changed_lines(slip: Slip, file: str) -> set[int]:
    """The lines of a file of the slip's that the good brief has not."""
    with tempfile.TemporaryDirectory() as folder:
        path = slip.make(Path(folder) / "brief") / file
        if not path.is_file():
            return set()
        here = path.read_text(encoding="utf-8", errors="replace").split("\n")
    good = BASE / file
    there = set(good.read_text(encoding="utf-8").split("\n")) if good.is_file() else set()
    return {number for number, line in enumerate(here, 1) if line not in there}


def count_faults_of_tex() -> tuple[int, int]:
    """Print how the faults of typesetting are placed; returns how many at the line at fault, and of how many."""
    faults = tex_faults()
    exact, near, nowhere, whole, checked = [], [], [], [], 0
    for fault in faults:
        told = (fault.folder / "expected.txt").read_text(encoding="utf-8")
        lines = re.findall(r"^([\w./-]+:\d+):\d+: ", told, re.MULTILINE)
        (exact if fault.place in lines else near if lines else nowhere).append(fault.name)
        whole += [fault.name] if "[typesetting-succeeds]" in told else []
        checked += not fault.logs
    print(f"{len(faults)} faults of typesetting; {checked} of them are told by `check` already, the others by `build`")
    print(f"{len(exact)} ({len(exact) / len(faults):.0%}) at the line of the author's file that is at fault")
    print(f"{len(near)} at another line of the same block: {', '.join(near) or 'none'}")
    print(f"{len(nowhere)} without a place: {', '.join(nowhere) or 'none'}")
    print(f"{len(whole)} in LaTeX's own words, which no rule knows: {', '.join(whole) or 'none'}")
    return len(exact), len(faults)


if __name__ == "__main__":
    main()
