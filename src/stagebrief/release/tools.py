"""What a release was made with: programs, packages, and every file that TeX opened."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import version
from pathlib import Path

from stagebrief.archive.layout import blob_name
from stagebrief.archive.manifest import Manifest, Stored, Toolchain, ToolFile, ToolList, to_bytes
from stagebrief.archive.preserve import WRITER, writer_version
from stagebrief.compile import opened
from stagebrief.compile.engine import TexJob
from stagebrief.compile.font_notes import font_note
from stagebrief.compile.record import code_files, file_digest
from stagebrief.compile.system import SystemEngine, text_of
from stagebrief.release.draft import Draft
from stagebrief.release.typeset import Made, Progress

FORMAT = re.compile(r"\\edef\\fmtversion\s*(?:%[^\n]*\s*)?\{(?P<date>[^}]*)\}")
PATCH = re.compile(r"\\def\\patch@level\{(?P<level>[^}]*)\}")
"""What LaTeX's kernel says of itself."""
ENVIRONMENT = ("LC_ALL", "TZ", "SOURCE_DATE_EPOCH")
"""What of a run's environment may show in a PDF."""


def toolchain_of(listing: Stored, *, kept: bool, sums: Stored | None = None) -> Toolchain:
    """The programs by name, and the list of all that was used."""

    named = opened.programs()
    code = hashlib.sha256("".join(file_digest(path) for path in code_files()).encode()).hexdigest()
    return Toolchain(
        engine=named.get("lualatex", ""),
        biber=named.get("biber", ""),
        stagebrief=version("stagebrief"),
        code=code,
        listing=listing,
        sums=sums,
        kept=kept,
    )


def format_text(kernel: Path) -> str:
    """The version of LaTeX as it names itself."""
    text = text_of(kernel)
    date, patch = FORMAT.search(text), PATCH.search(text)
    return f"LaTeX2e <{date['date']}> patch level {patch['level']}" if date and patch else ""


def with_toolchain(
    draft: Draft,
    manifest: Manifest,
    work: Path,
    made: list[Made],
    *,
    keep: bool,
    progress: Progress,
) -> Manifest:
    """The manifest with every file that TeX opened, kept in the archive where that is wanted."""

    progress("noting every file that TeX has opened")
    draft.contents.pop(manifest.toolchain.listing.sha512, None)
    files = []
    for file in opened.opened_files([(work / one.source.target, one.source.name) for one in made]):
        kept = keep and file.kind != "program"
        holder = draft if kept else Draft()  # of what is not kept only the digest is taken
        values = {"path": str(file.path), "kind": file.kind, "package": file.package, "licence": file.licence}
        if file.kind == "font":
            note = font_note(file.path)
            values |= {"version": note.version, "terms": note.licence}
        files.append(ToolFile.model_validate({**holder.store(file.path).model_dump(), **values, "kept": kept}))
    listing = ToolList(
        programs={**opened.programs(), WRITER: writer_version()},
        python=opened.python_packages(),
        system=opened.system_packages(file.package for file in files),
        platform=opened.platform_text(),
        files=tuple(files),
    )
    digests = sorted({file.sha512 for file in files if file.kept})
    sums = draft.store("".join(f"{digest}  {blob_name(digest)}\n" for digest in digests).encode()) if digests else None
    toolchain = toolchain_of(draft.store(to_bytes(listing)), kept=bool(digests), sums=sums)
    engine = SystemEngine()
    told = engine.environment(TexJob(manifest.name, manifest.epoch), {})
    more = {
        "sandbox": engine.sandbox.told,
        "format": next((format_text(Path(file.path)) for file in files if file.path.endswith("/latex.ltx")), ""),
        "environment": {name: told[name] for name in ENVIRONMENT},
    }
    toolchain = toolchain.model_copy(update=more)
    return manifest.model_copy(update={"toolchain": toolchain})
