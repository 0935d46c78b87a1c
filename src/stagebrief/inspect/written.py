"""Where a finding was written: in the block that the read-back has found there, or in raw LaTeX."""

from __future__ import annotations

import re
from dataclasses import dataclass

from stagebrief.diagnostics import Span
from stagebrief.inspect.facts import Facts
from stagebrief.inspect.findings import Finding
from stagebrief.inspect.sheet import Box, overlap
from stagebrief.model.printed import Printed
from stagebrief.model.raw_latex import RawPiece

WORD = re.compile(r"\w{2,}")
MOST = 0.6
"""Of the words of a line so large a share stands in the raw LaTeX that has made it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of where the text of a PDF was written."""

    printed: Printed | None
    raw: tuple[RawPiece, ...] = ()

    def span(self, finding: Finding) -> Span | None:
        """The author's place of a finding; the nearest block before it where it stands in none."""
        source = self.printed.source(finding.page, finding.share, finding.text) if self.printed else None
        if source and source.inside:
            return source.span
        return self.in_raw(finding.text) or (source.span if source else None)

    def in_raw(self, text: str) -> Span | None:
        """The line of raw LaTeX that holds most of the words of a text."""
        words = set(WORD.findall(text))
        best: tuple[int, Span] | None = None
        for piece in self.raw if words else ():
            shared = words & set(WORD.findall(piece.tex))
            if len(shared) >= MOST * len(words) and (best is None or len(shared) > best[0]):
                at = min(piece.tex.index(word) for word in shared)
                best = len(shared), piece.place(at, at + 1)
        return best[1] if best else None


def line_at(facts: Facts, box: Box | None) -> tuple[float, str]:
    """Behind which share of a page's letters a box stands, and what is written there."""
    best, found = 0.0, (0.0, "")
    for line in facts.lines if box else ():
        wide, high = overlap(line.box, box)  # type: ignore[arg-type]  # there is a box
        if wide > 0 and high > 0 and wide * high > best:
            best, found = wide * high, (line.rank / max(1, facts.letters), line.text)
    return found
