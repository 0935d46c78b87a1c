"""The examples of the catalogue as content folders: a small good brief with the wrong or the right lines in it.

What an example does besides is written in the verbs of `faultcases.py` and two more:

    write sources/a.txt: Some words.\\nMore.     a file with this text; `\\n` is a line end, `\\f` a page end
    put 20000 times Ships, for Title in a.bib   words in place of others, over and over
    add citations: {style: mla} to brief.yaml   a line at the end of a file
"""

from __future__ import annotations

import re
import shutil
from itertools import groupby
from pathlib import Path

from faultcases import BASE, change, edit
from stagebrief.catalogue import AREAS, Example, explanations
from stagebrief.report.explained import as_markdown

MARK = "<!-- from here on written by `make docs` -->"


def make(example: Example, folder: Path, *, wrong: bool) -> Path:
    """The base brief with the example's wrong or right lines in it."""
    shutil.copytree(BASE, folder)
    for action in example.given:
        act(folder, action)
    new = example.wrong if wrong else example.right
    if new != example.instead:
        hunk = [f"-{line}" for line in example.instead.split("\n")[:-1]] + [f"+{line}" for line in new.split("\n")[:-1]]
        edit(folder / example.file, hunk)
    for action in example.actions if wrong else example.mended:
        act(folder, action)
    return folder


def act(folder: Path, action: str) -> None:
    """One change that is not of the example's lines."""
    verb, _, rest = action.partition(" ")
    if verb == "write":
        name, _, text = rest.partition(": ")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("\\n", "\n").replace("\\f", "\f") + "\n", encoding="utf-8")
    elif verb == "put":
        match = re.fullmatch(r"(?P<count>\d+) times (?P<word>.*) for (?P<old>.*) in (?P<name>\S+)", rest)
        assert match, action
        path = folder / match["name"]
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(match["old"], match["word"] * int(match["count"])), encoding="utf-8")
    elif verb == "add":
        text, _, name = rest.rpartition(" to ")
        edit(folder / name, [f"+{text}"])
    else:
        change(folder, action)


def documented(text: str) -> str:
    """The page of all codes: what stands before the mark is written by hand, what follows comes from the catalogue."""
    before = text.partition(MARK)[0]
    parts = [before.rstrip("\n"), MARK]
    for area, found in groupby(explanations(), key=lambda item: item.area):
        parts += [f"## {AREAS[area]}", *(as_markdown(item, 3) for item in found)]
    return "\n\n".join(parts) + "\n"
