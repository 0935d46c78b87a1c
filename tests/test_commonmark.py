"""CommonMark's own examples as prose: all are read, rendered and typeset, and none loses a word."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from markdown_case import TARGETS, MarkdownCase
from markdown_tex import typeset
from plain_tex import environments_are_balanced, groups_are_balanced, text_of
from stagebrief.compile.log import Kind
from stagebrief.diagnostics import has_errors

FILE = Path(__file__).parent / "cases" / "commonmark" / "examples.json"
EXAMPLES = [(f"example-{item['number']}", item) for item in json.loads(FILE.read_text(encoding="utf-8"))]

OTHERWISE = {570: "the address of a link stands behind it in print, here within a word"}
"""The examples whose words we mean to show otherwise than CommonMark, and why."""
UNSEEN = {"moon"}
"""The alternative text of a picture within a line, which is not seen."""


def words_of(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"\w+", text)


def lost(wanted: str, found: str) -> list[str]:
    """The words that are wanted and not found, or not in their order."""
    rest = iter(words_of(found))
    return [word for word in words_of(wanted) if word not in rest]


def rendered(name: str, markdown: str) -> dict[str, str]:
    """The example's LaTeX for both targets."""
    return MarkdownCase(f"{name}.md", markdown).rendered()


def test_all_examples_are_there() -> None:
    """The specification has 652."""
    assert [item["number"] for _, item in EXAMPLES] == list(range(1, 653))


def test_all_examples_are_read_without_errors() -> None:
    """Whatever CommonMark allows may be written; what is not shown as in a browser gives warnings at most."""
    faults = {name: MarkdownCase(f"{name}.md", item["markdown"]).read()[1] for name, item in EXAMPLES}
    assert {name: found for name, found in faults.items() if has_errors(found)} == {}


def test_all_examples_give_balanced_latex() -> None:
    """Braces and environments are closed in the order in which they were opened, for both targets."""
    for name, item in EXAMPLES:
        for target, tex in rendered(name, item["markdown"]).items():
            assert groups_are_balanced(tex), (name, target, tex)
            assert environments_are_balanced(tex), (name, target, tex)


def test_no_example_loses_a_word() -> None:
    """The words of CommonMark's HTML are in the LaTeX of both targets, in their order."""
    missing = {
        f"{name} {target}": gone
        for name, item in EXAMPLES
        if item["number"] not in OTHERWISE
        for target, tex in rendered(name, item["markdown"]).items()
        if (gone := lost(item["text"], text_of(tex)))
    }
    assert missing == {}


@pytest.mark.tex
@pytest.mark.parametrize("target", TARGETS)
def test_examples_are_typeset_without_errors(target: str, tmp_path: Path) -> None:
    """One run over all examples for the brief, over every fifth for the deck, has no error and keeps the words."""
    chosen = EXAMPLES if target == "brief" else EXAMPLES[::5]
    pieces = [(name, MarkdownCase(f"{name}.md", item["markdown"]).read()[0]) for name, item in chosen]
    result = typeset(pieces, target, tmp_path)
    assert result.of(Kind.ERROR) == []
    lacking = {message.text for _, message in result.messages if message.kind is Kind.GLYPH}
    shown = re.sub(r"[\s\ufffe]", "", result.text())
    wanted = {word for _, item in chosen for word in words_of(item["text"]) if not lacking.intersection(word)}
    assert {word for word in wanted if word not in shown} <= UNSEEN
