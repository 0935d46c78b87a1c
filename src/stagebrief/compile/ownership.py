"""Work folders that this user's builds have made: one that came with somebody's content is emptied before it is used.

What lies in a work folder is read by TeX and by this program as its own: auxiliary files, records, the lock.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import shutil
from pathlib import Path

from stagebrief.caches import cache_folder
from stagebrief.diagnostics import error
from stagebrief.errors import UsageError

SECRET = "secret"
"""The file in the cache folder by which this user's folders are known."""

MARK = ".made-here"


def own_folder(folder: Path) -> None:
    """Make the folder where TeX works, or see that it is one of ours; no link is left in it.

    Raises UsageError if the way to it leads through a link of our own folder of work folders.
    """
    above = folder.parent
    for path in (above, folder):
        if path.is_symlink():
            hint = f"remove the link {path}, or choose another --output"
            raise UsageError([error("work-folder-is-plain", f"'{path}' is a link to elsewhere", None, hint)])
    folder.mkdir(parents=True, exist_ok=True)
    if not is_own(folder):
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        (folder / MARK).write_bytes(mark_of(folder))
    without_links(folder)


def is_own(folder: Path) -> bool:
    """Whether the folder is one of ours, and no link is on the way to its record."""
    mark = folder / MARK
    ways = (folder.parent, folder, mark, folder / "record.json")
    if any(path.is_symlink() for path in ways) or not mark.is_file():
        return False
    return hmac.compare_digest(mark.read_bytes()[:64], mark_of(folder))


def without_links(folder: Path) -> None:
    """Remove from the folder what is neither a file nor a folder: links, pipes, sockets."""
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(parent, name)
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                path.unlink(missing_ok=True)


def mark_of(folder: Path) -> bytes:
    """What only this user can say of the folder."""
    return hmac.digest(secret(), str(folder.resolve()).encode(errors="surrogateescape"), "sha256").hex().encode()


def secret() -> bytes:
    """Bytes that only this user knows; where they cannot be kept, new ones each time."""
    path = cache_folder() / SECRET
    with contextlib.suppress(OSError):
        kept = path.read_bytes()
        if len(kept) == hashlib.sha256().digest_size:
            return kept
    new = os.urandom(hashlib.sha256().digest_size)
    beside = path.with_name(f".{SECRET}.{os.getpid()}")
    with contextlib.suppress(OSError):
        beside.unlink(missing_ok=True)
        beside.touch(mode=0o600)
        beside.write_bytes(new)
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)  # the first of two at once is the one that counts
        beside.unlink()
        return path.read_bytes()
    return new
