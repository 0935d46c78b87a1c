"""A release made again from nothing but the archive and a TeX engine, and compared with what was released."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from stagebrief.archive.about import facts_from
from stagebrief.archive.durable import digest_of, digest_of_bytes
from stagebrief.archive.judge import claims_of
from stagebrief.archive.layout import blob_path
from stagebrief.archive.manifest import Manifest, Product, ToolFile, ToolList, list_from
from stagebrief.archive.pages import Difference, difference_of
from stagebrief.archive.preserve import WRITER, preserved, writer_version
from stagebrief.archive.store import Archive, Release
from stagebrief.build import silent
from stagebrief.compile.engine import Engine
from stagebrief.compile.passes import compile_source
from stagebrief.compile.stored import StoredTools, stored_engine
from stagebrief.compile.system import SystemEngine
from stagebrief.diagnostics import error
from stagebrief.errors import ContentError, UsageError
from stagebrief.model.tex import TexSource
from stagebrief.release.typeset import Progress

STORED, HERE = "stored", "here"


@dataclass(frozen=True, slots=True)
class Remade:
    """One PDF made again: where it is, how it differs from the released one, and whether TeX wrote the same bytes."""

    target: str
    path: Path
    difference: Difference
    typeset: bool

    def __str__(self) -> str:
        if self.difference.bytes and self.typeset:
            return f"{self.difference}; TeX has written the same bytes, what made PDF/A of them is another"
        return str(self.difference)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A release made again; `changed` are files of the toolchain that are others on this machine, or not here."""

    products: tuple[Remade, ...]
    tools: str
    changed: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every PDF has the bytes that were released."""
        return not any(product.difference.bytes for product in self.products)


def rebuild(
    archive: Archive,
    release: Release,
    folder: Path,
    tools: str = "",
    progress: Progress = silent,
    engine: Engine | None = None,
) -> Rebuilt:
    """Make the release's PDFs again in a folder that is empty or not there.

    `tools` are `here` (what this machine has), `stored` (the TeX files kept in the archive) or nothing, which is the
    machine's where they are the same as then. Raises UsageError for a folder with something in it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError([error("folder-is-empty", f"{folder} is not empty", None, "name a folder that is not there")])
    manifest = release.manifest
    listing = list_from(archive.read(manifest.toolchain.listing))
    progress("comparing the toolchain")
    changed = changed_files(listing)
    chosen = tools or (STORED if changed and manifest.toolchain.kept else HERE)
    if chosen == STORED and not manifest.toolchain.kept:
        hint = "leave --tools away, to build with what this machine has"
        raise UsageError([error("toolchain-is-kept", "the release keeps no files of its toolchain", None, hint)])
    work = folder.resolve() / "work"  # TeX works elsewhere and is told where things are
    work.mkdir(parents=True)
    stored: StoredTools | None = None
    if engine is None and chosen == STORED:
        progress("putting the stored files of TeX in their places")
        stored = stored_engine(
            ((file.path, file.kind, blob_of(archive, file)) for file in listing.files if file.kept), work
        )
        engine = stored.engine
    made = []
    for product in manifest.products:
        progress(f"{product.target}: typesetting")
        pdf = typeset(archive, manifest, product, work, engine or SystemEngine(), stored)
        path = folder / product.path
        built = pdf.read_bytes()
        path.write_bytes(finished(archive, manifest, product, built))
        progress(f"{product.target}: comparing")
        same = product.built is not None and product.built.sha512 == digest_of_bytes(built)
        made.append(Remade(product.target, path, difference_of(archive.read(product), path.read_bytes()), same))
    shutil.rmtree(work)
    return Rebuilt(tuple(made), chosen, (*changed, *other_writer(listing)))


def blob_of(archive: Archive, file: ToolFile) -> Path:
    """Where the stored bytes of a file are."""
    return blob_path(archive.root, file.sha512)


def changed_files(listing: ToolList) -> tuple[str, ...]:
    """The files that TeX opened then and that are others now, or not here."""
    found = []
    for file in listing.files:
        path = Path(file.path)
        if file.kind == "notice":
            continue
        if not path.is_file():
            found.append(f"{file.path}: not here")
        elif path.stat().st_size != file.size or digest_of(path) != file.sha512:
            found.append(f"{file.path}: another")
    return tuple(found)


def other_writer(listing: ToolList) -> tuple[str, ...]:
    """What made PDF/A of the pages then, if it is another now."""
    then = listing.programs.get(WRITER, "")
    return () if then in {"", writer_version()} else (f"{then}: now {writer_version()}",)


def typeset(
    archive: Archive, manifest: Manifest, product: Product, work: Path, engine: Engine, stored: StoredTools | None
) -> Path:
    """The PDF as TeX writes it; raises ContentError if TeX fails."""
    at = PurePosixPath("tex", product.target)
    texts, pictures, listed = [], [], []
    for file in manifest.files:
        path = PurePosixPath(file.path)
        if not path.is_relative_to(at):
            continue
        inside = path.relative_to(at).as_posix()
        if file.role == "picture":
            copy = work / "pictures" / product.target / inside
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(archive.read(file))
            pictures.append((inside, copy))
        elif file.role == "sources-set":
            listed.append((inside, archive.read(file).decode()))
        else:
            text = archive.read(file).decode()
            texts.append((inside, stored.moved(text) if stored else text))
    main = f"{product.job}.tex"
    texts.sort(key=lambda item: item[0] != main)
    biber = product.biber and stored is None  # biber's list is kept: another biber may not read this control file
    files = (*texts, *([] if biber else listed))
    source = TexSource(product.target, product.job, tuple(files), tuple(pictures), biber)
    compiled = compile_source(source, work / product.target, engine, manifest.epoch)
    if not compiled.good:
        raise ContentError(compiled.diagnostics)
    return compiled.pdf


def finished(archive: Archive, manifest: Manifest, product: Product, built: bytes) -> bytes:
    """The PDF made to last, in the way in which the released one was."""
    attached = any(verdict.profile.startswith("PDF/A-3") for verdict in product.verdicts)
    files = tuple(
        (file.path.removeprefix("content/"), archive.read(file))
        for file in manifest.files
        if attached and file.path.startswith("content/") and not file.path.startswith("content/sources/")
    )
    facts = facts_from(manifest.about, manifest.version, manifest.replaces, manifest.epoch, files)
    return preserved(built, replace(facts, claims=claims_of(product.verdicts)))


def free_folder(release: Release) -> Path:
    """A folder for a rebuild that is not there yet."""
    base = f"rebuilt-{release.manifest.name}-{release.manifest.version}"
    names = (base, *(f"{base}.{number}" for number in range(1, 1000)))
    return next(Path(name) for name in names if not os.path.lexists(name))
