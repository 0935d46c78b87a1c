"""Edits of a content folder as an author makes them: a word, a heading, a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

WORD = re.compile(r"(?<= )[^\W\d_]{4,}(?= )")
PLAIN = re.compile(r"^[^\W\d_]")


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """The lines of prose that the brief shows, each with its place in the text; divs, lists and tables are none."""
    depth = start = 0
    for line in text.splitlines(keepends=True):
        if line.startswith(":::"):
            depth += -1 if line.strip(": \n") == "" else 1
        elif depth == 0 and PLAIN.match(line) and len(line.split()) > 8:
            yield start, line
        start += len(line)


def prose_files(folder: Path) -> list[Path]:
    """The Markdown files that have prose to edit."""
    return [path for path in sorted(folder.rglob("*.md")) if any(paragraphs(path.read_text(encoding="utf-8")))]


def change_word(folder: Path, rng: Random, middle: bool = False) -> str:
    """Put another word in the place of one; returns the file. With `middle` it is one halfway through the brief."""
    files = prose_files(folder)
    path = files[len(files) // 2] if middle else rng.choice(files)
    text = path.read_text(encoding="utf-8")
    lines = list(paragraphs(text))
    start, line = lines[len(lines) // 2] if middle else rng.choice(lines)
    places = [match for match in WORD.finditer(line) if outside_brackets(line[: match.start()])]
    if not places:  # a word more at the beginning
        path.write_text(f"{text[:start]}Now {text[start:]}", encoding="utf-8")
        return path.name
    place = rng.choice(places)
    others = [match[0] for match in places if match[0] != place[0]]
    new = rng.choice(others) if others else f"{place[0]} {place[0]}"
    path.write_text(f"{text[: start + place.start()]}{new}{text[start + place.end() :]}", encoding="utf-8")
    return path.name


def outside_brackets(before: str) -> bool:
    """Whether what stands behind these words is plain text."""
    return before.count("[") == before.count("]") and before.count("`") % 2 == 0 and before.count("$") % 2 == 0


def change_heading(folder: Path, rng: Random) -> str:
    """Give a heading one word more; where there are none, the title of a stage."""
    files = [path for path in prose_files(folder) if re.search(r"(?m)^# ", path.read_text(encoding="utf-8"))]
    path = rng.choice(files) if files else rng.choice(sorted(folder.glob("stages/*.yaml")))
    pattern = r"(?m)^#+ [^{\n\"]+" if files else r"(?m)^title: [^\"\n]*\"?[^\"\n]+"
    text = path.read_text(encoding="utf-8")
    match = rng.choice(list(re.finditer(pattern, text)))
    found = match[0].rstrip()
    words = found.split(" ")
    path.write_text(f"{text[: match.start()]}{found} {words[-1].lower()}{text[match.start() + len(found) :]}", "utf-8")
    return path.name


def add_citation(folder: Path, rng: Random) -> str:
    """Cite a source that was not cited before, with its entry."""
    bibliography = folder / "references.bib"
    entries = bibliography.read_text(encoding="utf-8")
    number = entries.count("@book{added-") + 1
    key = f"added-{number}"
    entries += (
        f"\n@book{{{key},\n  author = {{Carter, Ann}},\n  title = {{An added source about bridges, volume {number}}},\n"
        f"  publisher = {{Sea Press}},\n  date = {{{1980 + number % 40}}},\n  langid = {{english}},\n}}\n"
    )
    path = rng.choice(prose_files(folder))
    text = path.read_text(encoding="utf-8")
    start, line = rng.choice(list(paragraphs(text)))
    end = start + len(line.rstrip())
    path.write_text(f"{text[:end]} See [@{key}].{text[end:]}", encoding="utf-8")
    bibliography.write_text(entries, encoding="utf-8")
    return path.name


CHANGES: dict[str, Callable[[Path, Random], str]] = {
    "word": change_word,
    "heading": change_heading,
    "citation": add_citation,
}
"""What is changed in each case of the benchmark."""
