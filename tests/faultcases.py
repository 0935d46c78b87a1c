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
        case "fill":
            data = path.read_bytes()
            path.write_bytes((data * (int(to) // len(data) + 1))[: int(to)])
        case "save" if to == "crlf":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        case "save":
            path.write_bytes(path.read_text(encoding="utf-8").encode(to))
        case _:
            raise ValueError(f"'{line}' is not a change")
