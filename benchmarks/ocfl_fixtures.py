"""Our verifier of OCFL objects on OCFL's own fixtures: `python benchmarks/ocfl_fixtures.py FOLDER` (OCFL/fixtures)."""

from __future__ import annotations

import sys
from pathlib import Path

from stagebrief.archive.ocfl import verify_object


def main(root: Path) -> int:
    """Verify every object and compare with what its folder says; 1 if any verdict is wrong."""
    wrong = 0
    for edition in ("1.0", "1.1"):
        for kind in ("good", "bad", "warn"):
            objects = sorted((root / edition / f"{kind}-objects").iterdir())
            right = exact = 0
            for folder in objects:
                codes = {finding.code for finding in verify_object(folder)}
                errors = {code for code in codes if code[0] == "E"}
                good = bool(errors) if kind == "bad" else not errors and (bool(codes) == (kind == "warn"))
                expected = {part for part in folder.name.split("_") if part[0] in "EW" and part[1:].isdigit()}
                right, exact = right + good, exact + (not expected or bool(codes & expected))
                if not good:
                    wrong += 1
                    print(f"{edition} {kind} {folder.name}: {sorted(codes)}")
            print(f"{edition} {kind}: {right} of {len(objects)} right, {exact} with a code that the fixture names")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
