"""Build made-up briefs and decks and count what the inspector finds on their pages, by kind.

python benchmarks/inspect_generated.py --count 200 --work DIR     200 briefs of every kind, brief and deck
python benchmarks/inspect_generated.py --pdfs A.pdf B.pdf …       PDFs of other people, each by itself
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.generated import varied, write_content

from stagebrief import StagebriefError, build
from stagebrief.build import inspect
from stagebrief.compile.resident import ResidentEngine
from stagebrief.diagnostics import Diagnostic, error
from stagebrief.model.checks import OF_PAGES

SHOWN = 4
"""So many findings of one code are printed for each PDF."""
OTHERS = frozenset({"words-arrive", "frame-fits", "glyph-exists", "typesetting-succeeds", "typesetting-ends"})
"""What else a page may suffer from."""


def built(seed: int, work: Path) -> tuple[str, tuple[Diagnostic, ...]]:
    """What is said of the pages of one made-up brief."""
    content = write_content(varied(seed), work / "content")
    engine = ResidentEngine()
    try:
        return content.name, build(content, work / "output", engine=engine).diagnostics
    except StagebriefError as fault:
        return content.name, fault.diagnostics
    except Exception as fault:  # a fault of the tool's own is a find, and the others are looked at
        return content.name, (error("tool-works", f"{type(fault).__name__}: {fault}"),)
    finally:
        engine.stop()


def outcomes(arguments: argparse.Namespace, work: Path) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
    """What is said of each PDF or brief."""
    for pdf in arguments.pdfs:
        try:
            yield pdf.name, inspect(pdf).diagnostics
        except StagebriefError as fault:
            yield pdf.name, fault.diagnostics
    if not arguments.pdfs:
        for seed in range(arguments.first_seed, arguments.first_seed + arguments.count):
            yield built(seed, work)


def main() -> None:
    """Count, print each finding, and sum up."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="how many briefs")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help="where contents and PDFs are kept; else they are thrown away")
    parser.add_argument("--pdfs", type=Path, nargs="*", default=[], help="PDFs to inspect in place of made-up briefs")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    places: Counter[str] = Counter()
    seen: list[str] = []
    with TemporaryDirectory() as scratch:
        for name, found in outcomes(arguments, arguments.work or Path(scratch)):
            seen.append(name)
            told: Counter[str] = Counter()
            for one in found:
                if one.code not in OF_PAGES and one.code not in OTHERS and one.severity != "error":
                    continue
                told[one.code] += 1
                if told[one.code] <= SHOWN:
                    box = " ".join(f"{side:.0f}" for side in one.area.box) if one.area and one.area.box else ""
                    print(f"{name}: [{one.code}] {one} {box}", flush=True)
            counts += told
            places.update(told.keys())
    print(f"\n{len(seen)} {'PDFs' if arguments.pdfs else 'briefs, each as brief and deck'}")
    for code, count in counts.most_common():
        print(f"{count:6} {code} in {places[code]}")


if __name__ == "__main__":
    main()
