"""Drive one target of tests/fuzztargets.py by coverage; runs in the environment that has atheris.

    drive.py TARGET CORPUS [options of libFuzzer]

A fault that is already known in this campaign (same kind, same place in the code) is counted and passed by, so that one
fault does not hide the others; each new one is written to the folder in FUZZ_FOUND and fuzzing goes on.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
import traceback
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

with atheris.instrument_imports(
    include=["stagebrief.load", "stagebrief.compile", "stagebrief.model", "stagebrief.resolve"]
):
    from fuzztargets import target_of

SLOW = 5.0
"""Seconds of the processor that no text of the largest length may take."""


def signature(problem: BaseException) -> str:
    """What makes two faults the same: their kind and where in the code they are raised."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [frame for frame in frames if "/stagebrief/" in frame.filename or "fuzztargets" in frame.filename]
    place = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"
    # What is said of a place tells two broken invariants apart.
    said = str(problem).rpartition(": ")[0][:20] if "fuzztargets" in place else ""
    return f"{type(problem).__name__} {place} {said}".strip()


def main() -> None:
    """Fuzz until libFuzzer's options say that it is enough; write what was counted at the end."""
    target = target_of(sys.argv[1])
    found_in = Path(os.environ["FUZZ_FOUND"])
    counts: dict[str, object] = {"executions": 0, "slowest": 0.0, "faults": {}}
    faults: dict[str, int] = {}
    written = [time.monotonic()]
    counts["faults"] = faults

    def write_counts() -> None:
        (found_in / "counts.json").write_text(json.dumps(counts, indent=1), encoding="utf-8")

    def keep(name: str, data: bytes) -> None:
        digest = hashlib.sha256(data).hexdigest()[:10]
        (found_in / f"{digest}{target.suffix}").write_bytes(data)
        (found_in / f"{digest}.why").write_text(name + "\n" + traceback.format_exc(), encoding="utf-8")

    def run(data: bytes) -> None:
        counts["executions"] = int(str(counts["executions"])) + 1
        begun = time.process_time()
        try:
            target.run(data)
        except Exception as problem:
            name = signature(problem)
            if name not in faults:
                keep(name, data)
            faults[name] = faults.get(name, 0) + 1
        used = time.process_time() - begun
        if used > float(str(counts["slowest"])):
            counts["slowest"] = used
            if used > SLOW:
                faults["slow"] = faults.get("slow", 0) + 1
                keep("slow", data)
        if time.monotonic() > written[0] + 1:  # libFuzzer ends the process itself
            written[0] = time.monotonic()
            write_counts()

    write_counts()
    atheris.Setup([sys.argv[0], *sys.argv[2:]], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
