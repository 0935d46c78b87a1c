"""One entry of a .bib file: from what is written to biblatex's type and fields in plain Unicode."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.load.bibtex_dates import date_of, months_in, tidy_date
from stagebrief.load.bibtex_habits import tidy, tidy_fields
from stagebrief.load.bibtex_names import FIELD_ALIASES, MANAGERS_TYPES, TYPE_ALIASES, TYPES
from stagebrief.load.bibtex_values import Piece, Value, Written, read_written
from stagebrief.load.latex_text import to_plain
from stagebrief.load.latex_verbatim import Converted, to_verbatim
from stagebrief.load.origin import line_starts
from stagebrief.model.fields import ADDRESSES, DATES, IDENTIFIERS, KEPT, PRINTED, REFERENCES, SILENT, SILENT_BEGINNINGS
from stagebrief.model.library import Entry, Field

VERBATIM = ADDRESSES | IDENTIFIERS | REFERENCES | frozenset(("file", "ids"))
WORD = re.compile(r"[^\s\"#%'(),={}\d][^\s\"#%'(),={}]*")
"""What can be the name of an @string."""

SEVERAL = re.compile(r"[\s,;]+(?=https?://)")
"""What divides addresses."""

LONGEST = 100_000
"""No field is longer; one that is, by @strings that multiply, is meant to harm."""

LONGEST_ENTRY = 1_000_000
"""Nor is an entry longer than this."""

Lookup = Callable[[str, int], str | None]
"""What an @string stands for, for one who asks from that place in the file; None where there is none."""


def slip_of(name: str) -> str | None:
    """The field that was meant by a slip of the pen: as long but for a letter, with the same beginning."""
    from difflib import get_close_matches  # noqa: PLC0415 - for files with slips only

    known = sorted(field for field in PRINTED | FIELD_ALIASES.keys() if abs(len(field) - len(name)) < 2)
    near = get_close_matches(name, [field for field in known if field[0] == name[0]], 1, 0.75) if len(name) > 3 else []
    return near[0] if near else None


@dataclass(slots=True)
class EntryReader:
    """Reads one entry; `text` is its stretch of the file, which begins at `offset`, `line` and `column`."""

    file: str
    text: str
    offset: int
    line: int
    column: int
    lookup: Lookup
    diagnostics: list[Diagnostic] = field(default_factory=list)
    starts: tuple[int, ...] = ()
    key: str = ""

    def read(self) -> Entry | None:
        """The entry; None where it has no key, so that nothing could cite it."""
        written = read_written(self.text[:LONGEST_ENTRY])
        self.key = written.key
        if len(self.text) > LONGEST_ENTRY:
            message = f"the entry '{self.key}' has more than {LONGEST_ENTRY} characters"
            self.report("field-is-short", message, 0, "shorten it; the rest is left out", error=True)
        for slip in written.slips:
            self.report(slip.code, slip.message, slip.offset, slip.hint, error=slip.loss)
        if not written.key:
            message, hint = f"@{written.kind} has no key", f"write @{written.kind}{{key, …"
            self.report("key-is-given", message, 0, hint, error=True)
            return None
        span = self.first_line()
        kind, implied = self.type_of(written.kind)
        kind, found = tidy_fields(kind, self.fields_of(written))
        fields = list(found.values())
        names = {item.name for item in fields}
        fields += [Field(name, value, span) for name, value in implied if name not in names]
        return Entry(kind, written.key, tuple(fields), span)

    def macro(self) -> tuple[str, str]:
        """The name and the text of an @string."""
        written = read_written(self.text)
        for value in written.values[:1]:
            self.key = value.name
            return value.name, self.joined(value)
        return "", ""

    def first_line(self) -> Span:
        """The place of the entry's first line, which stands for the whole."""
        end = self.text.find("\n")
        return self.span(0, max(1, len(self.text[: end if end >= 0 else None].rstrip())))

    def span(self, start: int, end: int) -> Span:
        """The place of a stretch of the entry's text."""
        if not self.starts:
            self.starts = line_starts(self.text)
        line, column = self.place(start)
        end_line, end_column = self.place(max(start, end - 1))
        return Span(self.file, line, column, end_line, end_column + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column in the file."""
        row = bisect_right(self.starts, offset) - 1
        return self.line + row, offset - self.starts[row] + (self.column if row == 0 else 1)

    def type_of(self, kind: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The entry's type in biblatex's terms, with fields that the old type implies."""
        if kind in TYPES:
            return kind, ()
        if kind in TYPE_ALIASES:
            return TYPE_ALIASES[kind]
        hint = "use one such as book, article, report, thesis or online; it is read as misc"
        self.report("type-is-known", f"there is no entry type '@{kind}'", 0, hint)
        return "misc", ()

    def fields_of(self, written: Written) -> dict[str, Field]:
        """The fields by biblatex's names, each once."""
        fields: dict[str, Field] = {}
        parts: dict[str, Value] = {}
        for value in written.values:
            name = FIELD_ALIASES.get(value.name, value.name)
            if name in {"year", "month", "day"}:
                parts.setdefault(name, value)
            elif name not in PRINTED and name not in KEPT:
                self.unknown_field(value)
            elif text := self.clean(value, name):
                if name == "location" and name in fields and written.kind.endswith(("proceedings", "conference")):
                    name = "venue"
                if name not in fields:
                    fields[name] = Field(name, text, self.span(value.start, max(value.end, value.start + 1)))
                elif text != fields[name].value and value.name == name:
                    message, hint = f"'{self.key}' has more than one '{name}'", "remove one of them; the first is used"
                    self.report("field-is-given-once", message, value.start, hint)
        if "date" not in fields and "year" in parts:
            fields |= {item.name: item for item in self.date_field(parts)}
        return fields

    def unknown_field(self, value: Value) -> None:
        """What reference managers keep for themselves goes without a word; of the rest the author shall know."""
        if value.name in SILENT or value.name.startswith(SILENT_BEGINNINGS):
            return
        near = slip_of(value.name)
        message = f"'{self.key}' has the unknown field '{value.name}'"
        if near:
            self.report("field-is-known", message, value.start, f"did you mean '{near}'?")
        else:
            hint = "no style prints it; it is left out"
            self.say("field-is-known", Severity.NOTE, message, value.start, hint)

    def date_field(self, parts: dict[str, Value]) -> Iterator[Field]:
        """`date` from BibTeX's year, month and day; a year in words is kept as it is."""
        value = parts["year"]
        year = to_plain(self.joined(value)).text
        month = self.joined(parts["month"]) if "month" in parts else ""
        day = self.joined(parts["day"]) if "day" in parts else ""
        span = self.span(value.start, max(value.end, value.start + 1))
        date = date_of(year, month, day)
        if not date and year:
            yield Field("year", year, span)
        if date:
            yield Field("date", date, span)
            if re.search(r"\w", month) and not months_in(month):
                message = f"the month of '{self.key}' is not understood: '{month}'"
                hint = "write a number from 1 to 12, or jan … dec"
                self.report("date-is-a-date", message, parts["month"].start, hint)

    def clean(self, value: Value, name: str) -> str:
        """The value as plain text."""
        raw = self.joined(value)
        if name in ADDRESSES and len(several := [piece for piece in SEVERAL.split(raw.strip()) if piece]) > 1:
            message, hint = f"the {name} of '{self.key}' holds {len(several)} addresses", "the first is used"
            self.report("address-is-whole", message, value.start, hint)
            raw = several[0]
        if name in DATES:
            raw = raw.replace("~", r"\textasciitilde{}")  # `2011~` is about 2011
        converted = to_verbatim(raw) if name in VERBATIM else to_plain(raw)
        self.commands(converted, value, name)
        if name == "type" and converted.text.lower() in MANAGERS_TYPES:
            return ""
        text = tidy(name, converted.text)
        return tidy_date(text) if name in DATES else text

    def commands(self, converted: Converted, value: Value, name: str) -> None:
        """Report the commands that are not text, and those that nobody knows."""
        for command in dict.fromkeys(command for _, command in converted.forbidden):
            message = f"the field '{name}' of '{self.key}' holds the command \\{command}, which is no text"
            hint = "remove it; a field says what the reader sees"
            self.report("field-is-text", message, self.place_of(command, value), hint, error=True, size=len(command))
        for command in dict.fromkeys(command for _, command in converted.unknown):
            what = f"the command \\{command}" if command else "a backslash"
            message = f"the field '{name}' of '{self.key}' holds {what}, which is not known"
            hint = "write the character itself; the command is left out, its text is kept"
            self.report("macro-is-known", message, self.place_of(command, value), hint, size=len(command))

    def place_of(self, command: str, value: Value) -> int:
        """Where a command stands in the value, or the value itself where an @string holds it."""
        found = self.text.find(f"\\{command}", value.start, value.end)
        return found if found >= 0 else value.start

    def joined(self, value: Value) -> str:
        """The value's pieces joined, with what @strings stand for."""
        whole = ""
        for piece in value.pieces:
            whole += piece.text if not piece.bare or piece.text.isdigit() else self.bare(piece, value)
            if len(whole) > LONGEST:
                message = f"the field '{value.name}' of '{self.key}' has more than {LONGEST} characters"
                self.report("field-is-short", message, value.start, "shorten it; the rest is left out", error=True)
                break
        return whole[:LONGEST]

    def bare(self, piece: Piece, value: Value) -> str:
        """What an @string stands for; the words themselves where there is none."""
        text, offset = piece.text, piece.offset
        if WORD.fullmatch(text):
            if (known := self.lookup(text.lower(), self.offset + offset)) is not None:
                return known
            message, hint = f"'{self.key}' uses '{text}', which no @string defines", "put the text in braces"
            self.report("macro-is-defined", message, offset, hint, size=len(text) - 1)
        else:
            message = f"the value of '{value.name}' in '{self.key}' is not in braces"
            self.report("value-is-delimited", message, offset, "put the whole value in braces")
        return text

    def report(self, code: str, message: str, start: int, hint: str, *, error: bool = False, size: int = 0) -> None:
        """A warning, or an error, at a place in the entry."""
        self.say(code, Severity.ERROR if error else Severity.WARNING, message, start, hint, size)

    def say(self, code: str, severity: Severity, message: str, start: int, hint: str, size: int = 0) -> None:
        """Any diagnostic at a place in the entry."""
        self.diagnostics.append(Diagnostic(code, severity, message, self.span(start, start + size + 1), hint))
