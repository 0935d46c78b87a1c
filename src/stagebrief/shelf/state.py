"""What came of each brief of a shelf the last time: by it the failed ones alone can be built again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

FILE = "shelf.json"


def last_statuses(output: Path) -> dict[str, int]:
    """The exit status of each content folder, by its whole path; nothing where none is known."""
    try:
        data = json.loads((output / ".stagebrief" / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {path: status for path, status in data.items() if isinstance(status, int)} if isinstance(data, dict) else {}


def keep_statuses(output: Path, statuses: Mapping[str, int]) -> None:
    """Remember these with those of other briefs, in one step."""
    folder = output / ".stagebrief"
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{FILE}.new"
    beside.write_text(json.dumps({**last_statuses(output), **statuses}, indent=1), encoding="utf-8")
    beside.replace(folder / FILE)
