"""Timestamps of OpenTimestamps: asked for with other people's program, and never needed.

A timestamp says that a file was there at a time, and takes nobody's word for it: a calendar puts its digest into
Bitcoin's chain. What can be known without a network is whether it is one of this file.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

SUFFIX = ".ots"
PATIENCE = 60.0
MAGIC = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01"
SHA256 = b"\x08"
"""How a timestamp begins: what it is, its version, and the kind of digest that follows."""

BITCOIN = bytes.fromhex("0588960d73d71901")
"""What stands in one that a block of Bitcoin's chain attests."""


def stamp_file(path: Path, calendar: str = "") -> tuple[Mapping[str, bytes], str]:
    """The timestamp of the file by what its file's name ends with; or nothing, and why there is none.

    `calendar` is the address of the one to ask; else the program asks those that it knows.
    """
    program = shutil.which("ots")
    if program is None:
        return {}, "'ots' is not installed"
    with tempfile.TemporaryDirectory(prefix="stagebrief-") as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        command = [program, "stamp", *(["-c", calendar, "-m", "1"] if calendar else []), str(copy)]
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False, cwd=folder
            )
        except (OSError, subprocess.TimeoutExpired):
            return {}, "ots gives no answer"
        result = copy.with_name(f"{copy.name}{SUFFIX}")
        if done.returncode == 0 and result.is_file():
            return {SUFFIX: result.read_bytes()}, ""
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        return {}, said[-1] if said else f"ots has ended with {done.returncode}"


def read_stamp(path: Path, stamp: Path) -> tuple[bool, str]:
    """Whether the timestamp is one of the file, and what can be known of it without a network."""
    data = stamp.read_bytes()
    begin = MAGIC + SHA256
    if not data.startswith(begin):
        return False, "it is no timestamp of OpenTimestamps"
    if data[len(begin) : len(begin) + 32] != hashlib.sha256(path.read_bytes()).digest():
        return False, "the timestamp is one of another file"
    if BITCOIN in data:
        return True, "stamped, and attested by Bitcoin; `ots verify` compares it with the chain"
    return True, "stamped, and not yet attested; `ots upgrade` asks the calendar"
