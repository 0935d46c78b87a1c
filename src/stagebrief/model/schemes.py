"""Addresses that a reader can follow."""

from __future__ import annotations

SCHEMES = frozenset({"http", "https", "mailto", "ftp", "ftps", "tel", "geo", "doi", "urn"})
"""What addresses begin with; with others (`run:`, `file:`) a PDF viewer opens or starts things on the reader's disk."""


def has_scheme(url: str) -> bool:
    """Whether an address is whole and of a harmless kind."""
    scheme, colon, rest = url.partition(":")
    return bool(colon and rest) and scheme.lower() in SCHEMES
