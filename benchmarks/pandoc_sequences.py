"""Compares the notes that sequences of citations get with those of Pandoc's citeproc and the CSL style of Chicago.

    python benchmarks/pandoc_sequences.py [--update] [--pandoc PROGRAM] [--pandoc-source DIRECTORY]

The sequences are those of the test-suite (`tests/cases/sequences`) and, with a copy of Pandoc's sources, those of its
own tests for Chicago's notes. Both are typeset here, a brief for many, and run through Pandoc with the style of one
edition (`benchmarks/sequences`). What is compared is the words of the notes, but for the shapes of quotation marks and
spaces. A note that Pandoc writes otherwise must say so with a reason of `benchmarks/sequences/reasons.txt`. The program
ends with status 1 if one does not, if a text has changed, or if docs/sources.md does not say the numbers.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src"), str(ROOT / "benchmarks")]

from pandoc_citations import find_pandoc  # noqa: E402

from notesequences import CASES, KEY, Note, NoteSequence, keys_of, read_sequences, typeset, write_sequences  # noqa: E402

DATA = ROOT / "benchmarks" / "sequences"
THEIRS = DATA / "pandoc.txt"
STYLE = DATA / "chicago-notes-bibliography.csl"
PAGE = ROOT / "docs" / "sources.md"
CITING = re.compile(r"--citeproc| -C")
NOTES = re.compile(r"chicago-(?:full)?note|chicago-annot")
ENTRY = re.compile(r"(?ms)^```+\n% (pandoc\b.*?)\n(.*?)^\^D\n")
TABLES = re.compile(r"(?s)(<!-- sequences -->\n).*(<!-- /sequences -->)")
SPACES = dict.fromkeys("\u00a0\u202f", " ")
QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’", "'") | SPACES)


def main() -> int:
    """Compare, print, and say with the status whether all differences are known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="write the notes that were found over those expected")
    parser.add_argument("--pandoc", help="the program; by default that of pypandoc-binary, or the one on the PATH")
    parser.add_argument("--pandoc-source", type=Path, help="a copy of Pandoc's sources, for its own tests")
    options = parser.parse_args()
    pandoc = options.pandoc or find_pandoc()
    if pandoc is None:
        sys.stderr.write("no Pandoc: pip install pypandoc-binary, or name one with --pandoc\n")
        return 3
    files = {file: read_sequences(file) for file in sorted(CASES.glob("*.txt"))}
    if options.pandoc_source:
        files[THEIRS] = list(pandoc_sequences(pandoc, options.pandoc_source))
    faults = compare(pandoc, files, update=options.update)
    table = summary(files)
    print(table)
    if not options.pandoc_source:
        print("without Pandoc's own tests: name a copy of its sources with --pandoc-source")
    elif options.update:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(TABLES.sub(lambda match: f"{match[1]}{table}\n{match[2]}", text), encoding="utf-8")
    elif table not in PAGE.read_text(encoding="utf-8"):
        print(f"these numbers are not those of {PAGE.name}")
        faults += 1
    return 1 if faults else 0


def compare(pandoc: str, files: dict[Path, list[NoteSequence]], *, update: bool) -> int:
    """Print what differs from what is expected; the number of notes that do."""
    reasons = read_reasons()
    every = [sequence for sequences in files.values() for sequence in sequences]
    with tempfile.TemporaryDirectory() as work:
        ours = iter(typeset(every, Path(work)))
        theirs = iter([pandoc_notes(pandoc, sequence, Path(work)) for sequence in every])
    faults = 0
    for file, sequences in files.items():
        for sequence in sequences:
            found = [Note(*pair) for pair in decided(sequence, next(ours), next(theirs))]
            faults += sum(1 for line in complaints(file, sequence, found, reasons) if print(line) is None)
            sequence.notes = found
        if update:
            without_text = [replace(sequence, text="", settings={}) for sequence in sequences]
            write_sequences(file, without_text if file == THEIRS else sequences)
    return faults


def decided(sequence: NoteSequence, ours: list[str], theirs: list[str]) -> Iterator[tuple[str, str, str]]:
    """Our notes, with Pandoc's and the reason that is known where they differ."""
    while len(ours) < len(theirs):
        ours.append("(no note)")
    while len(theirs) < len(ours):
        theirs.append("(no note)")
    for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
        known = sequence.notes[index].reason if index < len(sequence.notes) else ""
        yield (mine, "", "") if plain(mine) == plain(other) else (mine, known or "?", other)


def complaints(file: Path, sequence: NoteSequence, found: list[Note], reasons: dict[str, str]) -> Iterator[str]:
    """What is not as the sequence's file says."""
    for index, note in enumerate(found):
        known = sequence.notes[index] if index < len(sequence.notes) else Note("")
        place = f"{file.stem}: {sequence.name}, note {index + 1}"
        if note.reason and note.reason not in reasons:
            yield f"{place}: no reason\n    ours:   {note.text}\n    Pandoc: {note.pandoc}"
        elif note != known:
            yield f"{place}: expected {known}\n    found {note}"


def plain(note: str) -> str:
    """A note but for the shapes of quotation marks and spaces."""
    return " ".join(note.translate(QUOTES).split())


def read_reasons() -> dict[str, str]:
    """The reasons by their names."""
    lines = (DATA / "reasons.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))


def summary(files: dict[Path, list[NoteSequence]]) -> str:
    """The tables of docs/sources.md."""
    lines = ["| | sequences | notes | equal | other |", "|---|--:|--:|--:|--:|"]
    counts: dict[str, Counter[str]] = {}
    for name, group in (("own", [file for file in files if file != THEIRS]), ("Pandoc's tests", [THEIRS])):
        sequences = [sequence for file in group for sequence in files.get(file, [])]
        notes = [note for sequence in sequences for note in sequence.notes]
        counts[name] = Counter(note.reason for note in notes)
        equal = counts[name].pop("", 0)
        lines.append(f"| {name} | {len(sequences)} | {len(notes)} | {equal} | {len(notes) - equal} |")
    lines += ["", "| reason | own | Pandoc's tests | |", "|---|--:|--:|---|"]
    own, theirs = counts.values()
    for reason, text in read_reasons().items():
        if own[reason] or theirs[reason]:
            lines.append(f"| `{reason}` | {own[reason]} | {theirs[reason]} | {text} |")
    return "\n".join(lines)


def pandoc_notes(pandoc: str, sequence: NoteSequence, work: Path) -> list[str]:
    """The notes that Pandoc makes of a sequence."""
    ibid, text = sequence.group[1], STYLE.read_text(encoding="utf-8")
    style = work / f"chicago-{ibid}.csl"
    style.write_text(with_ibid(text) if ibid == "true" else text, encoding="utf-8")
    if isinstance(sequence.sources, str):
        library = work / "library.bib"
        library.write_text(sequence.sources, encoding="utf-8")
    else:
        library = work / "library.json"
        library.write_text(json.dumps(sequence.sources), encoding="utf-8")
    command = [pandoc, "-f", "markdown", "-t", "plain", "--wrap=none", "--citeproc", "--csl", style, "--bibliography"]
    command += [library, "-M", "suppress-bibliography=true", "-M", f"lang={sequence.language}"]
    shown = subprocess.run(list(map(str, command)), input=sequence.text, capture_output=True, text=True, check=True)
    notes = re.split(r"(?m)^\[\d+\] ", shown.stdout)[1:]
    return [" ".join(note.split()) for note in notes]


def with_ibid(style: str) -> str:
    """The style with *ibid.*, as its makers have it in a file of its own (`…-subsequent-ibid`)."""
    ibid = (
        '<if position="ibid-with-locator"><group delimiter=", "><text term="ibid"/>'
        '<text macro="source-locator-subsequent"/></group></if><else-if position="ibid"><text term="ibid"/></else-if>'
        r'<else-if position="subsequent">\1</else-if>'
    )
    later = r'<if position="subsequent">(\s*<text macro="citation-notes-shortened-author-title"/>\s*)</if>'
    changed, count = re.subn(later, ibid, style)
    assert count == 1, "the style is not the one that is known"
    return changed


def pandoc_sequences(pandoc: str, source: Path) -> Iterator[NoteSequence]:
    """Pandoc's own tests whose style is one of Chicago's for notes."""
    known = {sequence.name: sequence.notes for sequence in read_sequences(THEIRS)} if THEIRS.exists() else {}
    for file in sorted((source / "test" / "command").glob("*.md")):
        for number, (command, text) in enumerate(ENTRY.findall(file.read_text(encoding="utf-8")), 1):
            if re.search(r"--citeproc| -C", command) and re.search(
                r"chicago-(?:full)?note|chicago-annot", command + text
            ):
                body, sources = divided(pandoc, text, source / "test")
                if body:
                    name = f"{file.stem}#{number}"
                    yield NoteSequence(name, body, {"language": "en-US"}, known.get(name, []), sources)


def divided(pandoc: str, text: str, folder: Path) -> tuple[str, str | list[dict[str, Any]]]:
    """The paragraphs of a test that cite nothing that is missing, and its sources."""
    sources: str | list[dict[str, Any]]
    if bibliography := re.search(r"(?m)^bibliography:\s*(?:- )?(\S+)", text):
        sources = (folder / bibliography[1]).read_text(encoding="utf-8")
    else:
        command = [pandoc, "-f", "markdown", "-t", "csljson"]
        sources = json.loads(subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout)
    body = re.sub(r"(?ms)^---\n.*?\n(?:---|\.\.\.)$", "\n", text)
    paragraphs = re.split(r"\n\s*\n", re.sub(r"(?m)^(?:#.*|.*\n(?:===+|---+))$", "", body).strip())
    return "\n\n".join(one.strip() for one in paragraphs if is_known(one, keys_of(sources))), sources


def is_known(paragraph: str, keys: Sequence[str]) -> bool:
    """Whether a paragraph cites nothing that is missing."""
    return bool(paragraph) and all(
        any(match.strip("{}").startswith(key) for key in keys) for match in KEY.findall(paragraph)
    )


if __name__ == "__main__":
    sys.exit(main())
