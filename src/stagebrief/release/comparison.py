"""Two editions compared: their stored content read again, and their PDFs page by page."""

from __future__ import annotations

import tempfile
from pathlib import Path

from stagebrief.archive.changes import changes_between
from stagebrief.archive.changes_text import Comparison
from stagebrief.archive.faults import closed
from stagebrief.archive.items import Item, items_of
from stagebrief.archive.page_changes import PageChange, page_changes
from stagebrief.archive.store import Archive, Release
from stagebrief.build import silent
from stagebrief.errors import UsageError
from stagebrief.load.folder import load
from stagebrief.release.typeset import Progress


def compare(archive: Archive, old: Release, new: Release, progress: Progress = silent) -> Comparison:
    """What has changed from one release to the other."""
    progress("comparing the content")
    changes = changes_between(items_in(archive, old), items_in(archive, new))
    changed: list[PageChange] = []
    for product in new.manifest.products:
        earlier = old.manifest.product(product.target)
        if earlier and earlier.sha512 != product.sha512:
            progress(f"comparing the pages of {product.target}")
            changed += page_changes(product.target, archive.read(earlier), archive.read(product))
    return Comparison(old.manifest, new.manifest, changes, tuple(changed))


def items_in(archive: Archive, release: Release) -> tuple[Item, ...]:
    """What the release's content says; raises UsageError if it can no longer be read."""
    with tempfile.TemporaryDirectory(prefix="stagebrief-") as scratch:
        folder = Path(scratch) / release.manifest.folder
        write_content(archive, release, folder)
        loaded = load(folder)
    if loaded.brief is None:
        raise UsageError([closed(release.path, "this version of stagebrief cannot read its content")])
    brief = loaded.brief
    return tuple(item for item in items_of(brief, loaded.library) if item.kind not in {"version"})


def write_content(archive: Archive, release: Release, folder: Path) -> None:
    """Write the author's files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in release.manifest.files:
        if file.path.startswith("content/"):
            path = folder / file.path.removeprefix("content/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(file))
