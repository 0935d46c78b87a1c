"""The folder in which TeX works: the source written there, digests of what lies in it, what is swept out."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from stagebrief.compile.ownership import without_links
from stagebrief.model.tex import TexSource

Digests = Mapping[str, str]
"""Digests of files by their path in the work folder; a file that is not there or is empty has none."""


NOT_READ_AGAIN = (".pdf", ".pdfpc", ".log", ".fls", ".blg", ".bcf", ".run.xml", ".vrb", ".synctex", ".synctex(busy)")
"""Endings of files that are written by one pass and not read by the next; the control file is biber's to read."""


def write_source(source: TexSource, folder: Path) -> Digests:
    """Write files and pictures where they differ from what is there; returns the digests of all of them."""
    if folder.is_symlink():
        folder.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    without_links(folder)
    digests = {path: write_if_other(folder / path, text.encode()) for path, text in source.files}
    for path, picture in source.pictures:
        digests[path] = write_if_other(folder / path, picture.read_bytes())
    return digests


def write_if_other(path: Path, data: bytes) -> str:
    """Write the file unless it holds these bytes already; returns their digest."""
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def beside(folder: Path, place: Path, name: str) -> Path:
    """Make `place` a folder in which a run of that job reads what is in `folder`, and does not write there."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for path in folder.iterdir():
        if not path.name.startswith(f"{name}."):
            (place / path.name).symlink_to(path)
        elif not path.name.endswith(NOT_READ_AGAIN):
            shutil.copyfile(path, place / path.name)
    return place


def digests_of(folder: Path, paths: Iterable[str]) -> Digests:
    """The digests of those files as they are now."""
    found = ((path, digest_of(folder / path)) for path in paths)
    return {path: digest for path, digest in found if digest}


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file; empty if there is no such file or nothing in it."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(data).hexdigest() if data else ""


def other_files(source: TexSource, folder: Path) -> tuple[str, ...]:
    """The files in the folder that do not belong to the source: what programs have written there, and leftovers."""
    own = {path for path, _ in source.files} | {path for path, _ in source.pictures}
    found = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if not path.is_dir())
    return tuple(path for path in found if path not in own)


def sweep(source: TexSource, folder: Path) -> None:
    """Remove everything from the folder but the source."""
    for path in other_files(source, folder):
        (folder / path).unlink(missing_ok=True)


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that readers of `target` see the old or the new one, never a part; both survive a power cut."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    sweep_copies(target)
    try:
        with source.open("rb") as old, beside.open("xb") as new:
            shutil.copyfileobj(old, new)
            new.flush()
            os.fsync(new.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def sweep_copies(target: Path) -> None:
    """Remove the copies of that file which killed processes have left half done."""
    start, end = f".{target.name}.", ".new"
    for path in list(target.parent.iterdir()):
        number = path.name.removeprefix(start).removesuffix(end)
        mine = path.name == f"{start}{number}{end}" and number.isascii() and number.isdigit()
        if mine and (int(number) == os.getpid() or not Path(f"/proc/{number}").exists()):
            path.unlink(missing_ok=True)


def keep_source(source: TexSource, folder: Path) -> None:
    """Write the source to a folder for people; one that is there and holds other files of ours is moved aside."""
    wanted = {path: text.encode() for path, text in source.files}
    wanted |= {path: picture.read_bytes() for path, picture in source.pictures}
    if any((folder / path).is_file() and (folder / path).read_bytes() != data for path, data in wanted.items()):
        number = next(number for number in range(1, 10_000) if not Path(f"{folder}.{number}").exists())
        folder.rename(f"{folder}.{number}")
    write_source(source, folder)
