"""The files of one target put together: main file, parts, sources, what goes with them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from stagebrief.model.raw_latex import raw_pieces
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import ListedEntry, TexSource
from stagebrief.render.bibliography import bib_key, bibliography_to_bib
from stagebrief.render.page import fill, static
from stagebrief.render.parts import divided
from stagebrief.render.pictures import picture_path
from stagebrief.render.source_groups import cited_entries
from stagebrief.render.theme import files_beside, theme_to_tex

BIBLIOGRAPHY = "references.bib"
AHEAD = "ahead.tex"
"""Asks for all sources: from it biber's list is made before the first pass. What it sets is thrown away;
its headings are there for a table of contents that is as long as it will be."""

HEADINGS = ("\\SBstage{", "\\SBsection{", "\\subsection", "\\subsubsection", "\\paragraph")
CONTENTS = "\\SBcontents{"

WORDS_IN_LUA = "stagebrief-sources.lua"


def job_name(name: str, target: str) -> str:
    """The job's name from the content folder's, in characters that TeX, biber and shells take."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return f"{re.sub(r'[^a-z0-9]+', '-', plain).strip('-') or 'content'}-{target}"


def ahead_of(files: Mapping[str, str], parts: tuple[str, ...], keys: list[str]) -> str:
    """The headings of the parts and the list of sources."""
    lines = [line for part in parts for line in files[f"{part}.tex"].splitlines()]
    contents = [line for line in lines if line.startswith(CONTENTS)]
    headings = [line for line in lines if line.startswith(HEADINGS)] if contents else []
    return "\n".join([*contents, *headings, rf"\nocite{{{','.join(keys)}}}\setbox0=\vbox{{\SBbibliography}}", ""])


def source_of(
    resolved: ResolvedBrief, target: str, files: Mapping[str, str], parts: Mapping[str, str], folder: Path
) -> TexSource:
    """The target's source; `files` are the preamble and what it needs, `parts` the body in its order."""
    job = job_name(resolved.brief.name, target)
    body = divided(parts)
    whole = {**files, **{f"{name}.tex": text for name, text in body.items()}}
    if "stagebrief-scripts" in whole["preamble.tex"]:
        whole["stagebrief-scripts.lua"] = static("shared/stagebrief-scripts.lua")
    if resolved.bibliography.entries:
        whole[BIBLIOGRAPHY] = bibliography_to_bib(resolved.bibliography)
        whole[WORDS_IN_LUA] = static(f"shared/{WORDS_IN_LUA}")
    settings = resolved.brief.settings
    whole["stagebrief-theme.sty"] = theme_to_tex(settings.theme, target)
    digest = hashlib.sha256("\0".join(f"{path}\0{text}" for path, text in sorted(whole.items())).encode()).hexdigest()
    theme = settings.theme
    main = fill(
        f"{target}/main.tex",
        job=job,
        size=theme.size if target == "brief" else theme.frame_size,
        paper=settings.paper,
        aspect=settings.aspect.replace(":", ""),
        first=next(iter(body)),
    )
    if resolved.bibliography.entries:
        keys = [bib_key(entry.key) for entry in cited_entries(resolved.brief, resolved.bibliography)]
        whole[AHEAD] = ahead_of(whole, tuple(body), keys)
    whole["ending.tex"] = fill("shared/ending.tex", trailer=digest.upper())
    pictures = tuple((picture_path(file), folder / file) for file, _ in resolved.brief.pictures)
    return TexSource(
        target=target,
        name=job,
        files=((f"{job}.tex", main), *whole.items()),
        pictures=(*dict(pictures).items(), *files_beside(theme)),
        uses_biber=bool(resolved.bibliography.entries),
        parts=tuple(body),
        raw=raw_pieces(resolved.brief),
        entries=tuple(ListedEntry(bib_key(one.key), one.key, one.span) for one in resolved.bibliography.entries),
    )
