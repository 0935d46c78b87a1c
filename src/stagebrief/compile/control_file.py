"""What biber is asked for: the control file that biblatex writes, by what biber makes of it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

SECTION = re.compile(r"(<bcf:section\b[^>]*>)(.*?)(</bcf:section>)", re.DOTALL)
CITED = re.compile(r"[ \t]*<bcf:citekey\b[^>]*>([^<]*)</bcf:citekey>[ \t]*\n?")
BY_ORDER = ("citeorder", "<bcf:citekeycount")
"""Signs that the order or number of citations matters: the list is sorted by it, or labels are made of it."""

LARGEST = 64 << 20
"""Bytes of a control file that are looked into; a larger one is taken as it is."""


def control_digest(path: Path) -> str:
    """The digest of what a control file asks for; empty if there is none.

    Where the list of sources is not sorted by it, the order in which sources are cited, and how often, is left out: a
    second citation of a source that is cited already asks for nothing new.
    """
    try:
        if path.stat().st_size > LARGEST:
            return hashlib.sha256(path.read_bytes()).hexdigest()
        text = path.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    if text and not any(sign in text for sign in BY_ORDER):
        text = SECTION.sub(lambda match: match[1] + without_order(match[2]) + match[3], text)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest() if text else ""


def without_order(section: str) -> str:
    """A section of the control file with each key once, in the order of the alphabet."""
    keys = sorted(set(CITED.findall(section)))
    return CITED.sub("", section) + "".join(f"<key>{key}</key>" for key in keys)
