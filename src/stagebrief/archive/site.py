"""An archive as a folder of pages for readers: releases, how to cite them, digests, PDFs and pictures; no scripts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from stagebrief.archive.listing import size_text
from stagebrief.archive.page_changes import png
from stagebrief.archive.pages import opened, picture_of
from stagebrief.archive.store import Archive, Release

STYLE = """
body{font:16px/1.5 Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
article{display:flex;align-items:flex-start;gap:1.5rem;border-top:1px solid #999;padding:1rem 0}
article div{flex:1;min-width:0}
img{width:9rem;height:auto;border:1px solid #999}
code{font-size:.75rem;overflow-wrap:anywhere}h3{margin:0}p{margin:.4rem 0}
"""

WIDTH = 300


def write_site(archive: Archive, releases: Iterable[Release], folder: Path) -> Path:
    """Write index.html and what it shows into the folder; files that are there already are left as they are."""
    parts: list[str] = []
    name = ""
    for release in sorted(releases, key=lambda item: (item.manifest.name, -item.manifest.number)):
        if release.manifest.name != name:
            name = release.manifest.name
            parts.append(f"<h2>{escape(release.manifest.about.title)}</h2>")
        parts.append(article_of(archive, release, folder))
    index = folder / "index.html"
    folder.mkdir(parents=True, exist_ok=True)
    index.write_text(page_of("\n".join(parts)), encoding="utf-8")
    return index


def page_of(body: str) -> str:
    """The whole page."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Releases</title>
<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>
<h1>Releases</h1>
{body}
</body></html>
"""


def article_of(archive: Archive, release: Release, folder: Path) -> str:
    """One release, its PDFs and pictures written below the folder."""
    manifest = release.manifest
    at = f"{manifest.name}/{manifest.version}"
    picture, links = "", []
    for product in manifest.products:
        pdf = folder / at / product.path
        if not pdf.is_file():
            pdf.parent.mkdir(parents=True, exist_ok=True)
            pdf.write_bytes(archive.read(product))
        shown = pdf.with_suffix(".png")
        if not shown.is_file():
            with opened(pdf.read_bytes()) as document:
                shown.write_bytes(png(picture_of(document, 0, WIDTH)))
        if not picture:
            picture = f'<img alt="first page" src="{escape(at)}/{escape(shown.name)}">'
        link = f'<a href="{escape(at)}/{escape(product.path)}">{escape(product.target)}</a>'
        passed = [
            verdict.profile for verdict in product.verdicts if verdict.verdict == "passed" and "PDF" in verdict.profile
        ]
        about = ", ".join([f"{product.pages} pages", size_text(product.size), *passed])
        links.append(f"<p>{link} ({about})<br><code>SHA-512 {product.sha512}</code></p>")
    previous = manifest.previous
    replaces = f"<p>Replaces version {escape(previous.version)}.</p>" if previous else ""
    note = f"<p>{escape(manifest.note)}</p>" if manifest.note else ""
    return f"""<article id="{escape(manifest.name)}-{escape(manifest.version)}">{picture}<div>
<h3>Version {escape(manifest.version)} <small>{escape(manifest.date)}</small></h3>
<p>{escape(manifest.about.citation)}</p>{note}{replaces}
{"".join(links)}
<p>Manifest <code>SHA-512 {release.digest}</code></p></div></article>"""
