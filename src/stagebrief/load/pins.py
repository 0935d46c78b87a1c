"""`sources/pins.yaml`: which bytes a copy had when its author pinned it, and when it was got."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.errors import UsageError
from stagebrief.load.source import YAML_FILE, SourceFolder
from stagebrief.load.yaml import read_yaml

PINS = "sources/pins.yaml"
DIGEST = re.compile(r"[0-9a-f]{64}")
HEAD = "# Written by `stagebrief sources CONTENT --pin KEY`: the digests of the copies as they were pinned.\n"


@dataclass(frozen=True, slots=True)
class Pin:
    """One copy as it was pinned: its file, the SHA-256 digest of its bytes, the author's date, and the pin's place."""

    file: str
    digest: str
    retrieved: str = ""
    span: Span = field(default=Span(PINS))


def read_pins(source: SourceFolder) -> tuple[Pin, ...]:
    """The pins of a content folder; what is wrong with them goes to the folder's faults."""
    if not source.has(PINS):
        return ()
    text = source.text(PINS, Span(PINS), YAML_FILE)
    document, faults = read_yaml(PINS, text) if text else (None, ())
    source.report(faults)
    found = []
    for name, value in (document.data if document else {}).items():
        digest = str(value.get("sha256", "")) if isinstance(value, dict) else ""
        span = document.key_span((name,)) if document else Span(PINS)
        if DIGEST.fullmatch(digest):
            found.append(Pin(name, digest, str(value.get("retrieved") or ""), span))
        else:
            hint = "delete the line and pin the copy again"
            source.report([pin_fault(f"the pin of '{name}' has no digest", span, hint)])
    return tuple(found)


def pin_fault(message: str, span: Span, hint: str) -> Diagnostic:
    """What is wrong with a pin."""
    return error("copy-is-as-pinned", message, span, hint)


def write_pins(folder: Path, pins: tuple[Pin, ...]) -> None:
    """Put the pins in their place in one step, in the order of their files."""
    lines = [HEAD]
    for pin in sorted(pins, key=lambda pin: pin.file):
        name = pin.file.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'"{name}":\n  sha256: {pin.digest}\n')
        lines += [f'  retrieved: "{pin.retrieved}"\n'] if pin.retrieved else []
    (folder / PINS).parent.mkdir(exist_ok=True)
    if not (folder / PINS).parent.resolve().is_relative_to(folder.resolve()):
        hint = "put a folder of that name in its place"
        message = "'sources' is a link to a folder outside the content folder"
        raise UsageError([error("path-is-inside", message, Span(PINS), hint)])
    beside = folder / f"{PINS}.new"
    beside.unlink(missing_ok=True)
    beside.write_text("".join(lines), encoding="utf-8")
    beside.replace(folder / PINS)
