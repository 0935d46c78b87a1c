"""Writing so that a crash leaves the old state or the new one: a temporary name, synced, then renamed."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PIECE = 1 << 20
"""Bytes that are copied at a time."""

NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}
"""What a file system answers that knows no hard links."""

NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}
"""What a file system answers that knows no locks."""


def digest_of(path: Path) -> str:
    """The SHA-512 digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """The SHA-512 digest of these bytes."""
    return hashlib.sha512(data).hexdigest()


def write_synced(path: Path, data: bytes | Path) -> None:
    """Write the bytes, or those of a file, to a new file that is for reading only, and wait until the disk has them."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    try:
        for piece in pieces_of(data):
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def pieces_of(data: bytes | Path) -> Iterator[bytes]:
    """The bytes, a file's piece by piece."""
    if isinstance(data, bytes):
        yield data
        return
    with data.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def place(temporary: Path, final: Path) -> None:
    """Give a synced file its final name, whatever has that name now."""
    final.parent.mkdir(parents=True, exist_ok=True)
    os.replace(temporary, final)  # noqa: PTH105 - tests count the steps of `os`


def place_new(temporary: Path, final: Path) -> None:
    """Give a synced file its final name in one step; FileExistsError if something has it already."""
    final.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(temporary, final)
    except FileExistsError:
        raise
    except OSError as fault:
        if fault.errno not in NO_LINKS:
            raise
        if final.exists():
            raise FileExistsError(errno.EEXIST, "File exists", str(final)) from None
        os.replace(temporary, final)  # noqa: PTH105
    else:
        os.unlink(temporary)  # noqa: PTH108


def sync_folder(folder: Path) -> None:
    """Make sure that the names in the folder are on the disk; not every file system can, and then none need."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the lock of that file; False if somebody else holds it and there is no waiting.

    The system frees it when its holder ends, however that comes about.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        except OSError as fault:
            if fault.errno not in NO_LOCKS:
                raise
        yield True


@contextmanager
def undisturbed(path: Path) -> Iterator[None]:
    """Keep writers waiting who take the lock of that file; where there is no such file, nobody writes."""
    try:
        file = path.open("rb")
    except OSError:
        yield
        return
    with file:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_SH)
        yield
