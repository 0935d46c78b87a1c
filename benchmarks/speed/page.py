"""The page of results: a table of verdicts, tables of seconds and memory, and the drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from benchmarks.speed.cases import Record, label
from benchmarks.speed.verdicts import Verdict, seconds, verdicts

TITLES = {
    "cold": "Cold: both targets from nothing",
    "word": "One word changed",
    "heading": "One heading changed",
    "citation": "One citation of a new source added",
    "nothing": "Nothing changed",
    "watch": "Watch: from the save to the finished PDF",
    "serve-page": "Live page: from a save in the middle to the edited page",
    "serve-whole": "Live page: from a save in the middle to the whole PDF",
}
NOTES = """\
How it is measured: all work on the same words, each in a folder of its own, and take turns; each round begins with
another one. The first build of each and the first change of each case are not counted: they fill the caches of
fonts, which all keep. A ratio is taken between runs of one round. `stagebrief` is the whole command, reading back
and inspection included. `latexmk` runs on the TeX that stagebrief writes, brief and deck one after the other;
`latexmk -pvc` watches the brief alone. Pandoc makes an article with notes and a Beamer deck of Markdown; with
`--citeproc` it cites in its default style. Typst makes both of its own markup, with notes in its Chicago style;
formulas stand there as they are written. Memory is the largest sum over all processes of a build, shared pages
counted once, seen twenty times a second. On the live page the time ends when the browser is told that the page is
there to be drawn.
"""


def page_of(raw: dict[str, Any], campaigns: dict[str, Record]) -> str:
    """The page as Markdown."""
    return "\n".join(lines_of(raw, campaigns)) + "\n"


def lines_of(raw: dict[str, Any], campaigns: dict[str, Record]) -> Iterator[str]:
    """Its lines."""
    records: list[Record] = raw["records"]
    yield "# Benchmarks\n"
    yield "Written by `make bench`; the figures are in [speed.json](speed.json).\n"
    yield f"Measured on {raw['date']} on {raw['machine']}.\n"
    yield from (f"- {name}: {version}" for name, version in raw["versions"].items() if version)
    if raw.get("only_quick"):
        yield "\nThis was a quick run: few rounds, small briefs.\n"
    yield "\n## Targets\n"
    yield "| case | target | found | |\n|---|---|---|---|"
    yield from map(row_of, verdicts(records, campaigns))
    yield "\n![Seconds by pages](speed.svg)\n"
    for case in TITLES:
        yield from table_of(records, case)
    yield from memory_table(records)
    absent = {
        (one["name"], one["said"].splitlines()[-1] if one["said"] else "")
        for one in records
        if one["case"] in {"absent", "failed"}
    }
    yield from (f"- {name} took no part: {why}" for name, why in sorted(absent))
    yield f"\n## Notes\n\n{NOTES}"


def row_of(verdict: Verdict) -> str:
    """A row of the first table."""
    word = {True: "met", False: "**missed**", None: "–"}[verdict.met]
    return f"| {verdict.case} | {verdict.target} | {verdict.found} | {word} |"


def table_of(records: Sequence[Record], case: str) -> Iterator[str]:
    """Seconds by size and contender."""
    found = [one for one in records if one["case"] == case and "seconds" in one]
    sizes = sorted({one["size"] for one in found})
    if not sizes:
        return
    yield f"\n## {TITLES[case]}\n"
    yield "Seconds: median (least–most) of the good runs.\n"
    yield f"| | {' | '.join(map(label, sizes))} |\n|---|{'---:|' * len(sizes)}"
    for name in dict.fromkeys(one["name"] for one in found):
        cells = (spread(list(seconds(records, size, case, name).values())) for size in sizes)
        yield f"| {name} | {' | '.join(cells)} |"


def spread(values: list[float]) -> str:
    """Median and range."""
    return f"{median(values):.2f} ({min(values):.2f}–{max(values):.2f})" if values else "–"


def memory_table(records: Sequence[Record]) -> Iterator[str]:
    """Memory by size and contender."""
    found = {(one["name"], one["size"]): one for one in records if one["case"] == "memory"}
    sizes = sorted({size for _, size in found})
    if not sizes:
        return
    yield "\n## Memory of a cold build\n"
    yield "MB of all processes together, in brackets of the first process alone.\n"
    yield f"| | {' | '.join(map(label, sizes))} |\n|---|{'---:|' * len(sizes)}"
    for name in dict.fromkeys(name for name, _ in found):
        cells = (f"{one['tree']} ({one['own']})" if (one := found.get((name, size))) else "–" for size in sizes)
        yield f"| {name} | {' | '.join(cells)} |"
