"""YAML with the place of every key and value; texts stay as they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.load.origin import Origin

Path = tuple[str | int, ...]
DEEPEST = 40
"""No brief nests deeper; a file that does is meant to harm."""
MOST_NODES = 200_000


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its values as plain data, and where keys and values stand by their path.

    `values` and `keys` are keyed by the path from the top: `("events", 0, "date")`. `origins` has each text with the
    place of each of its characters.
    """

    file: str
    data: dict[str, Any]
    values: dict[Path, Span]
    keys: dict[Path, Span]
    origins: dict[Path, Origin]

    def span(self, path: Path) -> Span:
        """The place of the value at `path`, or of the nearest that holds it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Span(self.file))

    def key_span(self, path: Path) -> Span:
        """The place of the key at `path`; the value's where there is no key."""
        return self.keys.get(path) or self.span(path)


def read_yaml(file: str, text: str) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document in the text, or the faults that keep it from being read."""
    if fault := tab_fault(file, text):
        return None, (fault,)
    try:
        nodes = list(YAML(typ="rt", pure=True).compose_all(text))
    except MarkedYAMLError as problem:
        return None, (explain(file, text, problem),)
    except (YAMLError, ValueError, RecursionError, AttributeError, TypeError) as problem:
        return None, (error("yaml-is-valid", f"this is not YAML: {first_line(str(problem))}", Span(file)),)
    if len(nodes) != 1 or nodes[0] is None:
        what = "the file is empty" if not any(nodes) else "the file holds more than one document"
        hint = "write the fields of the brief or stage" if not any(nodes) else "delete the line `---` and what follows"
        return None, (error("yaml-is-mapping", what, Span(file), hint),)
    if not isinstance(nodes[0], MappingNode):
        hint = "write fields such as `title: …`, one on each line"
        return None, (error("yaml-is-mapping", "the file does not hold fields", Span(file), hint),)
    reader = Reader(file, text)
    data = reader.read(nodes[0], ())
    assert isinstance(data, dict)
    return Document(file, data, reader.values, reader.keys, reader.origins), tuple(reader.faults)


class Reader:
    """Turns YAML nodes into plain data and remembers the places."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.whole = Origin.whole(file, text)
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.origins: dict[Path, Origin] = {}
        self.faults: list[Diagnostic] = []
        self.count = 0

    def read(self, node: Node, path: Path) -> Any:
        """The node's value as mapping, list, text, truth value or None."""
        self.count += 1
        self.values[path] = self.span(node)
        if len(path) > DEEPEST or self.count > MOST_NODES:
            if not any(fault.code == "yaml-is-small" for fault in self.faults):
                hint = "write the values out; aliases that multiply are refused"
                self.faults.append(
                    error("yaml-is-small", "the file nests too deep or grows too large", self.span(node), hint)
                )
            return None
        if node.tag is not None and str(node.tag).startswith("!"):
            self.faults.append(
                error("yaml-is-plain", f"the tag '{node.tag}' is not allowed", self.span(node), "delete the tag")
            )
            return None
        match node:
            case MappingNode():
                return self.mapping(node, path)
            case SequenceNode():
                return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
            case ScalarNode():
                return self.scalar(node, path)
            case _:
                return None

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        """A mapping; a key that comes twice is a fault, and so is one that is no text."""
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.faults.append(error("key-is-text", "a field's name must be a plain word", self.span(key)))
                continue
            name = str(key.value)
            inner = (*path, name)
            if name in found:
                first = self.keys[inner]
                hint = f"it stands in line {first.line} already; delete one of the two"
                self.faults.append(error("key-is-unique", f"field '{name}' is given twice", self.span(key), hint))
                continue
            self.keys[inner] = self.span(key)
            found[name] = self.read(value, inner)
        return found

    def scalar(self, node: ScalarNode, path: Path) -> Any:
        """A text as it was written; `true`, `false` and nothing at all where they are not in quotes."""
        start, end = node.start_mark.index, node.end_mark.index
        value = str(node.value)
        if node.style is None:
            if value in {"", "~", "null", "Null", "NULL"}:
                return None
            if value in {"true", "True", "TRUE"}:
                return True
            if value in {"false", "False", "FALSE"}:
                return False
        text = value.strip()
        if node.style in {'"', "'"}:
            start, end = start + 1, end - 1
        elif node.style in {"|", ">"}:
            start = self.text.find("\n", start) + 1
        self.origins[path] = Origin.part(self.file, self.text, start, end, text)
        return text

    def span(self, node: Node) -> Span:
        """The place of a node."""
        line, column = self.whole.place(min(node.start_mark.index, len(self.text)))
        end_line, end_column = self.whole.place(min(node.end_mark.index, len(self.text)))
        if isinstance(node, ScalarNode) and node.style not in {"|", ">"}:
            return Span(self.file, line, column, end_line, end_column)
        return Span(self.file, line, column)


def tab_fault(file: str, text: str) -> Diagnostic | None:
    """A tab in the indentation, which YAML forbids and editors do not show."""
    for number, line in enumerate(text.split("\n"), start=1):
        indentation = line[: len(line) - len(line.lstrip())]
        if "\t" in indentation and line.strip():
            span = Span(file, number, indentation.index("\t") + 1)
            return error("indentation-is-spaces", "the line is indented with a tab", span, "use two spaces instead")
    return None


def explain(file: str, text: str, problem: MarkedYAMLError) -> Diagnostic:
    """YAML's complaint in an author's words."""
    mark = problem.problem_mark or problem.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    raw = str(problem.problem or problem.context or "unknown")
    message, hint = (
        f"this is not YAML: {first_line(raw)}",
        "compare the indentation and the punctuation with the example",
    )
    written = lines[line - 1] if line <= len(lines) else ""
    if "mapping values are not allowed" in raw:
        message, hint = (
            "there is a second colon in an unquoted text",
            'put the text in quotes: title: "Stage one: the beginning"',
        )
    elif re.match(r"\s*[\w-]+:\s*[@`%]", written) or "cannot start any token" in raw:
        message, hint = f"a text may not begin with '{written[column - 1 : column]}'", "put the text in quotes"
    elif "while scanning a quoted scalar" in str(problem.context):
        start = problem.context_mark
        line, column = (start.line + 1, start.column + 1) if start else (line, column)
        message, hint = "a quotation mark is not closed", "close it, or use > and an indented text below for long texts"
    elif "expected <block end>" in raw or "could not find expected ':'" in raw:
        message, hint = (
            "the indentation does not fit, or a colon is missing",
            "fields of one level begin in the same column, and a colon follows each name",
        )
    elif "undefined alias" in raw:
        message, hint = "a text may not begin with '*'", "put the text in quotes"
    return error("yaml-is-valid", message, Span(file, line, column), hint)


def first_line(text: str) -> str:
    """The first line of a message."""
    return text.strip().split("\n")[0] if text.strip() else "unknown"
