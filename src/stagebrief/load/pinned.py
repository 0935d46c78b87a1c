"""Pinned copies of sources: found, read within limits, and kept as texts by their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from stagebrief.caches import cache_folder
from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.errors import UsageError
from stagebrief.load.copy_files import CopyFiles, copies_by_key, copy_files
from stagebrief.load.page_numbers import numbered
from stagebrief.load.pins import PINS, Pin, pin_fault, read_pins, write_pins
from stagebrief.load.source import NOTHING_UNSAVED, SourceFolder
from stagebrief.model.library import Entry, Library
from stagebrief.model.pinned import Copies, PinnedCopy

Extract = Callable[[Path], tuple[bytes, str]]
"""Reads the text of a copy elsewhere: JSON as `load.copy_text` writes it, or why there is none."""

FORMAT = "1"
MOST_KEPT = 500
"""Texts of copies in the cache; the oldest go."""
READABLE = 0.7
"""Of the characters of a text at least so many must be letters, digits, spaces and punctuation that mean something."""


def read_copies(
    folder: Path,
    library: Library,
    keys: Collection[str],
    extract: Extract,
    unsaved: Mapping[str, bytes] = NOTHING_UNSAVED,
) -> Copies:
    """The copies of the sources with these keys; `unsaved` as for `load.folder.load`."""
    source = SourceFolder(folder, unsaved)
    pins = {pin.file: pin for pin in read_pins(source)}
    by_key = copies_by_key(source)
    found: list[PinnedCopy] = []
    missing: list[tuple[str, str]] = []
    for entry in library:
        if entry.key in keys:
            files = copy_files(source, entry, by_key)
            made = [read_copy(folder, entry, name, pins.get(name), extract) for name in files.names]
            found += [copy for copy in made if isinstance(copy, PinnedCopy)]
            reasons = [why for why in made if isinstance(why, str)]
            source.report(faults_of(entry, files, made))
            if not any(isinstance(copy, PinnedCopy) for copy in made):
                missing.append((entry.key, next(iter(reasons), files.why)))
    source.report(pin_faults(folder, found, pins.values()))
    return Copies(tuple(found), tuple(missing), tuple(source.faults))


def pin_copies(folder: Path, library: Library, keys: Iterable[str], retrieved: str) -> tuple[str, ...]:
    """Note the digests of the copies of these sources (`*` for all); the files that were pinned."""
    source = SourceFolder(folder)
    pins = {pin.file: pin for pin in read_pins(source)}
    if source.faults:
        raise UsageError(source.faults)
    by_key = copies_by_key(source)
    chosen = [entry.key for entry in library] if "*" in keys else list(keys)
    pinned: list[str] = []
    for key in chosen:
        entry = library.find(key) or Entry("misc", key, (), Span(PINS))
        files = copy_files(source, entry, by_key)
        if not files.names and "*" not in keys:
            hint = f"put it into the folder as sources/{key}.pdf, .html or .txt"
            raise UsageError([error("copy-exists", f"'{key}' cannot be pinned: {files.why}", None, hint)])
        pinned += files.names
    for name in pinned:
        pins[name] = Pin(name, digest_of(folder / name), retrieved)
    if pinned:
        write_pins(folder, tuple(pins.values()))
    return tuple(pinned)


def read_copy(folder: Path, entry: Entry, name: str, pin: Pin | None, extract: Extract) -> PinnedCopy | str:
    """One copy, or why it cannot be read."""
    path = folder / name
    try:
        digest = digest_of(path)
    except OSError:
        return f"its copy '{name}' cannot be read"
    text = text_of(path.resolve(), digest, extract)
    if why := text.get("why"):
        return f"its copy '{name}' cannot be read: {why}"
    pages = tuple(text["pages"])
    if not is_readable(pages):
        return f"its copy '{name}' has no text that can be read; it may be a scan"
    labels, numbering = numbered(pages, text["labels"])
    return PinnedCopy(
        entry.key, name, digest, pages, labels, numbering, pin.digest if pin else "", pin.retrieved if pin else ""
    )


def faults_of(entry: Entry, files: CopyFiles, made: Iterable[PinnedCopy | str]) -> list[Diagnostic]:
    """What an author should know of copies that are there and cannot be read; of files elsewhere nothing is said."""
    whys = [why for why in made if isinstance(why, str)]
    whys += [files.why] if files.why.startswith("its copy 'sources/") else []
    hint = "put a copy in its place that can be read, or take it away"
    return [warning("copy-is-readable", f"of '{entry.key}' {why}", entry.span, hint) for why in whys]


def pin_faults(folder: Path, copies: Iterable[PinnedCopy], pins: Iterable[Pin]) -> list[Diagnostic]:
    """Copies that are others than were pinned, and pins whose copy has gone."""
    faults = []
    spans = {pin.file: pin.span for pin in pins}
    for copy in copies:
        if copy.changed:
            message = f"the copy '{copy.file}' of '{copy.key}' is not the one that was pinned"
            hint = f"look at what has changed in it, then run `stagebrief sources CONTENT --pin {copy.key}`"
            faults.append(pin_fault(message, spans.get(copy.file, Span(PINS)), hint))
    for file, span in spans.items():
        if not (folder / file).is_file():
            hint = "put the copy back, or delete these lines"
            faults.append(pin_fault(f"the copy '{file}' was pinned and is not there", span, hint))
    return faults


def digest_of(path: Path) -> str:
    """The SHA-256 digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text_of(path: Path, digest: str, extract: Extract) -> dict[str, Any]:
    """The text of a copy: from the cache if a copy of the same bytes has been read before."""
    kept = cache_folder() / "copies" / f"{digest}-{FORMAT}{path.suffix.lower()}.json"
    with suppress(OSError, ValueError):
        found: dict[str, Any] = json.loads(kept.read_bytes())
        if is_whole(found):
            return found
    data, why = extract(path)
    text: dict[str, Any] = {"why": why}
    with suppress(ValueError):
        found = json.loads(data)
        text = found if is_whole(found) else text
    if not text.get("why") or text["why"] != "the program that reads it has crashed":
        keep(kept, text)
    return text


def is_whole(text: object) -> bool:
    """Whether this is what `load.copy_text` writes."""
    match text:
        case {"why": str()}:
            return True
        case {"pages": list(pages), "labels": list(labels)}:
            return all(isinstance(value, str) for value in (*pages, *labels)) and len(labels) in {0, len(pages)}
        case _:
            return False


def keep(path: Path, text: dict[str, Any]) -> None:
    """Put a text into the cache in one step; where that cannot be, it is read again the next time."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(text), encoding="ascii")
        beside.replace(path)
        kept = sorted(path.parent.glob("*.json"), key=lambda other: other.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink(missing_ok=True)


def is_readable(pages: Iterable[str]) -> bool:
    """Whether the pages hold text, and not the signs that fonts without a table of characters give."""
    sample = "".join(page[:2000] for page in pages)[:200_000]
    solid = [character for character in sample if not character.isspace()]
    strange = sum(character == "\ufffd" or "\ue000" <= character <= "\uf8ff" for character in solid)
    return len(solid) >= 20 and strange <= (1 - READABLE) * len(solid)
