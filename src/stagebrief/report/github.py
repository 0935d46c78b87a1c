"""The outcome of a command as workflow commands, which GitHub shows as annotations beside the lines."""

from __future__ import annotations

from stagebrief.diagnostics import Diagnostic, Severity
from stagebrief.report.outcome import Outcome
from stagebrief.report.places import ordered, path_of

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def format_outcome(outcome: Outcome) -> str:
    """All diagnostics in the order of their places, one command each."""
    return "\n".join(command_of(diagnostic, outcome) for diagnostic in ordered(outcome.diagnostics))


def command_of(diagnostic: Diagnostic, outcome: Outcome) -> str:
    """One diagnostic as a workflow command; columns are told of one line only, as GitHub wants it."""
    strict = outcome.strict and diagnostic.severity is Severity.WARNING
    properties: dict[str, str | int] = {}
    if span := diagnostic.span:
        properties |= {"file": path_of(span.file, outcome.folder), "line": span.line}
        if span.end_line in {0, span.line}:
            properties |= {"col": span.column}
            properties |= {"endLine": span.end_line, "endColumn": span.end_column} if span.end_line else {}
        else:
            properties |= {"endLine": span.end_line}
    properties["title"] = f"stagebrief ({diagnostic.code})"
    texts = [diagnostic.message, *diagnostic.notes, *([f"hint: {diagnostic.hint}"] if diagnostic.hint else [])]
    written = ",".join(f"{name}={escape_property(str(value))}" for name, value in properties.items())
    return (
        f"::{COMMANDS[Severity.ERROR if strict else diagnostic.severity]} {written}::{escape_data(chr(10).join(texts))}"
    )


def escape_data(text: str) -> str:
    """The text of a command: whatever it holds, the command ends with its line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escape_property(text: str) -> str:
    """The value of a property: whatever it holds, it is one value."""
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
