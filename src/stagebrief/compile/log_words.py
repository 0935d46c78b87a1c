r"""What TeX's log says, in an author's words and at the author's line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from stagebrief.compile.engine import EngineRun
from stagebrief.compile.log import Kind, LogMessage, read_log
from stagebrief.compile.log_rules import UNKNOWN, Rule, hint_of, rule_for
from stagebrief.compile.places import Places, stretch
from stagebrief.diagnostics import Diagnostic, Severity, Span, error, warning
from stagebrief.model.raw_latex import CLOSED, RawPiece
from stagebrief.model.tex import SourceMap, TexSource

MEASURES = frozenset({"measure-is-valid", "item-is-in-list"})
"""A list whose brackets hold no measure complains of its items, too."""

TOO_WIDE = 2.0
"""Points by which a line may stick out unseen."""

MILLIMETRES = 0.3515
"""A point in millimetres."""

SUSPECTS = 12
"""Pieces of raw LaTeX that are named where one of them may be to blame."""

LIMITS = {
    "time": ("typesetting took too long and was ended", "look for something that repeats without end"),
    "memory": ("typesetting needed too much memory and was ended", "look for a huge picture or table"),
    "size": ("typesetting wrote too large a file and was ended", "look for something that repeats without end"),
    "pages": ("the document grows beyond all bounds", "look for something that repeats; STAGEBRIEF_PAGES allows more"),
    "stop": ("typesetting was stopped", "build again"),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """An error of the log: what it is to the author, if anything, and whether more may only follow from it.

    `piece` is the raw LaTeX that it is in, if it is in any.
    """

    message: LogMessage
    fault: Diagnostic | None
    cascades: bool
    piece: RawPiece | None = None


def faults_of(run: EngineRun, source: TexSource) -> tuple[Diagnostic, ...]:
    """What went wrong in a run of TeX; nothing if it gave a whole PDF."""
    return whole_faults(run, faults_in(errors_of(run, Places(source))), source)


def whole_faults(run: EngineRun, found: list[Diagnostic], source: TexSource) -> tuple[Diagnostic, ...]:
    """The faults of a run by the errors in its log, and by how it ended."""
    if run.stopped:
        return (endless(run.stopped, source.raw),)
    if not found and run.status != 0:
        last = tuple(line for line in run.log.splitlines() if line.strip())[-5:]
        found = [error("typesetting-succeeds", "LaTeX has stopped without saying why", None, None, *last)]
    if not found and "No pages of output" in run.log[-4000:]:
        found = [error("typesetting-succeeds", "the document has no pages", None, "write some text")]
    return tuple(dict.fromkeys(found))


def endless(limit: str, pieces: tuple[RawPiece, ...]) -> Diagnostic:
    """A run that came to no end: of the only raw LaTeX that there is, or with the places of all."""
    message, hint = LIMITS[limit]
    if limit == "stop" or not pieces:
        return error("typesetting-ends", message, None, hint)
    if len(pieces) == 1:
        return error("typesetting-ends", message, pieces[0].place(0, len(pieces[0].tex)), hint)
    places = ", ".join(f"{piece.span.file}:{piece.span.line}" for piece in pieces[:SUSPECTS])
    more = f" and {len(pieces) - SUSPECTS} more places" if len(pieces) > SUSPECTS else ""
    return error("typesetting-ends", message, None, hint, f"raw LaTeX, which may be to blame, stands at {places}{more}")


def errors_of(run: EngineRun, places: Places) -> list[Explained]:
    """The errors in the log of a run, in its order."""
    return [explained(message, places) for message in read_log(run.log) if message.kind is Kind.ERROR]


def explained(message: LogMessage, places: Places) -> Explained:
    """An error of TeX in the author's words; one that no rule knows is shown whole."""
    found = rule_for(message.text, "error")
    if found and found[0].picture:
        picture = found[1].setdefault("picture", message.picture or "…")
        if shown := places.showing(picture):
            message = replace(message, file=shown[0], line=shown[1], before="", word="")
    place = places.piece(message.file, message.line, message.before) if message.line else None
    if place is None and found:
        place = blamed(found[0], found[1].get("name") or found[1].get("path", ""), places)
    if place and found and found[0].opener:
        place = last_brace(*place)
    piece, end = place or (None, 0)
    span = piece.place(*stretch(piece.tex, end, message.word)) if piece else places.block(message.file, message.line)
    if found is None:
        text = message.text.removeprefix("LaTeX Error: ").strip().rstrip(".")
        fault = error("typesetting-succeeds", f"LaTeX stops here: {text}", span, None, *message.lines)
        return Explained(message, fault, True, piece)
    rule, words = found
    if rule.quiet or (rule.raw and not piece):
        return Explained(message, None, rule.quiet and rule.cascades, piece)
    words.setdefault("word", message.word or "…")
    said = f"LaTeX says: {message.text.strip()}"
    fault = error(rule.code, rule.message.format_map(words), span, hint_of(rule, words), said)
    return Explained(message, fault, rule.cascades, piece)


def last_brace(piece: RawPiece, end: int) -> tuple[RawPiece, int]:
    """The brace that is not closed by the last blank line before a place; the place itself where there is none."""
    blank = [match.start() for match in re.finditer(r"\n[ \t]*\n", piece.tex[:end])]
    opened: list[int] = []
    for match in re.finditer(
        r"\\.|%[^\n]*|(?P<open>\{)|(?P<close>\})", piece.tex[: blank[-1] if blank else end], re.DOTALL
    ):
        if match["open"]:
            opened.append(match.end())
        elif match["close"] and opened:
            opened.pop()
    return piece, opened[-1] if opened else end


def blamed(rule: Rule, name: str, places: Places) -> tuple[RawPiece, int] | None:
    """The raw LaTeX that an error must come from which TeX met elsewhere: what names its file, or is not closed."""
    if len(name) > 1 and (found := places.naming(name.removesuffix(".tex"))):
        return found
    return places.left_open() if rule.code == CLOSED else None


def faults_in(errors: Iterable[Explained]) -> list[Diagnostic]:
    """The faults of errors that are for the author, without what only follows from another in the same line."""
    kept: list[Diagnostic] = []
    for one in errors:
        if one.fault and not any(follows(one.fault, other) for other in kept):
            kept.append(one.fault)
    return kept


def follows(fault: Diagnostic, other: Diagnostic) -> bool:
    """Whether a fault only says again what another in its line says, or comes of an unknown name there."""
    here, there = fault.span, other.span
    if not (here and there and (here.file, here.line) == (there.file, there.line)):
        return fault == other
    if fault.code in UNKNOWN:
        return fault == other
    return fault.code == other.code or other.code in UNKNOWN or {fault.code, other.code} == MEASURES


def warnings_of(log: str, source: TexSource) -> tuple[Diagnostic, ...]:
    """What the log of a run that gave a PDF tells of its pages; a character that no font has is an error."""
    places = Places(source)
    return tuple(dict.fromkeys(found for message in read_log(log) for found in words_for(message, places)))


def words_for(message: LogMessage, places: Places) -> Iterator[Diagnostic]:
    """One message as a diagnostic, if an author should know of it."""
    span = places.span(message.file, message.line) if message.line else None
    match message.kind:
        case Kind.WIDE | Kind.HIGH if message.amount > TOO_WIDE:
            yield box_fits(message, span)
        case Kind.GLYPH:
            yield glyph_exists(message.text, places.source, places.marks)
        case Kind.OWN:
            yield own(message.text, places.marks)
        case Kind.WARNING:
            yield from warned(message, span, places)
        case _:
            pass


def warned(message: LogMessage, span: Span | None, places: Places) -> Iterator[Diagnostic]:
    """A warning of LaTeX or a package, if a rule says what it means."""
    found = rule_for(message.text, "warning")
    if found and not found[0].quiet:
        rule, words = found
        if rule.raw and not places.piece(message.file, message.line):
            return
        if span is None and (place := places.naming(words.get("name", ""))):
            span = place[0].place(*stretch(place[0].tex, place[1], ""))
        severity = Severity(rule.severity or "warning")
        yield Diagnostic(rule.code, severity, rule.message.format_map(words), span, hint_of(rule, words))


def box_fits(message: LogMessage, span: Span | None) -> Diagnostic:
    """Something that sticks out of the measure, the page or the frame."""
    wide = message.kind is Kind.WIDE
    where, how = ("the line", "wide") if wide else ("the page", "high")
    text = f"something here is {message.amount * MILLIMETRES:.1f} mm too {how} for {where}"
    hint = "let a long word or address break, or give a table fewer columns" if wide else "make it smaller or divide it"
    return warning("box-fits", text, span, hint)


def glyph_exists(glyph: str, source: TexSource, marks: SourceMap) -> Diagnostic:
    """A character that no font has, at the first place where it was written."""
    message = f"no font at hand has the character '{glyph}' (U+{ord(glyph):04X})"
    hint = "install a font for its script (`stagebrief doctor` names them), or write it otherwise"
    return error("glyph-exists", message, place_of(glyph, source, marks), hint)


def place_of(text: str, source: TexSource, marks: SourceMap) -> Span | None:
    """The author's place of the first line of the generated body that holds the text."""
    places = Places(source)
    for path, content in source.files:
        if not path.endswith(".tex") or text not in content:
            continue
        at = content.index(text)
        number = content.count("\n", 0, at) + 1
        before = content[content.rfind("\n", 0, at) + 1 : at + len(text)]
        if marks.span(path, number):
            return places.span(path, number, before)
    return None


SHORTER = {
    "frame-fits": "shorten it, or divide it yourself",
    "summary-fits": "shorten stances and findings, or give the statements of the matrix a `short` form",
}
"""What helps where too much stands on a frame or a page, by the code."""
OWN = re.compile(r"^(?P<code>[a-z-]+): (?P<message>.*?)(?:: (?P<file>[^:]+):(?P<line>\d{1,9}):(?P<column>\d{1,9}))?$")


def own(text: str, marks: SourceMap) -> Diagnostic:
    """A message that our own templates write: code, message, place, which is one of our marks or none at all."""
    match = OWN.match(text)
    assert match is not None  # the log's reader has let through what begins so
    span = Span(match["file"], int(match["line"]), int(match["column"])) if match["file"] else None
    if not any(span == known for _, spans in marks.marks for _, known in spans):
        span = None
    return warning(match["code"], match["message"], span, SHORTER.get(match["code"], ""))
