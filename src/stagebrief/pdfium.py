"""PDFium may be called by one thread at a time; targets are read side by side, and the live page reads as well."""

from __future__ import annotations

import threading

ALONE = threading.RLock()
"""Held by whoever calls PDFium, from the opening of a PDF to its closing."""
