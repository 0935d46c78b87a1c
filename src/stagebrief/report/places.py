"""Places and texts as they are shown: nothing that an author writes can act on the reader's terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import category, combining, east_asian_width

from stagebrief.diagnostics import Diagnostic, Severity, Span

UNSEEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Characters that show nothing and move, hide or turn what comes after them."""
TAB = 4


def path_of(file: str, folder: str = "") -> str:
    """The path of a file below `folder`, as it is opened from where the tool runs."""
    return f"{folder.rstrip('/')}/{file}" if folder not in {"", "."} else file


def place_of(span: Span, folder: str = "") -> str:
    """The place as a reader can open it: the file below `folder`, line and column."""
    return f"{visible(path_of(span.file, folder))}:{span.line}:{span.column}"


def visible(text: str) -> str:
    """The text with a mark for each character that would act and not show, a line end among them."""
    return UNSEEN.sub("�", text).replace("\t", " ")


def width_of(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(width_of_character(character) for character in text)


def width_of_character(character: str) -> int:
    """The columns that one character takes: none if it stands on the one before, two if it is wide."""
    if character.isascii():
        return 1
    if combining(character) or category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics by their places, those of no place first."""
    return sorted(diagnostics, key=lambda item: (item.span is not None, item.span or Span("")))


def count(diagnostics: Iterable[Diagnostic]) -> str:
    """How many of each there are, such as `2 errors, 1 warning`; empty where there are none."""
    found = [diagnostic.severity for diagnostic in diagnostics]
    counts = ((severity, found.count(severity)) for severity in Severity)
    return ", ".join(f"{number} {severity}{'s' if number > 1 else ''}" for severity, number in counts if number)
