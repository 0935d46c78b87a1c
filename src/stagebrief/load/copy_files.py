"""Which files are the copies of a source: those in `sources/` under its key, else those that its `file` field names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from stagebrief.load.source import SourceFolder
from stagebrief.model.library import Entry

FOLDER = "sources"
LARGEST = {".pdf": 256 << 20, ".html": 8 << 20, ".htm": 8 << 20, ".xhtml": 8 << 20, ".txt": 16 << 20}
"""The endings of copies that can be read, with the bytes that each may have at most."""
MOST_LISTED = 20_000
MOST_COPIES = 4
"""So many copies of one source are read; more say nothing new."""

DRIVE = re.compile(r"^[A-Za-z]:[\\/]|^[\\/]|^~|^file:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CopyFiles:
    """The copies of one source by their paths below the content folder; `why` says why there are none."""

    names: tuple[str, ...] = ()
    why: str = ""


def copies_by_key(source: SourceFolder) -> dict[str, list[str]]:
    """The files in `sources/` that may be copies, by their names without ending."""
    folder = source.root / FOLDER
    found: dict[str, list[str]] = {}
    if not folder.is_dir():
        return found
    for count, path in enumerate(sorted(folder.iterdir())):
        if count >= MOST_LISTED:
            break
        if path.suffix.lower() in LARGEST:
            found.setdefault(path.stem, []).append(f"{FOLDER}/{path.name}")
    return found


def copy_files(source: SourceFolder, entry: Entry, by_key: dict[str, list[str]]) -> CopyFiles:
    """The copies of an entry."""
    own = by_key.get(entry.key) or by_key.get(re.sub(r"[^\w.+-]", "_", entry.key), [])
    linked = [] if own else [name for written in linked_files(entry.get("file")) for name in below(entry, written)]
    why, good = "there is no copy of it", []
    for name in own or linked:
        fault = refusal(source, name)
        if not fault:
            good.append(name)
        elif not why.startswith("its copy"):
            why = f"its copy '{name}' {fault}"
    return CopyFiles(tuple(dict.fromkeys(good))[:MOST_COPIES], "" if good else why)


def below(entry: Entry, name: str) -> Iterator[str]:
    """The places that a name in a `file` field may mean: beside the bibliography, and below the content folder."""
    if DRIVE.match(name):
        yield name
        return
    plain = name.replace("\\", "/")
    beside = PurePosixPath(entry.span.file).parent / plain
    yield from dict.fromkeys((beside.as_posix(), plain))


def refusal(source: SourceFolder, name: str) -> str:
    """Why a file is not read; empty for one that is."""
    path = source.root / name
    if DRIVE.match(name):
        if not source.is_inside(path):
            return "lies outside the content folder"
    elif not source.is_inside(path):
        is_link = ".." not in PurePosixPath(name).parts
        return f"{'is a link to a file' if is_link else 'lies'} outside the content folder"
    try:
        if not path.is_file():
            return "is no file" if path.exists() else "is not there"
        largest = LARGEST.get(path.suffix.lower(), 0)
        if path.stat().st_size > largest:
            return f"is larger than {largest >> 20} MB" if largest else "is of a kind that is not read"
    except (OSError, ValueError):
        return "cannot be read"
    return ""


def linked_files(field: str) -> Iterator[str]:
    """The files that a `file` field names, as Zotero, JabRef, Mendeley and Better BibTeX write it.

    `Full Text:files/12/a.pdf:application/pdf;:b.html:HTML` and plain paths; a colon, a semicolon or a backslash within
    a name has a backslash before it.
    """
    for part in split(field, ";"):
        pieces = split(part, ":")
        if len(pieces) >= 3:
            pieces = pieces[1:-1]
        elif len(pieces) == 2 and not DRIVE.match(part):
            pieces = pieces[1:] if PurePosixPath(pieces[1]).suffix else pieces[:1]
        name = ":".join(map(unescaped, pieces)).strip(" {}")
        if name and PurePosixPath(name.replace("\\", "/")).suffix.lower() in LARGEST:
            yield name


def unescaped(text: str) -> str:
    """The text without the backslashes and braces that reference managers put before some characters."""
    return re.sub(r"\\([:;\\_&%#$ {}])", r"\1", re.sub(r"\{\\([_&%#$])\}", r"\1", text))


def split(text: str, mark: str) -> list[str]:
    """The text divided at the marks that have no backslash before them."""
    return re.split(rf"(?<!\\){re.escape(mark)}", text)
