r"""What TeX's log says, in an author's words and at the author's line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stagebrief.compile.engine import EngineRun
from stagebrief.compile.log import Kind, LogMessage, read_log
from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.model.tex import SourceMap, TexSource

TOO_WIDE = 2.0
"""Points by which a line may stick out unseen."""

MILLIMETRES = 0.3515
"""A point in millimetres."""

MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        r"Undefined control sequence",
        "a LaTeX command is used that does not exist",
        "look for a misspelt command in mathematics or raw LaTeX",
    ),
    (
        r"Missing (\$|\{|\}|\\right\.?|\\endgroup|delimiter).*inserted|Extra \}|Too many \}|Missing delimiter|\$\$",
        "mathematics or raw LaTeX is not closed",
        "count the braces and dollar signs",
    ),
    (
        r"Misplaced alignment tab|Extra alignment tab|Misplaced \\(omit|noalign|cr)",
        "there is an & where LaTeX expects none",
        "an & belongs into a matrix or aligned environment, in no more columns than that has",
    ),
    (
        r"Dimension too large|Arithmetic overflow|Number too big",
        "something is larger than TeX can measure",
        "make the picture, table or formula smaller",
    ),
    (
        r"Double (superscript|subscript)",
        "a formula has two exponents or two indices in one place",
        "put braces around the inner one",
    ),
    (
        r"[Uu]nable to load picture|Cannot determine size of graphic|cannot find image file|"
        r"reading (PNG|JPEG|PDF)|pdf inclusion",
        "a picture cannot be read while typesetting",
        "check that it is a whole PNG, JPEG or PDF; opening and exporting it again often mends it",
    ),
    (
        r"The citation style .* is not installed",
        "the citation style is not installed",
        "install it, or choose another as `citations: style:` in brief.yaml",
    ),
    (
        r"File [`'].*' not found|cannot open file",
        "a file that LaTeX needs is missing",
        "run `stagebrief doctor`; a TeX package may be missing",
    ),
    (
        r"TeX capacity exceeded|not enough memory",
        "the document is too large for TeX's memory",
        "look for something that repeats without end",
    ),
    (
        r"Runaway argument|Paragraph ended before|File ended while scanning|Argument of .* has an extra",
        "raw LaTeX or a formula is not closed before the paragraph ends",
        "count the braces in it",
    ),
    (
        r"Environment .* undefined|\\begin\{.*\} .* ended by|Too deeply nested",
        "an environment of raw LaTeX does not fit",
        "compare each \\begin with its \\end",
    ),
)
"""TeX's errors by a pattern: what they mean to an author, and what to do."""

LIMITS = {
    "time": ("typesetting took too long and was ended", "look for something that repeats without end"),
    "memory": ("typesetting needed too much memory and was ended", "look for a huge picture or table"),
    "size": ("typesetting wrote too large a file and was ended", "look for something that repeats without end"),
    "stop": ("typesetting was stopped", "build again"),
}


def faults_of(run: EngineRun, source: TexSource) -> tuple[Diagnostic, ...]:
    """What went wrong in a run of TeX; nothing if it gave a whole PDF."""
    marks = SourceMap.of(source)
    if run.stopped:
        message, hint = LIMITS[run.stopped]
        return (error("typesetting-ends", message, None, hint),)
    found = [explained(message, marks) for message in read_log(run.log) if message.kind is Kind.ERROR]
    if not found and run.status != 0:
        last = tuple(line for line in run.log.splitlines() if line.strip())[-5:]
        found = [error("typesetting-succeeds", "LaTeX has stopped without saying why", None, None, *last)]
    if not found and "No pages of output" in run.log[-4000:]:
        found = [error("typesetting-succeeds", "the document has no pages", None, "write some text")]
    return tuple(dict.fromkeys(found))


def explained(message: LogMessage, marks: SourceMap) -> Diagnostic:
    """An error of TeX in the author's words, with TeX's own behind it."""
    span = marks.span(message.file, message.line)
    for pattern, meaning, hint in MEANINGS:
        if re.search(pattern, message.text):
            return error("typesetting-succeeds", meaning, span, hint, *message.lines)
    text = message.text.rstrip(".")
    return error("typesetting-succeeds", f"LaTeX stops here: {text}", span, None, *message.lines)


def warnings_of(log: str, source: TexSource) -> tuple[Diagnostic, ...]:
    """What the log of a run that gave a PDF tells of its pages; a character that no font has is an error."""
    marks = SourceMap.of(source)
    return tuple(dict.fromkeys(found for message in read_log(log) for found in words_for(message, marks, source)))


def words_for(message: LogMessage, marks: SourceMap, source: TexSource) -> Iterator[Diagnostic]:
    """One message as a diagnostic, if an author should know of it."""
    span = marks.span(message.file, message.line) if message.line else None
    match message.kind:
        case Kind.WIDE | Kind.HIGH if message.amount > TOO_WIDE:
            yield box_fits(message, span)
        case Kind.GLYPH:
            yield glyph_exists(message.text, source, marks)
        case Kind.OWN:
            yield own(message.text)
        case Kind.UNDEFINED:
            yield warning("reference-resolves", f"{message.text} leads nowhere", span)
        case _:
            pass


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
    for path, content in source.files:
        if not path.endswith(".tex") or text not in content:
            continue
        number = content.count("\n", 0, content.index(text)) + 1
        if span := marks.span(path, number):
            return span
    return None


OWN = re.compile(r"^(?P<code>[a-z-]+): (?P<message>.*?)(?:: (?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+))?$")


def own(text: str) -> Diagnostic:
    """A message that our own templates write: code, message, place."""
    match = OWN.match(text)
    assert match is not None  # the log's reader has let through what begins so
    span = Span(match["file"], int(match["line"]), int(match["column"])) if match["file"] else None
    return warning(match["code"], match["message"], span, "shorten it, or divide it yourself")
