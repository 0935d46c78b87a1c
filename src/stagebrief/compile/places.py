"""The author's place of what TeX complains of: the line of raw LaTeX itself, else the block that was typeset."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from stagebrief.diagnostics import Span
from stagebrief.model.raw_latex import RawPiece, raw_faults
from stagebrief.model.tex import MARK, SourceMap, TexSource


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of a generated file that are a block of raw LaTeX, from `first` to `last`."""

    file: str
    first: int
    last: int
    piece: RawPiece


@dataclass(frozen=True)
class Places:
    """Where lines of the generated files come from."""

    source: TexSource
    marks: SourceMap = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", SourceMap.of(self.source))

    @cached_property
    def lines(self) -> dict[str, list[str]]:
        """The lines of each generated file."""
        return {path: text.split("\n") for path, text in self.source.files if path.endswith(".tex")}

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """All blocks of raw LaTeX in the generated files."""
        return tuple(self.find_regions())

    def find_regions(self) -> Iterator[Region]:
        """Each block of raw LaTeX stands word by word below its mark."""
        blocks = {piece.span: piece for piece in self.source.raw if piece.is_block}
        starts = {(span.file, span.line, span.column): piece for span, piece in blocks.items()}
        for file, lines in self.lines.items() if blocks else ():
            for number, line in enumerate(lines, 1):
                match = MARK.match(line)
                key = (match["file"], int(match["line"]), int(match["column"])) if match else None
                if key in starts:
                    written = starts[key].tex.split("\n")
                    here = lines[number : number + len(written)]
                    if here == written or [*here[:-1], "".join(here[-1:]).removesuffix("%")] == written:
                        yield Region(file, number + 1, number + len(written), starts[key])

    def piece(self, file: str, line: int, before: str = "") -> tuple[RawPiece, int] | None:
        """The raw LaTeX at a line of a generated file, and where in its text TeX stood; None if there is none."""
        if region := self.region(file, line):
            rows = region.piece.tex.split("\n")
            row = min(line - region.first, len(rows) - 1)
            above = sum(len(one) + 1 for one in rows[:row])
            inside = line <= region.last
            return region.piece, above + (position_in(rows[row], before) if inside else len(rows[row].rstrip()))
        return self.inline(file, line, before)

    def region(self, file: str, line: int) -> Region | None:
        """The block of raw LaTeX at a line, or directly above it where only blank lines are between."""
        near = [one for one in self.regions if one.first <= line and (one.file == file or not file)]
        if not near or (not file and len({one.file for one in near if line <= one.last}) != 1):
            return None
        best = max((one for one in near if file or line <= one.last), key=lambda one: one.first)
        between = self.lines[best.file][best.last : line]
        return best if line <= best.last or not any(text.strip() for text in between) else None

    def inline(self, file: str, line: int, before: str) -> tuple[RawPiece, int] | None:
        """The stretch of raw LaTeX within a line that TeX had come to."""
        mark, rows = self.marks.span(file, line), self.lines.get(file, [])
        if mark is None or not 1 <= line <= len(rows):
            return None
        end = position_in(rows[line - 1], before) if before else len(rows[line - 1])
        best: tuple[int, RawPiece] | None = None
        for piece in self.source.raw:
            if not piece.is_block and piece.span.file == mark.file and piece.span.line >= mark.line:
                at = rows[line - 1].find(piece.tex)
                if 0 <= at < end and (best is None or at > best[0]):
                    best = (at, piece)
        return (best[1], max(1, min(end - best[0], len(best[1].tex)))) if best else None

    def naming(self, name: str) -> tuple[RawPiece, int] | None:
        """The one piece of raw LaTeX that holds a name, and where in its text the name ends."""
        found = [piece for piece in self.source.raw if name and name in piece.tex]
        return (found[0], found[0].tex.rindex(name) + len(name)) if len(found) == 1 else None

    def showing(self, picture: str) -> tuple[str, int] | None:
        """The line of a generated file in which a picture is put."""
        for file, lines in self.lines.items():
            for number, line in enumerate(lines, 1):
                if picture and f"{{{picture}}}" in line and self.marks.span(file, number):
                    return file, number
        return None

    def left_open(self) -> tuple[RawPiece, int] | None:
        """The first piece of raw LaTeX that leaves something open, and where in its text that stands."""
        for piece in self.source.raw:
            if fault := next(raw_faults([piece], careful=False), None):
                lines = piece.tex.split("\n")
                first = piece.place(0, 1)
                row = fault.span.line - first.line
                return piece, sum(len(line) + 1 for line in lines[:row]) + fault.span.end_column - (
                    first.column if row == 0 or piece.is_block else 1
                )
        return None

    def block(self, file: str, line: int) -> Span | None:
        """The author's place of the block that a line of a generated file was made from."""
        return self.marks.span(file, line) if line else None

    def span(self, file: str, line: int, before: str = "", word: str = "") -> Span | None:
        """The author's place for a line of a generated file, as near as it can be told."""
        if found := self.piece(file, line, before):
            piece, end = found
            return piece.place(*stretch(piece.tex, end, word))
        return self.block(file, line)


def position_in(row: str, before: str) -> int:
    """How far TeX had read a line; of a long one it shows the end of what it has read, behind three dots."""
    shown = before.removeprefix("...").rstrip()
    if not before.startswith("...") and row.startswith(shown):
        return len(shown)
    at = row.find(shown)
    return at + len(shown) if shown and at >= 0 else len(row.rstrip())


def stretch(text: str, end: int, word: str) -> tuple[int, int]:
    """The word that ends at a place, or the last character before it."""
    if word and text.endswith(word, 0, end):
        return end - len(word), end
    begin = text.rfind("\n", 0, end) + 1
    if word and (at := text.rfind(word, begin, end)) >= 0:
        return at, at + len(word)
    return max(begin, end - 1), max(end, begin + 1)
