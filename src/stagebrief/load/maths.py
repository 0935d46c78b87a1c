r"""Mathematics: TeX of a list of known commands, so that a formula can show but not do anything."""

from __future__ import annotations

import re
from pathlib import Path

from stagebrief.diagnostics import Diagnostic, error
from stagebrief.load.origin import Origin
from stagebrief.spelling import near_names

ENVIRONMENTS = frozenset(
    [
        *(
            "aligned",
            "alignedat",
            "gathered",
            "split",
            "cases",
            "dcases",
            "rcases",
            "array",
            "matrix",
            "pmatrix",
            "bmatrix",
        ),
        *("Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "subarray"),
    ]
)
COMMANDS = frozenset((Path(__file__).with_name("maths.txt")).read_text(encoding="ascii").split())
"""The commands of LaTeX and amsmath that show something and do nothing else."""
SYMBOLS = frozenset("\\,:;!{}|&%$#_> -/@")
TOKEN = re.compile(r"\\(?P<name>[A-Za-z]+)|\\(?P<symbol>.)|(?P<brace>[{}])|(?P<bad>\^\^|[#%])|(?P<amp>&)", re.S)


def check_maths(tex: str, origin: Origin, offset: int) -> tuple[Diagnostic, ...]:
    """What is wrong with a formula that begins at `offset`: unknown commands, and braces that do not fit."""
    found: list[Diagnostic] = []
    opened: list[tuple[str, int]] = []

    def fault(position: int, length: int, message: str, hint: str) -> None:
        span = origin.span(offset + position, offset + position + length)
        found.append(error("math-is-safe", message, span, hint))

    position = 0
    while match := TOKEN.search(tex, position):
        start, position = match.start(), match.end()
        if name := match["name"]:
            if name in {"begin", "end"}:
                position = _environment(tex, name, match, opened, fault)
            elif name not in COMMANDS:
                near = near_names(name, sorted(COMMANDS))
                hint = (
                    f"did you mean '\\{near}'?" if near else "formulas may use the usual commands of LaTeX and amsmath"
                )
                fault(start, position - start, f"'\\{name}' is not a command that formulas may use", hint)
        elif match["symbol"] is not None and match["symbol"] not in SYMBOLS:
            fault(start, 2, f"'\\{match['symbol']}' is not a command that formulas may use", "leave the backslash out")
        elif match["bad"]:
            fault(start, len(match["bad"]), f"'{match['bad']}' cannot stand in a formula", f"write \\{match['bad'][0]}")
        elif match["brace"] == "{":
            opened.append(("{", start))
        elif match["brace"] == "}":
            if not opened or opened.pop()[0] != "{":
                fault(start, 1, "'}' closes nothing in this formula", "delete it, or open a brace before it")
        elif match["amp"] and not any(name != "{" for name, _ in opened):
            fault(
                start,
                1,
                "'&' stands outside of aligned, cases or a matrix",
                r"put \begin{aligned} … \end{aligned} around the lines",
            )
    for name, start in opened:
        what = "'{'" if name == "{" else f"\\begin{{{name}}}"
        fault(start, 1, f"{what} is not closed in this formula", "close it")
    if tex.endswith("\\") and not tex.endswith("\\\\"):
        fault(len(tex) - 1, 1, "the formula ends in a backslash", "delete it")
    return tuple(found)


def _environment(tex: str, name: str, match: re.Match[str], opened: list[tuple[str, int]], fault: object) -> int:
    assert callable(fault)
    named = re.compile(r"\s*\{([A-Za-z]+\*?)\}").match(tex, match.end())
    if named is None:
        fault(
            match.start(), len(match[0]), f"'\\{name}' has no name behind it", f"write \\{name}{{aligned}} or the like"
        )
        return match.end()
    if name == "begin":
        if named[1] not in ENVIRONMENTS:
            hint = f"use one of {', '.join(sorted(ENVIRONMENTS))}"
            fault(
                match.start(),
                named.end() - match.start(),
                f"the environment '{named[1]}' is not for formulas here",
                hint,
            )
        opened.append((named[1], match.start()))
        return _after_columns(tex, named)
    if not opened or opened.pop()[0] != named[1]:
        fault(
            match.start(),
            named.end() - match.start(),
            f"\\end{{{named[1]}}} closes nothing",
            "compare it with its \\begin",
        )
    return named.end()


def _after_columns(tex: str, named: re.Match[str]) -> int:
    """Where the column letters of an array end."""
    columns = (
        re.compile(r"\{[lcr| ]*\}").match(tex, named.end()) if named[1] in {"array", "subarray", "alignedat"} else None
    )
    return columns.end() if columns else named.end()
