"""What each code of a diagnostic means: the state to reach, why it matters, how to get there, wrong and right examples.

Each code has a file beside this one, `CODE.toml`, which says all that is said of it anywhere: `stagebrief explain`,
`docs/diagnostics.md`, the rules of a SARIF file and the `help` of JSON are made from it, and tests run its examples.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stagebrief.diagnostics import Severity

FOLDER = Path(__file__).parent
AREAS = {
    "folder": "Files and folders",
    "fields": "The fields of YAML files",
    "prose": "Prose",
    "latex": "Raw LaTeX and formulas",
    "pictures": "Pictures, tables and labels",
    "citations": "Citations and claims",
    "bibliography": "The bibliography",
    "themes": "Themes",
    "evidence": "Quotations and copies of sources",
    "typesetting": "Typesetting",
    "pages": "Finished pages",
    "archive": "Releases and archives",
    "tool": "The tool and the machine",
}
"""The parts into which the codes are put, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Example:
    """What an author may write, and the same mended.

    `file` is the file of a small brief that both are lines of, in place of the lines `instead` or, where these are
    empty, at its end. `wrong` and `right` are what stands there. `line` is where the fault is told, as `file:line`.
    What is done to files besides is `given` for both, `actions` for the wrong one and `mended` for the right one.
    `typeset` is the name of a recorded case where only typesetting shows the fault.
    """

    file: str
    instead: str = ""
    wrong: str = ""
    right: str = ""
    line: str = ""
    given: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    mended: tuple[str, ...] = ()
    typeset: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is said of one code; `example` is None where no content can show the fault."""

    code: str
    area: str
    severity: Severity
    says: str
    why: str
    mend: str
    example: Example | None = None


@cache
def codes() -> tuple[str, ...]:
    """All codes by name."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def explanation_of(code: str) -> Explanation | None:
    """What is said of a code; None if there is no such code."""
    if code not in codes():
        return None
    data = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    shown = data.get("example")
    for name in ("given", "actions", "mended"):
        if shown and name in shown:
            shown[name] = tuple(shown[name])
    example = Example(**shown) if shown else None
    says, why, mend = (" ".join(data[name].split()) for name in ("says", "why", "mend"))
    return Explanation(code, data["area"], Severity(data["severity"]), says, why, mend, example)


def explanations() -> tuple[Explanation, ...]:
    """All explanations, area by area."""
    found = [explanation for code in codes() if (explanation := explanation_of(code))]
    return tuple(sorted(found, key=lambda item: (tuple(AREAS).index(item.area), item.code)))
