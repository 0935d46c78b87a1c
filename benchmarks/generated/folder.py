"""A made-up content folder: brief.yaml, stages, prose, sources and pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.generated.pictures import picture
from benchmarks.generated.prose import Writer
from benchmarks.generated.shelf import Shelf
from benchmarks.generated.tongue import Tongue, words_of
from benchmarks.generated.wish import Wish

WORDS = {"en": 470, "ru": 360, "tg": 390, "fr": 440, "de": 400, "es": 450, "fa": 500}
"""Words of prose that fill a page with their notes, by language."""


@dataclass(frozen=True, slots=True)
class Portions:
    """Words of prose for the introduction, for each stage and for the conclusion."""

    introduction: int
    stage: int
    conclusion: int


def write_content(wish: Wish, parent: Path) -> Path:
    """Write the folder of that brief below `parent`; returns it."""
    folder = parent / wish.name
    for path, data in files_of(wish).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def files_of(wish: Wish) -> dict[str, bytes]:
    """The files by their path in the folder."""
    rng = Random(f"{wish.seed} {wish.language}")
    tongue = Tongue(wish.language, rng, wish.long_words)
    shelf = Shelf(wish.language, rng, wish.foreign, largest=6 + wish.pages)
    writer = Writer(wish, rng, tongue, shelf)
    files: dict[str, bytes] = {}
    figures = []
    for number in range(wish.pictures):
        ending, data = picture(rng, number)
        figures.append(f"figures/picture-{number + 1}.{ending}")
        files[figures[-1]] = data
    portions, texts = portions_of(wish), {}
    spans = periods(wish, rng)
    for number, years in enumerate(spans, start=1):
        own = figures[number - 1 :: wish.stages]
        stage = stage_yaml(wish, number, years, tongue, shelf, own)
        texts[f"stages/{number}-part-{number}.yaml"] = yaml(stage)
        texts[f"stages/{number}-part-{number}.md"] = writer.file(
            portions.stage, ornaments(wish, writer, number, own[1:])
        )
    texts["introduction.md"] = writer.file(portions.introduction, [], heading_every=0)
    texts["conclusion.md"] = writer.file(portions.conclusion, [], heading_every=0)
    texts["brief.yaml"] = yaml(brief_yaml(wish, tongue, shelf))
    texts["references.bib"] = shelf.bibtex
    return files | {path: text.encode() for path, text in texts.items()}


def portions_of(wish: Wish) -> Portions:
    """How the words are shared out so that the brief gets its pages, as far as its structure leaves room."""
    structure = 3.3 + wish.stages * (
        0.45 + 0.035 * wish.events + 0.08 * wish.determinants + 0.05 * wish.title_words / 6
    )
    words = max(60 * (wish.stages + 2), (wish.pages - structure - 0.25 * wish.pictures) * WORDS[wish.language])
    ends = min(600, words / (wish.stages + 2))
    return Portions(int(ends), int((words - 2 * ends) / wish.stages), int(ends))


def periods(wish: Wish, rng: Random) -> list[tuple[int, int]]:
    """The years of each stage, one behind the other."""
    first, found = rng.randint(1700, 1900), []
    for _ in range(wish.stages):
        last = first + rng.randint(3, 10)
        found.append((first, last))
        first = last
    return found


def ornaments(wish: Wish, writer: Writer, number: int, figures: list[str]) -> list[str]:
    """What stands between the paragraphs of a stage."""
    pages = max(1.0, wish.pages / wish.stages)
    found = [writer.figure(file) for file in figures]
    if wish.columns and (number % 2 or pages > 4):
        found += [writer.table(wish.columns) for _ in range(max(1, int(pages / 8)))]
    found += [writer.list() for _ in range(max(1, int(pages / 5)))]
    found += [writer.quotation() for _ in range(int(pages / 5))]
    found += [writer.pull_quote() for _ in range(int(pages / 10))]
    if number % 3 == 1:
        found += [writer.formula(), writer.frame()]
    return found


def stage_yaml(
    wish: Wish, number: int, years: tuple[int, int], tongue: Tongue, shelf: Shelf, figures: list[str]
) -> dict[str, Any]:
    """The structure of one stage."""
    rng = tongue.rng
    found: dict[str, Any] = {
        "title": tongue.title(wish.title_words),
        "period": {"from": str(years[0]), "to": str(years[1])},
        "stance": tongue.sentence(),
        "determinants": {f"d{index}": statement(tongue, shelf) for index in range(1, wish.determinants + 1)},
        "events": [
            {"date": date(rng, years), "what": tongue.claim(), **evidence(tongue, shelf)} for _ in range(wish.events)
        ],
        "quotes": [
            {"text": tongue.claim(), "speaker": tongue.fixed("speaker"), "cite": shelf.citation()}
            for _ in range(wish.quotes)
        ],
        "numbers": [
            {"value": str(rng.randint(2, 9999)), "what": tongue.claim(), **evidence(tongue, shelf)}
            for _ in range(wish.numbers)
        ],
        "figures": [
            {
                "id": f"picture-{number}",
                "file": file,
                "alt": tongue.fixed("alt"),
                "caption": tongue.title(8),
                "credit": tongue.word("people"),
            }
            for file in figures[:1]
        ],
        "takeaway": tongue.sentence(),
    }
    if number % 3 == 0:
        title = tongue.title(min(wish.title_words, 12))
        found["slides"] = {"opening": {"title": title, "notes": tongue.sentence()}}
    return found


def statement(tongue: Tongue, shelf: Shelf) -> dict[str, str]:
    """What a determinant means in a stage."""
    return {"statement": tongue.sentence(), "short": tongue.title(4), "cite": shelf.citation()}


def evidence(tongue: Tongue, shelf: Shelf) -> dict[str, str]:
    """A source, or the reason for having none."""
    return {"cite": shelf.citation()} if tongue.rng.random() < 0.5 else {"unsourced": tongue.fixed("unsourced")}


def date(rng: Random, years: tuple[int, int]) -> str:
    """A date within the years: a year, a month, a day or a stretch."""
    year = rng.randint(*years)
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    later = f"{year}/{rng.randint(year, years[1]) + 1}"
    return rng.choice((f"{year}", f"{year}-{month:02d}", f"{year}-{month:02d}-{day:02d}", later))


def brief_yaml(wish: Wish, tongue: Tongue, shelf: Shelf) -> dict[str, Any]:
    """The brief's own fields."""
    lists = words_of(wish.language)
    found: dict[str, Any] = {
        "title": tongue.title(wish.title_words),
        "subtitle": tongue.title(min(wish.title_words, 8)),
        "authors": [
            {"name": tongue.word("people"), "affiliation": tongue.word("bodies"), "bio": tongue.sentence()}
            for _ in range(1 + wish.seed % 2)
        ],
        "date": f"20{10 + wish.seed % 15}-0{1 + wish.seed % 9}-12",
        "version": "1.0.0",
        "language": lists["tag"],
        "keywords": tongue.rng.sample(lists["nouns"], 4),
        "abstract": tongue.sentences(3),
        "question": tongue.filled(lists["question"]),
        "checks": {"quotation-is-worded-once": "off"},  # few phrases make up all quotations
        "determinants": [
            {"id": f"d{index}", "title": title, "description": tongue.sentence()}
            for index, title in enumerate(lists["determinants"][: wish.determinants], start=1)
        ],
        "stages": [f"stages/{number}-part-{number}.yaml" for number in range(1, wish.stages + 1)],
        "findings": [
            {
                "title": tongue.title(min(wish.title_words, 10)),
                "statement": f"{tongue.sentence()[:-1]} {shelf.citation()}.",
            }
            for _ in range(min(4, 1 + wish.stages))
        ],
    }
    if wish.style:
        found["citations"] = {"style": wish.style}
    return found


def yaml(value: dict[str, Any]) -> str:
    """YAML of fields, lists and texts; fields without a value are left out."""
    return "\n".join(lines_of(value)) + "\n"


def lines_of(value: Any, indent: str = "") -> Iterator[str]:
    """The lines of a value at that indentation."""
    pairs = value.items() if isinstance(value, dict) else [(None, item) for item in value]
    for key, item in pairs:
        if item in ("", [], {}):
            continue
        lead = f"{indent}{key}:" if key is not None else f"{indent}-"
        if isinstance(item, str):
            yield f"{lead} {json.dumps(item, ensure_ascii=False)}"
        elif key is None:
            first, *rest = lines_of(item, f"{indent}  ")
            yield f"{lead} {first.strip()}"
            yield from rest
        else:
            yield lead
            yield from lines_of(item, f"{indent}  ")
