"""A release made again under many circumstances: `python benchmarks/archive_rebuilds.py ARCHIVE VERSION`.

Folder, user, time zone, locale, font cache, cores, clock, and whose files of TeX; each combination must give the same
bytes. As root the rebuilds of another user are made too. The clock is another for TeX and biber too, which are started
by way of libfaketime (Debian's package `libfaketime`); where it is missing the clock is left out, and that is said.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

ZONES = ("UTC", "Asia/Dushanbe", "America/Los_Angeles")
LOCALES = ("C", "C.UTF-8")
CACHES = ("warm", "cold")
CORES = ("1", "all")
TOOLS = ("here", "stored")
CLOCKS = ("", "@2031-03-04 05:06:07")
PRELOADED = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
PROGRAMS = ("lualatex", "luahbtex", "biber")
USERS = ("", "nobody") if os.getuid() == 0 else ("",)


def main(archive: Path, version: str) -> int:
    """Make the release again in combinations that have each pair of circumstances; 1 if any differs."""
    equal = run = 0
    with tempfile.TemporaryDirectory(prefix="stagebrief-") as scratch:
        base = Path(scratch)
        base.chmod(0o755)
        clocks = CLOCKS if Path(PRELOADED).is_file() else CLOCKS[:1]
        print(f"clocks: {clocks if len(clocks) > 1 else 'only this one, libfaketime is not installed'}", flush=True)
        if len(clocks) > 1:
            show_clock(base)
        for number, (zone, locale, cache, cores, tools, user, clock) in enumerate(pairs(clocks)):
            folder = base / ("deep/" * (number % 4) + f"folder {number}")
            folder.mkdir(parents=True)
            home = base / "warm" / (user or "own") if cache == "warm" else folder / "cache"
            home.mkdir(parents=True, exist_ok=True)
            if user:
                for path in (folder, home):
                    shutil.chown(path, user)
            environment = {**os.environ, "TZ": zone, "LC_ALL": locale, "XDG_CACHE_HOME": str(home)}
            environment |= {"HOME": str(home)} if user else {}
            if clock:
                environment |= {"PATH": f"{wrappers(base, clock)}:{environment['PATH']}"}
            command = [sys.executable, "-m", "stagebrief", "archive", "rebuild", version, "--archive", str(archive)]
            command += ["--output", str(folder / "again"), "--tools", tools]
            if clock:  # behind the change of user, since each user has its own
                told = (f"LD_PRELOAD={PRELOADED}", f"FAKETIME={clock}")
                command = ["env", *told, *command]
            command = [*(["taskset", "-c", "0"] if cores == "1" else []), *command]
            if user:
                command = ["setpriv", f"--reuid={user}", "--regid=nogroup", "--clear-groups", *command]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            run, equal = run + 1, equal + (done.returncode == 0)
            words = (
                f"{zone}, {locale}, {cache} fonts, {cores} cores, TeX {tools}, {user or 'own user'}, {clock or 'now'}"
            )
            print(f"{'same' if done.returncode == 0 else 'OTHER'}: {words}", flush=True)
            if done.returncode:
                print(done.stdout + done.stderr, flush=True)
    print(f"{equal} of {run} combinations give the same bytes")
    return equal != run


def wrappers(base: Path, clock: str) -> Path:
    """A folder with TeX and biber as programs for which it is another day."""
    folder = base / "clock"
    if not folder.is_dir():
        folder.mkdir()
        for name in PROGRAMS:
            real = shutil.which(name)
            script = folder / name
            told = f"LD_PRELOAD={PRELOADED} FAKETIME='{clock}'"
            script.write_text(f'#!/bin/sh\nexec env {told} {real} "$@"\n', encoding="utf-8")
            script.chmod(0o755)
    return folder


def show_clock(base: Path) -> None:
    """Print what year TeX takes it for, so that it is seen that the clock is another."""
    code = r"\directlua{texio.write_nl('YEAR ' .. os.date('!*t').year) texio.write_nl('')}\csname @@end\endcsname\end"
    program = wrappers(base, CLOCKS[1]) / "lualatex"
    said = subprocess.run([str(program), code], cwd=base, capture_output=True, text=True, check=False).stdout
    print(next((line for line in said.splitlines() if line.startswith("YEAR")), f"no year: {said[-300:]}"), flush=True)


def pairs(clocks: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Combinations among which each pair of circumstances occurs."""
    everything = list(product(ZONES, LOCALES, CACHES, CORES, TOOLS, USERS, clocks))
    wanted = {pair for combination in everything for pair in pairs_in(combination)}
    chosen = []
    while wanted:
        best = max(everything, key=lambda combination: len(wanted & pairs_in(combination)))
        chosen.append(best)
        wanted -= pairs_in(best)
    return chosen


def pairs_in(combination: tuple[str, ...]) -> set[tuple[tuple[int, str], tuple[int, str]]]:
    """The pairs of circumstances in a combination."""
    named = list(enumerate(combination))
    return {(one, two) for one in named for two in named if one < two}


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2]))
