"""Finding a release by what people call it."""

from __future__ import annotations

from stagebrief.archive.faults import no_release
from stagebrief.archive.store import Archive, Release
from stagebrief.archive.version import Version
from stagebrief.diagnostics import error
from stagebrief.errors import UsageError

LATEST = "latest"


def all_releases(archive: Archive) -> tuple[Release, ...]:
    """All releases, brief by brief and in their order."""
    return tuple(release for name in archive.names() for release in archive.releases(name))


def find_release(archive: Archive, wanted: str, name: str = "") -> Release:
    """The release that is called `1.1.0`, `harbour@1.1.0`, `latest`, or by the beginning of its manifest's digest.

    `name` is the brief that is meant where `wanted` names none. Raises UsageError if none or several are meant.
    """
    given, at, version = wanted.rpartition("@")
    name = given if at else name
    releases = archive.releases(name) if name else all_releases(archive)
    if version == LATEST:
        last = {release.manifest.name: release for release in releases}
        found = list(last.values())
    else:
        found = [release for release in releases if release.manifest.version == version]
        found = found or [
            release for release in releases if Version(release.manifest.version).is_same_as(Version(version))
        ]
        if len(version) >= 8:
            found = found or [release for release in releases if release.digest.startswith(version)]
    if not found:
        known = [called(release) if not name else release.manifest.version for release in releases]
        raise UsageError([no_release(version if name else wanted, known)])
    if len(found) > 1:
        names = ", ".join(called(release) for release in found[:5])
        hint = f"say which brief: {names}"
        raise UsageError([error("release-is-one", f"'{wanted}' names {len(found)} releases", None, hint)])
    return found[0]


def called(release: Release) -> str:
    """The name of a release that means no other."""
    return f"{release.manifest.name}@{release.manifest.version}"
