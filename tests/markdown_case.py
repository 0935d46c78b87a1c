"""Markdown on its way to LaTeX without a content folder: one text as the introduction of a brief that has nothing else.

A case is a Markdown file. Its first line may be a comment that says what it depends on, `<!-- language: de, raw -->`.
Beside it stands the LaTeX that both targets give (`.tex`), or each of them (`.brief.tex`, `.slides.tex`: the text as a
slide would have it), and what is said about it (`.txt`), if anything is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from stagebrief.diagnostics import Diagnostic, Span
from stagebrief.load.markdown import MarkdownSettings, parse_blocks
from stagebrief.load.origin import Origin
from stagebrief.model.block import Blocks, Picture
from stagebrief.model.brief import Brief
from stagebrief.model.inline import Image, Text
from stagebrief.model.library import Entry, Field
from stagebrief.model.resolved import Bibliography, ResolvedBrief
from stagebrief.model.walk import cites_in, walk
from stagebrief.render.blocks import blocks_to_tex
from stagebrief.render.context import RenderContext
from stagebrief.resolve.labels import find_labels

HEAD = re.compile(r"<!-- (?:language: (?P<language>[\w-]+))?(?P<raw>,? ?raw)? -->")
TARGETS = ("brief", "slides")
HERE = Span("case.yaml")
MARKS = [
    *[
        "*",
        "**",
        "_",
        "`",
        "``",
        "~",
        "~~",
        "^",
        "[",
        "]",
        "(",
        ")",
        "!",
        "{",
        "}",
        "<",
        ">",
        "|",
        "$",
        "$$",
        "\\",
        "@",
        "#",
        "##",
        "'",
        "--",
        "...",
        "%",
        "&",
        "\\\\",
        "😀",
        "word",
        "слово",
    ],
    *[
        "[^1]",
        "^[",
        "[@a]",
        "@a",
        "{#b}",
        "{.smallcaps}",
        "{lang=ru}",
        "{=latex}",
        "&amp;",
        "&#0;",
        "<b>",
        "<!--",
        "-->",
        "<br>",
        "https://a.b/c_d",
    ],
    *["\\frac{1}{2}", "\\alpha", "\\begin{x}", "[@a,p.3]", ":::", "\u202e", "![x](y)", "(z)"],
    *(
        " ",
        "\t",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "- [ ] ",
        "1. ",
        "> ",
        ": ",
        "[^1]: ",
        "```\n",
        "::: slide\n",
        ":::\n",
        '"',
    ),
    "| a | b |\n|---|---|\n",
]
"""What random Markdown is made of."""


@dataclass(frozen=True)
class MarkdownCase:
    """A Markdown text with what its first line says about it."""

    name: str
    text: str

    @property
    def language(self) -> str:
        """The language of the text."""
        head = HEAD.match(self.text)
        return (head["language"] if head else "") or "en"

    @property
    def settings(self) -> MarkdownSettings:
        """What the text is read with."""
        head = HEAD.match(self.text)
        return MarkdownSettings(self.language, allow_raw_latex=bool(head and head["raw"]))

    def read(self) -> tuple[Blocks, tuple[Diagnostic, ...]]:
        """The text as blocks, and what is wrong with it."""
        return parse_blocks(Origin.whole(self.name, self.text), self.settings)

    def rendered(self) -> dict[str, str]:
        """The LaTeX of both targets."""
        blocks, _ = self.read()
        resolved = resolved_brief(blocks, self.language)
        return {target: f"{blocks_to_tex(blocks, RenderContext(resolved, target))}\n" for target in TARGETS}


def resolved_brief(blocks: Blocks, language: str = "en", title: str = "A case") -> ResolvedBrief:
    """A brief that has these blocks as its introduction, with their labels numbered."""
    pictures = {node.file: node.span for node in walk(blocks) if isinstance(node, Picture | Image)}
    brief = Brief(
        name="case",
        title=(Text(title, span=HERE),),
        authors=(),
        language=language,
        date=None,
        stages=(),
        introduction=blocks,
        pictures=tuple(pictures.items()),
        span=HERE,
    )
    keys = dict.fromkeys(item.key for cite in cites_in(blocks) for item in cite.items)
    return ResolvedBrief(brief, Bibliography(tuple(map(source, keys))), find_labels(brief)[0])


def source(key: str) -> Entry:
    """A source of that key, since what is cited has to be somewhere."""
    values = {"author": "Smith, Jane", "title": f"The Book {key}", "date": "2011"}
    return Entry("book", key, tuple(Field(name, value, HERE) for name, value in values.items()), HERE)


def expected_files(case: Path, rendered: Mapping[str, str], diagnostics: tuple[Diagnostic, ...]) -> dict[Path, str]:
    """What should stand beside a case, by file."""
    found = {}
    if rendered["brief"] == rendered["slides"]:
        found[case.with_suffix(".tex")] = rendered["brief"]
    else:
        found |= {case.with_suffix(f".{target}.tex"): rendered[target] for target in TARGETS}
    if diagnostics:
        found[case.with_suffix(".txt")] = "".join(f"{diagnostic} [{diagnostic.code}]\n" for diagnostic in diagnostics)
    return found


def written_files(case: Path) -> dict[Path, str]:
    """What stands beside a case."""
    paths = [path for path in case.parent.glob(f"{case.stem}.*") if path != case]
    return {path: path.read_text(encoding="utf-8") for path in paths}
