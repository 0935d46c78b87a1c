"""Where something stands and what is wrong with it: values, no printing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a diagnostic matters; an error stops the build, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one source file.

    `file` is the path below the content folder, with forward slashes. Lines and columns count from 1 and
    columns count characters, not bytes. The end is exclusive; `end_line == 0` means that only the start is known.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Area:
    """A place on a page of a PDF, which is called `pdf`; pages count from 1.

    `box` is left, bottom, right and top in points from the lower left corner of the page; None for the whole page.
    """

    pdf: str
    page: int
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a code that names the good state, the fact, the place and the remedy.

    `code` names the state to reach (`field-is-known`). `message` is the fact and `hint` the remedy, both in
    lower case without a full stop. `notes` hold what helps to understand: where the tool looked, what it read.
    `area` is where it is seen on the page of a finished PDF.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    hint: str | None = None
    notes: tuple[str, ...] = ()
    area: Area | None = None

    def __str__(self) -> str:
        place = f"{self.span}: " if self.span else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.severity}: {self.message}{hint}"


def error(code: str, message: str, span: Span | None = None, hint: str | None = None, *notes: str) -> Diagnostic:
    """A diagnostic that stops the build."""
    return Diagnostic(code, Severity.ERROR, message, span, hint, notes)


def warning(code: str, message: str, span: Span | None = None, hint: str | None = None, *notes: str) -> Diagnostic:
    """A diagnostic that the author should read but that stops nothing."""
    return Diagnostic(code, Severity.WARNING, message, span, hint, notes)


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether any of them stops the build."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
