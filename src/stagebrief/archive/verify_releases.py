"""The releases of an archive verified: each manifest by itself, and all of a brief's in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from stagebrief.archive.durable import digest_of_bytes
from stagebrief.archive.layout import MANIFEST, NAME, RELEASE, RELEASES, SUMS, release_stem
from stagebrief.archive.look import Look, journal_of, note_wanted
from stagebrief.archive.manifest import Manifest, manifest_from
from stagebrief.archive.store import sums_of
from stagebrief.archive.version import Version


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


def belongs(path: str) -> bool:
    """Whether a path below releases/ is one that a release may have."""
    name, _, file = path.partition("/")
    return bool(NAME.fullmatch(name) and RELEASE.fullmatch(file))


def stem_is_unfinished(look: Look, stem: str) -> bool:
    """Whether a writer was interrupted at this release; the next one will take it back."""
    unfinished = journal_of(look.root)
    if unfinished and unfinished[0] == stem:
        look.notes.append(f"{stem} was being added when its writer was interrupted; the next release takes it back")
        return True
    return False


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
