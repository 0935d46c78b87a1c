"""A .bib file as entries: read with bibtexparser for its structure, never trusted for anything else.

Reference managers write many dialects, and authors mend them by hand. What can be understood is kept and named as
biblatex names it; what cannot is reported at its line; nothing raises.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bibtexparser import model as bib
from bibtexparser.splitter import Splitter

from stagebrief.diagnostics import Diagnostic, Severity, Span, error, warning
from stagebrief.load.bibtex_names import FIELD_ALIASES, MACROS, MONTHS, TYPE_ALIASES, TYPES
from stagebrief.load.latex_text import Converted, to_plain, to_verbatim
from stagebrief.load.origin import Origin
from stagebrief.model.fields import ADDRESSES, IDENTIFIERS, KEPT, PRINTED, REFERENCES, SILENT
from stagebrief.model.library import Entry, Field

OFTEN = 20
"""After so many findings of one code and severity in a file, the rest are only counted."""

VERBATIM = ADDRESSES | IDENTIFIERS | REFERENCES | frozenset(("file",))
ENCODING = re.compile(rb"^%\s*Encoding:\s*([A-Za-z0-9_-]+)", re.MULTILINE | re.IGNORECASE)
NAME = re.compile(r"\s*,?\s*([A-Za-z][\w:.+/-]*)\s*=\s*")
NUMBER = re.compile(r"\d+")
MACRO = re.compile(r"[^\s\"#%'(),={}]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_bibliography(file: str, data: bytes) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The entries of a .bib file, and what is wrong with it; `file` is its path below the content folder."""
    reader = _Reader(file)
    text = reader.decode(data)
    reader.read(text)
    return tuple(reader.entries), tuple(reader.reported())


@dataclass(slots=True)
class _Value:
    """A field's value as written, and the place of its first character in the file."""

    name: str
    raw: str
    offset: int


@dataclass(slots=True)
class _Reader:
    """The state of reading one file."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    macros: dict[str, str] = field(default_factory=lambda: dict(MACROS))
    places: dict[str, Entry] = field(default_factory=dict)
    origin: Origin = field(default_factory=lambda: Origin.whole("", ""))

    def decode(self, data: bytes) -> str:
        """The file's text with plain line ends."""
        text = self.decoded(data).replace("\r\n", "\n").replace("\r", "\n")
        self.origin = Origin.whole(self.file, text)
        if match := CONTROL.search(text):
            message = f"the file holds the control character U+{ord(match[0]):04X}"
            self.warn("file-is-text", message, match.start(), hint="remove it; it is read as a space")
            text = CONTROL.sub(" ", text)
        return text

    def decoded(self, data: bytes) -> str:
        """The text, whatever the encoding."""
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            named = "utf-16"
        else:
            match = ENCODING.search(data[:2000])
            named = match[1].decode("ascii") if match else "cp1252"
            try:
                return data.decode("utf-8-sig")
            except UnicodeDecodeError as fault:
                line = data.count(b"\n", 0, fault.start) + 1
        try:
            text = data.decode(named)
        except (UnicodeDecodeError, LookupError):
            named, text = "latin-1", data.decode("latin-1")
        message = f"the file is not UTF-8 and was read as {named.lower()}"
        hint = "save it as UTF-8, or letters may come out wrong"
        where = Span(self.file, 1 if named == "utf-16" else line)
        self.diagnostics.append(warning("file-is-utf-8", message, where, hint))
        return text

    def read(self, text: str) -> None:
        """All blocks of the file."""
        logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it would log is reported here
        try:
            blocks = Splitter(text).split().blocks
        except Exception as fault:  # whatever the parser stumbles over, the author shall hear of it
            self.report("file-is-bibtex", f"the file cannot be read as BibTeX: {fault}", 0, hint="check its braces")
            return
        position = 0
        for block in blocks:
            start = text.find(block.raw, position) if block.raw else position
            start = position if start < 0 else start
            position = start + len(block.raw or "")
            self.block(block, start)

    def block(self, block: bib.Block, start: int) -> None:
        """One block, which begins at `start`."""
        match block:
            case bib.Entry():
                self.entry(block, start)
            case bib.String():
                self.macros[block.key.strip().lower()] = self.joined(_Value(block.key, block.value, start), block.key)
            case bib.Preamble():
                self.warn("preamble-is-not-needed", "@preamble is not used", start, hint="it can be removed")
            case bib.DuplicateBlockKeyBlock() | bib.DuplicateFieldKeyBlock():
                if isinstance(block.ignore_error_block, bib.Entry):
                    self.entry(block.ignore_error_block, start)
                elif isinstance(block.ignore_error_block, bib.String):
                    self.block(block.ignore_error_block, start)
            case bib.ParsingFailedBlock():
                self.failed(block, start)
            case bib.ImplicitComment():
                self.stray(block.comment, start)
            case _:
                pass

    def failed(self, block: bib.ParsingFailedBlock, start: int) -> None:
        """An entry that has no key, no comma after its key, or no end."""
        head = re.match(r"@\s*(\w+)\s*[{(]\s*([^\s,{}()=\"]*)", block.raw or "")
        what = f"@{head[1]}{{{head[2]}}}" if head else "an entry"
        if head and re.match(r"\s*=", (block.raw or "")[head.end() :]):
            self.report("key-is-given", f"@{head[1]} has no key", start, hint=f"write @{head[1]}{{key, …")
            return
        if head and re.match(r"\s+[A-Za-z]\w*\s*=", (block.raw or "")[head.end() :]):
            message, hint = f"no comma after the key of {what}", "put a comma after the key"
        else:
            message, hint = f"{what} is not complete", "look for a brace or a quotation mark that is not closed"
        self.report("entry-is-complete", message, start, hint=hint)

    def stray(self, text: str, start: int) -> None:
        """Text between entries: a comment, unless it looks like an entry gone wrong."""
        if match := re.search(r"@\s*[A-Za-z]+\s*[{(]", text):
            message = "this looks like an entry but cannot be read as one"
            self.report("entry-is-complete", message, start + match.start(), hint="compare it with the one before")

    def entry(self, block: bib.Entry, start: int) -> None:
        """One source."""
        key = " ".join(block.key.split())
        span = self.origin.span(start, start + len((block.raw or "@").split("\n", 1)[0].rstrip()))
        if not key or "=" in key:
            self.report(
                "key-is-given", f"@{block.entry_type} has no key", start, hint=f"write @{block.entry_type}{{key, …"
            )
            return
        kind, extra = self.type_of(block.entry_type, start)
        fields = self.fields_of(list(self.values_of(block, start)), key)
        names = {item.name for item in fields}
        fields += [Field(name, value, span) for name, value in extra if name not in names]
        self.add(Entry(kind, key, tuple(fields), span))

    def add(self, entry: Entry) -> None:
        """Keep an entry, unless one of its key is there."""
        earlier = self.places.get(entry.key)
        if earlier is None:
            self.places[entry.key] = entry
            self.entries.append(entry)
            return
        same = entry.type == earlier.type and {(f.name, f.value) for f in entry.fields} == {
            (f.name, f.value) for f in earlier.fields
        }
        where = f"the first is at {earlier.span}"
        if same:
            message = f"'{entry.key}' stands here a second time, word for word"
            self.diagnostics.append(warning("key-is-unique", message, entry.span, "remove one of the two", where))
        else:
            message = f"two different entries have the key '{entry.key}'"
            hint = "give one of them another key; the first one is used"
            self.diagnostics.append(error("key-is-unique", message, entry.span, hint, where))

    def type_of(self, written: str, start: int) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The entry's type in biblatex's terms, with fields that the old type implies."""
        kind = written.strip().lower()
        if kind in TYPES:
            return kind, ()
        if kind in TYPE_ALIASES:
            return TYPE_ALIASES[kind]
        hint = "use one such as book, article, report, thesis or online; it is read as misc"
        self.warn("type-is-known", f"there is no entry type '@{kind}'", start, hint=hint)
        return "misc", ()

    def values_of(self, block: bib.Entry, start: int) -> Iterator[_Value]:
        """The entry's fields with their places; a field that swallowed the next for want of a comma is divided."""
        raw, position = block.raw or "", 0
        for item in block.fields:
            value = str(item.value)
            offset = self.place_of(item.key, value, raw, position)
            position = offset + len(value)
            yield from self.divided(_Value(item.key.strip().lower(), value, start + offset))

    def place_of(self, name: str, value: str, raw: str, position: int) -> int:
        """Where a field's value begins: after its name and an equals sign, at or after `position`."""
        start = raw.find(name, position)
        while start >= 0:
            equals = start + len(name)
            while equals < len(raw) and raw[equals] in " \t\n=":
                equals += 1
            if raw.startswith(value, equals):
                return equals
            start = raw.find(name, start + 1)
        return position

    def divided(self, value: _Value) -> Iterator[_Value]:
        """The value, and the fields that follow it without a comma."""
        end = _end_of(value.raw)
        rest = NAME.match(value.raw, end)
        while rest:
            place = value.offset + end
            self.report("fields-are-divided", "a comma is missing between two fields", place, hint="put a comma here")
            yield _Value(value.name, value.raw[:end], value.offset)
            value = _Value(rest[1].lower(), value.raw[rest.end() :], value.offset + rest.end())
            end = _end_of(value.raw)
            rest = NAME.match(value.raw, end)
        yield value

    def fields_of(self, values: list[_Value], key: str) -> list[Field]:
        """The fields by biblatex's names, each once."""
        fields: dict[str, Field] = {}
        parts: dict[str, tuple[str, Span]] = {}
        for value in values:
            name = FIELD_ALIASES.get(value.name, value.name)
            span = self.origin.span(value.offset, value.offset + max(1, len(value.raw)))
            if name in {"year", "month", "day"}:
                parts.setdefault(name, (self.joined(value, key), span))
                continue
            if name not in PRINTED and name not in KEPT:
                if name not in SILENT:
                    self.unknown_field(value, key)
                continue
            text = self.clean(value, name, key)
            if name in fields:
                if text != fields[name].value and value.name == name:
                    self.warn(
                        "field-is-given-once",
                        f"'{key}' has more than one '{name}'",
                        value.offset,
                        hint="remove one of them; the first is used",
                    )
                continue
            if text:
                fields[name] = Field(name, text, span)
        return [*fields.values(), *self.date_fields(parts, fields, key)]

    def unknown_field(self, value: _Value, key: str) -> None:
        """Only a field that a style might have shown is worth a word: managers add many of their own."""
        if close := _near(value.name):
            self.warn(
                "field-is-known",
                f"'{key}' has the unknown field '{value.name}'",
                value.offset,
                hint=f"did you mean '{close}'?",
            )

    def date_fields(
        self, parts: Mapping[str, tuple[str, Span]], fields: Mapping[str, Field], key: str
    ) -> Iterable[Field]:
        """`date` from BibTeX's year, month and day; a year in words is kept as it is."""
        if "date" in fields or "year" not in parts:
            return ()
        year, span = parts["year"]
        year = to_plain(year).text
        if match := re.fullmatch(r"\{*(-?\d{1,4})\s*(?:[-–—/]+|\s+and\s+)\s*(\d{4})\}*", year):
            return (Field("date", f"{int(match[1]):04d}/{match[2]}", span),)
        if not re.fullmatch(r"\{*\d{3,4}\}*", year):
            return (Field("year", year, span),) if year else ()
        date = f"{int(year.strip('{}')):04d}"
        month, day = _month_of(parts.get("month", ("", span))[0], parts.get("day", ("", span))[0])
        if month:
            date += f"-{month:02d}" + (f"-{day:02d}" if day else "")
        elif parts.get("month", ("",))[0].strip():
            message = f"the month of '{key}' is not understood: '{parts['month'][0]}'"
            self.diagnostics.append(
                warning("date-is-a-date", message, parts["month"][1], "write a number from 1 to 12, or jan … dec")
            )
        return (Field("date", date, span),)

    def clean(self, value: _Value, name: str, key: str) -> str:
        """The value as plain text."""
        raw = self.joined(value, key)
        converted = to_verbatim(raw) if name in VERBATIM else to_plain(raw)
        self.commands(converted, value, name, key)
        if name in {"date", "urldate", "eventdate", "origdate"}:
            return _tidy_date(converted.text)
        return converted.text

    def commands(self, converted: Converted, value: _Value, name: str, key: str) -> None:
        """Report the commands that are not text, and those that nobody knows."""
        for _, command in converted.forbidden:
            offset = value.offset + max(0, value.raw.find(f"\\{command}"))
            self.report(
                "field-is-text",
                f"the field '{name}' of '{key}' holds the command \\{command}, which is no text",
                offset,
                hint="remove it; a field says what the reader sees",
                length=len(command) + 1,
            )
        for _, command in converted.unknown:
            offset = value.offset + max(0, value.raw.find(f"\\{command}"))
            what = f"the command \\{command}" if command else "a backslash"
            self.warn(
                "macro-is-known",
                f"the field '{name}' of '{key}' holds {what}, which is not known",
                offset,
                hint="write the character itself; the command is left out, its text is kept",
                length=len(command) + 1,
            )

    def joined(self, value: _Value, key: str) -> str:
        """The value with its delimiters gone, macros put in and pieces joined."""
        pieces, position, raw = [], 0, value.raw
        if raw[_end_of(raw) :].strip():
            message = f"the value of '{value.name}' in '{key}' is not in braces"
            self.warn("value-is-delimited", message, value.offset, hint="put the whole value in braces")
            return raw
        while position < len(raw):
            if raw[position].isspace() or raw[position] == "#":
                position += 1
                continue
            end = _piece_end(raw, position)
            piece = raw[position:end]
            if piece[0] in '{"':
                closed = len(piece) > 1 and piece[-1] == {"{": "}", '"': '"'}[piece[0]]
                pieces.append(piece[1 : -1 if closed else None])
            elif piece.isdigit():
                pieces.append(piece)
            else:
                pieces.append(self.macro(piece, value, position, key))
            position = end
        return "".join(pieces)

    def macro(self, name: str, value: _Value, position: int, key: str) -> str:
        """What an @string stands for; its name where there is none."""
        if (text := self.macros.get(name.lower())) is not None:
            return text
        if MACRO.fullmatch(name) and not NUMBER.match(name):
            message = f"'{key}' uses '{name}', which no @string defines"
            self.warn(
                "macro-is-defined", message, value.offset + position, hint="put the text in braces", length=len(name)
            )
        else:
            message = f"the value of '{value.name}' in '{key}' is not in braces"
            self.warn("value-is-delimited", message, value.offset + position, hint="put the whole value in braces")
        return name

    def report(self, code: str, message: str, start: int, *, hint: str, length: int = 1) -> None:
        """An error at a place in the file."""
        self.diagnostics.append(error(code, message, self.origin.span(start, start + length), hint))

    def warn(self, code: str, message: str, start: int, *, hint: str, length: int = 1) -> None:
        """A warning at a place in the file."""
        self.diagnostics.append(warning(code, message, self.origin.span(start, start + length), hint))

    def reported(self) -> Iterator[Diagnostic]:
        """The diagnostics in the file's order; of many of a kind the first, and how many more there are."""
        counts: dict[tuple[str, Severity], int] = {}
        for diagnostic in sorted(self.diagnostics, key=lambda found: found.span or Span(self.file)):
            kind = (diagnostic.code, diagnostic.severity)
            counts[kind] = counts.get(kind, 0) + 1
            if counts[kind] <= OFTEN:
                yield diagnostic
        for (code, severity), count in counts.items():
            if count > OFTEN:
                yield Diagnostic(code, severity, f"{count - OFTEN} more findings of this kind", Span(self.file))


def _end_of(raw: str) -> int:
    """Where a value ends that should be pieces joined by `#`."""
    position, end, joined = 0, 0, True
    while position < len(raw):
        if raw[position].isspace():
            position += 1
        elif raw[position] == "#":
            position, joined = position + 1, True
        elif joined:
            position = end = _piece_end(raw, position)
            joined = False
        else:
            break
    return end


def _piece_end(raw: str, position: int) -> int:
    """Where the piece ends that begins at `position`: in braces, in quotation marks, or bare."""
    opening = raw[position]
    if opening not in '{"':
        match = re.compile(r'[^\s#{"]+').match(raw, position)
        return match.end() if match else position + 1
    depth = 0
    for index in re.finditer(r'\\.|[{}"]', raw[position + 1 :], re.DOTALL):
        sign = index[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if opening == "{" and depth < 0:
                return position + 1 + index.end()
        elif sign == '"' and opening == '"' and depth <= 0:
            return position + 1 + index.end()
        elif sign in {r"\{", r"\}"}:
            depth += 1 if sign == r"\{" else -1
            if opening == "{" and depth < 0:
                return position + 1 + index.end()
    return len(raw)


def _month_of(month: str, day: str) -> tuple[int, int]:
    """The month and the day, 0 where they are not known; BibTeX files write `15~jan`, `March`, `3` and more."""
    text = to_plain(month).text.replace("\u00a0", " ").lower()
    number = 0
    for word in re.findall(r"[^\W\d_]+", text):
        number = number or MONTHS.get(word, 0) or MONTHS.get(word[:3], 0)
    digits = [int(piece) for piece in re.findall(r"\d{1,2}", text)]
    if not number and len(digits) == 1 and 1 <= digits[0] <= 12:
        number, digits = digits[0], []
    written = re.search(r"\d{1,2}", day)
    first = int(written[0]) if written else digits[0] if len(digits) == 1 else 0
    return number, first if number and 1 <= first <= 31 else 0


def _tidy_date(text: str) -> str:
    """A date with two figures for month and day; what is not a date stays."""
    return re.sub(
        r"(?<![\d-])(-?\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?=$|/|T|[~?%])",
        lambda found: f"{found[1]}-{int(found[2]):02d}" + (f"-{int(found[3]):02d}" if found[3] else ""),
        text.strip("{} ").replace("--", "/").replace("–", "/"),
    )


def _near(name: str) -> str | None:
    """A field that is so close to this name that a slip of the pen is likely."""
    from difflib import get_close_matches  # noqa: PLC0415 - only for files with slips

    if len(name) < 4:
        return None
    return next(iter(get_close_matches(name, sorted(PRINTED | FIELD_ALIASES.keys()), 1, 0.8)), None)
