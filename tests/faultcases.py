"""The catalogue of slips: a good base brief, and for each slip what differs from it and what is printed.

Each folder below `cases/faults` but `base` is one slip. `slip.txt` begins with the slip in words; after an empty line
it says what differs, most of it as a difference between the base's file and the author's:

    --- brief.yaml                 the lines that follow are about this file
    -title: Two stages             these lines are replaced …
    +titel: Two stages             … by these; lines with `+` alone are added at the end
    remove stages/2-closed.yaml
    copy figures/harbour.png to figures/harbour.jpg
    link /etc/hostname to figures/harbour.png       a symbolic link
    cut figures/harbour.png to 300                  the first bytes only
    garble figures/harbour.png to 400               some other bytes behind the first 400
    fill introduction.md to 9000000                 the text over and over, up to so many bytes
    save introduction.md as latin-1                 in another encoding; also `crlf` for the line ends

In names `\\n` stands for a line end. Any other file in the folder is put over the base's. `expected.txt` is what
`stagebrief check` prints for people, without colour; it is empty where the slip does no harm.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases" / "faults"
BASE = CASES / "base"
FIRST_TWENTY = (
    "unknown-field",
    "field-twice",
    "text-for-list",
    "colon-second",
    "cite-without-quotes",
    "quote-unclosed",
    "tab",
    "latin-1",
    "date-in-words",
    "range-reversed",
    "stage-not-listed",
    "empty-stage",
    "determinant-unknown",
    "citation-unknown",
    "picture-missing",
    "picture-renamed",
    "label-twice",
    "reference-unknown",
    "div-unclosed",
    "latex-raw",
)
"""The slips that the documentation shows."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip: its folder, what it is in words, and the lines that say what differs from the base."""

    folder: Path
    words: str
    changes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    @property
    def expected(self) -> Path:
        """The file that holds what is printed."""
        return self.folder / "expected.txt"

    def make(self, folder: Path) -> Path:
        """Make the content folder with the slip in it."""
        shutil.copytree(BASE, folder)
        for path in self.folder.rglob("*"):
            if path.is_file() and path.name not in {"slip.txt", "expected.txt"}:
                target = folder / path.relative_to(self.folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        lines = list(self.changes)
        while lines:
            line = lines.pop(0)
            if line.startswith("--- "):
                hunk = []
                while lines and lines[0][:1] in {"-", "+", " "} and not lines[0].startswith("--- "):
                    hunk.append(lines.pop(0))
                edit(folder / line[4:].replace("\\n", "\n"), hunk)
            else:
                change(folder, line)
        return folder


def table(names: tuple[str, ...] = FIRST_TWENTY) -> str:
    """Slips with what is printed for each, as a table in Markdown."""
    found = {slip.name: slip for slip in slips()}
    rows = ["| Slip | What is printed | What to do |", "|---|---|---|"]
    for name in names:
        printed = found[name].expected.read_text(encoding="utf-8").split("\n")
        fact, hint = printed[0].rpartition(" [")[0], next(line for line in printed if line.startswith("  hint: "))
        line = printed[1].strip() if printed[1].startswith("    ") else ""
        written = f": {code(line)}" if line else ""
        rows.append(f"| {found[name].words}{written} | {code(fact)} | {cell(hint.removeprefix('  hint: '))} |")
    return "\n".join(rows)


def code(text: str) -> str:
    """The text as code in a cell."""
    return f"`` {text} ``".replace("|", "\\|") if "`" in text else f"`{text}`".replace("|", "\\|")


def cell(text: str) -> str:
    """The text in a cell, with its characters shown as they are; what stands between backticks is code."""
    pieces = text.split("`")
    for index in range(0, len(pieces), 2):
        pieces[index] = "".join(f"\\{letter}" if letter in "\\|*_<>[]{}" else letter for letter in pieces[index])
    return "`".join(pieces)


def slips() -> list[Slip]:
    """All slips by name."""
    found = []
    for path in sorted(CASES.glob("*/slip.txt")):
        words, _, changes = path.read_text(encoding="utf-8").partition("\n")
        found.append(Slip(path.parent, words, tuple(line for line in changes.split("\n") if line)))
    return found


def edit(path: Path, hunk: list[str]) -> None:
    """Replace lines of a file, or add some at its end."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    old = [line[1:] for line in hunk if line[0] in "- "]
    new = [line[1:] for line in hunk if line[0] in "+ "]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(replaced(text, old, new, path), encoding="utf-8")


def replaced(text: str, old: list[str], new: list[str], path: Path) -> str:
    """The text with the new lines in place of the old ones, which must be there once."""
    written = "".join(f"{line}\n" for line in new)
    if not old:
        return text + written
    before, found, after = f"\n{text}".partition("\n" + "".join(f"{line}\n" for line in old))
    assert found, f"{path} does not hold the lines {old}"
    return f"{before}\n{written}{after}".removeprefix("\n")


def change(folder: Path, line: str) -> None:
    """One change that is not of lines."""
    verb, _, rest = line.partition(" ")
    name, _, to = rest.partition(" as " if verb == "save" else " to ")
    path, target = folder / name, folder / to.replace("\\n", "\n")
    target.parent.mkdir(parents=True, exist_ok=True)
    match verb:
        case "remove":
            path.unlink()
        case "copy":
            shutil.copy(path, target)
        case "link":
            target.unlink(missing_ok=True)
            target.symlink_to(name)
        case "cut":
            path.write_bytes(path.read_bytes()[: int(to)])
        case "garble":
            data = path.read_bytes()
            path.write_bytes(data[: int(to)] + bytes(20) + data[int(to) + 20 :])
        case "fill":
            data = path.read_bytes()
            path.write_bytes((data * (int(to) // len(data) + 1))[: int(to)])
        case "save" if to == "crlf":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        case "save":
            path.write_bytes(path.read_text(encoding="utf-8").encode(to))
        case _:
            raise ValueError(f"'{line}' is not a change")
