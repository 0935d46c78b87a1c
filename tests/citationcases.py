"""The cases of the citation syntax: files of Markdown with what is read from it beside.

A line at the left edge is Markdown, several make one text; the indented lines below it are what is read:

    see [@a, p. 3] and -@b
        see ‹1› and ‹2›
        1 normal a | page 3
        2 suppress-author b
        differs: reason            Pandoc reads it otherwise; the reasons are in docs/citations.md
        ! 1:5 error citation-is-valid: what is wrong

`# language: ru` sets the language of what follows; other lines with `#` are headings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path

from stagebrief.diagnostics import Diagnostic, Span
from stagebrief.load.markdown import MarkdownSettings, parse_blocks, parse_cite
from stagebrief.load.origin import Origin
from stagebrief.model.inline import (
    CitationItem,
    Cite,
    Code,
    Emphasis,
    Footnote,
    Image,
    Inline,
    Inlines,
    Link,
    Math,
    Reference,
    SoftBreak,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
)

MARKS = {Emphasis: "*", Strong: "**", Strikeout: "~~", Superscript: "^", Subscript: "~"}


@dataclass(frozen=True)
class Case:
    """One text and what is expected of it; `line` is where it stands in the file."""

    language: str
    text: str
    expected: tuple[str, ...]
    line: int

    @property
    def reason(self) -> str:
        """Why Pandoc reads it otherwise; empty where it reads the same."""
        return next((line.removeprefix("differs: ") for line in self.expected if line.startswith("differs: ")), "")


@dataclass
class Reading:
    """What is read from a text: its words, its citations, what is wrong."""

    words: str = ""
    cites: list[Cite] = field(default_factory=list)
    faults: tuple[Diagnostic, ...] = ()


def read_cases(file: Path) -> Iterator[Case]:
    """The cases of a file."""
    language, text, expected, start = "en", [], [], 0
    for number, line in enumerate([*file.read_text(encoding="utf-8").split("\n"), ""], start=1):
        if line.startswith("    "):
            expected.append(line.strip())
        elif line.startswith("#"):
            language = line.removeprefix("# language:").strip() if line.startswith("# language:") else language
        elif line.strip():
            start = start if text else number
            text.append(line)
        elif text:
            yield Case(language, "\n".join(text), tuple(expected), start)
            text, expected = [], []


def rewrite(file: Path, show: Callable[[Case], list[str]]) -> str:
    """The file with what is read now in the place of what is expected."""
    cases = {case.line: case for case in read_cases(file)}
    lines: list[str] = []
    pending: Case | None = None
    for number, line in enumerate([*file.read_text(encoding="utf-8").split("\n"), ""], start=1):
        pending = cases.get(number, pending)
        if line.startswith("    "):
            continue
        if not line.strip() and pending:
            lines += [f"    {found}" for found in show(pending)]
            pending = None
        lines.append(line)
    return "\n".join(lines[:-1])


def read(language: str, text: str) -> Reading:
    """What stagebrief reads from a text."""
    blocks, faults = parse_blocks(Origin.whole("case.md", text), MarkdownSettings(language))
    reading = Reading(faults=faults)
    reading.words = block_words(blocks, reading.cites)
    return reading


def describe(case: Case) -> list[str]:
    """The lines that say what is read from a case."""
    reading = read(case.language, case.text)
    return [*([] if reading.words == "‹1›" else [reading.words]), *reading_lines(reading, case.reason)]


def describe_field(case: Case) -> list[str]:
    """The lines that say what is read from a `cite` field."""
    cites, faults = parse_cite(Origin.whole("case.yaml", case.text), MarkdownSettings(case.language))
    return reading_lines(Reading("", list(cites), faults), "")


def reading_lines(reading: Reading, reason: str) -> list[str]:
    """The citations of a reading and what is wrong."""
    lines = []
    for number, cite in enumerate(reading.cites, start=1):
        for item in cite.items:
            lines.append(f"{number} {item_words(item, reading.cites)}")
    if reason:
        lines.append(f"differs: {reason}")
    for fault in reading.faults:
        assert fault.span is not None
        lines.append(f"! {fault.span.line}:{fault.span.column} {fault.severity} {fault.code}: {fault.message}")
    return lines


def item_words(item: CitationItem, cites: list[Cite]) -> str:
    """One source in words."""
    parts = [f"{item.mode} {item.key}"]
    places = [" ".join(filter(None, (f"<{p.word}>" * bool(p.word), p.term, p.value))) for p in item.locators]
    joints = [{" ": " & ", "": " + "}.get(place.joint, place.joint) for place in item.locators[1:]]
    parts += ["".join(part for pair in zip(places, [*joints, ""], strict=True) for part in pair)] if places else []
    for name, inlines in (("before", item.prefix), ("after", item.suffix)):
        if inlines:
            parts.append(f"{name}: {inline_words(inlines, cites)}")
    return " | ".join(parts)


def block_words(blocks: Sequence[object], cites: list[Cite]) -> str:
    """The words of blocks and of what stands in them, with numbers for their citations."""
    return " ¶ ".join(filter(None, (one_block(block, cites) for block in blocks)))


def one_block(block: object, cites: list[Cite]) -> str:
    """The words of one block, list item, row or cell."""
    if isinstance(block, tuple):
        return inline_words(block, cites) if block and isinstance(block[0], Inline) else block_words(block, cites)
    if not is_dataclass(block) or isinstance(block, Span):
        return ""
    return block_words([getattr(block, entry.name) for entry in fields(block)], cites)


def inline_words(inlines: Inlines, cites: list[Cite]) -> str:
    """Inlines as Markdown, with numbers for citations."""
    words = ""
    for inline in inlines:
        match inline:
            case Cite():
                cites.append(inline)
                words += f"‹{len(cites)}›"
            case Text(text=text):
                words += text.replace("\u00a0", " ")
            case SoftBreak():
                words += " "
            case Code(text=text):
                words += f"`{text}`"
            case Math(tex=tex):
                words += f"${tex}$"
            case Image(alt=alt):
                words += f"![{alt}]"
            case Reference(kind=kind, label=label):
                words += f"‹{kind}:{label}›"
            case Footnote(content=content):
                words += f"^[{block_words(content, cites)}]"  # type: ignore[arg-type]
            case Link(content=content):
                words += f"[{inline_words(content, cites)}]"
            case _:
                mark = MARKS.get(type(inline), "")
                words += f"{mark}{inline_words(getattr(inline, 'content', ()), cites)}{mark}"
    return words
