"""A bibliography file's bytes as text: whatever the encoding and the line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stagebrief.diagnostics import Diagnostic, Span, warning

NAMED = re.compile(rb"^%\s*Encoding:\s*([A-Za-z0-9_-]+)", re.MULTILINE | re.IGNORECASE)
"""How JabRef names the encoding of a file."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTROLS = bytes((*range(9), 11, 12, *range(14, 32), 127))


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file with plain line ends, and what was wrong with its bytes."""

    text: str
    faults: tuple[Diagnostic, ...] = ()


def decode(file: str, data: bytes) -> FileText:
    """The text of the bytes; what is not UTF-8 is read as the file names it, else as Windows-1252."""
    text, faults = decoded(file, data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    may_hold = data[:1] in {b"\xff", b"\xfe"} or len(data.translate(None, CONTROLS)) < len(
        data
    )  # the quicker way to see
    if may_hold and (match := CONTROL.search(text)):
        line = text.count("\n", 0, match.start()) + 1
        where = Span(file, line, match.start() - text.rfind("\n", 0, match.start()))
        message = f"the file holds the control character U+{ord(match[0]):04X}"
        faults = (*faults, warning("file-is-text", message, where, "remove it; it is read as a space"))
        text = CONTROL.sub(" ", text)
    return FileText(text, faults)


def decoded(file: str, data: bytes) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text by the first encoding that fits."""
    line = 1
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        named = "utf-16"
    else:
        try:
            return data.decode("utf-8-sig"), ()
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
        match = NAMED.search(data[:2000])
        named = match[1].decode("ascii").lower() if match else "cp1252"
    try:
        text = data.decode(named)
    except (UnicodeDecodeError, LookupError, ValueError):
        named, text = "latin-1", data.decode("latin-1")
    message = f"the file is not UTF-8 and was read as {named}"
    hint = "save it as UTF-8, or letters may come out wrong"
    return text, (warning("file-is-utf-8", message, Span(file, line), hint),)
