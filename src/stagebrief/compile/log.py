r"""TeX's log and biber's, read as data and turned into an author's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from stagebrief.compile.engine import EngineRun
from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.model.tex import SourceMap, TexSource

FILE_LINE_ERROR = re.compile(r"^(?:\./)?(?P<file>[^:\n]+\.(?:tex|sty|bib|bbl)):(?P<line>\d+): (?P<message>.*)$")
PLAIN_ERROR = re.compile(r"^! (?P<message>.*)$")
OVERFULL = re.compile(
    r"^Overfull \\(?P<box>[hv])box \((?P<excess>[\d.]+)pt too (?:wide|high)\)"
    r".*?(?:at lines? (?P<line>\d+)|line (?P<detected>\d+))?(?:--\d+)?$"
)
MISSING_GLYPH = re.compile(
    r"^Missing character: There is no (?P<glyph>.+?) (?:\(U\+(?P<code>[0-9A-F]+)\) )?in font (?P<font>.*)!$"
)
OWN = re.compile(
    r"^stagebrief: (?P<code>[a-z-]+): (?P<message>.*?)(?:: (?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+))?$"
)
UNDEFINED = re.compile(
    r"^LaTeX Warning: (?P<what>Reference|Citation) [`'](?P<name>[^']*)' .*?on input line (?P<line>\d+)"
)
OPENED = re.compile(r"\((?:\./)?(?P<file>[a-z0-9-]+\.tex)")
TOO_WIDE = 5.0
"""Points by which a line may stick out unseen."""

MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        r"Undefined control sequence",
        "a LaTeX command is used that does not exist",
        "look for a misspelt command in mathematics or raw LaTeX",
    ),
    (
        r"Missing \$ inserted|Missing \{ inserted|Missing \} inserted|Extra \}",
        "mathematics or raw LaTeX is not closed",
        "count the braces and dollar signs",
    ),
    (
        r"Misplaced alignment tab|Extra alignment tab",
        "there is an & where LaTeX expects none",
        "an & belongs into a matrix or aligned environment",
    ),
    (
        r"Dimension too large|Arithmetic overflow",
        "something is larger than TeX can measure",
        "make the picture, table or formula smaller",
    ),
    (
        r"Double superscript|Double subscript",
        "a formula has two exponents or two indices in one place",
        "put braces around the inner one",
    ),
    (
        r"(Unable to load picture|Cannot determine size of graphic|not found|cannot open).*",
        "a file cannot be read while typesetting",
        "check that the picture is a whole PNG, JPEG or PDF",
    ),
    (
        r"The citation style .* is not installed",
        "the citation style is not installed",
        "install it, or choose another as `citations: style:` in brief.yaml",
    ),
    (
        r"TeX capacity exceeded|not enough memory",
        "the document is too large for TeX's memory",
        "look for something that repeats without end",
    ),
)


def read_log(source: TexSource, marks: SourceMap, folder: Path, run: EngineRun) -> tuple[Diagnostic, ...]:
    """What the log of a pass says, each at the author's line, no message twice."""
    path = folder / f"{source.name}.log"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else run.output
    found = dict.fromkeys(diagnose(text, marks))
    return tuple(found)


def diagnose(text: str, marks: SourceMap) -> Iterator[Diagnostic]:
    """The diagnostics of a log, in its order; `current` follows the part that is being read."""
    current = ""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        if match := FILE_LINE_ERROR.match(line):
            yield explained(match["message"], marks.span(match["file"], int(match["line"])), lines[index : index + 3])
        elif match := PLAIN_ERROR.match(line):
            yield explained(match["message"], None, lines[index : index + 3])
        elif match := OWN.match(line):
            yield own(match)
        elif match := OVERFULL.match(line):
            number = match["line"] or match["detected"]
            if float(match["excess"]) > TOO_WIDE:
                yield overfull(match, marks.span(current, int(number)) if number else None)
        elif match := MISSING_GLYPH.match(line):
            yield missing_glyph(match)
        elif match := UNDEFINED.match(line):
            what = match["what"].lower()
            yield warning(
                f"{what}-resolves", f"{what} '{match['name']}' leads nowhere", marks.span(current, int(match["line"]))
            )
        for match in OPENED.finditer(line):
            current = match["file"]


def explained(message: str, span: Span | None, context: list[str]) -> Diagnostic:
    """An error of TeX in the author's words, with TeX's own behind it."""
    notes = tuple(line.strip() for line in context if line.strip())
    for pattern, meaning, hint in MEANINGS:
        if re.search(pattern, message):
            return error("typesetting-succeeds", meaning, span, hint, *notes)
    return error("typesetting-succeeds", f"LaTeX stops here: {message.rstrip('.').lower()}", span, None, *notes)


def own(match: re.Match[str]) -> Diagnostic:
    """A message that our own templates write."""
    span = Span(match["file"], int(match["line"]), int(match["column"])) if match["file"] else None
    return warning(match["code"], match["message"], span, "shorten it, or divide it yourself")


def overfull(match: re.Match[str], span: Span | None) -> Diagnostic:
    """Something that sticks out of the measure or the frame."""
    excess = float(match["excess"])
    where = "the line" if match["box"] == "h" else "the page or frame"
    message = f"something here is {excess * 0.3515:.0f} mm too {'wide' if match['box'] == 'h' else 'high'} for {where}"
    return warning("box-fits", message, span, "shorten the longest word, or make the table or picture smaller")


def missing_glyph(match: re.Match[str]) -> Diagnostic:
    """A character that no font has."""
    code = f" (U+{match['code']})" if match["code"] else ""
    message = f"the font has no character {match['glyph']}{code}"
    return warning("glyph-exists", message, None, "install a font for its script, or write it otherwise", match["font"])


def read_biber_log(path: Path) -> tuple[Diagnostic, ...]:
    """What biber complains of."""
    if not path.is_file():
        return ()
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        match = re.match(r"^\[\d+\] .*?> (?P<level>ERROR|WARN) - (?P<message>.*)$", line)
        if match:
            make = error if match["level"] == "ERROR" else warning
            found.append(make("bibliography-is-processed", f"biber: {match['message']}"))
    return tuple(dict.fromkeys(found))
