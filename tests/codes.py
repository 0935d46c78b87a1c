"""The codes of diagnostics that occur in the source, found by reading it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "stagebrief"
MAKERS = frozenset({"error", "warning", "warn", "Diagnostic", "report", "say", "Flaw", "Slip", "WrittenFault", "Found"})
"""Functions and classes that are given a code first."""
SHAPE = re.compile(r"[a-z]+(-[a-z0-9]+)+")
VERBS = frozenset(
    {"is", "are", "has", "fit", "fits", "exists", "resolves", "ends", "end", "arrive", "stands", "names", "says"}
    | {"succeeds", "converge", "works", "covers", "match", "follows"}
)
"""A text of that shape with one of these words in it is a code, wherever it stands."""


def codes_in(source: str) -> Iterator[tuple[str, int]]:
    """Each code that a source writes down, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and name_of(node.func) in MAKERS:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and SHAPE.fullmatch(first.value):
                yield first.value, node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and has_verb(node.value):
            yield node.value, node.lineno


def has_verb(text: str) -> bool:
    """Whether a text has the shape of a code and a verb in it."""
    return SHAPE.fullmatch(text) is not None and bool(VERBS & set(text.split("-")[1:]))


def name_of(function: ast.expr) -> str:
    """The last part of a function's name."""
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def codes_in_source() -> dict[str, str]:
    """Every code of the package with a place where it is written: in Python, in the templates, in the rules."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for code, line in codes_in(path.read_text(encoding="utf-8")):
            found.setdefault(code, f"{path.relative_to(ROOT)}:{line}")
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".lua", ".sty", ".tex"}:
            for match in re.finditer(r"stagebrief: ([a-z]+(?:-[a-z0-9]+)+): ", path.read_text(encoding="utf-8")):
                found.setdefault(match[1], str(path.relative_to(ROOT)))
    for path in sorted(SOURCE.rglob("*rules.toml")):
        for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
            if "code" in rule:
                found.setdefault(rule["code"], str(path.relative_to(ROOT)))
    return found
