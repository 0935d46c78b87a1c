"""Compares the reading of citations with Pandoc's: keys, modes, prefixes, locators, suffixes.

    python benchmarks/pandoc_citations.py [--pandoc PROGRAM] [--pandoc-source DIRECTORY] [--markdown]

The cases are those of the test-suite (`tests/cases/citations`) and, with a copy of Pandoc's sources, its own tests. A
case that is read differently must say why: in its file as `differs: reason`, for Pandoc's tests below. The program ends
with status 1 if one does not, or if one says so that is read the same. Pandoc comes with the wheel pypandoc-binary.

Pandoc's syntax tree keeps the locator within the suffix; so each source is also run through its citeproc with a style
that prints nothing but term, locator and suffix.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

from citationcases import Case, inline_words, read_cases  # noqa: E402 - the cases belong to the tests
from stagebrief.load.locator_terms import all_terms  # noqa: E402
from stagebrief.load.markdown import MarkdownSettings, parse_blocks  # noqa: E402
from stagebrief.load.markdown.smart import quotes_for  # noqa: E402
from stagebrief.load.origin import Origin  # noqa: E402
from stagebrief.model.inline import CitationItem, Cite  # noqa: E402

CASES = ROOT / "tests" / "cases" / "citations"
LOCALES = {"en": "en-US", "ru": "ru-RU", "uk": "uk-UA", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT"}
LOCALES |= {"fa": "fa-IR", "pt": "pt-PT", "pl": "pl-PL", "tr": "tr-TR", "hu": "hu-HU", "zh": "zh-CN", "ja": "ja-JP"}
LOCALES |= {"ko": "ko-KR", "he": "he-IL", "el": "el-GR", "hy": "hy-AM", "hi": "hi-IN"}
TERMS = tuple(dict.fromkeys(term.term for term in all_terms()))
MODES = {"NormalCitation": "normal", "AuthorInText": "in-text", "SuppressAuthor": "suppress-author"}
MARKS = {"Emph": "*", "Strong": "**", "Strikeout": "~~", "Superscript": "^", "Subscript": "~"}
PANDOC_TESTS = {
    "10148#1": "terms",
    "5849-prefix#3": "terms",
    "5849-prefix#4": "terms",
    "5849-prefix#5": "terms",
    "6836#1": "example-lists",
    "6855#1": "example-lists",
    "7632#1": "example-lists",
    "9275#1": "terms",
    "9275#2": "terms",
    "citeproc-87#1": "colons",
    "pandoc-citeproc-75#1": "lists",
    "pandoc-citeproc-locators-delimited#1": "braces",
    "pandoc-citeproc-locators-integrated#1": "abbreviations",
}
"""Why tests of Pandoc's are read differently."""


@dataclass(frozen=True)
class Source:
    """One source of a citation as either of the two reads it."""

    mode: str
    key: str
    prefix: str
    term: str
    value: str
    suffix: str

    def __str__(self) -> str:
        place = f"{self.term} {self.value}".strip()
        return " | ".join(filter(None, (self.mode, self.prefix, f"@{self.key}", place and f"({place})", self.suffix)))


@dataclass(frozen=True)
class Text:
    """A text to compare: where it comes from, its language, why it may differ."""

    place: str
    language: str
    text: str
    reason: str = ""


def main() -> int:
    """Compare, print, and say with the status whether all differences are known."""
    options = arguments()
    pandoc = options.pandoc or find_pandoc()
    if pandoc is None:
        sys.stderr.write("no Pandoc: pip install pypandoc-binary, or name one with --pandoc\n")
        return 3
    version = run([pandoc, "--version"]).splitlines()[0]
    texts = list(own_texts())
    theirs = list(pandoc_texts(options.pandoc_source)) if options.pandoc_source else []
    unexplained = 0
    for name, group in (("own cases", texts), ("Pandoc's tests", theirs)):
        if group:
            unexplained += report(name, version, compare(pandoc, group), options.markdown)
    return 1 if unexplained else 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="compare the reading of citations with Pandoc's")
    parser.add_argument("--pandoc", help="the program; by default that of pypandoc-binary, or the one on the PATH")
    parser.add_argument("--pandoc-source", type=Path, help="a copy of Pandoc's sources, for its own tests")
    parser.add_argument("--markdown", action="store_true", help="print the differences as a table in Markdown")
    return parser.parse_args()


def find_pandoc() -> str | None:
    """The program to compare with."""
    try:
        import pypandoc  # type: ignore[import-not-found]  # noqa: PLC0415 - a wheel of the comparison only
    except ImportError:
        return shutil.which("pandoc")
    return str(pypandoc.get_pandoc_path())


def run(command: Sequence[str], text: str = "") -> str:
    """What a program prints."""
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, encoding="utf-8").stdout


def own_texts() -> Iterator[Text]:
    """The cases of the test-suite, without those of `cite` fields, which Pandoc has not."""
    for file in sorted(CASES.glob("*.txt")):
        if file.stem != "fields":
            for case in read_cases(file):
                yield text_of(file.stem, case)


def text_of(name: str, case: Case) -> Text:
    """A case of the test-suite."""
    return Text(f"{name}:{case.line}", case.language, case.text, case.reason)


def pandoc_texts(source: Path) -> Iterator[Text]:
    """Pandoc's own tests that hold citations in Markdown."""
    file = source / "test" / "markdown-citations.txt"
    yield Text(file.name, "en", file.read_text(encoding="utf-8"), PANDOC_TESTS.get(file.name, ""))
    for file in sorted((source / "test" / "command").glob("*.md")):
        content = file.read_text(encoding="utf-8")
        for number, (command, text) in enumerate(re.findall(r"(?ms)^```+\n% (pandoc\b.*?)\n(.*?)^\^D\n", content), 1):
            other = re.search(r"(?:-f|-r|--from|--read)[ =]?(?!markdown\b(?!_))\S+", command)
            if "@" in text and not other and "-citations" not in command.partition("-t")[0]:
                name = f"{file.stem}#{number}"
                language = re.search(r"^lang: *\"?([a-z]+)", text, re.MULTILINE) or re.search(r"lang=([a-z]+)", command)
                yield Text(name, language[1] if language else "en", text, PANDOC_TESTS.get(name, ""))


def compare(pandoc: str, texts: Sequence[Text]) -> Iterator[tuple[Text, list[Source], list[Source]]]:
    """Each text with what stagebrief and what Pandoc reads."""
    for language in dict.fromkeys(text.language for text in texts):
        group = [text for text in texts if text.language == language]
        readings = [list(cited(json.loads(run([pandoc, "-f", "markdown", "-t", "json"], text.text)))) for text in group]
        located = iter(locate(pandoc, [item for reading in readings for item in reading], language))
        for text, reading in zip(group, readings, strict=True):
            theirs = [next(located) for _ in reading]
            yield text, [normal(source) for source in read(text)], [normal(source) for source in theirs]


def cited(node: Any) -> Iterator[dict[str, Any]]:
    """The sources of Pandoc's tree, each before those in its suffix."""
    if isinstance(node, dict) and node.get("t") == "Cite":
        for item in node["c"][0]:
            yield item
            yield from cited([item["citationPrefix"], item["citationSuffix"]])
    elif isinstance(node, dict):
        yield from cited([value for key, value in node.items() if key != "meta"])
    elif isinstance(node, list):
        for child in node:
            yield from cited(child)


def locate(pandoc: str, items: Sequence[dict[str, Any]], language: str) -> Iterator[Source]:
    """The sources with the locators that Pandoc's citeproc finds in their suffixes."""
    blocks = [
        {
            "t": "Para",
            "c": [{"t": "Cite", "c": [[alone(item)], [{"t": "Str", "c": "?"}]]}],
        }
        for item in items
    ]
    with TemporaryDirectory() as folder:
        library, style = Path(folder) / "library.json", Path(folder) / "style.csl"
        keys = dict.fromkeys(item["citationId"] for item in items)
        library.write_text(json.dumps([{"id": key, "type": "book", "title": "K"} for key in keys]), encoding="utf-8")
        style.write_text(style_text(), encoding="utf-8")
        command = [
            pandoc,
            "-f",
            "json",
            "-t",
            "json",
            "--citeproc",
            "--csl",
            str(style),
            "--bibliography",
            str(library),
        ]
        command += ["-M", "suppress-bibliography=true", "-M", f"lang={LOCALES.get(language, language)}"]
        tree = {"pandoc-api-version": api_version(pandoc), "meta": {}, "blocks": blocks}
        found = json.loads(run(command, json.dumps(tree)))["blocks"]
    for item, block in zip(items, found, strict=True):
        shown = words(block["c"][0]["c"][1], language)
        match = re.search(r"⟦([^¦]*)¦([^⟧]*)⟧(.*)", shown, re.DOTALL)
        assert match, shown
        prefix = words(item["citationPrefix"], language)
        yield Source(MODES[item["citationMode"]["t"]], item["citationId"], prefix, *match.groups())


def alone(item: dict[str, Any]) -> dict[str, Any]:
    """A source by itself, without the citations within its suffix."""
    suffix = json.loads(json.dumps(item["citationSuffix"]), object_hook=without_citation)
    return {**item, "citationPrefix": [], "citationSuffix": suffix, "citationMode": {"t": "NormalCitation"}}


def without_citation(node: dict[str, Any]) -> dict[str, Any]:
    """A node of the tree, or a sign in the place of a citation."""
    return {"t": "Str", "c": "‹›"} if node.get("t") == "Cite" else node


def api_version(pandoc: str) -> list[int]:
    """The version of Pandoc's tree."""
    version: list[int] = json.loads(run([pandoc, "-f", "markdown", "-t", "json"], ""))["pandoc-api-version"]
    return version


def style_text() -> str:
    """A CSL style that prints the term, the locator and the suffix of a source."""
    tests = "".join(
        f'<{"else-" if index else ""}if locator="{term}"><text value="{term}"/></{"else-" if index else ""}if>'
        for index, term in enumerate(TERMS)
    )
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>probe</title>'
        "<id>probe</id><updated>2020-01-01T00:00:00+00:00</updated></info><citation><layout>"
        f'<text value="⟦"/><choose>{tests}</choose><text value="¦"/><text variable="locator"/><text value="⟧"/>'
        "</layout></citation></style>"
    )


def words(inlines: Iterable[dict[str, Any]], language: str) -> str:
    """Pandoc's inlines as Markdown, in the way of the test-suite."""
    return "".join(word(inline["t"], inline.get("c"), language) for inline in inlines)


def word(kind: str, content: Any, language: str) -> str:
    """One inline of Pandoc's as Markdown."""
    if kind == "Str":
        return str(content)
    if kind in MARKS:
        return MARKS[kind] + words(content, language) + MARKS[kind]
    match kind:
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Quoted":
            quotes = quotes_for(language)
            first = 2 if content[0]["t"] == "SingleQuote" else 0
            return quotes[first] + words(content[1], language) + quotes[first + 1]
        case "Code":
            return f"`{content[1]}`"
        case "Math":
            return f"${content[1]}$"
        case "Link":
            return f"[{words(content[1], language)}]"
        case "Image":
            return f"![{words(content[1], language)}]"
        case "Note":
            return f"^[{' ¶ '.join(words(block['c'], language) for block in content)}]"
        case "Cite":
            return "‹›"
        case "RawInline":
            return str(content[1])
        case _:
            return words(content[1] if kind == "Span" else content, language)


def read(text: Text) -> list[Source]:
    """What stagebrief reads from a text."""
    body = re.sub(r"(?ms)(?:\A|(?<=\n\n))---\n.*?\n(?:---|\.\.\.)(?:\n|\Z)", "", text.text)
    blocks, _ = parse_blocks(Origin.whole("case.md", body), MarkdownSettings(text.language))
    return [source_of(item) for item in items_in(blocks)]


def items_in(node: object) -> Iterator[CitationItem]:
    """The sources of a tree of the model, each before those in its suffix."""
    if isinstance(node, CitationItem):
        yield node
        yield from items_in((node.prefix, node.suffix))
    elif isinstance(node, tuple):
        for child in node:
            yield from items_in(child)
    elif hasattr(node, "__dataclass_fields__"):
        for name in node.__dataclass_fields__:
            yield from items_in(getattr(node, name))


def source_of(item: CitationItem) -> Source:
    """A source of the model; its further locators count to the suffix, as Pandoc has them."""
    cites: list[Cite] = []
    prefix = re.sub(r"‹\d+›", "‹›", inline_words(item.prefix, cites))
    suffix = re.sub(r"‹\d+›", "‹›", inline_words(item.suffix, cites))
    further = "".join(f"{place.joint}[{place.term}] {place.value} " for place in item.further)
    return Source(str(item.mode), item.key, prefix, item.locator_label, item.locator, further + suffix)


def normal(source: Source) -> Source:
    """A source with spaces, dashes and commas that do not matter taken out."""
    value = re.sub(r"\s*[-–—]\s*", "-", re.sub(r"\s*,\s*", ", ", plain(source.value)))
    return replace(source, prefix=plain(source.prefix), value=value, suffix=plain(source.suffix).lstrip(" ,"))


def plain(words_: str) -> str:
    """The words with plain single spaces."""
    return " ".join(words_.split())


def say(text: str, end: str = "\n") -> None:
    """Print."""
    sys.stdout.write(text + end)


def report(name: str, version: str, found: Iterable[tuple[Text, list[Source], list[Source]]], markdown: bool) -> int:
    """Print the differences and the figures; how many differences have no reason, or reasons no difference."""
    total = same = sources = unexplained = 0
    reasons: dict[str, int] = {}
    if markdown:
        say(f"\n## {name}\n\n| text or test | stagebrief | Pandoc | reason |\n|---|---|---|---|")
    for text, ours, theirs in sorted(found, key=lambda one: one[0].reason):
        total += 1
        sources += len(theirs)
        same += ours == theirs
        if (ours == theirs) is bool(text.reason):
            unexplained += 1
            say(f"{'no reason' if ours != theirs else 'no difference'}: ", end="")
        if ours != theirs:
            reasons[text.reason] = reasons.get(text.reason, 0) + 1
            show(text, ours, theirs, markdown)
        elif text.reason:
            say(f"{text.place}: {text.text!r}")
    say(f"\n{name}: {total} texts with {sources} sources compared with {version}: {same} equal, {total - same} not.")
    counts = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    say("Of those: " + ", ".join(f"{count} {reason or 'without reason'}" for reason, count in counts) + ".")
    return unexplained


def show(text: Text, ours: list[Source], theirs: list[Source], markdown: bool) -> None:
    """Print one difference; of many sources only those that differ."""
    if len(ours) == len(theirs) > 1:
        pairs = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
        ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    mine, others = ("; ".join(map(str, sources)) or "no citation" for sources in (ours, theirs))
    shown = text.place if "#" in text.place else " ↵ ".join(text.text.strip().split("\n"))[:200]
    if markdown:
        cells = (f"``{shown}``" if "`" in shown else f"`{shown}`", mine, others, text.reason)
        say("| " + " | ".join(escaped(cell) for cell in cells) + " |")
    else:
        say(f"{text.place} [{text.reason}]\n    {shown}\n    ours:   {mine}\n    Pandoc: {others}")


def escaped(cell: str) -> str:
    """The content of a table's cell, without signs that Markdown takes for its own."""
    return cell if cell.startswith("`") else re.sub(r"([\\`*_\[\]<>^~$@])", r"\\\1", cell).replace("|", "·")


if __name__ == "__main__":
    sys.exit(main())
