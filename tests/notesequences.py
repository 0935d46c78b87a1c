r"""Sequences of notes: what a text cites, the notes that it must get, and where Pandoc writes them otherwise.

The cases are files of Markdown with the notes beneath each text, indented:

    ## An article, cited twice
    ibid: true

    One.[@rowe2019, p. 9]

    Another.[@rowe2019, p. 15]

        1 Martha Rowe, “Borders and Bread in the Fergana Valley”, …
        2 Ibid., 15.
          Pandoc (reason): Ibid. 15.

Many sequences are typeset in one brief: each has its sources under keys of its own, so that its first notes are full,
and a note with its number before it, behind which nothing is `ibid.`. The notes stand at the end of the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2

from stagebrief.build import build
from stagebrief.model.checks import CHOSEN
from stylepages import SPACED, joined, lines_of, settled

CASES = Path(__file__).parent / "cases" / "sequences"
TITLE = "Sequences of notes"
ENTRY = re.compile(r"(?m)^@(?!string)\w+\{([^,\s]+),")
WIDE = re.compile(r"(?<=[A-Z]) (?=[.,;:])|(?<=\.) (?=\d+\.\d+\.$)")
"""A slanted letter before a stop, and a line's end within an address: no spaces, though they look so."""
KEY = re.compile(r"@(\{[^{}\s]+\}|[\w][\w:.#$%&+?<>~/-]*)")


@dataclass(frozen=True)
class Note:
    """A note as it must read, and what Pandoc makes of it where that is something else, with the reason's name."""

    text: str
    reason: str = ""
    pandoc: str = ""


@dataclass
class NoteSequence:
    """A text with the notes that it must get."""

    name: str
    text: str
    settings: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    sources: str | list[dict[str, Any]] = ""

    @property
    def language(self) -> str:
        """The language of the brief; American English if none is said."""
        return self.settings.get("language", "en-US")

    @property
    def group(self) -> tuple[str, str]:
        """Sequences of one group can be typeset in one brief."""
        return self.language, self.settings.get("ibid", "false")


def read_sequences(file: Path) -> list[NoteSequence]:
    """The sequences of a file with the sources beside it."""
    beside = file.parent / "sources.bib"
    library = beside.read_text(encoding="utf-8") if beside.exists() else ""
    found = []
    for part in re.split(r"(?m)^## ", file.read_text(encoding="utf-8"))[1:]:
        name, _, rest = part.partition("\n")
        head, _, rest = rest.lstrip("\n").partition("\n\n") if re.match(r"\n*[a-z]+: ", rest) else ("", "", rest)
        settings = dict(line.split(": ", 1) for line in head.splitlines())
        text = "\n".join(line for line in rest.splitlines() if not line.startswith("    "))
        sequence = NoteSequence(name.strip(), text.strip(), settings, [], library)
        for line in rest.splitlines():
            if match := re.match(r"    \d+ (.*)", line):
                sequence.notes.append(Note(match[1].strip()))
            elif match := re.match(r"      +Pandoc \(([^)]*)\): (.*)", line):
                sequence.notes[-1] = Note(sequence.notes[-1].text, match[1], match[2].strip())
        found.append(sequence)
    return found


def write_sequences(file: Path, sequences: Sequence[NoteSequence]) -> None:
    """Write the sequences of a file anew, below what stands at its head."""
    head = re.split(r"(?m)^## ", file.read_text(encoding="utf-8"))[0].rstrip() if file.exists() else ""
    file.write_text("\n\n".join([*filter(None, [head]), *map(sequence_to_text, sequences)]) + "\n", encoding="utf-8")


def sequence_to_text(sequence: NoteSequence) -> str:
    """A sequence as it stands in its file."""
    head = [f"## {sequence.name}", *(f"{name}: {value}" for name, value in sequence.settings.items())]
    lines = []
    for number, note in enumerate(sequence.notes, 1):
        lines.append(f"    {number} {note.text}")
        if note.reason:
            lines.append(f"      Pandoc ({note.reason}): {note.pandoc}")
    return "\n".join([*head, "", *([sequence.text, ""] if sequence.text else []), *lines])


def typeset(sequences: Sequence[NoteSequence], work: Path) -> list[list[str]]:
    """The notes of each sequence, from one PDF for each group of sequences."""
    found: list[list[str]] = [[] for _ in sequences]
    for number, group in enumerate(dict.fromkeys(sequence.group for sequence in sequences)):
        members = [index for index, sequence in enumerate(sequences) if sequence.group == group]
        content = folder_of([sequences[index] for index in members], work / f"content-{number}")
        report = build(content, work / f"output-{number}", ["brief"], read_back=False)
        for index, notes in zip(members, notes_of(report.artifacts[0].path, len(members)), strict=True):
            found[index] = notes
    return found


def folder_of(sequences: Sequence[NoteSequence], folder: Path) -> Path:
    """A content folder of one stage whose text is that of all the sequences."""
    (folder / "stages").mkdir(parents=True)
    language, ibid = sequences[0].group
    checks = ", ".join(f"{name}: off" for name in CHOSEN)
    (folder / "brief.yaml").write_text(
        f"title: {TITLE}\nlanguage: {language}\ncitations: {{notes: endnotes, places: false, ibid: {ibid}}}\n"
        f"bibliography: [references.bib, references.json]\nstages: [stages/1-one.yaml]\nchecks: {{{checks}}}\n"
    )
    (folder / "stages" / "1-one.yaml").write_text("title: One\nperiod: {from: 1991, to: 2023}\nstance: Notes.\n")
    prose: list[str] = []
    entries: list[str] = []
    items: list[dict[str, Any]] = []
    for number, sequence in enumerate(sequences, 1):
        prose.append(f"Next.^[Sequence {number}.]\n\n{renamed(sequence.text, number, keys_of(sequence.sources))}")
        if isinstance(sequence.sources, str):
            entries += needed_entries(sequence, number)
        else:
            items += [{**item, "id": f"s{number}-{item['id']}"} for item in sequence.sources]
    (folder / "stages" / "1-one.md").write_text("\n\n".join(prose) + "\n", encoding="utf-8")
    (folder / "references.bib").write_text("\n".join(entries), encoding="utf-8")
    (folder / "references.json").write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    return folder


def keys_of(sources: str | list[dict[str, Any]]) -> list[str]:
    """The keys of the sources of a sequence."""
    if isinstance(sources, str):
        return ENTRY.findall(sources)
    return [str(item["id"]) for item in sources]


def renamed(text: str, number: int, keys: Sequence[str]) -> str:
    """The text with keys and names of footnotes that are its own."""

    def replace(match: re.Match[str]) -> str:
        key = match[1].strip("{}")
        rest = ""
        while key not in keys and key:
            key, rest = key[:-1], key[-1] + rest
        if not key:
            return match[0]
        return f"@{{s{number}-{key}}}{rest}"

    return re.sub(r"\[\^([\w-]+)\]", rf"[^s{number}-\1]", KEY.sub(replace, text))


def needed_entries(sequence: NoteSequence, number: int) -> Iterator[str]:
    """The entries that a sequence cites, under keys of its own, and the strings of their file."""
    assert isinstance(sequence.sources, str)
    blocks = re.split(r"(?m)^(?=[@%])", sequence.sources)
    entries = {match[1]: block for block in blocks if (match := ENTRY.match(block))}
    wanted = [match.strip("{}").rstrip(".:?") for match in KEY.findall(sequence.text)]
    if number == 1:
        yield from re.findall(r"(?m)^@string.*$", sequence.sources)
    for key in dict.fromkeys(wanted):
        if key in entries:
            yield from own_entry(key, entries, number)


def own_entry(key: str, entries: Mapping[str, str], number: int) -> Iterator[str]:
    """An entry, with the one that it inherits from."""
    text = entries[key]
    parent = re.search(r"crossref = \{([^}]+)\}", text)
    if parent:
        yield from own_entry(parent[1], entries, number)
        text = text.replace(parent[0], f"crossref = {{s{number}-{parent[1]}}}")
    yield text.replace(f"{{{key},", f"{{s{number}-{key},", 1)


def notes_of(pdf: Path, count: int) -> list[list[str]]:
    """The notes of each of the sequences in a PDF."""
    lines: list[str] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            shown = [text for text, _ in lines_of(page.get_textpage()) if not SPACED.match(text)]
            lines += shown[1:] if shown and shown[0] == TITLE else shown
    start = max(index for index, line in enumerate(lines) if line.replace(" ", "") == "Notes")
    notes: list[str] = []
    for line in lines[start + 1 :]:
        if line.replace(" ", "") == "Sources":
            break
        if match := re.match(rf"{len(notes) + 1}\.(?: |$|(?=\D))", line):
            notes.append(line[match.end() :])
        else:
            notes[-1] = joined(notes[-1], line) if notes[-1] else line
    found: list[list[str]] = []
    for note in map(settled, notes):
        if re.fullmatch(rf"Sequence {len(found) + 1}\.", note):
            found.append([])
        else:
            found[-1].append(WIDE.sub("", note.replace("\u00a0", " ")))
    assert len(found) == count, f"{len(found)} sequences in the PDF, not {count}"
    return found


__all__ = ["CASES", "KEY", "Note", "NoteSequence", "keys_of", "read_sequences", "typeset", "write_sequences"]
