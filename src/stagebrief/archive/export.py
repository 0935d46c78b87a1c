"""Releases for other people's shelves: a zip, a BagIt bag, an OCFL object; the same release gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from stagebrief.archive.catalogue_files import catalogue_files
from stagebrief.archive.durable import digest_of_bytes
from stagebrief.archive.layout import blob_path
from stagebrief.archive.manifest import list_from
from stagebrief.archive.store import Archive, Release

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip: the earliest that it can say."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is exported besides the PDFs, the content and the TeX: pinned copies of sources, the toolchain's files."""

    copies: bool = False
    toolchain: bool = False


def files_of(archive: Archive, release: Release, shelf: Shelf) -> Iterator[tuple[str, bytes]]:
    """The files of a release by their paths."""
    manifest = release.manifest
    for product in manifest.products:
        yield product.path, archive.read(product)
    yield "manifest.json", release.path.read_bytes()
    for suffix in (".sig", ".minisig", ".ots"):
        signature = release.path.with_suffix(suffix)
        if signature.is_file():
            yield f"manifest.json{suffix}", signature.read_bytes()
    yield from catalogue_files(manifest).items()
    for file in manifest.files:
        if file.role != "copy" or shelf.copies:
            yield file.path, archive.read(file)
    listing = archive.read(manifest.toolchain.listing)
    yield "toolchain.json", listing
    for tool in list_from(listing).files if shelf.toolchain else ():
        if tool.kept:
            yield f"toolchain/{tool.path.lstrip('/')}", blob_path(archive.root, tool.sha512).read_bytes()


def write_zip(archive: Archive, release: Release, target: Path, shelf: Shelf) -> None:
    """Write one release as a zip, with the digests of its files beside them."""
    top = f"{release.manifest.name}-{release.manifest.version}"
    sums = []
    beside = target.with_name(f".{target.name}.new")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive_file:
        for path, data in files_of(archive, release, shelf):
            sums.append(f"{digest_of_bytes(data)}  {path}\n")
            add(archive_file, f"{top}/{path}", data)
        add(archive_file, f"{top}/SHA512SUMS", "".join(sums).encode())
    beside.replace(target)


def add(archive_file: zipfile.ZipFile, path: str, data: bytes) -> None:
    """Add a file with nothing about it that another day or machine would change."""
    entry = zipfile.ZipInfo(path, EPOCH)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    entry.compress_type = zipfile.ZIP_STORED if path.endswith((".pdf", ".png", ".jpg")) else zipfile.ZIP_DEFLATED
    archive_file.writestr(entry, data)


def write_bag(archive: Archive, release: Release, target: Path, shelf: Shelf) -> None:
    """Write one release as a BagIt bag (RFC 8493) into a new folder."""
    target.mkdir(parents=True)
    lines, size, count = [], 0, 0
    for path, data in files_of(archive, release, shelf):
        put(target / "data" / path, data)
        lines.append(f"{digest_of_bytes(data)}  data/{escaped(path)}\n")
        size, count = size + len(data), count + 1
    about = release.manifest.about
    info = {
        "Bagging-Date": release.manifest.date if len(release.manifest.date) == 10 else "",
        "External-Identifier": f"https://doi.org/{about.doi}" if about.doi else release.manifest.name,
        "External-Description": about.citation,
        "Source-Organization": about.publisher,
        "Payload-Oxum": f"{size}.{count}",
        "Bag-Software-Agent": f"stagebrief {release.manifest.toolchain.stagebrief}",
    }
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{key}: {' '.join(value.split())}\n" for key, value in info.items() if value).encode(),
        "manifest-sha512.txt": "".join(lines).encode(),
    }
    for name, data in tags.items():
        put(target / name, data)
    sums = "".join(f"{digest_of_bytes(data)}  {name}\n" for name, data in tags.items())
    put(target / "tagmanifest-sha512.txt", sums.encode())


def escaped(path: str) -> str:
    """A path as a bag's manifest has it."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def write_ocfl(archive: Archive, releases: Iterable[Release], target: Path, shelf: Shelf) -> None:
    """Write all releases of one brief as one OCFL 1.1 object into a new folder; what they share is there once."""
    target.mkdir(parents=True)
    manifest: dict[str, list[str]] = {}
    versions: dict[str, object] = {}
    inventory: dict[str, object] = {}
    for number, release in enumerate(releases, start=1):
        state: dict[str, list[str]] = {}
        for path, data in files_of(archive, release, shelf):
            digest = digest_of_bytes(data)
            state.setdefault(digest, []).append(path)
            if digest not in manifest:
                manifest[digest] = [f"v{number}/content/{path}"]
                put(target / manifest[digest][0], data)
        about = release.manifest.about
        versions[f"v{number}"] = {
            "created": f"{created_of(release.manifest.date)}T00:00:00Z",
            "message": release.manifest.note or f"version {release.manifest.version}",
            "state": state,
            "user": {"name": about.publisher or ", ".join(person.name for person in about.authors) or "unknown"},
        }
        inventory = {
            "digestAlgorithm": "sha512",
            "head": f"v{number}",
            "id": f"urn:x-stagebrief:{release.manifest.name}",
            "manifest": manifest,
            "type": "https://ocfl.io/1.1/spec/#inventory",
            "versions": versions,
        }
        write_inventory(target / f"v{number}", inventory)
    write_inventory(target, inventory)
    put(target / "0=ocfl_object_1.1", b"ocfl_object_1.1\n")


def created_of(date: str) -> str:
    """The day of an edition that may be known to its year or month only."""
    return f"{date}-01-01"[:10] if date else "2000-01-01"


def write_inventory(folder: Path, inventory: dict[str, object]) -> None:
    """Write an inventory with its digest."""
    data = json.dumps(inventory, ensure_ascii=False, indent=1).encode()
    put(folder / "inventory.json", data)
    put(folder / "inventory.json.sha512", f"{hashlib.sha512(data).hexdigest()} inventory.json\n".encode())


def put(path: Path, data: bytes) -> None:
    """Write a new file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(data)
