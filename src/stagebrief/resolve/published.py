"""Whether a pinned copy would be published: it is kept to look things up in, and is often not the author's to print."""

from __future__ import annotations

from collections.abc import Iterator

from stagebrief.diagnostics import Diagnostic, error
from stagebrief.model.brief import Brief

COPIES = ("sources/",)
"""Folders of copies, by the beginnings of their files' paths."""


def check_published(brief: Brief) -> Iterator[Diagnostic]:
    """A fault for each picture that lies among the copies."""
    for name, span in brief.pictures:
        if name.startswith(COPIES):
            hint = "copy what you may print into figures/ and name it there"
            message = f"'{name}' lies among the copies of sources, which are never published"
            yield error("copy-is-unpublished", message, span, hint)
