"""Releases as tables and as data."""

from __future__ import annotations

import json
from collections.abc import Iterable

from stagebrief.archive.store import Release


def rows_of(releases: Iterable[Release]) -> list[tuple[str, ...]]:
    """For each release its brief, version, date, pages, size and the beginning of its digest."""
    found: list[tuple[str, ...]] = []
    for release in releases:
        manifest = release.manifest
        pages = "+".join(str(product.pages) for product in manifest.products)
        size = sum(product.size for product in manifest.products)
        found.append((manifest.name, manifest.version, manifest.date, pages, size_text(size), release.digest[:16]))
    return found


HEAD = ("brief", "version", "date", "pages", "size", "manifest")


def table_of(rows: list[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> str:
    """The rows as a table in plain text."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]]
    return "\n".join(line.rstrip() for line in lines)


def size_text(size: int) -> str:
    """A size for people."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def release_data(*releases: Release) -> str:
    """Releases as JSON: one as itself, several as a list."""
    found = [
        {"digest": item.digest, "file": item.path.as_posix(), **item.manifest.model_dump(mode="json")}
        for item in releases
    ]
    return json.dumps(found[0] if len(found) == 1 else found, ensure_ascii=False, indent=2)


def list_data(releases: Iterable[Release]) -> str:
    """What `list` shows, as JSON."""
    found = [
        {
            "name": item.manifest.name,
            "version": item.manifest.version,
            "date": item.manifest.date,
            "number": item.manifest.number,
            "title": item.manifest.about.title,
            "citation": item.manifest.about.citation,
            "manifest": item.digest,
            "products": [
                {"target": product.target, "pages": product.pages, "size": product.size, "sha512": product.sha512}
                for product in item.manifest.products
            ],
        }
        for item in releases
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


def text_of(release: Release) -> str:
    """Everything about one release, for people."""
    manifest = release.manifest
    about, tools = manifest.about, manifest.toolchain
    replaced = f"{manifest.previous.version} ({manifest.previous.date or 'undated'})" if manifest.previous else ""
    state = ""
    if manifest.checkout:
        dirty = (
            f", with changes in {', '.join(manifest.checkout.changed[:5])}" if manifest.checkout.dirty else ", clean"
        )
        state = (manifest.checkout.commit or "no commit yet") + dirty
    evidence = manifest.evidence
    rested = (
        f"{evidence.claims} claims, {evidence.bare} without a source, {evidence.sources} sources" if evidence else ""
    )
    rows = [
        ("Title", ": ".join(text for text in (about.title, about.subtitle) if text)),
        ("Version", manifest.version),
        ("Date", manifest.date),
        ("Note", manifest.note),
        ("Replaces", replaced),
        ("How to cite", about.citation),
        ("Licence", about.licence),
        ("Manifest", release.digest),
        ("Git", state),
        ("Engine", tools.engine),
        ("Format", tools.format),
        ("biber", tools.biber),
        ("stagebrief", tools.stagebrief),
        ("Toolchain", "kept in the archive" if tools.kept else "not kept, digests only"),
        ("Sandbox", tools.sandbox),
        ("Evidence", rested),
        ("Accepted", ", ".join(manifest.accepted)),
    ]
    lines = [f"{term:12}{text}" for term, text in rows if text]
    for product in manifest.products:
        lines += ["", f"{product.path}  {product.pages} pages, {product.words} words, {size_text(product.size)}"]
        lines.append(f"  SHA-512   {product.sha512}")
        lines += [
            f"  {item.profile:9} {item.verdict}{f' by {item.checker}' * bool(item.checker)}"
            for item in product.verdicts
        ]
        lines.append(f"  access    {product.accessible}")
    lines += ["", f"{len(manifest.files)} files:"]
    lines += [f"  {file.sha512[:16]}  {size_text(file.size):>8}  {file.path}" for file in manifest.files]
    return "\n".join(lines)
