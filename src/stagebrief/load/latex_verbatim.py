r"""Addresses and identifiers in the fields of a .bib file, without the escapes that reference managers write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stagebrief.load.latex_commands import FORBIDDEN

ADDRESS_BEGINS = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
COMMAND = re.compile(r"\\(?:[A-Za-z@]+(?::[A-Za-z]*)?|.|\n|$)", re.DOTALL)


@dataclass(slots=True)
class Converted:
    """Plain text, and the commands that were found wanting with their places in the value."""

    text: str = ""
    unknown: list[tuple[int, str]] = field(default_factory=list)
    forbidden: list[tuple[int, str]] = field(default_factory=list)


def to_verbatim(value: str) -> Converted:
    r"""The value of an address or identifier: as it stands, without `\url{…}` and the escapes that managers write."""
    plain = re.sub(r"^\s*\\(?:url|path|nolinkurl)\s*\{(.*)\}\s*$", r"\1", value, flags=re.DOTALL)
    plain = re.sub(r"\\href\s*\{([^{}]*)\}\s*\{[^{}]*\}", r"\1", plain)
    plain = re.sub(r"\{?\\([_%&#$~^])(?:\{\})?\}?", r"\1", plain)
    plain = re.sub(r"\{?\\(?:textasciitilde|sim)(?:\{\}|\s)?\}?", "~", plain).replace(r"$\sim$", "~")
    found = Converted(re.sub(r"\s+", "", plain) if "://" in plain else " ".join(plain.split()))
    for match in COMMAND.finditer(plain):
        if match[0][1:] in FORBIDDEN:
            found.forbidden.append((max(0, value.find(match[0])), match[0][1:]))
    return found
