"""Content folders for the tests of evidence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases" / "evidence"
COPIES = CASES / "copies"
LANGUAGES = {"pristan": "russian", "bandar": "persian", "hafen": "german"}


@dataclass(frozen=True)
class Quoted:
    """One line of `quotations.txt`."""

    key: str
    locator: str
    verdict: str
    words: str

    def __str__(self) -> str:
        return f"{self.key} {self.locator} {self.words[:40]}"


def quoted_lines() -> list[Quoted]:
    """The quotations of the case file."""
    lines = (CASES / "quotations.txt").read_text(encoding="utf-8").splitlines()
    return [Quoted(*map(str.strip, line.split("|", 3))) for line in lines if line.strip() and line[0] != "#"]


def entry(key: str, **fields: str) -> str:
    """A source of the bibliography."""
    known = {"author": "Author, Anna", "title": f"On {key}", "date": "2001", "url": f"https://example.org/{key}"}
    given = {**known, "langid": LANGUAGES.get(key, "english"), **fields}
    return f"@online{{{key},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in given.items()) + "}\n"


def make_folder(
    folder: Path,
    *,
    stage: Sequence[str] = (),
    prose: str = "Words.",
    sources: Iterable[str] = (),
    copies: Iterable[str] = (),
    brief: Sequence[str] = (),
) -> Path:
    """A content folder of one stage: lines of its YAML, its prose, its sources, and copies of them."""
    (folder / "stages").mkdir(parents=True)
    head = ["title: A brief", "language: en-GB", "stages: [stages/1-one.yaml]", *brief]
    (folder / "brief.yaml").write_text("\n".join(head) + "\n", encoding="utf-8")
    lines = ["title: One", "period: {from: 1990, to: 1999}", "stance: It stands.", *stage]
    (folder / "stages/1-one.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "stages/1-one.md").write_text(prose + "\n", encoding="utf-8")
    (folder / "references.bib").write_text("\n".join(sources), encoding="utf-8")
    for name in copies:
        (folder / "sources").mkdir(exist_ok=True)
        shutil.copy(COPIES / name, folder / "sources" / name)
    return folder


def quote(words: str, cite: str, *, original: str = "") -> str:
    """A pull quote as a line of a stage's YAML."""
    fields = {"text": words, "speaker": "Somebody", "cite": cite} | ({"original": original} if original else {})
    return "  - " + json.dumps(fields, ensure_ascii=False)
