"""A .bib file as entries: nothing in it is trusted, and nothing in it raises.

Reference managers write many dialects, and authors mend them by hand. What can be understood is kept and named as
biblatex names it; what cannot is reported at its line. Only the entries that are asked for are read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.load.bibtex_blocks import Block, Blocks, find_blocks
from stagebrief.load.bibtex_entry import EntryReader
from stagebrief.load.bibtex_names import MACROS
from stagebrief.load.bibtex_text import decode
from stagebrief.load.findings import few_of_each
from stagebrief.model.library import Entry

NO_ENTRIES = frozenset(("string", "preamble", "comment"))

LOOKS = {
    "<!doctype html": "a web page",
    "<html": "a web page",
    "<?xml": "XML",
    "ty  -": "RIS",
    "%0 ": "EndNote's export",
    "[": "CSL-JSON, whose name ends in .json",
    "{": "CSL-JSON, whose name ends in .json",
    "%pdf": "a PDF",
}
"""What other files begin with."""

MOST = 2000
"""Of one kind of findings no more are looked for: a file with more is no bibliography."""

MOST_HOLDERS = 50
"""So many entries that have one alias are looked at."""

Finder = Callable[[str], Blocks]
"""What finds the blocks of a text: `find_blocks`, or one that remembers."""


def read_bibliography(file: str, data: bytes) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """All entries of a .bib file, and what is wrong with it; `file` is its path below the content folder."""
    bibliography = BibFile(file, data)
    entries = [entry for key in bibliography.lines if (entry := bibliography.entry(key))]
    return tuple(entries), bibliography.findings()


class BibFile:
    """One .bib file: `lines` has the line of every key; entries are read when they are asked for."""

    def __init__(self, file: str, data: bytes, find: Finder = find_blocks, strings: Mapping[str, str] = MACROS) -> None:
        """Read the file's build; `strings` are @strings of files before this one."""
        self.file = file
        decoded = decode(file, data)
        self.text = decoded.text
        found = find(self.text)
        self.flaws = found.flaws
        self.diagnostics: list[Diagnostic] = list(decoded.faults)
        self.blocks = found.blocks
        self.aliases: dict[str, list[int]] = {}
        for name, number in found.aliases:
            self.aliases.setdefault(name, []).append(number)
        self.numbers: dict[str, int] = {}
        self.again: list[int] = []
        self.sort_blocks()
        self.lines: Mapping[str, int] = {key: self.blocks[number].line for key, number in self.numbers.items()}
        self.read: dict[str, Entry | None] = {}
        self.macros: dict[str, list[tuple[int, str]]] = {name: [(-1, text)] for name, text in strings.items()}
        self.define_macros()

    def sort_blocks(self) -> None:
        """Which block has which key; a key that comes again is remembered."""
        for number, block in enumerate(self.blocks):
            if block.kind in NO_ENTRIES or not block.key:
                continue
            if block.key in self.numbers:
                self.again.append(number)
            else:
                self.numbers[block.key] = number

    def define_macros(self) -> None:
        """What the file's @strings stand for, each from its place on."""
        if first := next((block for block in self.blocks if block.kind == "preamble"), None):
            message, hint = "@preamble is not used", "it can be removed"
            found = Diagnostic("preamble-is-not-needed", Severity.WARNING, message, self.place(first), hint)
            self.diagnostics.append(found)
        for block in self.blocks:
            if block.kind == "string":
                reader = self.reader(block)
                name, text = reader.macro()
                # One that grows too long is reported where it is used.
                self.diagnostics += [found for found in reader.diagnostics if found.code != "field-is-short"]
                if name:
                    self.macros.setdefault(name, []).append((block.start, text))

    @property
    def strings(self) -> dict[str, str]:
        """What @strings stand for at the end of the file."""
        return {name: said[-1][1] for name, said in self.macros.items()}

    def macro(self, name: str, offset: int) -> str | None:
        """What an @string stands for at that place: what was said last before it, else what is said after it."""
        said = self.macros.get(name)
        if not said:
            return None
        index = bisect_right(said, offset, key=lambda found: found[0])
        return said[max(0, index - 1)][1]

    def reader(self, block: Block) -> EntryReader:
        """A reader of one block."""
        column = block.start - self.text.rfind("\n", 0, block.start)
        return EntryReader(self.file, self.text[block.start : block.end], block.start, block.line, column, self.macro)

    def entry(self, key: str) -> Entry | None:
        """The entry of that key, read at the first asking."""
        if key not in self.read and key in self.numbers:
            reader = self.reader(self.blocks[self.numbers[key]])
            self.read[key] = reader.read()
            self.diagnostics += reader.diagnostics
        return self.read.get(key)

    def holders(self, alias: str) -> tuple[tuple[str, Span], ...]:
        """The keys of the entries that have the alias among their `ids`, with the places of that."""
        found: dict[str, Span] = {}
        for number in self.aliases.get(alias, ())[:MOST_HOLDERS]:
            # What is wrong with an entry is told only if it is cited.
            entry = self.reader(self.blocks[number]).read()
            for field in entry.fields if entry else ():
                if entry and field.name == "ids" and alias in map(str.strip, field.value.split(",")):
                    found.setdefault(entry.key, field.span)
        return tuple(found.items())

    def findings(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the file and with the entries that were read; of many of a kind the first."""
        kinds = (self.diagnostics, self.structure(), self.repeated(), self.keyless(), self.emptiness())
        found = [diagnostic for kind in kinds for diagnostic in islice(kind, MOST)]
        return tuple(few_of_each(found, self.file))

    def structure(self) -> Iterator[Diagnostic]:
        """What is wrong with the build of the file; it is an error where an entry that was read suffers by it."""
        said = {found.span.line for found in self.diagnostics if found.code == "entry-is-complete" and found.span}
        for flaw in self.flaws:
            block = self.blocks[flaw.block] if flaw.block >= 0 else None
            key = block.key if block else ""
            if block and said and said.intersection(range(block.line, self.last_line(block) + 1)):
                continue  # the reader of the entry knew the very field
            severity = Severity.ERROR if key in self.read or not key else Severity.WARNING
            column = flaw.offset - self.text.rfind("\n", 0, flaw.offset)
            span = Span(self.file, flaw.line, column, flaw.line, column + 1)
            yield Diagnostic(flaw.code, severity, flaw.message, span, flaw.hint)

    def emptiness(self) -> Iterator[Diagnostic]:
        """A file that holds something else than BibTeX."""
        if not self.blocks and re.search(r"(?m)^[^%\s]", self.text):
            begins = self.text.lstrip()[:100].lower()
            looks = next((name for sign, name in LOOKS.items() if begins.startswith(sign)), "")
            hint = f"it looks like {looks}; export it as BibLaTeX" if looks else "export it as BibLaTeX"
            message = "the file holds no sources"
            yield Diagnostic("file-is-bibtex", Severity.ERROR, message, Span(self.file), hint)

    def keyless(self) -> Iterator[Diagnostic]:
        """Entries that nothing can cite."""
        for block in self.blocks:
            if not block.key and block.kind not in NO_ENTRIES:
                hint = f"write @{block.kind}{{key, …"
                yield Diagnostic("key-is-given", Severity.WARNING, f"@{block.kind} has no key", self.place(block), hint)

    def repeated(self) -> Iterator[Diagnostic]:
        """Keys that come twice: an error where the two differ and one of them is cited."""
        for number in self.again:
            again = self.blocks[number]
            first = self.blocks[self.numbers[again.key]]
            where = f"the first is at {self.place(first)}"
            same = self.text[first.start : first.end].split() == self.text[again.start : again.end].split()
            if same:
                message, hint = f"'{again.key}' stands here a second time, word for word", "remove one of the two"
                severity = Severity.WARNING
            else:
                message = f"two different entries have the key '{again.key}'"
                hint = "give one of them another key; the first one is used"
                severity = Severity.ERROR if again.key in self.read else Severity.WARNING
            yield Diagnostic("key-is-unique", severity, message, self.place(again), hint, (where,))

    def last_line(self, block: Block) -> int:
        """The number of a block's last line."""
        return block.line + self.text.count("\n", block.start, block.end)

    def place(self, block: Block) -> Span:
        """Where a block's first line stands."""
        return self.reader(block).first_line()
