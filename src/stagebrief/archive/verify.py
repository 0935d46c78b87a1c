"""Every byte of an archive against every digest, and every name against what must be there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.archive.durable import digest_of, digest_of_bytes, undisturbed
from stagebrief.archive.layout import (
    BLOBS,
    DIGEST,
    GIT,
    MANIFEST,
    MARKER,
    MARKER_TEXT,
    NAME,
    RELEASE,
    RELEASES,
    SCRATCH,
    SUMS,
    blob_name,
    is_plain,
    release_stem,
)
from stagebrief.archive.manifest import Manifest, Stored, list_from, manifest_from
from stagebrief.archive.store import sums_of
from stagebrief.archive.version import Version

Progress = Callable[[int, int], None]
"""Told how many of how many files have been looked at."""


@dataclass(frozen=True, slots=True, order=True)
class Damage:
    """Something in an archive that is not as it was released: a path below it, what is wrong, and in one word how."""

    path: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What looking at an archive has given; `notes` are things to know that are no damage."""

    damages: tuple[Damage, ...]
    notes: tuple[str, ...]
    releases: int
    files: int
    size: int

    @property
    def good(self) -> bool:
        """Whether all is as it was released."""
        return not self.damages


@dataclass(slots=True)
class Look:
    """A look at an archive that is under way.

    `blobs` are the sizes of the files below blobs/ by path, `wanted` what releases name of each digest.
    """

    root: Path
    damages: list[Damage] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    blobs: dict[str, int] = field(default_factory=dict)
    wanted: dict[str, tuple[Stored, str]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    releases: int = 0
    size: int = 0

    def report(self, path: str, kind: str, message: str) -> None:
        """Keep what is wrong."""
        self.damages.append(Damage(path, kind, message))


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


def belongs(path: str) -> bool:
    """Whether a path below releases/ is one that a release may have."""
    name, _, file = path.partition("/")
    return bool(NAME.fullmatch(name) and RELEASE.fullmatch(file))


def releases_in(look: Look, files: Mapping[str, Path]) -> dict[str, tuple[Manifest, str]]:
    """The releases that can be read, by the stem of their files, with the digests of their manifests."""
    stems: dict[str, dict[str, Path]] = {}
    for path, file in files.items():
        if path.startswith(f"{RELEASES}/") and belongs(path.partition("/")[2]):
            stem, dot, suffix = path.rpartition(".")
            stems.setdefault(stem, {})[dot + suffix] = file
    found: dict[str, tuple[Manifest, str]] = {}
    for stem, parts in sorted(stems.items()):
        if MANIFEST not in parts:
            if not stem_is_unfinished(look, stem):
                look.report(f"{stem}{MANIFEST}", "missing", "the manifest of a release is missing")
            continue
        release = read_release(look, stem, parts)
        if release:
            found[stem] = release
    check_order(look, found, stems)
    look.releases = sum(MANIFEST in parts for parts in stems.values())
    return found


def stem_is_unfinished(look: Look, stem: str) -> bool:
    """Whether a writer was interrupted at this release; the next one will take it back."""
    unfinished = journal_of(look.root)
    if unfinished and unfinished[0] == stem:
        look.notes.append(f"{stem} was being added when its writer was interrupted; the next release takes it back")
        return True
    return False


def journal_of(root: Path) -> list[str]:
    """The lines of the journal that an interrupted writer has left."""
    try:
        return (root / SCRATCH / "journal").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []


def read_release(look: Look, stem: str, parts: Mapping[str, Path]) -> tuple[Manifest, str] | None:
    """A release's manifest, checked by itself and against the digests beside it."""
    path = f"{stem}{MANIFEST}"
    data = parts[MANIFEST].read_bytes()
    digest = digest_of_bytes(data)
    if SUMS not in parts:
        look.report(f"{stem}{SUMS}", "missing", "the digests of a release are missing")
        sums = None
    else:
        sums = parts[SUMS].read_bytes()
        first = sums.partition(b"\n")[0].decode("utf-8", "replace")
        if first != f"{digest}  {path}":
            kind = "swapped" if first[:128] == digest else "changed"
            look.report(path, kind, "the manifest is not the one whose digest stands beside it")
    try:
        manifest = manifest_from(data)
    except ValueError as fault:
        look.report(path, "changed", f"the manifest cannot be read: {fault}")
        return None
    if release_stem(manifest.name, manifest.number) != stem:
        meant = release_stem(manifest.name, manifest.number)
        look.report(path, "swapped", f"this is the manifest of {meant}{MANIFEST}")
    elif sums is not None and sums != sums_of(manifest, data):
        look.report(f"{stem}{SUMS}", "changed", "the digests are not those of the manifest")
    return manifest, digest


def check_order(look: Look, found: Mapping[str, tuple[Manifest, str]], stems: Iterable[str]) -> None:
    """Releases are numbered without gaps, each names the one before, and no version stands twice."""
    names = sorted({stem.split("/")[1] for stem in stems})
    for name in names:
        numbers = sorted(int(stem.rpartition("/")[2]) for stem in stems if stem.split("/")[1] == name)
        for number in sorted(set(range(1, numbers[-1] + 1)) - set(numbers)):
            look.report(f"{release_stem(name, number)}{MANIFEST}", "missing", "a release between others is missing")
        seen: list[Version] = []
        for number in numbers:
            stem = release_stem(name, number)
            if stem not in found:
                continue
            manifest, path = found[stem][0], f"{stem}{MANIFEST}"
            version = Version(manifest.version)
            if any(version.is_same_as(other) for other in seen):
                look.report(path, "swapped", f"version {manifest.version} is there twice")
            seen.append(version)
            before = found.get(release_stem(name, number - 1))
            if (manifest.previous is None) != (number == 1):
                look.report(path, "changed", "it does not say which release it replaces")
            elif before and manifest.previous and manifest.previous.manifest != before[1]:
                kind = "the release before it is not the one that it names"
                look.report(f"{release_stem(name, number - 1)}{MANIFEST}", "changed", f"{path}: {kind}")


def want(look: Look, manifest: Manifest, stem: str) -> None:
    """Note every blob that a release names."""
    for stored in manifest.blobs():
        note_wanted(look, stored, stem)
    look.lists.setdefault(manifest.toolchain.listing.sha512, stem)


def note_wanted(look: Look, stored: Stored, stem: str) -> None:
    """Note a blob; two that say another size of it cannot both be right."""
    known = look.wanted.setdefault(stored.sha512, (stored, stem))
    if known[0].size != stored.size:
        message = f"it says another size of {blob_name(stored.sha512)} than {known[1]}"
        look.report(f"{stem}{MANIFEST}", "changed", message)


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
