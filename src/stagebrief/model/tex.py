r"""What a renderer hands to the engine: files of TeX, and where each line came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from stagebrief.diagnostics import Span
from stagebrief.model.raw_latex import RawPiece

MARK = re.compile(r"^%@ (?P<file>.+):(?P<line>\d+):(?P<column>\d+)$")
"""A line of generated TeX that says from which place in the content the lines below it came."""


def mark(span: Span) -> str:
    """The comment line that ties the TeX below it to `span`; file names with line ends are refused on loading."""
    return f"%@ {span.file}:{span.line}:{span.column}"


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """An entry of the clean bibliography: `safe_key` is its key there, `key` and `span` are the author's."""

    safe_key: str
    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class TexSource:
    """One target as TeX.

    `name` is the job name; `name + ".tex"` is the file to compile. `files` are texts by their path in the build
    folder (TeX, the clean .bib); `pictures` are files to be copied there, by their path in the build folder.
    `raw` is the raw LaTeX that authors have written in them, in its order.
    `target` is `brief` or `slides`; `parts` are the names (without `.tex`) of the files that make up the body, in the
    order in which they are read: an edit of one leaves what was typeset before it as it is. `entries` are the sources
    in the clean .bib. `guesses` are auxiliary files as TeX will write them, to be there for the first pass; `unread`
    are the endings of auxiliary files that TeX reads and that change nothing on the pages.
    """

    target: str
    name: str
    files: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, Path], ...] = ()
    uses_biber: bool = True
    raw: tuple[RawPiece, ...] = ()
    parts: tuple[str, ...] = ()
    entries: tuple[ListedEntry, ...] = ()
    guesses: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()

    def text(self, path: str) -> str:
        """The text of the file at that path; KeyError if there is none."""
        return dict(self.files)[path]


@dataclass(frozen=True, slots=True)
class SourceMap:
    """For each generated file the marks in it, as (line of the mark, span), in rising order."""

    marks: tuple[tuple[str, tuple[tuple[int, Span], ...]], ...] = field(default=())

    @classmethod
    def of(cls, source: TexSource) -> SourceMap:
        """Read the marks out of the generated files."""
        found = []
        for path, text in source.files:
            spans = []
            for number, line in enumerate(text.splitlines(), start=1):
                if match := MARK.match(line.strip()):
                    spans.append((number, Span(match["file"], int(match["line"]), int(match["column"]))))
            found.append((path, tuple(spans)))
        return cls(tuple(found))

    def span(self, path: str, line: int) -> Span | None:
        """The author's place for a line of a generated file: the nearest mark above it."""
        best = None
        for number, span in dict(self.marks).get(path, ()):
            if number > line:
                break
            best = span
        return best
