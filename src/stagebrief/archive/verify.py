"""Every byte of an archive against every digest, and every name against what must be there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from stagebrief.archive.durable import digest_of, undisturbed
from stagebrief.archive.layout import (
    BLOBS,
    DIGEST,
    GIT,
    MANIFEST,
    MARKER,
    MARKER_TEXT,
    RELEASES,
    SCRATCH,
    blob_name,
    is_plain,
)
from stagebrief.archive.look import Damage, Look, Verification, journal_of, note_wanted
from stagebrief.archive.manifest import list_from
from stagebrief.archive.verify_releases import belongs, releases_in, want

Progress = Callable[[int, int], None]
"""Told how many of how many files have been looked at."""


def nobody(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


def verify(root: Path, expected: Iterable[str] = (), progress: Progress = nobody) -> Verification:
    """Look at everything in the archive; `expected` are digests of manifests that must be among its releases."""
    look = Look(root)
    with undisturbed(root / SCRATCH / "lock"):
        files = walk(look)
        found = releases_in(look, files)
        for stem, (manifest, _) in found.items():
            want(look, manifest, stem)
        digests = hashed(look, progress)
        check_lists(look)
        compare(look, digests)
    known = {digest for _, digest in found.values()}
    for digest in expected:
        if not any(other.startswith(digest) for other in known):
            look.report(RELEASES, "missing", f"no release has the digest {digest}")
    damages = tuple(sorted(set(look.damages)))
    return Verification(damages, tuple(look.notes), look.releases, len(look.blobs), look.size)


def walk(look: Look) -> dict[str, Path]:
    """The files of the archive by their path in it; what is no plain file is reported."""
    files: dict[str, Path] = {}
    pending = [look.root]
    while pending:
        folder = pending.pop()
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            path = Path(entry.path).relative_to(look.root).as_posix()
            if path in {SCRATCH, *GIT}:
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(Path(entry.path))
            elif is_plain(look.root, Path(entry.path)):
                files[path] = Path(entry.path)
            else:
                look.report(path, "kind", "it is a link or a device, and not a plain file")
    if MARKER not in files:
        look.report(MARKER, "missing", "the file that says what this folder is is missing")
    elif files[MARKER].read_bytes() != MARKER_TEXT.encode():
        look.report(MARKER, "changed", "the file that says what this folder is has been changed")
    for path, file in files.items():
        top, _, rest = path.partition("/")
        if top == BLOBS:
            look.blobs[path] = file.stat().st_size
        elif path != MARKER and (top != RELEASES or not belongs(rest)):
            look.report(path, "added", "it belongs to no release")
    look.size = sum(path.stat().st_size for path in files.values())
    return files


def hashed(look: Look, progress: Progress) -> dict[str, str]:
    """The digests of the files below blobs/ by their path, computed on all cores."""
    paths = sorted(look.blobs)
    found: dict[str, str] = {}
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for digest in pool.map(lambda path: hash_of(look, path), paths):
            found[paths[len(found)]] = digest
            if len(found) % 64 == 0 or len(found) == len(paths):
                progress(len(found), len(paths))
    return found


def hash_of(look: Look, path: str) -> str:
    """The digest of a file; empty if it cannot be read."""
    try:
        return digest_of(look.root / path)
    except OSError as fault:
        look.report(path, "unreadable", f"it cannot be read: {(fault.strerror or 'unknown').lower()}")
        return ""


def check_lists(look: Look) -> None:
    """Note the files that the toolchain's lists name as kept."""
    for digest, stem in look.lists.items():
        try:
            listing = list_from((look.root / blob_name(digest)).read_bytes())
        except OSError:
            continue
        except ValueError as fault:
            look.report(blob_name(digest), "changed", f"the toolchain's list cannot be read: {fault}")
            continue
        for file in listing.files:
            if file.kept:
                note_wanted(look, file, stem)


def compare(look: Look, digests: Mapping[str, str]) -> None:
    """What is wanted against what is there."""
    by_digest: dict[str, list[str]] = {}
    for path, digest in digests.items():
        by_digest.setdefault(digest, []).append(path)
    unfinished = set(journal_of(look.root)[1:])
    for digest, (stored, stem) in look.wanted.items():
        path = blob_name(digest)
        if path not in digests:
            other = next(iter(by_digest.get(digest, ())), "")
            message = f"it has been renamed to {other}" if other else f"it is missing; {stem} needs it"
            look.report(path, "renamed" if other else "missing", message)
        elif digests[path] == digest and look.blobs[path] != stored.size:
            look.report(f"{stem}{MANIFEST}", "changed", f"it says another size of {path}")
    for path, digest in digests.items():
        for damage in damages_of(look, path, digest, unfinished):
            look.damages.append(damage)


def damages_of(look: Look, path: str, digest: str, unfinished: set[str]) -> Iterator[Damage]:
    """What is wrong with one file below blobs/."""
    name = path.rpartition("/")[2]
    if not DIGEST.fullmatch(name) or blob_name(name) != path:
        if digest not in look.wanted or blob_name(digest) in look.blobs:
            yield Damage(path, "added", "it belongs to no release")
        else:
            yield Damage(path, "renamed", f"it is {blob_name(digest)}")
    elif digest and digest != name:
        wanted = look.wanted.get(name)
        size = look.blobs[path]
        if wanted and size < wanted[0].size:
            yield Damage(path, "cut", f"it has {size} of {wanted[0].size} bytes")
        elif digest in look.wanted:
            yield Damage(path, "swapped", f"its bytes are those of {blob_name(digest)}")
        else:
            yield Damage(path, "changed", "its bytes are not those that were stored")
    elif name not in look.wanted and name not in unfinished:
        yield Damage(path, "added", "it belongs to no release")
