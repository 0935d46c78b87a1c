"""Archives for tests, made without TeX: releases of a brief that is a few bytes long."""

from __future__ import annotations

from pathlib import Path

from stagebrief.archive.durable import digest_of_bytes
from stagebrief.archive.manifest import (
    About,
    Manifest,
    NamedFile,
    Previous,
    Product,
    Stored,
    Toolchain,
    ToolFile,
    ToolList,
    to_bytes,
)
from stagebrief.archive.store import Archive, Release, Signer, unsigned

SHARED = b"a font that every release uses\n" * 40


def stored(data: bytes) -> Stored:
    """How these bytes are named."""
    return Stored(sha512=digest_of_bytes(data), size=len(data))


def release_of(
    archive: Archive, version: str, text: str = "", name: str = "harbour", sign: Signer = unsigned
) -> Release:
    """Add a release whose PDF and source say the version and the text."""
    pdf = f"%PDF-1.5 {name} {version} {text}\n".encode() * 20
    source = f"title: {name}\nversion: {version}\n{text}\n".encode()
    font = ToolFile(**stored(SHARED).model_dump(), path="/usr/share/fonts/a.otf", kind="font", kept=True)
    listing = to_bytes(ToolList(programs={"lualatex": "1"}, python={}, system={}, platform="", files=(font,)))
    earlier = archive.releases(name)
    last = earlier[-1] if earlier else None
    manifest = Manifest(
        name=name,
        number=len(earlier) + 1,
        version=version,
        date="2024-05-02",
        previous=Previous(
            number=last.manifest.number, version=last.manifest.version, date="2024-05-02", manifest=last.digest
        )
        if last
        else None,
        about=About(title=name, language="en-GB", citation=f"Ann Author. {name}. 2024. Version {version}."),
        folder=name,
        epoch=0,
        settings={},
        toolchain=Toolchain(
            engine="1", biber="", stagebrief="0", code="", listing=stored(listing), sums=None, kept=True
        ),
        products=(
            Product(
                **stored(pdf).model_dump(),
                target="brief",
                path=f"{name}-brief.pdf",
                job=f"{name}-brief",
                pages=1,
                words=3,
                biber=False,
                missing=0,
            ),
        ),
        files=(NamedFile(**stored(source).model_dump(), path="content/brief.yaml", role="source"),),
    )
    contents: dict[str, bytes | Path] = {digest_of_bytes(data): data for data in (pdf, source, listing, SHARED)}
    return archive.add(manifest, contents, sign)


def three_releases(root: Path) -> Archive:
    """An archive with two releases of one brief and one of another."""
    archive = Archive.made_at(root)
    release_of(archive, "1.0.0", "first")
    release_of(archive, "1.1.0", "second")
    release_of(archive, "2024.1", "other", name="pier")
    return archive


def files_in(root: Path) -> dict[str, bytes]:
    """All files of an archive that belong to it."""
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    named = ((path.relative_to(root).as_posix(), path) for path in found)
    return {name: path.read_bytes() for name, path in named if not name.startswith(".stagebrief/")}
