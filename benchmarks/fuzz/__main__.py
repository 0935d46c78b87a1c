"""Fuzz the readers one after the other, and say how much was tried and what was found.

`make fuzz` runs it; FUZZ_SECONDS is the time for each target, FUZZ_TARGETS names some of them. What is found is
made as small as it goes and lies in FUZZ_WORK (a temporary folder, unless one is named; its corpus serves the next
run); what is worth keeping goes by hand, with a name that says what it is, into tests/cases/fuzz/TARGET.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from fuzztargets import TARGETS, Target  # noqa: E402 - it lies among the tests

LONGEST = 2000
"""Bytes of an input; no fault has needed more, and longer ones are slow."""
TIME_LIMIT = 30
"""Seconds after which a run hangs, on a machine that may be busy."""


def main() -> int:
    """Fuzz each target; 1 if anything was found."""
    python, seconds = sys.argv[1], int(os.environ.get("FUZZ_SECONDS") or 60)
    chosen = (os.environ.get("FUZZ_TARGETS") or " ".join(target.name for target in TARGETS)).split()
    work = Path(os.environ.get("FUZZ_WORK") or tempfile.mkdtemp(prefix="stagebrief-fuzz-"))
    bad = sum([fuzz(target, python, seconds, work / target.name) for target in TARGETS if target.name in chosen])
    print(f"inputs that were found, and the corpus: {work}")
    return int(bad > 0)


def fuzz(target: Target, python: str, seconds: int, work: Path) -> int:
    """Fuzz one target for that long and print what came of it; returns how many different faults were found."""
    corpus, found = work / "corpus", work / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for old in found.iterdir():
        old.unlink()
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(seed[:LONGEST])
    words = work / "words.dict"
    words.write_text("\n".join(f'"{quoted(word)}"' for word in target.words) + "\n", encoding="utf-8")
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={TIME_LIMIT}", f"-dict={words}"]
    begun = time.monotonic()
    with (work / "log.txt").open("wb") as log:
        command = [python, str(Path(__file__).with_name("drive.py")), target.name, str(corpus), *options]
        command += [f"-artifact_prefix={found}/", "-rss_limit_mb=4096", "-print_final_stats=1"]
        status = subprocess.run(
            command, stdout=log, stderr=log, check=False, env={**os.environ, "FUZZ_FOUND": str(found)}
        ).returncode
    counts = json.loads((found / "counts.json").read_text(encoding="utf-8"))
    faults: dict[str, int] = counts["faults"]
    hangs = [path.name for path in found.iterdir() if path.name.startswith(("timeout-", "oom-", "crash-"))]
    taken = time.monotonic() - begun
    print(
        f"{target.name}: {counts['executions']} executions in {taken:.0f} s, "
        f"{len(list(corpus.iterdir()))} inputs in the corpus, "
        f"slowest {counts['slowest']:.2f} s; {len(faults)} faults, {len(hangs)} hangs; exit status {status}",
        flush=True,
    )
    for name, times in faults.items():
        print(f"  {times} times {name}")
    for path in sorted(found.glob(f"*{target.suffix}")):
        small = smaller(target, path.read_bytes())
        path.with_suffix(f".small{target.suffix}").write_bytes(small)
        print(f"  {path.with_suffix('.why').read_text().splitlines()[0]}: {small!r}", flush=True)
    return len(faults) + len(hangs)


def quoted(word: str) -> str:
    """A word as libFuzzer's dictionaries have it."""
    return "".join(chr(byte) if 32 < byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())


def smaller(target: Target, data: bytes) -> bytes:
    """The input without what is not needed for its fault: pieces of halving length are left out as long as it stays."""
    wanted = fault_of(target, data)
    size = len(data) // 2
    while wanted and size:
        at = 0
        while at < len(data):
            shorter = data[:at] + data[at + size :]
            if fault_of(target, shorter) == wanted:
                data = shorter
            else:
                at += size
        size //= 2
    return data


def fault_of(target: Target, data: bytes) -> str:
    """What is wrong with a target on that input: its kind and the begin of its words; empty if nothing."""
    try:
        target.run(data)
    except Exception as problem:
        return f"{type(problem).__name__} {str(problem)[:14]}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
