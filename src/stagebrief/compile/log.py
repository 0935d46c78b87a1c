"""TeX's log as data: what it complains of, and in which line of which file.

A log is read once, line by line. Lines that TeX has cut at 79 columns are joined again; messages that packages write
over several lines become one; a stack of open files says which file a message without a name is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a message of the log is about."""

    ERROR = "error"
    WARNING = "warning"
    WIDE = "wide"  # a line that sticks out of the measure
    HIGH = "high"  # a page or box that is too full
    GLYPH = "glyph"  # a character that the font has not
    OWN = "own"  # written by the templates of stagebrief


@dataclass(frozen=True, slots=True)
class LogMessage:
    """One message: `file` is the generated file and `line` its line, empty and 0 where the log does not say.

    `amount` is in points for boxes. `word` is the command at which an error was met, `before` what TeX had read of the
    line by then, `picture` the file of the picture that was read last. `lines` are the log's own lines, for those who
    know TeX.
    """

    kind: Kind
    text: str
    file: str = ""
    line: int = 0
    amount: float = 0.0
    word: str = ""
    before: str = ""
    picture: str = ""
    lines: tuple[str, ...] = ()


WIDTH = 79
"""Columns at which TeX cuts its lines where nothing else is said."""
FOLLOWING = 60
"""Lines behind an error in which its place is looked for."""
SHOWN = 6
"""Lines of an error that are kept."""

FILE_ERROR = re.compile(r"^(?:\./)?(?P<file>[^:\s()][^:\n]*\.[a-z]+):(?P<line>\d{1,9}): (?P<text>.*)$")
PLAIN_ERROR = re.compile(r"^! (?P<text>.*)$")
LUA_ERROR = re.compile(r"^(?P<where>\[\\directlua\]|[^:\s()]+\.lua):\d+: (?P<text>.*)$")
LEFT_OPEN = re.compile(r"^ *\(\\end occurred when (?P<what>\\if\w*) on line (?P<line>\d{1,9}) was incomplete\)")
PLACE = re.compile(r"^l\.(?P<line>\d{1,9}) ?(?P<before>.*)$")
RECENT = re.compile(r"^<recently read> (?P<word>\\\S+)")
LAST_WORD = re.compile(r"(\\(?:[A-Za-z@]+\*?|.))\s*$")
BOX = re.compile(
    r"^Overfull \\(?P<box>[hv])box \((?P<amount>\d{1,9}(?:\.\d{1,9})?)pt too (?:wide|high)\)"
    r"(?:.*?(?:at lines? |line )(?P<line>\d{1,9}))?"
)
GLYPH = re.compile(r"^Missing character: There is no (?P<glyph>.) ?.*? in font (?P<font>.*?)!?$", re.DOTALL)
OWN = re.compile(r"^stagebrief: (?P<text>[a-z-]+: .*)$")
WARNING = re.compile(r"^(?P<who>LaTeX(?: \w+)?|(?:Package|Class) (?P<name>[\w.-]+)) Warning: (?P<text>.*)$")
AT_LINE = re.compile(r"(?:on input line|at line) (?P<line>\d{1,9})\.?$")
FILE = re.compile(r"(?:\./)?(?P<file>(?:/|\w|\.\./)[^\s()\"]*\.\w+)")
PICTURE = re.compile(r"<(?:use )?(?:\./)?(?P<path>[^<>\n]*?\.(?:png|jpe?g|pdf))\b", re.IGNORECASE)
FATAL = re.compile(r"Emergency stop|==> Fatal error")


def read_log(text: str) -> Iterator[LogMessage]:
    """The messages of a log, in its order."""
    return Reading(unwrapped(text.splitlines())).messages()


def unwrapped(lines: Sequence[str]) -> list[str]:
    """The lines as TeX meant them: those cut at 79 columns are joined, unless some are longer."""
    if any(len(line.encode("utf-8", "replace")) > WIDTH + 3 and len(line) > WIDTH for line in lines):
        return list(lines)
    whole: list[str] = []
    cut = False
    for line in lines:
        if cut:
            whole[-1] += line
        else:
            whole.append(line)
        cut = len(line) == WIDTH or len(line.encode("utf-8", "replace")) == WIDTH
    return whole


@dataclass(slots=True)
class Reading:
    """A log that is being read; `files` are those that are open, the innermost last, empty for other brackets."""

    lines: list[str]
    files: list[str] = field(default_factory=list)
    picture: str = ""

    @property
    def current(self) -> str:
        """The innermost file that is open."""
        return next((file for file in reversed(self.files) if file), "")

    def messages(self) -> Iterator[LogMessage]:
        """The messages in the log's order."""
        index = 0
        while index < len(self.lines):
            message, index = self.read(index)
            if message:
                yield message

    def read(self, index: int) -> tuple[LogMessage | None, int]:
        """The message that a line begins, if it begins one, and the line to go on with."""
        line = self.lines[index]
        if match := LUA_ERROR.match(line):
            return self.error(index, f"Lua error: {match['text']}", "", 0)
        if match := LEFT_OPEN.match(line):
            text = f"{match['what']} is not closed"
            return LogMessage(Kind.ERROR, text, "", int(match["line"]), lines=(line,)), index + 1
        if match := FILE_ERROR.match(line):
            return self.error(index, match["text"], match["file"], int(match["line"]))
        if match := PLAIN_ERROR.match(line):
            return self.error(index, match["text"], "", 0)
        if match := BOX.match(line):
            kind = Kind.WIDE if match["box"] == "h" else Kind.HIGH
            message = LogMessage(
                kind, line, self.current, int(match["line"] or 0), float(match["amount"]), lines=(line,)
            )
            return message, self.behind_box(index + 1)
        if match := GLYPH.match(line):
            return LogMessage(Kind.GLYPH, match["glyph"], self.current, lines=(line,)), index + 1
        if match := OWN.match(line):
            return LogMessage(Kind.OWN, match["text"], self.current, lines=(line,)), index + 1
        if match := WARNING.match(line):
            return self.warning(index, match)
        self.brackets(line)
        return None, index + 1

    def error(self, index: int, text: str, file: str, line: int) -> tuple[LogMessage, int]:
        """An error with the lines below it, up to the place that TeX shows."""
        following = self.lines[index + 1 : index + 1 + FOLLOWING]
        text = " ".join([text, *continued(following)])
        count, place = place_in(following)
        recent = next((found["word"] for one in following[:count] if (found := RECENT.match(one))), "")
        before = place["before"] if place else ""
        if not line:
            file, line = (self.current, int(place["line"])) if place else stop_in(following)
        word = recent or last_word(following, count, before)
        shown = tuple(one.rstrip()[:200] for one in (self.lines[index], *following[: max(count, 1)]) if told(one))
        message = LogMessage(Kind.ERROR, text, file, line, 0.0, word, before, self.picture, shown[:SHOWN])
        return message, index + 1 + count

    def warning(self, index: int, match: re.Match[str]) -> tuple[LogMessage, int]:
        """A warning of LaTeX or a package, with the lines that it goes on in."""
        following = self.lines[index + 1 : index + 8]
        more = continued(following)
        text = " ".join([match["text"], *more]).strip()
        found = AT_LINE.search(text.rstrip())
        name = match["name"] or match["who"]
        message = LogMessage(
            Kind.WARNING,
            f"{name}: {text}",
            self.current,
            int(found["line"]) if found else 0,
            lines=tuple(self.lines[index : index + 1 + len(more)]),
        )
        return message, index + 1 + len(more)

    def behind_box(self, index: int) -> int:
        """The line behind the words of a box, which may hold brackets of their own."""
        while index < len(self.lines) and self.lines[index].startswith(("\\", "[]", " []", " ")):
            index += 1
        return index

    def brackets(self, line: str) -> None:
        """Follow the files that a line opens and closes, and the pictures that are put into the PDF."""
        for found in PICTURE.finditer(line):
            self.picture = found["path"]
        position = 0
        while match := re.compile(r"[()]").search(line, position):
            position = match.end()
            if match[0] == "(":
                opened = FILE.match(line, position)
                self.files.append(opened["file"] if opened else "")
                position = opened.end() if opened else position
            elif self.files:
                self.files.pop()


def continued(following: Sequence[str]) -> list[str]:
    """What a package writes in the next lines, each behind its name in brackets."""
    found = []
    for line in following:
        match = re.match(r"^\((?P<name>[\w.-]+)\) {2,}(?P<text>.*)$", line)
        if not match:
            break
        found.append(match["text"].strip())
    return found


def place_in(following: Sequence[str]) -> tuple[int, re.Match[str] | None]:
    """How many lines belong to an error, and the line that tells its place; another error ends the search."""
    for count, line in enumerate(following):
        if match := PLACE.match(line):
            return count + 2, match
        if FILE_ERROR.match(line) or PLAIN_ERROR.match(line):
            return count, None
    return 0, None


def stop_in(following: Sequence[str]) -> tuple[str, int]:
    """The place where a run stops behind an error that does not say its own."""
    found = next((match for line in following[:8] if (match := FILE_ERROR.match(line))), None)
    return (found["file"], int(found["line"])) if found and FATAL.search(found["text"]) else ("", 0)


def last_word(following: Sequence[str], count: int, before: str) -> str:
    """The command at the end of the first line of the context, where TeX was when it complained."""
    shown = next(
        (line for line in following[:count] if "\\" in line and not line.startswith(("See ", "Type "))), before
    )
    match = LAST_WORD.search(before) or LAST_WORD.search(shown)
    return match[1] if match else ""


def told(line: str) -> bool:
    """Whether a line of an error helps: TeX's standing advice and its own innards do not."""
    return bool(line.strip()) and not line.startswith(("See the ", "Type  H", " ...", "Your command was"))
