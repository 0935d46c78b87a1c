"""What keeps a YAML file from being read, for people who know no YAML, and the file with the slip made harmless.

YAML's parser complains where it gives up, which is often lines behind the slip, and of one slip only. So the lines
from there upwards are looked at for what authors get wrong; the value of the guilty line is then written over with
letters, so that every other character keeps its place and the file can be read on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.load.yaml import SPACES, yaml_parser

LINE = re.compile(
    r"^(?P<before>[ ]*(?:-[ ]+)*(?:(?P<key>[^\s:\"'#\[\]{},&*!|>%@`-][^\s:]*):[ ]+)?)(?P<value>\S.*?)\s*$"
)
NO_SPACE = re.compile(r"^[ ]*(?:-[ ]+)*(?P<key>[A-Za-z][\w-]*):(?=[^\s/:])")
BLOCK_HEAD = re.compile(r":[ ]+[|>][+-]?\d?[+-]?[ ]*(?:#.*)?$|^[ ]*-[ ]+[|>][+-]?\d?[+-]?[ ]*(?:#.*)?$")
COLON = re.compile(r":(?=\s|$)")
ODD_INDENTATION = re.compile(rf"^[ ]*[\t{SPACES}]")
WHITE = re.compile(rf"[ \t{SPACES}]*")
FIRST_WORD = re.compile(r"[^\s:]+")
LOOKED_AT = 60
"""Lines above the complaint in which its cause is looked for."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong; `legible` is the text without it, of the same length, or None where nothing helps.

    `guess` says that the line was found by its place only: what comes after it may follow from it.
    """

    fault: Diagnostic
    legible: str | None
    lines: frozenset[int] = frozenset()
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A guilty stretch of a line: columns from 0, the fact, the remedy."""

    start: int
    end: int
    message: str
    hint: str


def odd_indentation(file: str, legible: str) -> Slip | None:
    """The slip of lines that are indented with anything but spaces."""
    return Page(file, legible).indented_oddly()


def slip_of(file: str, legible: str, problem: Exception) -> Slip:
    """The slip behind the parser's complaint about `legible`, which is the file without the slips found so far."""
    page = Page(file, legible)
    if isinstance(problem, ReaderError):
        return page.unprintable(problem)
    if not isinstance(problem, MarkedYAMLError):
        return Slip(
            error("yaml-is-valid", "the file nests too deep to be read", Span(file), "use fewer brackets"), None
        )
    if odd := page.indented_oddly():
        return odd
    mark = problem.problem_mark or problem.context_mark
    line = min(mark.line if mark else 0, len(page.lines) - 1)
    column = mark.column if mark else 0
    context = problem.context_mark.line if problem.context_mark else line
    raw = f"{problem.context or ''} {problem.problem or ''}"
    if "unknown escape" in raw or "escape sequence" in raw:
        return page.escape(line, column)
    for number in page.upwards(line, context):
        if finding := page.slip_in(number):
            return page.fill(number, finding)
    if "undefined alias" in raw:
        hint = "put the text in quotation marks"
        return page.fill(line, Finding(column, column + 1, "a text that begins with '*' needs quotation marks", hint))
    return page.misplaced(line, column, context, raw)


class Page:
    """The lines of a file in which a slip is looked for."""

    def __init__(self, file: str, legible: str) -> None:
        self.file = file
        self.lines = legible.split("\n")
        self.folded = dict(folded_lines(self.lines))

    def upwards(self, line: int, context: int) -> Iterator[int]:
        """The lines that may be guilty, the nearest first, without texts below `|` or `>` and comments."""
        for number in [*range(line, max(-1, line - LOOKED_AT), -1), context]:
            if number < len(self.lines) and number not in self.folded:
                stripped = self.lines[number].strip()
                if stripped and not stripped.startswith("#"):
                    yield number

    def slip_in(self, number: int) -> Finding | None:
        """What is wrong in one line by itself."""
        line = self.lines[number]
        if match := NO_SPACE.match(line):
            after = line[match.end() :].strip()
            return Finding(
                match.end() - 1,
                match.end(),
                "there is no space behind the colon",
                f"write `{match['key']}: {shortened(after)}`",
            )
        match = LINE.match(line)
        if match is None or (match["key"] is None and not match["before"].strip()):
            return None
        return self.slip_in_value(number, match["key"] or "", match["value"], match.start("value"))

    def slip_in_value(self, number: int, key: str, value: str, start: int) -> Finding | None:
        """What is wrong with the value that begins in a line."""
        first = value[0]
        corrected = f"write {key}: {in_quotes(value)}" if key else f"write - {in_quotes(value)}"
        if first in "\"'":
            return self.slip_in_quotes(number, value, start)
        if first in "[{":
            return self.slip_in_brackets(number, value, start, corrected)
        if first in "|>":
            if re.fullmatch(r"[|>][+-]?\d?[+-]?\s*(#.*)?", value):
                return None
            hint = "write the text into the next lines, indented"
            return Finding(start, start + 1, f"words stand behind the '{first}'", hint)
        allowed = {"*": r"\*[\w-]+\s*(#.*)?", "&": r"&[\w-]+(\s.*)?", "!": r"!!str(\s.*)?"}
        if first in "@`%,]}" or (first in allowed and not re.fullmatch(allowed[first], value)):
            message = f"a text that begins with '{first}' needs quotation marks"
            return Finding(start, start + 1, message, corrected)
        if value.startswith(("- ", "? ")):
            hint = "write the items into the next lines, one hyphen each" if first == "-" else corrected
            return Finding(start, start + 1, f"a text that begins with '{first}' needs quotation marks", hint)
        text = re.sub(r"\s#.*$", "", value)
        if colon := COLON.search(text):
            at = start + colon.start()
            return Finding(at, at + 1, "a text with a colon in it needs quotation marks", corrected)
        return None

    def slip_in_quotes(self, number: int, value: str, start: int) -> Finding | None:
        """A quotation mark without its partner, or words behind the closing one."""
        mark = value[0]
        inside = re.compile(r"(?:[^\"\\]|\\.)*" if mark == '"' else r"(?:[^']|'')*", re.DOTALL)
        rest = self.value_from(number, start)
        match = inside.match(rest, 1)
        end = match.end() if match else 1
        if end >= len(rest):
            hint = f"close it; a text with quotation marks of its own is written {in_quotes('so-called “words”')}"
            if mark == "'":
                hint = f"put the text in double quotation marks: {in_quotes(value)}"
            elif '"' not in value[1:]:
                hint = f"close it: {in_quotes(value[1:])}"
            return Finding(start, start + len(value), "a quotation mark is not closed", hint)
        after = rest[end + 1 :].split("\n")[0].strip()
        if after and not after.startswith("#") and after not in {",", "]", "}"}:
            whole = value if value[-1] != mark else value[1:-1]
            hint = f"put the whole text in quotation marks of the other kind: {in_quotes(whole)}"
            return Finding(start, start + len(value), "words stand behind a closing quotation mark", hint)
        return None

    def slip_in_brackets(self, number: int, value: str, start: int, corrected: str) -> Finding | None:
        """A text that begins with a bracket, which makes a list or fields of it."""
        citation = value[0] == "[" and re.search(r"(?:^|[\s\[;-])@", value)
        if citation:
            return Finding(start, start + len(value), "a citation needs quotation marks here", corrected)
        end = end_of_brackets(self.value_from(number, start))
        if end is None:
            hint = f"close it, or, if it belongs to a text, {corrected}"
            return Finding(start, start + len(value), f"the bracket '{value[0]}' is not closed", hint)
        after = value[end:].strip()
        if end <= len(value) and after and not after.startswith("#"):
            message = f"a text that begins with '{value[0]}' needs quotation marks"
            return Finding(start, start + 1, message, corrected)
        return None

    def value_from(self, number: int, start: int) -> str:
        """The value that begins in a line, with the following lines that are indented deeper than that line."""
        line = self.lines[number]
        kept, own = [line[start:].rstrip()], indentation(line)
        for following in self.lines[number + 1 :]:
            if following.strip() and indentation(following) <= own and following.strip()[0] not in "]}":
                break
            kept.append(following)
        return "\n".join(kept)

    def fill(self, number: int, finding: Finding) -> Slip:
        """The slip with its line's value written over."""
        line = self.lines[number]
        match = LINE.match(line)
        if NO_SPACE.match(line):
            filled = line[: finding.start + 1] + " " + "x" * (len(line) - finding.start - 2)
        else:
            at = match.start("value") if match else indentation(line)
            filled = line[:at] + "x" * (len(line) - at)
        return self.slip(number, finding, {number: filled})

    def slip(self, number: int, finding: Finding, changed: dict[int, str], code: str = "yaml-is-valid") -> Slip:
        """The slip with these lines changed."""
        span = Span(self.file, number + 1, finding.start + 1, number + 1, max(finding.end, finding.start + 1) + 1)
        legible = "\n".join(changed.get(index, line) for index, line in enumerate(self.lines))
        lines = frozenset(index + 1 for index in changed)
        return Slip(error(code, finding.message, span, finding.hint), legible, lines)

    def without(self, number: int, finding: Finding) -> Slip:
        """The slip with its line, and what is indented deeper below it, made a comment."""
        own = indentation(self.lines[number])
        changed = {number: commented(self.lines[number])}
        for index in range(number + 1, len(self.lines)):
            line = self.lines[index]
            if line.strip() and indentation(line) <= own:
                break
            changed[index] = commented(line)
        return replace(self.slip(number, finding, changed), guess=True)

    def misplaced(self, line: int, column: int, context: int, raw: str) -> Slip:
        """A line that does not fit those above it: a colon that is missing, or its indentation."""
        if "could not find expected ':'" in raw:
            return self.colon_missing(context)
        written, own = self.lines[line], indentation(self.lines[line])
        above = next(self.upwards(line - 1, 0), None) if line else None
        if above is None or not written.strip() or not ("block" in raw or "mapping values" in raw):
            hint = "put texts with brackets, commas, colons or quotation marks in quotation marks"
            finding = Finding(column, column + 1, "the file cannot be read from here", hint)
            return (
                self.without(line, finding) if written.strip() else replace(self.slip(line, finding, {}), legible=None)
            )
        begins = len(self.lines[above]) - len(re.sub(r"^[ ]*(?:- +)*", "", self.lines[above]))
        if not COLON.search(self.lines[above]) and begins == own:
            return self.colon_missing(above)
        if COLON.search(written) or written.strip().startswith("-"):
            hint = "fields of one level begin in the same column"
            if (key := re.match(r"\s*(?:- +)*([^\s:]+):", self.lines[above])) and own != begins:
                hint += f"; '{key[1]}' in the line above begins in column {begins + 1}"
            return self.without(line, Finding(own, own + 1, "the line is indented otherwise than those above", hint))
        return self.colon_missing(line)

    def colon_missing(self, number: int) -> Slip:
        """A line that is neither a field nor part of a text."""
        line = self.lines[number]
        start = len(line) - len(re.sub(r"^[ ]*(?:- +)*", "", line))
        word = FIRST_WORD.match(line, start)
        rest = line[word.end() :].strip() if word else ""
        hint = f"write `{word[0]}: {shortened(rest) or '…'}`" if word else "write a field's name before it"
        hint += ", or indent the line deeper if it continues the text above"
        return self.without(number, Finding(start, len(line.rstrip()), "a colon is missing", hint))

    def escape(self, line: int, column: int) -> Slip:
        """A backslash within double quotation marks."""
        at = self.lines[line].rfind("\\", 0, column + 1)
        at = at if at >= 0 else column
        hint = "write two backslashes, or use single quotation marks around the text"
        finding = Finding(at, at + 1, "a backslash means something else within double quotation marks", hint)
        return self.slip(line, finding, {line: self.lines[line][:at] + "x" + self.lines[line][at + 1 :]})

    def unprintable(self, problem: ReaderError) -> Slip:
        """A character that no text file should hold."""
        legible = "\n".join(self.lines)
        at = min(problem.position, len(legible) - 1)
        number, column = legible.count("\n", 0, at), at - legible.rfind("\n", 0, at) - 1
        message = f"the character U+{ord(legible[at]):04X} cannot stand in a text"
        hint = "delete it; it may have come with copied text"
        line = self.lines[number][:column] + " " + self.lines[number][column + 1 :]
        return self.slip(number, Finding(column, column + 1, message, hint), {number: line})

    def indented_oddly(self) -> Slip | None:
        """Lines that are indented with anything but spaces; they are given spaces or, if that fails, left out."""
        odd = [
            (number, match.end() - 1)
            for number, line in enumerate(self.lines)
            if line.strip()
            and (match := ODD_INDENTATION.match(line))
            and match.end() - 1 <= self.folded.get(number, len(line))
        ]
        if not odd:
            return None
        first, at = odd[0]
        kind = "a tab" if self.lines[first][at] == "\t" else "a space of another kind"
        hint = "use two plain spaces instead"
        if more := len(odd) - 1:
            hint += f"; so are {more} lines below it" if more > 1 else "; so is one line below it"
        finding = Finding(at, indentation(self.lines[first]), f"the line is indented with {kind}", hint)
        spaced = {number: plain_indentation(self.lines[number]) for number, _ in odd}
        left_out = {number: commented(self.lines[number]) for number, _ in odd}
        for changed in (spaced, left_out):
            slip = self.slip(first, finding, changed, "indentation-is-spaces")
            if is_readable(slip.legible or ""):
                return slip if changed is left_out else replace(slip, lines=frozenset())
        return replace(self.slip(first, finding, {}, "indentation-is-spaces"), legible=None)


def is_readable(text: str) -> bool:
    """Whether YAML's parser takes the text."""
    try:
        list(yaml_parser().compose_all(text))
    except (YAMLError, ValueError, RecursionError):
        return False
    return True


def folded_lines(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The lines of texts below `|` or `>`, which are taken as they are, with the indentation of the line above them."""
    head: int | None = None
    for number, line in enumerate(lines):
        if head is not None:
            if not line.strip() or indentation(line) > head:
                yield number, head
                continue
            head = None
        if BLOCK_HEAD.search(line):
            head = indentation(line)


def indentation(line: str) -> int:
    """The number of white characters that a line begins with."""
    match = WHITE.match(line)
    return match.end() if match else 0


def plain_indentation(line: str) -> str:
    """The line with a space for each character of its indentation."""
    end = indentation(line)
    return " " * end + line[end:]


def commented(line: str) -> str:
    """The line as a comment of the same length."""
    end = indentation(line)
    return " " * end + "#" + line[end + 1 :] if line.strip() else line


def end_of_brackets(value: str) -> int | None:
    """Where the bracket closes that the value begins with; None if it does not. Quotations within it do not count."""
    depth, index = 0, 0
    while index < len(value):
        character = value[index]
        if character in "\"'" and (index == 0 or value[index - 1] in " [{,:\n"):
            close = value.find(character, index + 1)
            index = close if close >= 0 else index
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if depth == 0:
                return index + 1
        index += 1
    return None


def shortened(text: str) -> str:
    """A text short enough for a hint."""
    return text if len(text) <= 50 else f"{text[:48].rstrip()}…"


def in_quotes(text: str) -> str:
    """The text in such quotation marks as it allows."""
    text = shortened(text)
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
