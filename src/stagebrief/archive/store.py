"""The archive as a folder: what it holds, and how a release is added so that it is there whole or not at all."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.archive import durable
from stagebrief.archive.faults import closed, no_archive
from stagebrief.archive.layout import (
    DIGEST,
    GIT,
    MANIFEST,
    MARKER,
    MARKER_TEXT,
    RELEASE,
    RELEASES,
    SCRATCH,
    SIGNATURES,
    SUMS,
    blob_name,
    blob_path,
    is_plain,
    release_stem,
)
from stagebrief.archive.manifest import Manifest, Stored, list_from, manifest_from, to_bytes
from stagebrief.errors import UsageError

Signer = Callable[[Path], Mapping[str, bytes]]
"""Signs the file at that path; gives signatures by what their file's name ends with."""


def unsigned(_manifest: Path) -> Mapping[str, bytes]:
    """No signature."""
    return {}


@dataclass(frozen=True, slots=True)
class Release:
    """One release in an archive: its manifest, and the digest of that."""

    manifest: Manifest
    digest: str
    path: Path


@dataclass(slots=True)
class Archive:
    """A folder of releases; reading needs no lock, since nothing that is there is ever changed."""

    root: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @classmethod
    def at(cls, root: Path) -> Archive:
        """The archive in that folder; raises UsageError if there is none."""
        if not (root / MARKER).is_file():
            raise UsageError([no_archive(root)])
        return cls(root)

    @classmethod
    def made_at(cls, root: Path) -> Archive:
        """The archive in that folder, made if the folder is empty or not there."""
        archive = cls(root)
        if not (root / MARKER).is_file():
            if root.exists() and any(path.name not in {SCRATCH, *GIT} for path in root.iterdir()):
                raise UsageError([no_archive(root)])
            with writing(root):
                root.mkdir(parents=True, exist_ok=True)
                with archive.lock():
                    if not (root / MARKER).is_file():
                        durable.place(archive.written(MARKER_TEXT.encode()), root / MARKER)
                        durable.sync_folder(root)
        return archive

    @property
    def scratch(self) -> Path:
        """Where things are written before they have their names."""
        return self.root / SCRATCH

    def names(self) -> tuple[str, ...]:
        """The briefs that have releases."""
        folder = self.root / RELEASES
        if not folder.is_dir():
            return ()
        return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")))

    def releases(self, name: str) -> tuple[Release, ...]:
        """The releases of that brief in their order; raises UsageError for a manifest that cannot be read."""
        folder = self.root / RELEASES / name
        if not folder.is_dir():
            return ()
        paths = [path for path in folder.iterdir() if RELEASE.fullmatch(path.name) and path.suffix == MANIFEST]
        return tuple(self.release_at(path) for path in sorted(paths, key=lambda path: int(path.stem)))

    def release_at(self, path: Path) -> Release:
        """The release whose manifest is that file."""
        data = path.read_bytes()
        try:
            return Release(manifest_from(data), durable.digest_of_bytes(data), path)
        except ValueError as fault:
            raise UsageError([closed(path, str(fault))]) from None

    def read(self, stored: Stored) -> bytes:
        """The bytes of a blob; raises UsageError if they are not those that were stored."""
        path = blob_path(self.root, stored.sha512)
        try:
            data = path.read_bytes()
        except OSError as fault:
            raise UsageError([closed(path, (fault.strerror or "it cannot be read").lower())]) from None
        if durable.digest_of_bytes(data) != stored.sha512:
            raise UsageError([closed(path, "its bytes are not those that were stored")])
        return data

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only one who writes, with what an interrupted writer has left put right."""
        with durable.locked(self.scratch / "lock"):
            self.recover()
            yield

    @contextmanager
    def publishing(self, name: str) -> Iterator[Path]:
        """Be the only one who publishes that brief; gives an empty folder to build in, which is removed afterwards."""
        with writing(self.root), durable.locked(self.scratch / "locks" / name):
            with self.lock():
                self.sweep_work(but=name)
            folder = self.scratch / "work" / name
            remove(folder)
            folder.mkdir(parents=True)
            try:
                yield folder
            finally:
                remove(folder)
                with contextlib.suppress(OSError):
                    folder.parent.rmdir()

    def sweep_work(self, but: str) -> None:
        """Remove the folders of builds that are over, however they ended."""
        work = self.scratch / "work"
        for folder in sorted(work.iterdir()) if work.is_dir() else ():
            if folder.name != but:
                with durable.locked(self.scratch / "locks" / folder.name, wait=False) as free:
                    if free:
                        remove(folder)

    def add(self, manifest: Manifest, contents: Mapping[str, bytes | Path], sign: Signer = unsigned) -> Release:
        """Add a release; `contents` are the bytes of its blobs by their digests.

        It is there from the moment when its manifest has its name, which comes last. Whoever is interrupted before
        leaves a journal behind, by which the next writer removes what was added.
        """
        data = to_bytes(manifest)
        stem = release_stem(manifest.name, manifest.number)
        with writing(self.root), self.lock():
            release = self.root / f"{stem}{MANIFEST}"
            if release.exists():
                raise FileExistsError(f"{release} is there")
            try:
                self.add_files(manifest, data, stem, contents, sign)
                (self.scratch / "journal").unlink(missing_ok=True)
            except BaseException:
                with contextlib.suppress(OSError):
                    self.recover()
                raise
        return Release(manifest, durable.digest_of_bytes(data), release)

    def add_files(
        self, manifest: Manifest, data: bytes, stem: str, contents: Mapping[str, bytes | Path], sign: Signer
    ) -> None:
        """Journal, blobs, digests, signatures, and last of all the manifest."""
        wanted = [digest for digest in contents if not self.holds(digest)]
        journal = "\n".join([stem, *wanted]) + "\n"
        durable.place(self.written(journal.encode()), self.scratch / "journal")
        durable.sync_folder(self.scratch)
        folders = set()
        for digest in wanted:
            path = blob_path(self.root, digest)
            durable.place(self.written(contents[digest]), path)
            folders |= {path.parent, path.parent.parent}
        written = self.written(data)
        beside = {SUMS: sums_of(manifest, data), **sign(written)}
        for suffix, content in beside.items():
            durable.place(self.written(content), self.root / f"{stem}{suffix}")
        release = self.root / f"{stem}{MANIFEST}"
        for folder in sorted({*folders, release.parent, release.parent.parent, self.root}):
            durable.sync_folder(folder)
        durable.place_new(written, release)
        durable.sync_folder(release.parent)

    def holds(self, digest: str) -> bool:
        """Whether a blob is there with the right bytes; one that is damaged is to be written anew."""
        path = blob_path(self.root, digest)
        return is_plain(self.root, path) and durable.digest_of(path) == digest

    def written(self, data: bytes | Path) -> Path:
        """A new file with these bytes, on the disk and without its name yet."""
        folder = self.scratch / "new"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{os.getpid()}-{next(self._numbers)}"
        durable.write_synced(path, data)
        return path

    def recover(self) -> None:
        """Take back what an interrupted writer has added without its release; to be called under the lock."""
        remove(self.scratch / "new")
        journal = self.scratch / "journal"
        if not journal.is_file():
            return
        stem, *digests = journal.read_text(encoding="utf-8").splitlines()
        if not (self.root / f"{stem}{MANIFEST}").exists():
            for suffix in (SUMS, *SIGNATURES):
                (self.root / f"{stem}{suffix}").unlink(missing_ok=True)
            needed = self.needed() if digests else frozenset()
            for digest in digests:
                if DIGEST.fullmatch(digest) and digest not in needed:
                    path = blob_path(self.root, digest)
                    path.unlink(missing_ok=True)
                    drop_empty(path.parent)
            drop_empty((self.root / stem).parent)
            drop_empty(self.root / RELEASES)
        journal.unlink(missing_ok=True)
        durable.sync_folder(self.scratch)

    def needed(self) -> frozenset[str]:
        """The digests of all blobs that belong to a release."""
        found: set[str] = set()
        lists: set[str] = set()
        for name in self.names():
            for release in self.releases(name):
                found |= {stored.sha512 for stored in release.manifest.blobs()}
                lists.add(release.manifest.toolchain.listing.sha512)
        for digest in lists:
            with contextlib.suppress(OSError, ValueError):
                listing = list_from(blob_path(self.root, digest).read_bytes())
                found |= {file.sha512 for file in listing.files if file.kept}
        return frozenset(found)


def sums_of(manifest: Manifest, data: bytes) -> bytes:
    """The digests of a manifest and of its blobs, in the form that `sha512sum --check` reads in the archive."""
    lines = [f"{durable.digest_of_bytes(data)}  {release_stem(manifest.name, manifest.number)}{MANIFEST}"]
    blobs = sorted({stored.sha512 for stored in manifest.blobs()})
    lines += [f"{digest}  {blob_name(digest)}" for digest in blobs]
    return ("\n".join(lines) + "\n").encode()


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Tell of a folder that cannot be written to as what it is."""
    try:
        yield
    except PermissionError as fault:
        raise UsageError([closed(root, f"{(fault.strerror or '').lower()}: {fault.filename}", write=True)]) from fault
    except OSError as fault:
        if fault.errno is None or isinstance(fault, FileExistsError):
            raise
        raise UsageError([closed(root, (fault.strerror or "it cannot be written").lower(), write=True)]) from fault


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, files that nobody may change too."""
    for _attempt in range(3):  # a program of an interrupted build may still be writing there
        if not folder.exists():
            return
        shutil.rmtree(folder, ignore_errors=True)
        if folder.exists():
            for path in [folder, *folder.rglob("*")]:
                if path.is_dir() and not path.is_symlink():
                    with contextlib.suppress(OSError):
                        path.chmod(stat.S_IRWXU)


def drop_empty(folder: Path) -> None:
    """Remove a folder that has nothing in it."""
    with contextlib.suppress(OSError):
        folder.rmdir()
