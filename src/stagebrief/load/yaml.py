"""YAML with the place of every key and value; texts stay as they were written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from stagebrief.diagnostics import Diagnostic, Span, error, warning
from stagebrief.load.origin import Origin

Path = tuple[str | int, ...]
LARGEST = 200_000
"""Characters; nobody writes as much into a YAML file, and it would be read for seconds."""
DEEPEST = 40
"""No brief nests deeper; a file that does is meant to harm."""
MOST_NODES = 20_000
MOST_SLIPS = 20
"""After so many slips of punctuation the rest of a file is not looked at."""
MOST_PAGES = 64
"""Files whose nodes are remembered, for the next time that the text is the same."""

UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that escapes can bring into a text and that no text may hold."""
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
"""Spaces that look like one and are none to YAML."""
STRANGE_INDENTATION = re.compile(rf"^[ ]*[{SPACES}]", re.MULTILINE)
INNER = re.compile(r"^([ \t]*)(\S.*)$", re.MULTILINE)
"""The indentation of a line and the rest of it."""
PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
ANCHOR = re.compile(r"&(\S+)")
TAG = re.compile(r"(?:&\S*\s+)?(!\S*)")
COMMENT = re.compile(r"[ \t]+#(?=[^\s#])[^\n]*")


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its values as plain data, and where keys and values stand by their path.

    `values` and `keys` are keyed by the path from the top: `("events", 0, "date")`. `origins` has each text with the
    place of each of its characters. `unread` are the lines whose values could not be read: of what stands there
    now nothing more is to be said.
    """

    file: str
    data: dict[str, Any]
    values: dict[Path, Span]
    keys: dict[Path, Span]
    origins: dict[Path, Origin]
    unread: frozenset[int] = frozenset()

    def span(self, path: Path) -> Span:
        """The place of the value at `path`, or of the nearest that holds it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Span(self.file))

    def has(self, path: Path) -> bool:
        """Whether something is written at the path, whatever it is."""
        value: Any = self.data
        for part in path:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return False
        return value is not None

    def field_at(self, line: int) -> str:
        """The field at the top in which a line stands; empty where there is none."""
        above = [(span.line, str(path[0])) for path, span in self.keys.items() if len(path) == 1 and span.line <= line]
        return max(above, default=(0, ""))[1]

    def key_span(self, path: Path) -> Span:
        """The place of the key at `path`; the value's where there is no key."""
        return self.keys.get(path) or self.span(path)


def read_yaml(file: str, text: str) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """The document in the text and what is wrong with it; None where the faults keep it from being read.

    A slip of punctuation does not hide what follows it: it is reported, made harmless, and the file is read on.
    """
    if len(text) > LARGEST:
        hint = "move long texts into Markdown files"
        return None, (error("yaml-is-small", "the file is too large for a YAML file", Span(file), hint),)
    page = legible_page(file, text)
    if page.nodes is None:
        return None, page.faults
    if fault := shape_fault(file, text, page.nodes):
        return None, (*page.faults, fault)
    reader = Reader(file, page.text)
    assert page.nodes[0] is not None  # or there were a fault
    data = reader.read(page.nodes[0], ())
    faults = (*page.faults, *reader.faults)
    if reader.overflow or not isinstance(data, dict):  # too large, or a tag on the whole
        return None, faults
    unread = page.unread | reader.unread
    return Document(file, data, reader.values, reader.keys, reader.origins, frozenset(unread)), faults


@dataclass(frozen=True, slots=True)
class LegiblePage:
    """A file's text with slips of punctuation made harmless, and YAML's nodes of it; None where that did not help."""

    text: str
    nodes: list[Node | None] | None
    faults: tuple[Diagnostic, ...] = ()
    unread: frozenset[int] = frozenset()


@lru_cache(MOST_PAGES)
def legible_page(file: str, text: str) -> LegiblePage:
    """Parse the text, and where that fails report why, mend it and parse again; the nodes are not to be changed."""
    page, guessed = LegiblePage(with_inner_tabs_as_spaces(text), None), False
    slip = None
    if STRANGE_INDENTATION.search(text):
        from stagebrief.load.yaml_slips import odd_indentation  # noqa: PLC0415 - for files with slips only

        slip = odd_indentation(file, page.text)
    while True:
        if slip:
            follows = slip.guess and guessed
            faults = page.faults if follows else (*page.faults, slip.fault)
            page = LegiblePage(slip.legible or "", None, faults, page.unread | slip.lines)
            if follows or slip.legible is None or len(faults) >= MOST_SLIPS:
                return page
            guessed |= slip.guess
        try:
            return replace(page, nodes=list(yaml_parser().compose_all(page.text)))
        except (YAMLError, ValueError, RecursionError) as problem:
            from stagebrief.load.yaml_slips import slip_of  # noqa: PLC0415 - for files with slips only

            slip = slip_of(file, page.text, problem)


def with_inner_tabs_as_spaces(text: str) -> str:
    """The text with a space for each tab that does not indent its line: YAML allows them, its parser here does not."""
    if "\t" not in text:
        return text
    return INNER.sub(lambda line: line[1] + line[2].replace("\t", " "), text)


def yaml_parser() -> YAML:
    """A parser of plain YAML 1.2."""
    parser = YAML(typ="safe", pure=True)
    parser.composer.warn_double_anchors = False
    return parser


def shape_fault(file: str, text: str, nodes: list[Node | None]) -> Diagnostic | None:
    """What is wrong with a file that holds no fields, or several documents."""
    if not any(nodes):
        written = any(line.strip() for line in text.split("\n"))
        what = "the file holds nothing but comments" if written else "the file is empty"
        return error("yaml-is-mapping", what, Span(file), "write its fields, such as `title: …`, one on each line")
    if len(nodes) > 1:
        marks = [match.start() for match in re.finditer(r"^---", text, re.MULTILINE)]
        first = nodes[0].start_mark.index if nodes[0] else -1
        at = next((mark for mark in marks if mark > first), marks[0] if marks else 0)
        hint = "delete this line; texts in Markdown have files of their own"
        span = Origin.whole(file, text).span(at, at + 3)
        return error("yaml-is-mapping", "a line of hyphens ends the file's fields", span, hint)
    node = nodes[0]
    if isinstance(node, MappingNode):
        return None
    what, hint = "the file is a text and holds no fields", "write its fields, such as `title: …`, one on each line"
    if isinstance(node, SequenceNode):
        what, hint = "the file is a list and holds no fields", "delete the hyphens before the fields' names"
    return error("yaml-is-mapping", what, Span(file), hint)


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
        self.unread: set[int] = set()
        self.count = 0
        self.overflow = False

    def read(self, node: Node, path: Path) -> Any:
        """The node's value as mapping, list, text or None."""
        self.count += 1
        if self.overflow:
            return None
        self.values[path] = self.span(node)
        if len(path) > DEEPEST or self.count > MOST_NODES:
            self.overflow = True
            what = "nests too deep" if len(path) > DEEPEST else "grows too large"
            hint = "write the values out; a value that stands for many others (*name) is refused"
            self.faults.append(error("yaml-is-small", f"the file {what} here", self.span(node), hint))
            return None
        if tag := TAG.match(self.text, node.start_mark.index):
            hint = "delete it, or put the whole text in quotation marks"
            at = self.whole.span(tag.start(1), tag.end(1))
            self.faults.append(error("yaml-is-plain", f"the tag '{tag[1]}' is not allowed", at, hint))
            self.unread.add(at.line)
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
            if found[name] is None and isinstance(value, ScalarNode):
                lost = list(self.lost_words(key.end_mark.index + 1, error))
                self.faults += lost
                self.unread |= {fault.span.line for fault in lost if fault.span}
        return found

    def scalar(self, node: ScalarNode, path: Path) -> str | None:
        """A text as it was written, whatever it looks like; None where there is nothing."""
        start, end = self.start(node), node.end_mark.index
        value = str(node.value)
        if node.style is None:
            if value in NOTHING:
                return None
            self.faults += self.lost_words(end, warning)
        self.faults += self.lost_anchor(node)
        if found := UNFIT.search(value):
            message = f"there is a control character (U+{ord(found[0]):04X}) in the text"
            self.faults.append(error("file-is-text", message, self.span(node), "delete it; nobody can read it"))
            value = UNFIT.sub(" ", value)
        text = value.strip()
        if node.style == '"':
            self.origins[path] = Origin.quoted(self.whole, start + 1, end - 1, text)
            return text
        if node.style == "'":
            start, end = start + 1, end - 1
        elif node.style in {"|", ">"}:
            start = self.text.find("\n", start) + 1
        self.origins[path] = Origin.part(self.whole, start, end, text)
        return text

    def lost_anchor(self, node: ScalarNode) -> Iterator[Diagnostic]:
        """The first word of a text, which YAML takes for a name since it begins with `&`."""
        anchor = ANCHOR.match(self.text, node.start_mark.index)
        if anchor and f"*{anchor[1]}" not in self.text:
            hint = "put the whole text in quotation marks"
            span = self.whole.span(anchor.start(), anchor.end())
            yield error("text-is-whole", f"'{anchor[0]}' at the beginning of a text is not shown", span, hint)

    def lost_words(self, end: int, say: Callable[..., Diagnostic]) -> Iterator[Diagnostic]:
        """Words behind a text that `#` makes a comment, where it looks as if they belonged to the text."""
        if match := COMMENT.match(self.text, end):
            at = self.text.index("#", match.start())
            hint = "put the text in quotation marks; if it is a comment, write a space behind the #"
            words = self.text[at : match.end()].rstrip()
            message = f"'{words[:40]}' is not shown, since # begins a comment"
            yield say("text-is-whole", message, self.whole.span(at, at + len(words)), hint)

    def start(self, node: Node) -> int:
        """Where a node's value begins, behind its anchor if it has one."""
        properties = PROPERTIES.match(self.text, node.start_mark.index)
        assert properties is not None
        return min(properties.end(), int(node.end_mark.index))

    def span(self, node: Node) -> Span:
        """The place of a node."""
        line, column = self.whole.place(min(self.start(node), len(self.text)))
        if not isinstance(node, ScalarNode) or node.style in {"|", ">"}:
            return Span(self.file, line, column)
        end_line, end_column = self.whole.place(min(node.end_mark.index, len(self.text)))
        return Span(self.file, line, column, end_line, end_column)
