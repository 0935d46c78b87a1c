"""Any text that goes in comes out: through the loaders, the escape, the expectations of the read-back, and real TeX.

`make test` tries some texts, `make properties` very many: PROPERTIES is how many examples each test has.
"""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from markdown_case import resolved_brief
from plain_tex import groups_are_balanced, text_of
from stagebrief import build
from stagebrief.load.folder import load
from stagebrief.load.library import whole_library
from stagebrief.load.markdown import MarkdownSettings, parse_blocks
from stagebrief.load.origin import Origin
from stagebrief.model.block import Paragraph
from stagebrief.model.inline import Text
from stagebrief.model.resolved import Bibliography
from stagebrief.model.walk import walk
from stagebrief.readback.expect import expected_blocks
from stagebrief.readback.expected import Word
from stagebrief.readback.letters import bare
from stagebrief.render.bibliography import bibliography_to_bib
from stagebrief.render.blocks import blocks_to_tex
from stagebrief.render.context import RenderContext

EXAMPLES = int(os.environ.get("PROPERTIES", "60"))
MANY = settings(max_examples=EXAMPLES, deadline=None)
SIGNS = "".join(map(chr, range(0x21, 0x7F)))
SCRIPTS = ("abcdefghijklmnopqrstuvwxyz", "éüñçøßłşğıőå", "абвгдежзийкқҳҷӣӯғ", "αβγδεζηθ", "0123456789")
LETTERS = st.sampled_from([letter for script in SCRIPTS for letter in script])
WORDS = st.text(LETTERS | st.sampled_from(SIGNS), min_size=1, max_size=10)
"""Words of all that is to be found on the keyboards of the authors, signs among them."""

ANY_WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"]), min_size=1, max_size=8
)
"""Words of whatever Unicode has."""

TEXTS = st.lists(WORDS | ANY_WORDS, min_size=1, max_size=8).map(" ".join)


def written(text: str) -> str:
    """The text as an author writes it in Markdown where nothing of it is to mean anything."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def words_shown(text: str, target: str = "brief") -> str:
    """The letters that the read-back demands of a brief whose introduction is that Markdown."""
    blocks, found = parse_blocks(Origin.whole("a.md", text), MarkdownSettings("en"))
    assert found == ()
    expected = expected_blocks(resolved_brief(blocks), target)
    return bare("".join(word.text for block in expected for word in block.elements if isinstance(word, Word)))


@MANY
@given(TEXTS)
@example(SIGNS)
@example("1. a")
@example("a-- b --- c... 'd' \"e\"")
def test_any_text_is_read_as_it_is_written(text: str) -> None:
    """A text whose signs are escaped is one paragraph of exactly these characters, and nothing is said of it."""
    blocks, found = parse_blocks(Origin.whole("a.md", written(text)), MarkdownSettings("en"))
    assert found == ()
    (paragraph,) = blocks
    assert isinstance(paragraph, Paragraph)
    assert "".join(node.text for node in walk(blocks) if isinstance(node, Text)) == text


@MANY
@given(TEXTS)
@example(SIGNS)
def test_any_text_is_in_the_latex(text: str) -> None:
    """All letters and signs of a text, and no others, are in the LaTeX of both targets, and its braces are closed."""
    blocks, _ = parse_blocks(Origin.whole("a.md", written(text)), MarkdownSettings("en"))
    for target in ("brief", "slides"):
        tex = str(blocks_to_tex(blocks, RenderContext(resolved_brief(blocks), target)))
        assert groups_are_balanced(tex)
        letters = [letter for letter in text if letter.isalnum() and letter.isascii()]
        shown = text_of(re.sub(r"\\(?:foreignlanguage|textcolor|begin|end)\{[^{}]*\}", "", tex))
        assert [letter for letter in shown if letter.isalnum() and letter.isascii()] == letters


@MANY
@given(TEXTS)
@example(SIGNS)
def test_the_read_back_demands_any_text(text: str) -> None:
    """What is written is what is demanded of the PDF, to the last letter."""
    assert bare(text) in words_shown(written(text))


@MANY
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_constructs_keep_their_texts(texts: list[str]) -> None:
    """Lists, tables, notes, quotations and emphasis demand every one of their texts."""
    parts = list(map(written, texts))
    forms = (
        "\n".join(f"- a{part}" for part in parts),
        "| head |\n|------|\n" + "\n".join(f"| a{part}b |" for part in parts),
        " ".join(f"word[^{number}]" for number in range(len(parts)))
        + "\n\n"
        + "\n\n".join(f"[^{number}]: a{part}" for number, part in enumerate(parts)),
        "> " + "\n>\n> ".join(f"a{part}" for part in parts),
        "\n\n".join(f"**a{part}b**" for part in parts),
    )
    for form in forms:
        shown = words_shown(form)
        assert all(bare(text) in shown for text in texts), form


@MANY
@given(TEXTS)
@example("no")
@example("2024-02-31")
@example("a: b # c")
def test_any_text_in_yaml_arrives(text: str) -> None:
    """A text in quotation marks is in the model what it is in the file."""
    brief = f"title: {json.dumps(written(text), ensure_ascii=False)}\nstages: [stages/1-a.yaml]\n"
    stage = "title: A\nperiod: {from: 1991}\nstance: Words.\n"
    with tempfile.TemporaryDirectory() as folder:
        loaded = load(Path(folder), {"brief.yaml": brief.encode(), "stages/1-a.yaml": stage.encode()})
    assert loaded.brief is not None
    assert "".join(node.text for node in walk(loaded.brief.title) if isinstance(node, Text)) == text


BIB_TEXTS = st.lists(st.text(LETTERS, min_size=1, max_size=10), min_size=1, max_size=8).map(" ".join)


@MANY
@given(BIB_TEXTS, st.lists(BIB_TEXTS, min_size=1, max_size=3))
def test_any_title_and_name_arrive_in_the_clean_bibliography(title: str, names: list[str]) -> None:
    """A source that is written to the clean file and read again has the same title and names."""
    text = f"@book{{k,\n  title = {{{{{title}}}}},\n  author = {{{' and '.join(f'{{{name}}}' for name in names)}}},\n}}"
    entries, _ = whole_library("r.bib", text.encode())
    again, _ = whole_library("r.bib", bibliography_to_bib(Bibliography(entries)).encode())
    assert bare(title) in bare(again[0].get("title"))
    assert all(bare(name) in bare(again[0].get("author")) for name in names)


def paragraphs(count: int, chance: random.Random) -> list[str]:
    """So many paragraphs of made-up words, most of one script each, with signs in them."""
    found = []
    for _ in range(count):
        script = chance.choice(SCRIPTS[:4])
        words = []
        for _ in range(chance.randint(4, 25)):
            letters = script if chance.random() < 0.85 else chance.choice((*SCRIPTS, SIGNS))
            words.append("".join(chance.choice(letters) for _ in range(chance.randint(2, 9))))
        found.append(" ".join(words))
    return found


@pytest.mark.tex
def test_hundreds_of_paragraphs_arrive(tmp_path: Path) -> None:
    """All made-up paragraphs of one brief are in its PDF, as the read-back and a reading of our own say."""
    texts = paragraphs(min(max(EXAMPLES, 200), 2000), random.Random(EXAMPLES))
    content = tmp_path / "many"
    (content / "stages").mkdir(parents=True)
    (content / "brief.yaml").write_text("title: Many\nlanguage: en-GB\nstages: [stages/1-a.yaml]\n", encoding="utf-8")
    (content / "introduction.md").write_text("\n\n".join(map(written, texts)) + "\n", encoding="utf-8")
    stage = "title: A\nperiod: {from: 1991}\nstance: Words.\n"
    (content / "stages" / "1-a.yaml").write_text(stage, encoding="utf-8")
    (content / "stages" / "1-a.md").write_text("Some words.\n", encoding="utf-8")
    report = build(content, tmp_path / "out", ["brief"])
    assert [one for one in report.diagnostics if one.code == "words-arrive"] == []
    with pypdfium2.PdfDocument(report.artifacts[0].path) as document:
        shown = bare("".join(page.get_textpage().get_text_range() for page in document))
    missing = [text for text in texts if not all(bare(word) in shown for word in text.split())]
    assert missing == []
