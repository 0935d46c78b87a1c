"""The outcome of a command as SARIF 2.1.0, the form in which code hosts and editors read findings."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from stagebrief.catalogue import explanation_of
from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.report.data import area_data
from stagebrief.report.outcome import Outcome
from stagebrief.report.places import ordered, path_of

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HERE, CONTENT = "%SRCROOT%", "CONTENT"
"""Names of what paths are relative to: where the tool runs, or the content folder where it lies elsewhere."""


def format_outcome(outcome: Outcome) -> str:
    """The outcome as a SARIF file with one run."""
    found = ordered(outcome.diagnostics)
    codes = list(dict.fromkeys(diagnostic.code for diagnostic in found))
    driver = {
        "name": "stagebrief",
        "version": outcome.version,
        "semanticVersion": outcome.version,
        "rules": [rule_of(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": outcome.status in {0, 1}, "exitCode": outcome.status}],
        "originalUriBaseIds": bases_of(outcome),
        "columnKind": "unicodeCodePoints",
        "results": [result_of(diagnostic, codes.index(diagnostic.code), outcome) for diagnostic in found],
    }
    data = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode()


def rule_of(code: str) -> dict[str, Any]:
    """A code as a rule, with what the catalogue says of it."""
    found = explanation_of(code)
    if found is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": literal(found.says)},
        "fullDescription": {"text": literal(f"{found.says} {found.why}")},
        "help": {"text": literal(found.mend), "markdown": literal(found.mend)},
        "defaultConfiguration": {"level": str(found.severity)},
    }


def result_of(diagnostic: Diagnostic, rule: int, outcome: Outcome) -> dict[str, Any]:
    """One diagnostic as a result."""
    texts = [diagnostic.message, *diagnostic.notes, *([f"hint: {diagnostic.hint}"] if diagnostic.hint else [])]
    strict = outcome.strict and diagnostic.severity is Severity.WARNING
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": "error" if strict else str(diagnostic.severity),
        "message": {"text": literal("\n".join(texts))},
    }
    if diagnostic.span:
        place = {"artifactLocation": location_of(diagnostic.span.file, outcome), "region": region_of(diagnostic.span)}
        result["locations"] = [{"physicalLocation": place}]
    if diagnostic.area:
        result["properties"] = area_data(diagnostic.area)
    return result


def region_of(span: Span) -> dict[str, int]:
    """Lines and columns, from 1, the end exclusive."""
    region = {"startLine": span.line, "startColumn": span.column}
    return region | ({"endLine": span.end_line, "endColumn": span.end_column} if span.end_line else {})


def is_elsewhere(outcome: Outcome) -> bool:
    """Whether the content does not lie below the place where the tool runs."""
    return outcome.folder.startswith(("/", "../")) or outcome.folder == ".."


def location_of(file: str, outcome: Outcome) -> dict[str, str]:
    """A file as a relative URI and what it is relative to."""
    elsewhere = is_elsewhere(outcome)
    return {
        "uri": uri_of(file if elsewhere else path_of(file, outcome.folder)),
        "uriBaseId": CONTENT if elsewhere else HERE,
    }


def bases_of(outcome: Outcome) -> dict[str, Any]:
    """What the names of bases stand for; where the tool runs is for the reader of the file to say."""
    if is_elsewhere(outcome):
        return {CONTENT: {"uri": f"file://{uri_of(outcome.root)}/"}}
    return {HERE: {"description": {"text": "the folder in which stagebrief was run"}}}


def uri_of(path: str) -> str:
    """A path as a relative URI; a file whose name holds a colon before any slash is still no scheme."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/!$&'()*+,;=@~-._")


def literal(text: str) -> str:
    """A text for a message, in which braces open no placeholder and brackets no link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "\\](")
