"""What is not Markdown: HTML, which is shown as it stands, and LaTeX, which is shown or, where allowed, obeyed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from stagebrief.diagnostics import Span
from stagebrief.load.markdown.tree import Branch
from stagebrief.model.inline import Inlines, LineBreak, SoftBreak, Text

if TYPE_CHECKING:
    from stagebrief.load.markdown.inlines import InlineReader
    from stagebrief.load.markdown.reading import Reading

BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?(?P<name>[A-Za-z][\w-]*)")
TAG_INSTEAD = {
    **dict.fromkeys(("b", "strong"), "**words**"),
    **dict.fromkeys(("i", "em", "cite"), "*words*"),
    **dict.fromkeys(("s", "del", "strike"), "~~words~~"),
    "sub": "H~2~O",
    "sup": "x^2^",
    "a": "[words](address)",
    "img": "![words](figures/file.png)",
    "div": "::: slide … :::",
    "hr": "---",
    "code": "`words`",
    "span": "[words]{.smallcaps}",
    "p": "a blank line",
}
"""What to write in place of a tag."""

DOLLAR = re.compile(r"(?<![\w$])(?<!(?<!\\)\\)\$(?!\$)")
"""A dollar that could open a formula: not behind a letter or digit, as in US$5, and not escaped."""
FORMULA = re.compile(
    r"""\$(?:
        \\[A-Za-z]{2,}                                       # $\alpha
        | [^\W\d_]{1,2}\s?[=<>≤≥≈]                           # $x = 3
        | [^\W\d_](?:_|\^(?!\[)|\s?[+*·×−]\s?\w)                # $x^2, $a + b
        | \d+(?:[.,]\d+)?\^(?!\[)                                 # $10^6; $5 is a price
        | [^\W\d_mbkt]\(\w                                  # $f(x); $m( may be millions
        | [ac-jln-su-zα-ω](?![\w$'’-])                      # $x
        | [ ]+[^$\n]{0,80}[\\^=][^$\n]{0,80}\$              # $ x^2 $
    )""",
    re.VERBOSE,
)
"""What is probably meant as a formula where a dollar opens none."""

UNDEFINED = re.compile(r"\]\[(?P<label>[^\[\]\n]+)\]")
LATEX = re.compile(r"\\(?P<name>[a-zA-Z]{2,})(?:(?P<rest>\*?[ \t]*(?:\[[^\]\n]*\])?\{)|(?!\w))")
BARE = frozenset(
    {"newpage", "clearpage", "pagebreak", "linebreak", "newline", "noindent", "par", "vfill", "hfill", "hline", "item"}
    | {"smallskip", "medskip", "bigskip", "maketitle", "tableofcontents", "LaTeX", "TeX", "ldots", "dots", "centering"}
)
"""Commands that are taken for LaTeX without an argument behind them."""
LATEX_INSTEAD = {
    "emph": "*words*",
    "textit": "*words*",
    "textbf": "**words**",
    "textsc": "[words]{.smallcaps}",
    "textsuperscript": "x^2^",
    "textsubscript": "H~2~O",
    "texttt": "`words`",
    **dict.fromkeys(("cite", "autocite", "footcite", "parencite", "citep"), "[@key]"),
    **dict.fromkeys(("textcite", "citet"), "@key"),
    "footnote": "^[words]",
    **dict.fromkeys(("section", "subsection", "subsubsection", "chapter"), "# words"),
    "href": "[words](address)",
    "url": "<address>",
    "ref": "@fig:name",
    "includegraphics": "![words](figures/file.png)",
    "item": "- words",
    "ldots": "...",
    "dots": "...",
    "newline": "two spaces at the end of the line",
    "linebreak": "two spaces at the end of the line",
}
"""What to write in place of a command."""


def read_html(content: str, span: Span, reading: Reading) -> Inlines:
    """HTML within a line: comments go, a line break stays, anything else is shown as it is written, with a warning."""
    if content.startswith("<!--"):
        return ()
    if BREAK.fullmatch(content):
        return (LineBreak(span=span),)
    warn_of_html(content, span, reading)
    return (Text(content, span=span),)


def read_html_block(branch: Branch, reading: Reading) -> Inlines:
    """HTML that stands by itself: comments go, the rest is shown as it is written, with a warning."""
    token = branch.token
    at = token.meta["at"]
    pieces: list[Text | SoftBreak] = []
    source = reading.origin.text
    for line in without_comments(token.content).split("\n"):
        written = line.strip()
        if written and not BREAK.fullmatch(written):
            found = source.find(written, at)
            at = found if found >= 0 else at
            span = reading.span(at, at + len(written))
            pieces += [SoftBreak(span=span), Text(written, span=span)] if pieces else [Text(written, span=span)]
            at += len(written)
    if any(isinstance(piece, Text) and "<" in piece.text for piece in pieces):
        warn_of_html(token.content.strip(), pieces[0].span, reading)
    return tuple(pieces)


def without_comments(content: str) -> str:
    """HTML without its comments, line by line as before; one that is not closed is kept."""
    kept, position = [], 0
    while (start := content.find("<!--", position)) >= 0 and (end := content.find("-->", start + 2)) >= 0:
        kept += [content[position:start], "\n" * content.count("\n", start, end)]
        position = end + len("-->")
    return "".join([*kept, content[position:]])


def warn_of_html(content: str, span: Span, reading: Reading) -> None:
    """Say that HTML is not understood, and what to write."""
    if content.startswith("<!--"):
        reading.warn("comment-is-closed", "this comment is not closed", span, "write --> behind it")
        return
    tag = TAG.match(content)
    instead = TAG_INSTEAD.get(tag["name"].lower()) if tag else None
    hint = f"write {instead}, or \\< for a literal <" if instead else "use Markdown; for a literal < write \\<"
    first = content.split("\n", 1)[0]
    shown = first if len(first) <= 40 else f"{first[:40]}…"
    reading.warn("html-is-avoided", f"'{shown}' is HTML and is shown as it stands", span, hint)


def warn_of_leftovers(reader: InlineReader, token: Token) -> None:
    """Warn of what would be a link if its address were given, and of dollars that open no formula."""
    start, end = token.meta["at"], token.meta["end"]
    if "$$" in token.content and (at := reader.content.find("$$", start, end)) >= 0:
        hint = r"close it with $$, without a blank line before that; for plain dollars write \$\$"
        reader.reading.warn("math-is-closed", "these dollars open no formula", reader.place(at, at + 2), hint)
    for match in DOLLAR.finditer(reader.content, start, end) if "$" in token.content else ():
        if FORMULA.match(reader.content, match.start()):
            hint = r"close it with $, and put no space within the dollars; for a plain dollar write \$"
            span = reader.place(match.start(), match.end())
            reader.reading.warn("math-is-closed", "this dollar opens no formula", span, hint)
    for match in UNDEFINED.finditer(reader.content, start, end) if "][" in token.content else ():
        hint = f"write [{match['label']}]: https://… below, or \\[ for a literal bracket"
        span = reader.place(match.start("label"), match.end("label"))
        reader.reading.warn("link-resolves", f"there is no address for '[{match['label']}]'", span, hint)


def warn_of_latex(reader: InlineReader, start: int) -> None:
    """Warn of what looks like a command of LaTeX at a backslash that stands before a letter."""
    match = LATEX.match(reader.content, start)
    if match is None or (not match["rest"] and match["name"] not in BARE):
        return
    name = match["name"]
    instead = LATEX_INSTEAD.get(name)
    hint = f"write {instead}" if instead else "write it in Markdown; see docs/content.md"
    span = reader.place(match.start(), match.end())
    reader.reading.warn("latex-is-avoided", f"'\\{name}' is LaTeX and is shown as it stands", span, hint)


def is_raw_allowed(form: str, span: Span, reading: Reading) -> bool:
    """Whether raw content of that format may stand; what may not is a fault, what is for others is left out."""
    if form not in {"latex", "tex"}:
        hint = "only {=latex} is known here"
        reading.warn("latex-is-allowed", f"raw {form} is not for this product and is left out", span, hint)
        return False
    if not reading.settings.allow_raw_latex:
        hint = "write it in Markdown, or set `allow-raw-latex: true` in brief.yaml"
        reading.error("latex-is-allowed", "raw LaTeX is not allowed in this brief", span, hint)
    return reading.settings.allow_raw_latex
