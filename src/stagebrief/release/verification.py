"""An archive looked at as a whole: digests and signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from stagebrief.archive.layout import SIGNATURES
from stagebrief.archive.look import Damage, Verification
from stagebrief.archive.ocfl import verify_object
from stagebrief.archive.ocfl_inventory import VERSION
from stagebrief.archive.store import Archive
from stagebrief.archive.verify import nobody, verify
from stagebrief.compile.signature import check_signature
from stagebrief.compile.timestamp import SUFFIX, read_stamp


def verify_archive(
    root: Path,
    expected: Iterable[str] = (),
    signers: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Verification:
    """Look at everything in an archive, signatures too; raises UsageError if there is none."""

    if any(root.glob("0=ocfl_object_*")):
        return verify_exported(root)
    Archive.at(root)
    found = verify(root, expected, progress or nobody)
    damages, notes = list(found.damages), list(found.notes)
    for path in sorted(path for suffix in SIGNATURES for path in root.glob(f"releases/*/*{suffix}")):
        name = path.relative_to(root).as_posix()
        manifest = path.with_suffix(".json")
        if not manifest.is_file():
            continue
        stamp = path.suffix == SUFFIX
        good, said = read_stamp(manifest, path) if stamp else check_signature(manifest, path, signers)
        if good:
            notes.append(f"{name}: {said or 'the signature is good'}")
        elif path.suffix == ".minisig" and signers is None:
            notes.append(f"{name}: not checked: {said}")
        else:
            damages.append(Damage(name, "timestamp" if stamp else "signature", said or "the signature is not good"))
    return replace(found, damages=tuple(damages), notes=tuple(notes))


def verify_exported(root: Path) -> Verification:
    """Look at an OCFL object; what its specification only advises against is a note."""
    found = verify_object(root)
    damages = tuple(Damage(root.name, item.code, item.message) for item in found if item.code[0] == "E")
    notes = tuple(f"{item.code}: {item.message}" for item in found if item.code[0] == "W")
    paths = [path for path in root.rglob("*") if path.is_file()]
    releases = sum(VERSION.fullmatch(path.name) is not None for path in root.iterdir())
    return Verification(damages, notes, releases, len(paths), sum(path.stat().st_size for path in paths))
