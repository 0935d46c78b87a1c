"""The outline of a deck, written down before TeX has found it out; and whether one pass is then enough.

The pages of a deck show nothing that TeX learns from the pass before: no table of contents, no number of another page.
Only the outline is read from a file that the first pass writes, and it holds nothing but titles. So it is guessed; a
guess that is wrong costs the pass that it was to save.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from stagebrief.model.plain import plain_text
from stagebrief.model.resolved import ResolvedBrief
from stagebrief.model.tex import TexSource
from stagebrief.render.words import word

UNREAD = (".aux", ".nav", ".snm", ".toc")
"""Endings of auxiliary files that change nothing on the pages of a deck."""

REFERENCE = re.compile(r"\\[A-Za-z@]*ref\*?[\[{]")
"""A command that shows what stands in an auxiliary file."""

KNOWN = re.compile(r"chicago-notes|(?:verbose|authoryear|numeric|alphabetic|authortitle)[a-z-]*|apa|reading|draft")
"""Styles whose citations show nothing that an earlier pass has found out, if none is printed of the pages of notes."""

LITERAL = frozenset(map(chr, range(0x21, 0x7F))) - set("#$%&()\\^_{}~")
"""ASCII characters that hyperref leaves as they are; all others it writes as octal numbers, in UTF-16."""


def with_outline(source: TexSource, resolved: ResolvedBrief, sources: bool) -> TexSource:
    """A deck's source with the outline that it will have, if nothing else is to be found out by a first pass.

    `sources` says that the list of sources is in the outline.
    """
    settings, titles = resolved.brief.settings.citations, stage_titles(resolved)
    body = (text for path, text in source.files if path.removesuffix(".tex") in source.parts)
    if source.raw or not KNOWN.fullmatch(settings.style) or any(map(REFERENCE.search, body)):
        return source
    if source.target == "slides":
        entries = [(2, f"Outline0.{number}", title) for number, title in enumerate(titles, start=1)]
    else:
        entries = [(1, f"SBstage{number}.1", title) for number, title in enumerate(titles, start=1)]
        if sources:
            entries.append((1, "SBsources.1", word("Sources", resolved.brief.language)))
    return replace(source, guesses=((f"{source.name}.out", outline_of(entries)),), unread=UNREAD)


def stage_titles(resolved: ResolvedBrief) -> list[str]:
    """The titles of the stages as the outline has them."""
    return [f"{number} {plain_text(stage.title)}" for number, stage in enumerate(resolved.brief.stages, start=1)]


def outline_of(entries: Iterable[tuple[int, str, str]]) -> str:
    """The file that hyperref writes for entries: their depth, the name of their place, their title."""
    return "".join(
        rf"\BOOKMARK [{depth}][]{{{place}}}{{\376\377{in_octal(title)}}}{{}}% {number}" + "\n"
        for number, (depth, place, title) in enumerate(entries, start=1)
    )


def in_octal(text: str) -> str:
    """The text as hyperref writes it."""
    return "".join(
        rf"\000{sign}" if sign in LITERAL else "".join(f"\\{byte:03o}" for byte in sign.encode("utf-16-be"))
        for sign in text
    )
