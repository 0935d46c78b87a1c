"""Characters on their way to TeX: each arrives as itself, and none does anything."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from markdown_case import HERE, MARKS, TARGETS, MarkdownCase
from markdown_tex import typeset
from plain_tex import environments_are_balanced, groups_are_balanced
from stagebrief.compile.log import Kind
from stagebrief.model.block import (
    Alignment,
    Cell,
    CodeBlock,
    Heading,
    Paragraph,
    Picture,
    PullQuoteDiv,
    Table,
)
from stagebrief.model.inline import Code, Emphasis, Footnote, Link, Strong, Text
from stagebrief.render.escape import (
    MEANING,
    TYPESET,
    escape,
    escape_address,
    escape_bookmark,
    escape_code,
    escape_url,
)

SPECIAL = "\\{}$&#%_^~\"'`<"
TRAPS = ("-- ---", ",, <<>>", "?` !`", "'' ``", "-> <- => 10x10", "fi ff ffl", "[a]*<b>", "^^41 ^^M", '"a "=')
"""What TeX, babel, a font or Beamer might take for something else."""

ESCAPED = [
    ("a\\b", r"a\textbackslash{}b"),
    ("{}", r"\{\}"),
    ("$ & # % _", r"\$ \& \# \% \_"),
    ("^ ~", r"\textasciicircum{} \textasciitilde{}"),
    ("\" ' `", r"\textquotedbl{} \textquotesingle{} \textasciigrave{}"),
    ("a\nb\tc\rd\u2028e\u2029f\x85g\vh\fi", "a b c d e f g h i"),
    ("10\u00a0km", "10~km"),
    ("10\u202f000\u2009km", r"10\,000\thinspace{}km"),
    ("a\u2003b\u3000c", r"a\hspace{1em}b\hspace{1em}c"),
    ("a\u00adb\u200bc\u2060d\ufeffe", r"a\-b\allowbreak{}cde"),
    ("a\u2011b\u2010c", r"a\mbox{-}b-c"),
    ("\x00\x01\x1b\x7f\x9f", r"\symbol{65533}" * 5),
    ("\ud800\udfff", r"\symbol{65533}" * 2),
    ("\ufffd\ufffe\uffff\ufdd0\U0001ffff", r"\symbol{65533}" * 5),
    (
        "\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u061c",
        "\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u061c",
    ),
    ("e\u0301 \u0438\u0306 \u0939\u093f", "e\u0301 \u0438\u0306 \u0939\u093f"),
    ("😀 👩\u200d👧 ❤\ufe0f", "😀 👩\u200d👧 ❤\ufe0f"),
    ("\ue000 \uf8ff \U000f0000", "\ue000 \uf8ff \U000f0000"),
    (
        "-- --- ,, ?` !` ''",
        r"-- --- ,, ?\textasciigrave{} !\textasciigrave{} \textquotesingle{}\textquotesingle{}",
    ),
    ("a<b>c", r"a\textless{}b>c"),
    ("«a» „b“ … – — ғӣқӯҳҷ سیاست", "«a» „b“ … – — ғӣқӯҳҷ سیاست"),
]


@pytest.mark.parametrize(("text", "tex"), ESCAPED)
def test_text_is_escaped_as_expected(text: str, tex: str) -> None:
    """Characters that TeX gives a meaning become commands that show them; what is no character shows as U+FFFD."""
    assert escape(text) == tex


CODE = [
    ("  a b", r"~~a\ b"),
    ("-- 'x' \"y\"", r"--\ \textquotesingle{}x\textquotesingle{}\ \textquotedbl{}y\textquotedbl{}"),
    ("", ""),
    ("    ", "~~~~"),
]


@pytest.mark.parametrize(("text", "tex"), CODE)
def test_code_keeps_its_spaces(text: str, tex: str) -> None:
    """Spaces at the beginning of a line do not break, those within it may."""
    assert escape_code(text) == tex


BOOKMARKS = [
    ("a -- b --- c", "a -{}- b -{}-{}- c"),
    (
        "?` !` << ''",
        r"?{}\textasciigrave{} !{}\textasciigrave{} \textless{}\textless{} \textquotesingle{}{}\textquotesingle{}",
    ),
    ("50 % of #1 & more_ ~^\\{}", r"50 \% of \#1 \& more\_ \textasciitilde{}\textasciicircum{}\textbackslash{}\{\}"),
    ("a\u00a0b\u2009c\u00add\u200be\u2011f", "a\u00a0b\u2009cde-f"),
    ("\x00\ufffe", "??"),
]


@pytest.mark.parametrize(("text", "tex"), BOOKMARKS)
def test_bookmarks_have_plain_characters(text: str, tex: str) -> None:
    """In the strings of a PDF no ligature is made, and spaces and breaks have no width."""
    assert escape_bookmark(text) == tex


URLS = [
    ("https://x.org/a_b?c=d&e#f%20g", r"https://x.org/a\_b?c=d\&e\#f\%20g"),
    ("https://x.org/100%", r"https://x.org/100\%25"),
    ("https://x.org/{a}\\b ^~$'`\"<>|", r"https://x.org/\%7Ba\%7D\%5Cb\%20\%5E\%7E\%24\%27\%60\%22\%3C\%3E\%7C"),
    ("https://x.org/я", r"https://x.org/\%D1\%8F"),
    ("https://x.org/\ud800\n", r"https://x.org/?\%0A"),
]


@pytest.mark.parametrize(("url", "tex"), URLS)
def test_addresses_lead_where_they_say(url: str, tex: str) -> None:
    """What may not stand in an address is percent-encoded, and what TeX gives a meaning is escaped."""
    assert escape_url(url) == tex


def test_addresses_may_break_behind_their_signs() -> None:
    """A line may end behind a sign, but not between two."""
    assert escape_address("https://a.b/c") == r"https://\allowbreak{}a.\allowbreak{}b/\allowbreak{}c"


OWN = re.compile(
    r"\\(?:[{}$&#%_,\- ]|(?:textbackslash|textasciicircum|textasciitilde|textquotedbl|textquotesingle)\{\}"
    r"|(?:textasciigrave|textless|thinspace|allowbreak)\{\}|hspace\{[.\d]+em\}|mbox\{-\}|symbol\{65533\})"
)
"""The only commands that escaped text may hold."""

ODD = SPECIAL + "->?!,[]*\n\t\0\x7f\u2028\u202e\ufffe\ud800"
CHARACTERS = st.text(st.sampled_from(ODD) | st.characters())


@settings(deadline=None)
@given(CHARACTERS)
@example(SPECIAL)
@pytest.mark.parametrize("function", [escape, escape_bookmark, escape_code, escape_address])
def test_escaped_text_does_nothing(function: object, text: str) -> None:
    """Whatever the text, braces are balanced, no character has a meaning, and all commands are of our own table."""
    assert callable(function)
    tex = str(function(text))
    assert groups_are_balanced(tex)
    rest = OWN.sub("", tex)
    assert not set(rest.replace("{}", "")) & set("\\{}$&#%_^\"'`<\0\x7f\n\r")
    assert "~" not in rest or function is not escape_bookmark
    tex.encode("utf-8")


@settings(deadline=None)
@given(CHARACTERS)
def test_escaped_address_does_nothing(text: str) -> None:
    """Whatever an address, as a target it holds escaped signs and plain characters only."""
    assert re.fullmatch(r"(?:\\[%#&_]|[A-Za-z0-9:/?\[\]@!()*+,;=.\-])*", str(escape_url(text)))


RENDERED = re.compile(
    r"\\(?:begin|end|item|SB[a-z]+|emph|textbf|textsc|textsuperscript|textsubscript|subsection|subsubsection|paragraph"
    r"|href|hyperlink|footnote|includegraphics|newline|textcolor|foreignlanguage|raggedright|raggedleft|centering"
    r"|arraybackslash|dimexpr|linewidth|tabcolsep|toprule|midrule|bottomrule|endhead|endlastfoot|noindent|strutbox|ht"
    r"|autocites?|cites?|frac|alpha|tag|text|pnfmt|parencite|textcite)(?![A-Za-z])|\\[()\[\]\\]"
)
"""The commands that rendered Markdown may hold besides those of escaped text."""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=30).map("".join))
def test_no_markdown_gives_commands_of_its_own(text: str) -> None:
    """Whatever is written is read and rendered, and the LaTeX is closed and holds only commands that are known."""
    case = MarkdownCase("any.md", text)
    assume(all(diagnostic.code != "math-is-safe" for diagnostic in case.read()[1]))  # else nothing is rendered
    for tex in case.rendered().values():
        assert groups_are_balanced(tex), tex
        assert environments_are_balanced(tex), tex
        assert "\\" not in RENDERED.sub("", OWN.sub("", tex)), tex


@pytest.mark.tex
@pytest.mark.parametrize("target", TARGETS)
def test_every_character_arrives_in_every_place(target: str, tmp_path: Path) -> None:
    """The printable signs of ASCII and the traps are in the PDF as written, in prose, code, notes, tables, titles."""
    line = "".join(map(chr, range(0x21, 0x7F)))
    text = (Text(f"{line} {' '.join(TRAPS)}", span=HERE),)
    wanted = re.sub(r"\s", "", text[0].text)
    places = {
        "prose": Paragraph((Emphasis(text, span=HERE), Strong(text, span=HERE), *text), span=HERE),
        "code": CodeBlock("\n".join((line, *TRAPS)), span=HERE),
        "inline code": Paragraph((Code(text[0].text, span=HERE),), span=HERE),
        "note": Paragraph((Footnote((Paragraph(text, span=HERE),), span=HERE),), span=HERE),
        "caption": Picture("figures/a.png", text[0].text, text, text, span=HERE),
        "quotation": PullQuoteDiv((Paragraph(text, span=HERE),), text[0].text, span=HERE),
        "table": Table((Alignment.DEFAULT,), (Cell(text, span=HERE),), ((Cell(text, span=HERE),),), span=HERE),
        "heading": Heading(text, 1, span=HERE),
        "link": Paragraph((Link(text, "https://x.org/", span=HERE),), span=HERE),
    }
    result = typeset([(name, (block,)) for name, block in places.items()], target, tmp_path)
    assert result.of(Kind.ERROR) == []
    shown = re.sub(r"[\s\ufffe]", "", result.text())
    assert shown.count(wanted) >= len(places) + 4


@pytest.mark.tex
def test_bookmarks_and_title_arrive(tmp_path: Path) -> None:
    """The signs and the traps are in the PDF's bookmarks and title as they are written."""
    line = "".join(map(chr, range(0x21, 0x7F)))
    text = f"{line} {' '.join(TRAPS)} «я» -- ғӣ 😀"
    heading = Heading((Text(text, span=HERE),), 1, span=HERE)
    result = typeset([("Bookmarks", (heading,))], "brief", tmp_path, runs=2, title=text)
    with pikepdf.open(result.pdf) as pdf, pdf.open_outline() as outline:
        titles = [child.title for item in outline.root for child in item.children]
        assert titles == ["Bookmarks", text]
        assert str(pdf.docinfo["/Title"]) == text


def test_tables_of_characters_agree() -> None:
    """What TeX gives a meaning is never shown as itself."""
    assert set(MEANING) == set(SPECIAL)
    assert all(TYPESET[character] != character for character in SPECIAL)
