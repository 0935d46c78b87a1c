"""What may be thrown at the readers, and what must hold whatever is thrown.

A target takes bytes. It raises `UnheldError` where one of these does not hold: a reader never raises, a finding has a
file, and a line and column within that file's text, and what is read of Markdown without a finding holds every word.
`make fuzz` drives the targets by coverage; what it finds is kept in `cases/fuzz/TARGET`, which `test_fuzz.py` replays.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from citationcases import read_cases
from faultcases import BASE
from markdown_case import MARKS, MarkdownCase
from stagebrief import check
from stagebrief.compile.biber_log import read_biber_log
from stagebrief.compile.engine import EngineRun
from stagebrief.compile.log import read_log
from stagebrief.compile.log_words import faults_of, warnings_of
from stagebrief.diagnostics import Diagnostic, Severity, Span
from stagebrief.load.bibtex_text import decode
from stagebrief.load.folder import load
from stagebrief.load.library import whole_library
from stagebrief.load.markdown import MarkdownSettings, parse_blocks, parse_cite
from stagebrief.load.origin import Origin
from stagebrief.load.source import plain_line_ends
from stagebrief.model.resolved import Bibliography
from stagebrief.model.tex import TexSource
from stagebrief.render.bibliography import bibliography_to_bib
from stagebrief.render.brief import render_brief
from stagebrief.resolve.entries import check_entries
from texcases import FONTS

CASES = Path(__file__).parent / "cases"
KEPT = CASES / "fuzz"
LANGUAGES = ("en", "ru", "de", "fa")


class UnheldError(AssertionError):
    """Something that must hold does not."""


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: what is done with the bytes, what it starts from, the words that mean something to it."""

    name: str
    suffix: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    words: tuple[str, ...]


def hold(condition: object, message: str) -> None:
    """What must hold."""
    if not condition:
        raise UnheldError(message)


def check_places(found: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Each finding has a place, and one in these texts lies within its text."""
    for one in found:
        hold(one.message and one.code, f"nothing is said: {one!r}")
        hold(one.span is not None, f"no place: {one}")
        if one.span and one.span.file in texts:
            check_span(one.span, texts[one.span.file].split("\n"), str(one))


def check_span(span: Span, lines: list[str], said: str) -> None:
    """A place is within the lines of its file; its end, where there is one, does not come before its start.

    What is missing at the end of a line may be shown as one character behind it.
    """
    hold(1 <= span.line <= len(lines), f"no such line: {said}")
    hold(1 <= span.column <= len(lines[span.line - 1]) + 1, f"no such column: {said}")
    if span.end_line:
        hold((span.end_line, span.end_column) >= (span.line, span.column), f"ends before it begins: {said} {span!r}")
        hold(span.end_line <= len(lines), f"ends behind the file: {said} {span!r}")
        hold(span.end_column <= len(lines[span.end_line - 1]) + 2, f"ends behind its line: {said} {span!r}")


def text_of(data: bytes) -> str:
    """The bytes as a file's text would be read."""
    return plain_line_ends(data.decode("utf-8", "replace"))


# YAML


@cache
def nowhere() -> Path:
    """A folder without anything in it."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    import atexit  # noqa: PLC0415 - for the fuzzer only

    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


BRIEF = b"title: A brief\nstages: [stages/1-a.yaml]\n"


def run_yaml(data: bytes) -> None:
    """The text as brief.yaml, and as a stage of a brief."""
    for name, files in (
        ("brief.yaml", {"brief.yaml": data}),
        ("stages/1-a.yaml", {"brief.yaml": BRIEF, "stages/1-a.yaml": data}),
    ):
        loaded = load(nowhere(), files)
        check_places(loaded.diagnostics, dict(loaded.files))
        hold(loaded.brief is not None or loaded.diagnostics, f"{name} cannot be read and nothing is said")


def yaml_seeds() -> Iterator[bytes]:
    """The YAML of the catalogue's base and of its cases."""
    for path in (*BASE.rglob("*.yaml"), *(CASES / "small").rglob("*.yaml"), *(CASES / "hostile").rglob("*.yaml")):
        yield path.read_bytes()


YAML_WORDS = (
    *("title:", "stages:", "- ", ": ", "[", "]", "{", "}", "'", '"', "|\n", ">-\n", "&a ", "*a", "!!", "---\n", "#"),
    *("<<: ", "? ", "\t", "  ", "\r\n", "\u00a0", "\ufeff", "events:", "date:", "period:", "from:", "stance:", "cite:"),
    *("figures:", "findings:", "determinants:", "language:", "bibliography:", "citations:", "[@a, p. 3]", "\\x00", "~"),
)


# Markdown


COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W_]+")
ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
ATTRIBUTES = re.compile(r"\{[^{}]*\}")
FENCE = re.compile(r"(?:`{3,}|~{3,})[^\n]*")
"""What stands behind a fence: the language of the code is shown by its colours, and more than that by nothing."""
NUMBER = re.compile(r"^[ \t>*+-]*(?:\d+[.)][ \t]*)+", re.MULTILINE)
"""The number of an item, of which only the first in its list counts."""


def strings_in(value: object) -> Iterator[str]:
    """All texts in a value of the model, places aside."""
    if isinstance(value, Enum):
        yield str(value.value)
    elif isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strings_in(item)
    elif is_dataclass(value) and not isinstance(value, Span):
        yield type(value).__name__
        for field in fields(value):
            yield from strings_in(getattr(value, field.name))


def run_markdown(data: bytes) -> None:
    """The text with raw LaTeX and without; where nothing is said of it, no word of it is lost."""
    text = text_of(data)
    for raw in (False, True):
        blocks, found = parse_blocks(Origin.whole("a.md", text), MarkdownSettings("en", allow_raw_latex=raw))
        check_places(found, {"a.md": text})
        if not found:
            check_words(text, blocks)


def check_words(text: str, blocks: object) -> None:
    """Each word of the text, but for its comments, attributes and character names, is in the blocks."""
    shown = "".join(unquote("".join(strings_in(blocks))).split()).casefold()
    for unshown in (COMMENT, ENTITY, ATTRIBUTES, NUMBER, FENCE, ENCODED):
        text = unshown.sub(" ", text)
    for word in WORD.findall(text):
        hold(word.casefold() in shown, f"the word {word!r} is lost")


def markdown_seeds() -> Iterator[bytes]:
    """The cases of Markdown."""
    for path in sorted((CASES / "markdown").glob("*.md")):
        yield path.read_bytes()
    for mark in MARKS:
        yield f"word {mark} other".encode()


# Citations


def run_citation(data: bytes) -> None:
    """The text as prose and as a `cite` field, in a language by its length."""
    text = text_of(data)
    language = LANGUAGES[len(data) % len(LANGUAGES)]
    _, found = parse_blocks(Origin.whole("a.md", text), MarkdownSettings(language))
    check_places(found, {"a.md": text})
    _, found = parse_cite(Origin.whole("a.yaml", text), MarkdownSettings(language))
    check_places(found, {"a.yaml": text})
    if len(text) < 400:
        MarkdownCase("a.md", text).rendered()


def citation_seeds() -> Iterator[bytes]:
    """The cases of citations."""
    for path in sorted((CASES / "citations").glob("*.txt")):
        for case in read_cases(path):
            yield case.text.encode()


CITATION_WORDS = (
    *("[@a]", "@a", "-@", "@{", "[", "]", "; ", ", p. 3", ", pp. 3-5", "ch. 2", "{p. 3}", "с. 5", "S. 3 f.", "§ 3"),
    *("[@a, p. 3; @b]", "ff.", "f.", "xi", "–", "^[", "*", "_", "see ", "{}", "\\@", "e.g. ", "ibid.", "ص 3", "no. 4"),
)


# Bibliographies


def run_bib(data: bytes) -> None:
    """The bytes as a bibliography, its clean file, and that read again."""
    entries, found = whole_library("r.bib", data)
    check_places(found, {"r.bib": decode("r.bib", data).text})
    library = Bibliography(entries)
    check_places(check_entries(library), {"r.bib": decode("r.bib", data).text})
    clean = bibliography_to_bib(library)
    hold(braces_balance(clean), "the clean file is not balanced")
    again, _ = whole_library("r.bib", clean.encode())
    hold(len(again) == len(entries), "the clean file has other entries")


def braces_balance(text: str) -> bool:
    """Whether the braces of a .bib file are balanced."""
    return text.count("{") == text.count("}")


def bib_seeds() -> Iterator[bytes]:
    """The cases of bibliographies, whole and entry by entry."""
    for path in sorted((CASES / "bibtex").glob("*.bib")):
        data = path.read_bytes()
        if len(data) < 4000:
            yield data
        yield from (b"@" + part for part in data.split(b"\n@") if len(part) < 2000)


BIB_WORDS = (
    *("@book{", "@string{", "@comment{", "@preamble{", "title = {", "author = ", " and ", "},\n", '"', "#", "date = "),
    *("crossref = {", "year = ", "pages = {", "\\'{e}", "{\\", "\\url{", "\\href{", "$^{", "\\input", "%", "ids = {"),
    *("doi = {", "family=", "and others", "langid = ", "2020/", "1999~", "--", "&amp;", "<i>", "xdata = {", "url = {"),
)


# Logs


@cache
def source() -> tuple[TexSource, Mapping[str, str]]:
    """The LaTeX of the catalogue's small brief with raw LaTeX in it, and its files' texts."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        content = Path(folder) / "content"
        shutil.copytree(BASE, content)
        with (content / "brief.yaml").open("a", encoding="utf-8") as file:
            file.write("allow-raw-latex: true\n")
        with (content / "introduction.md").open("a", encoding="utf-8") as file:
            file.write("\nSome `\\textbf{raw}`{=latex} words.\n\n```{=latex}\n\\emph{a\n\n\\foo b}\n```\n")
        resolved = check(content).resolved
        assert resolved is not None
        return render_brief(resolved, FONTS, content), dict(resolved.brief.files)


def run_log(data: bytes) -> None:
    """The text as the log of TeX and of biber."""
    text = data.decode("utf-8", "replace")
    tex, texts = source()
    hold(all(one.text or one.lines for one in read_log(text)), "a message without words")
    for status in (0, 1):
        run = EngineRun(status, 0.0, text)
        for one in (*faults_of(run, tex), *warnings_of(text, tex), *read_biber_log(run)):
            hold(one.message and one.code and one.severity in Severity, f"nothing is said: {one!r}")
            if one.span:
                hold(one.span.file in texts, f"no such file: {one}")
                check_span(one.span, texts[one.span.file].split("\n"), str(one))


def log_seeds() -> Iterator[bytes]:
    """The recorded logs of TeX, and what biber says."""
    for path in (*sorted((CASES / "log").glob("*.log")), *sorted((CASES / "tex").glob("*/log-1.txt"))):
        yield path.read_bytes()[:4000]
    for line in (
        "[44] Utils.pm:146> WARN - I didn't find a database entry for 'x' (section 0)",
        "[44] Utils.pm:146> ERROR - Circular inheritance between 'a' and 'b'",
        "[44] Biber.pm:1> WARN - Entry 'zarifi2011' (references.bib): Invalid format '20' of date field 'date'",
    ):
        yield f"{line}\n".encode()


LOG_WORDS = (
    *("! ", "l.12 ", "introduction.tex:3: ", "(./introduction.tex", ")", "Overfull \\hbox (", "pt too wide)", "\n"),
    *(
        "Missing character: There is no ",
        " in font ",
        "LaTeX Warning: ",
        "Package hyperref Warning: ",
        "on input line ",
    ),
    *("<recently read> ", "stagebrief: ", "Emergency stop", "==> Fatal error", "Undefined control sequence.", "\\foo"),
    *("[\\directlua]:1: ", "(\\end occurred", "Runaway argument?", "<use figures/a.png>", "\nl.1 ...", "> WARN - "),
    *("LaTeX Error: ", "Environment ", " undefined.", "at lines ", "at line ", ":3:4", "File `", "' not found"),
)

TARGETS = (
    Target("yaml", ".yaml", run_yaml, yaml_seeds, YAML_WORDS),
    Target("markdown", ".md", run_markdown, markdown_seeds, tuple(MARKS)),
    Target("citation", ".md", run_citation, citation_seeds, CITATION_WORDS),
    Target("bib", ".bib", run_bib, bib_seeds, BIB_WORDS),
    Target("log", ".log", run_log, log_seeds, LOG_WORDS),
)


def target_of(name: str) -> Target:
    """The target of that name."""
    return next(target for target in TARGETS if target.name == name)
