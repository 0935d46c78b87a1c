r"""One fault does not hide the others: what TeX could not get over is left out, to see what is wrong behind it.

TeX goes on behind an error, but some errors bring others with them that are none, and some end the run. So a piece
with such an error is left out of the generated files (line by line, so that the others keep their lines) and TeX is run
again, until it gets over all that is left. What comes of this is only read, never printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from stagebrief.compile.engine import EngineRun
from stagebrief.compile.log_words import Explained, errors_of, faults_in, warnings_of, whole_faults
from stagebrief.compile.places import Places
from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.model.raw_latex import RawPiece, raw_faults
from stagebrief.model.tex import MARK, TexSource

MOST = 8
"""So many pieces are left out one after the other."""

LEFT_OUT = "this was left out to find what else is wrong"
MORE = "more may be wrong behind this; mend what is told and build again"

Run = Callable[[TexSource], EngineRun]


def all_faults(first: EngineRun, source: TexSource, run: Run) -> tuple[Diagnostic, ...]:
    """What is wrong with the source according to its first run, and to runs without what that could not get over."""
    return searched(first, source, run) or whole_faults(first, [], source)


def searched(first: EngineRun, source: TexSource, run: Run) -> tuple[Diagnostic, ...]:
    """The faults that the logs tell of."""
    found: list[Diagnostic] = []
    current = first
    for _ in range(MOST):
        places = Places(source)
        errors = errors_of(current, places)
        blocking = next((index for index, one in enumerate(errors) if one.cascades), None)
        if current.stopped or blocking is None:
            rest = (*whole_faults(current, faults_in(errors), source), *graver(current, source))
            return tuple(dict.fromkeys((*found, *rest)))
        sound = faults_in(errors[: blocking + 1])
        less = without(errors[blocking], places)
        if less is None or less == source:
            return tuple(dict.fromkeys((*found, *first_of_each(faults_in(errors)))))
        if sound:
            sound[-1] = replace(sound[-1], notes=(*sound[-1].notes, LEFT_OUT))
        found += sound
        source = less
        current = run(source)
    if found:
        found[-1] = replace(found[-1], notes=(*found[-1].notes, MORE))
    return tuple(dict.fromkeys(found))


def graver(run: EngineRun, source: TexSource) -> list[Diagnostic]:
    """What is no error to TeX and is one to a reader: characters that are missing on the page."""
    return [one for one in warnings_of(run.log, source) if one.severity is Severity.ERROR]


def first_of_each(faults: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Of several faults at one place the first, of which the others follow; of those without a place the first, too."""
    places: dict[tuple[str, int] | None, Diagnostic] = {}
    for fault in faults:
        places.setdefault((fault.span.file, fault.span.line) if fault.span else None, fault)
    return list(places.values())


def without(one: Explained, places: Places) -> TexSource | None:
    """The source without the piece that an error is in; None if it cannot be told, or not be taken out alone."""
    if one.piece:
        less = without_pieces(places, with_partners(one.piece, places.source.raw))
        if less.files != places.source.files:
            return less
    return without_block(places, one.message.file, one.message.line)


def with_partners(piece: RawPiece, pieces: Iterable[RawPiece]) -> list[RawPiece]:
    """The piece, and those that would close what it opens or open what it closes."""
    gone = [piece]
    rest = [other for other in pieces if other.span.file == piece.span.file and other != piece]
    while fault := next(iter(raw_faults(rest)), None):
        partner = next((other for other in rest if holds(other, fault.span)), None)
        if partner is None:
            break
        gone.append(partner)
        rest.remove(partner)
    return gone


def holds(piece: RawPiece, span: Span) -> bool:
    """Whether a place lies within a piece."""
    first, last = piece.place(0, 1), piece.place(max(0, len(piece.tex) - 1), len(piece.tex))
    return (first.line, first.column) <= (span.line, span.column) <= (last.line, last.end_column)


def without_pieces(places: Places, pieces: Iterable[RawPiece]) -> TexSource:
    """The source without these pieces of raw LaTeX."""
    files = {path: list(lines) for path, lines in places.lines.items()}
    gone = list(pieces)
    for region in places.regions:
        if region.piece in gone:
            files[region.file][region.first - 1 : region.last] = ["%"] * (region.last - region.first + 1)
    for piece in gone:
        if not piece.is_block:
            cut_inline(piece, files)
    raw = tuple(piece for piece in places.source.raw if piece not in gone)
    return replace(changed(places.source, files), raw=raw)


def cut_inline(piece: RawPiece, files: dict[str, list[str]]) -> None:
    """Take a piece out of the lines below the mark that it stands under."""
    for lines in files.values():
        here = False
        for index, line in enumerate(lines):
            if match := MARK.match(line):
                here = match["file"] == piece.span.file and int(match["line"]) <= piece.span.line
            elif here and piece.tex in line:
                lines[index] = line.replace(piece.tex, "", 1)
                return


def without_block(places: Places, file: str, line: int) -> TexSource | None:
    """The source without the lines from one mark to the next, if nothing reaches over them."""
    lines = places.lines.get(file, [])
    mark = next((number for number in range(min(line, len(lines)), 0, -1) if MARK.match(lines[number - 1])), 0)
    if not mark:
        return None
    end = next((number for number in range(mark, len(lines)) if MARK.match(lines[number])), len(lines))
    for last in range(end, mark, -1):
        block = RawPiece(Span(file, mark), "\n".join(lines[mark:last]))
        if block.tex.strip() and not list(raw_faults([block])):
            less = [*lines[:mark], *["%"] * (last - mark), *lines[last:]]
            return changed(places.source, {file: less}) if less != lines and last >= line else None
    return None


def changed(source: TexSource, files: dict[str, list[str]]) -> TexSource:
    """The source with these lines in its files."""
    texts = {path: "\n".join(lines) for path, lines in files.items()}
    return replace(source, files=tuple((path, texts.get(path, text)) for path, text in source.files))
