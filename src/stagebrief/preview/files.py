"""The page's own files, read once: nothing else of the disk is ever served."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def page_files() -> dict[str, tuple[bytes, str]]:
    """Content and type of each file of the page by its name."""
    found = (path for part in ("static", "vendor") for path in sorted((FOLDER / part).iterdir()))
    return {path.name: (path.read_bytes(), TYPES[path.suffix]) for path in found if path.suffix in TYPES}
