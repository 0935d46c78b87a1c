"""Build the folders that strangers send, with the sandbox and without, and see that none does harm.

    python benchmarks/hostile.py [--mode require|off] [--only WORDS] [--no-tex]

The folders are those of tests/cases/hostile (see tests/hostilecases.py). Each is built by the command, as a user would.
A token that stands in files outside, in the user's home and in the environment must appear in nothing that is printed
or written; these files must be as they were, and must not have been read; nothing may take long, or much memory.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hostilecases import Attempt, attempt, cases, prepare


def main() -> int:
    """Try all; the exit status is 1 if anything was otherwise than it was to be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=["require", "off"], help="only with the sandbox, or only without")
    parser.add_argument("--only", default="", help="cases whose names hold this")
    parser.add_argument("--no-tex", action="store_true", help="only those that are over before typesetting")
    wanted = parser.parse_args()
    chosen = [case for case in cases() if wanted.only in case.name and not (wanted.no_tex and case.needs_tex)]
    modes = [wanted.mode] if wanted.mode else ["require", "off"]
    wrong, built, most = [], 0, Attempt(0, "", (), 0.0, 0)
    for mode in modes:
        for case in chosen:
            with tempfile.TemporaryDirectory() as folder:
                found = attempt(prepare(case, Path(folder).resolve()), mode)
            fault = found.is_as(case)
            built += found.status == 0
            most = max(most, found, key=lambda one: one.seconds)
            print(f"{mode} {case.name}: status {found.status}, {found.seconds:.1f} s {fault}", flush=True)
            if fault:
                wrong.append(f"{mode} {case.name}: {fault}")
    print(f"{len(chosen)} cases in {len(modes)} modes: {built} built harmlessly, {len(wrong)} otherwise than expected;")
    print(f"at most {most.seconds:.0f} s of computing for one")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
