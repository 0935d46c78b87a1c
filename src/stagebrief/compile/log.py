"""TeX's log as data: what it complains of, and in which line of which file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a message of the log is about."""

    ERROR = "error"
    WIDE = "wide"  # a line that sticks out of the measure
    HIGH = "high"  # a page or box that is too full
    GLYPH = "glyph"  # a character that the font has not
    OWN = "own"  # written by the templates of stagebrief
    UNDEFINED = "undefined"  # a reference or citation that leads nowhere


@dataclass(frozen=True, slots=True)
class LogMessage:
    """One message: `file` is the generated file and `line` its line, empty and 0 where the log does not say.

    `amount` is in points for boxes. `lines` are the log's own lines, for a reader who knows TeX.
    """

    kind: Kind
    text: str
    file: str = ""
    line: int = 0
    amount: float = 0.0
    lines: tuple[str, ...] = ()


FILE_ERROR = re.compile(r"^(?:\./)?(?P<file>[^:\s][^:\n]*\.[a-z]+):(?P<line>\d+): (?P<text>.*)$")
PLAIN_ERROR = re.compile(r"^! (?P<text>.*)$")
CONTEXT_LINE = re.compile(r"^l\.(?P<line>\d+) ")
BOX = re.compile(
    r"^Overfull \\(?P<box>[hv])box \((?P<amount>[\d.]+)pt too (?:wide|high)\)"
    r"(?:.*?(?:at lines? |line )(?P<line>\d+))?"
)
GLYPH = re.compile(r"^Missing character: There is no (?P<glyph>.) ?.*? in font (?P<font>.*?)!?$", re.DOTALL)
OWN = re.compile(r"^stagebrief: (?P<text>[a-z-]+: .*)$")
UNDEFINED = re.compile(r"Warning: (?P<what>Reference|Citation) [`'](?P<name>[^']*)'.*? on input line (?P<line>\d+)")
BIBLATEX_UNDEFINED = re.compile(r"^Package biblatex Warning: The following entry could not be found")
OPENED = re.compile(r"\((?:\./)?(?P<file>[^\s()/][^\s()]*\.(?:tex|bbl|aux|toc|nav|out|sty))\b")


def read_log(text: str) -> Iterator[LogMessage]:
    """The messages of a log, in its order."""
    current = ""
    lines = text.splitlines()
    for index, line in enumerate(lines):
        message = read_line(line, lines[index : index + 12], current)
        if message:
            yield message
            continue
        for opened in OPENED.finditer(line):
            current = opened["file"]


def read_line(line: str, following: Sequence[str], current: str) -> LogMessage | None:
    """The message that a line begins, if it begins one; `following` are the lines from it on."""
    if match := FILE_ERROR.match(line):
        return LogMessage(Kind.ERROR, match["text"], match["file"], int(match["line"]), lines=context_of(following))
    if match := PLAIN_ERROR.match(line):
        number = next((int(found["line"]) for text in following if (found := CONTEXT_LINE.match(text))), 0)
        return LogMessage(Kind.ERROR, match["text"], current if number else "", number, lines=context_of(following))
    if match := BOX.match(line):
        kind = Kind.WIDE if match["box"] == "h" else Kind.HIGH
        return LogMessage(kind, line, current, int(match["line"] or 0), float(match["amount"]), (line,))
    if match := GLYPH.match(line):
        return LogMessage(Kind.GLYPH, match["glyph"], current, lines=(line,))
    if match := OWN.match(line):
        return LogMessage(Kind.OWN, match["text"], current, lines=(line,))
    if match := UNDEFINED.search(line):
        text = f"{match['what'].lower()} '{match['name']}'"
        return LogMessage(Kind.UNDEFINED, text, current, int(match["line"]), lines=(line,))
    return None


def context_of(following: Sequence[str]) -> tuple[str, ...]:
    """The lines of an error up to the place that TeX shows, without TeX's standing advice."""
    kept: list[str] = []
    for line in following:
        if not line.strip() and kept:
            break
        kept.append(line.rstrip())
        if CONTEXT_LINE.match(line):
            break
    return tuple(kept)
