"""From a point of a page to the author's line, and back: SyncTeX joined with the marks in the generated files."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from stagebrief.diagnostics import Span
from stagebrief.model.tex import MARK
from stagebrief.preview.synctex import Box, SyncTex

KEY = re.compile(r"^\s*(?:-\s+)?[\w-]+:\s+")
"""What stands before a value of YAML."""

COMMAND = re.compile(r"\\[A-Za-z]+")

WORD = re.compile(r"\w{2,}")
FEW = 10
"""Letters that say nothing about where a line went."""

NEAR = 16
"""Lines of YAML that a block has at most, for all that is known of it."""

ReadLines = Callable[[str], list[str]]
"""The lines of a file of the content by its name."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A generated file: its lines, and the marks in it as (line, place in the content)."""

    lines: list[str]
    marks: list[tuple[int, Span]]
    known: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Generated:
        """Read the marks of a text."""
        lines = text.split("\n")
        found = []
        for number, line in enumerate(lines, 1):
            if match := MARK.match(line):
                found.append((number, Span(match["file"], int(match["line"]), int(match["column"]))))
        return cls(lines, found)

    def words(self, line: int) -> frozenset[str]:
        """The words of a line."""
        if line not in self.known:
            self.known[line] = frozenset(words_of(self.line(line)))
        return self.known[line]

    def line(self, number: int) -> str:
        """The text of a line; nothing if there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def above(self, line: int) -> int:
        """The number of the nearest mark at or above a line; -1 if there is none."""
        return bisect_right(self.marks, line, key=lambda mark: mark[0]) - 1

    def below(self, mark: int) -> tuple[int, int]:
        """The first and the last line that a mark speaks for."""
        end = self.marks[mark + 1][0] if mark + 1 < len(self.marks) else len(self.lines) + 1
        return self.marks[mark][0] + 1, max(self.marks[mark][0] + 1, end - 1)


@dataclass(slots=True)
class Places:
    """The places of one target as it was last typeset; `tags` names the generated file of each input."""

    synctex: SyncTex
    files: dict[str, Generated]
    tags: dict[int, str] = field(default_factory=dict)
    ends: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for tag, name in self.synctex.inputs.items():
            path = PurePosixPath(name)
            if path.name in self.files and "texmf" not in path.parts:
                self.tags[tag] = path.name
        for generated in self.files.values():
            for _, span in generated.marks:
                self.ends.setdefault(span.file, []).append(span.line)
        for lines in self.ends.values():
            lines.sort()

    def source(self, page: int, x: float, y: float, near: str, lines_of: ReadLines) -> Span | None:
        """The author's line of what stands at a point; `near` are words that stand there."""
        for tag, line in self.synctex.at(page, x, y):
            generated = self.files.get(self.tags.get(tag, ""))
            if generated and (mark := generated.above(line)) >= 0:
                return self.within(generated, mark, line, near, lines_of)
            if generated and (found := self.anywhere(generated.line(line), lines_of)):
                return found
        return None

    def anywhere(self, made: str, lines_of: ReadLines) -> Span | None:
        """The line of the content that a generated line without a mark was made from, by its words."""
        words = set(words_of(COMMAND.sub(" ", made)))
        best, least = None, max(FEW - 1, sum(map(len, words)) * 0.3)
        for file in self.ends:
            for number, line in enumerate(lines_of(file), 1):
                likeness = sum(len(word) for word in words.intersection(words_of(line)))
                if likeness > least:
                    best, least = Span(file, number, 1), likeness
        return best

    def within(self, generated: Generated, mark: int, line: int, near: str, lines_of: ReadLines) -> Span:
        """The very line of a block: Markdown keeps its lines, elsewhere the words tell."""
        number, span = generated.marks[mark]
        last = self.end_of(span, len(lines_of(span.file)))
        if span.file.endswith(".md"):
            exact = span.line + line - number - 1
            if exact > last and (found := self.anywhere(generated.line(line), lines_of)):
                return found  # what follows a stage's last paragraph
            return Span(span.file, max(span.line, min(exact, last)), 1)
        written = lines_of(span.file)[span.line - 1 : last]
        best = most_alike(near or generated.line(line), written)
        return span if best is None else Span(span.file, span.line + best, 1)

    def end_of(self, span: Span, whole: int) -> int:
        """The last line of the block that begins at a place."""
        starts = self.ends.get(span.file, [])
        after = bisect_right(starts, span.line)
        return starts[after] - 1 if after < len(starts) else max(whole, span.line)

    def place(self, file: str, line: int, lines_of: ReadLines) -> Box | None:
        """Where a line of the content stands first; None if nothing on any page was made from it."""
        starts = self.ends.get(file, [])
        at = bisect_right(starts, line)
        block = starts[at - 1] if at else 0
        written = lines_of(file)
        text = KEY.sub("", written[line - 1]) if 0 < line <= len(written) else ""
        if not file.endswith(".md") and text.lstrip().startswith("#"):
            return None
        for name, first, last in self.candidates(file, block, line, text):
            for tag in (tag for tag, known in self.tags.items() if known == name):
                if boxes := self.synctex.boxes(tag, first, last):
                    return boxes[0]
        return None

    def candidates(self, file: str, block: int, line: int, text: str) -> list[tuple[str, int, int]]:
        """The stretches of generated files that a line may have become, the likeliest first."""
        found: list[tuple[int, str, int, int]] = []
        for name, generated in self.files.items():
            if generated.marks and not file.endswith(".md"):
                found.extend(self.by_words(name, (1, generated.marks[0][0] - 1), text, own=False, near=False))
            for mark, (_, span) in enumerate(generated.marks):
                first, last = generated.below(mark)
                own = span.file == file and span.line == block and (file.endswith(".md") or line - block < NEAR)
                if not file.endswith(".md"):
                    found.extend(self.by_words(name, (first, last), text, own=own, near=span.file == file))
                elif own:
                    exact = first + line - block
                    found.extend([(-2, name, exact, exact)] if first <= exact <= last else [])
                    found.append((-1, name, first, last))
        return [(name, first, last) for _, name, first, last in sorted(found, key=lambda one: one[0])]

    def by_words(
        self, name: str, lines: tuple[int, int], text: str, *, own: bool, near: bool
    ) -> Iterator[tuple[int, str, int, int]]:
        """The lines of a stretch that share words with a text, by how much; for its `own` block all of it too.

        What was made from elsewhere must share nearly all of them.
        """
        first, last = lines
        if own:
            yield 0, name, first, last
        words = set(words_of(text))
        whole = sum(map(len, words))
        least = 0.0 if own else whole * 0.5 if near else max(whole * 0.8, FEW) - 1
        for number in range(first, last + 1) if words else ():
            likeness = sum(len(word) for word in words & self.files[name].words(number))
            if likeness > least:
                yield -2 * likeness - own, name, number, number


@dataclass(frozen=True, slots=True)
class Record:
    """What TeX has left about the places of a target, as it was read and not yet understood."""

    synctex: bytes
    texts: tuple[tuple[str, str], ...]

    def places(self) -> Places | None:
        """The places; None where TeX has noted none."""
        try:
            synctex = SyncTex(self.synctex)
        except ValueError:
            return None
        return Places(synctex, {name: Generated.of(text) for name, text in self.texts})


def read_record(folder: Path, name: str) -> Record | None:
    """Read what lies in a work folder, before the next build writes over it; None if nothing was noted."""
    try:
        synctex = (folder / f"{name}.synctex").read_bytes()
        paths = sorted(folder.glob("*.tex"))
        texts = tuple((path.name, path.read_text(encoding="utf-8", errors="replace")) for path in paths)
    except OSError:
        return None
    return Record(synctex, texts)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters."""
    return [word.casefold() for word in WORD.findall(text)]


def alike(text: str, other: str) -> int:
    """How many letters of the words of a text occur as words in the other."""
    known = set(words_of(other))
    return sum(len(word) for word in dict.fromkeys(words_of(text)) if word in known)


def most_alike(text: str, lines: Iterable[str]) -> int | None:
    """The first of the lines that shares most with a text; None if none shares anything."""
    likeness = [alike(text, line) for line in lines]
    best = max(likeness, default=0)
    return likeness.index(best) if best else None
