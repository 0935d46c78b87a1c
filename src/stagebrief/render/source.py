"""The files of one target put together: main file, parts, sources, what goes with them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from stagebrief.model.raw_latex import raw_pieces
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.render.bibliography import bibliography_to_bib
from stagebrief.render.page import fill
from stagebrief.render.pictures import picture_path

BIBLIOGRAPHY = "references.bib"


def job_name(name: str, target: str) -> str:
    """The job's name from the content folder's, in characters that TeX, biber and shells take."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or 'content'}-{target}"


def source_of(
    resolved: ResolvedBrief, target: str, files: Mapping[str, str], parts: tuple[str, ...], folder: Path
) -> TexSource:
    """The target's source; `files` are the preamble, the parts and what they need, `parts` the order of the body."""
    job = job_name(resolved.brief.name, target)
    whole = dict(files)
    if resolved.bibliography.entries:
        whole[BIBLIOGRAPHY] = bibliography_to_bib(resolved.bibliography)
    digest = hashlib.sha256("\0".join(f"{path}\0{text}" for path, text in sorted(whole.items())).encode()).hexdigest()
    settings = resolved.brief.settings
    main = fill(
        f"{target}/main.tex",
        job=job,
        paper=settings.paper,
        aspect=settings.aspect.replace(":", ""),
        parts=parts,
    )
    whole["ending.tex"] = fill("shared/ending.tex", trailer=digest.upper())
    pictures = tuple((picture_path(file), folder / file) for file, _ in resolved.brief.pictures)
    return TexSource(
        target=target,
        name=job,
        files=((f"{job}.tex", main), *whole.items()),
        pictures=tuple(dict(pictures).items()),
        uses_biber=bool(resolved.bibliography.entries),
        raw=raw_pieces(resolved.brief),
    )
