"""End builds and `watch` at random moments: the PDF is always the old or the new one, and nothing stays behind.

`make kills` runs it; KILLS is the number of ends (100), SEED makes another campaign. Each end is one of `kill -9` (four
of six), SIGTERM and SIGINT, on a build without a session, on one that a session makes (which is ended too), or on
`watch`.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from killedbuilds import end_at, set_up  # noqa: E402 - it lies among the tests

WAYS = ("build", "session", "watch")
HOW = (signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def main() -> int:
    """Run the campaign and print the counts; 1 if anything did not hold."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it, and so would all below
    count, seed = int(os.environ.get("KILLS") or 100), int(os.environ.get("SEED") or 1)
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        begun = time.monotonic()
        desk = set_up(Path(name))
        longest = (time.monotonic() - begun) / 2 * 1.1  # a build takes about half of that here
        ends: Counter[str] = Counter()
        faults: Counter[str] = Counter()
        finished = 0
        for number in range(count):
            way, how, moment = WAYS[number % 3], chance.choice(HOW), chance.uniform(0.0, longest)
            which = number % 2
            ends[f"{way} {how.name}"] += 1
            for fault in end_at(desk, way, how, moment, which):
                faults[fault.partition(":")[0]] += 1
                print(f"{number} {way} {how.name} after {moment:.2f} s: {fault}", flush=True)
            finished += 1
    print(f"{finished} ends (seed {seed}) within {longest:.1f} s of the start: {dict(sorted(ends.items()))}")
    print(f"what did not hold: {dict(faults) or 'nothing'}")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
