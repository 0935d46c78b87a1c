"""Where the entries of large bibliographies stand, remembered between runs.

What is remembered is bound to the file's digest and to the code that found it, so that it can be missing, never wrong.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from functools import cache
from hashlib import sha256
from itertools import starmap
from pathlib import Path

from stagebrief.load import bibtex_blocks, bibtex_text
from stagebrief.load.bibtex_blocks import Block, Blocks, Flaw, find_blocks

LARGE = 1_000_000
"""Files of fewer bytes are walked through as fast as an index is read."""

KEPT = 16
"""So many indexes are kept; the oldest goes."""


def remembered_blocks(folder: Path, text: str, data: bytes) -> Blocks:
    """The blocks of a text that was decoded from `data`, from the index in `folder` if there is one."""
    if len(data) < LARGE:
        return find_blocks(text)
    path = folder / f"{sha256(data).hexdigest()}-{version()}.json"
    if (known := read_index(path)) is not None:
        return known
    found = find_blocks(text)
    with contextlib.suppress(OSError):  # a cache that cannot be written is none
        write_index(path, found)
    return found


@cache
def version() -> str:
    """The digest of the code that finds the blocks: another code has another index."""
    code = b"".join(Path(module.__file__ or "").read_bytes() for module in (bibtex_blocks, bibtex_text))
    return sha256(code).hexdigest()[:16]


def read_index(path: Path) -> Blocks | None:
    """The blocks of an index; None where there is none, or none that is whole."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if digest.decode("ascii", "replace") != sha256(content).hexdigest():
        return None
    columns, flaws, aliases = json.loads(content)
    blocks = tuple(starmap(Block, zip(*columns, strict=True)))
    return Blocks(blocks, tuple(starmap(Flaw, flaws)), tuple((name, number) for name, number in aliases))


def write_index(path: Path, found: Blocks) -> None:
    """Write an index in one step, and remove the oldest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = list(zip(*found.blocks, strict=True))
    content = json.dumps([columns, found.flaws, found.aliases], separators=(",", ":")).encode("ascii")
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(sha256(content).hexdigest().encode() + b"\n" + content)
    os.replace(file.name, path)  # noqa: PTH105 - the name is a text
    indexes = sorted(path.parent.glob("*-*.json"), key=lambda index: index.stat().st_mtime)
    for old in indexes[:-KEPT]:
        old.unlink(missing_ok=True)
