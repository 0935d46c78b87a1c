r"""Mathematics: TeX of a list of known commands, so that a formula can show but not do anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.load.markdown.maths_commands import ARGUMENTS, COMMANDS, ENVIRONMENTS, SYMBOLS, TEXTS
from stagebrief.spelling import near_names

COLUMNS = re.compile(r"\s*\{[lcr| ]*\}")
NAMED = re.compile(r"\s*\{(?P<name>[A-Za-z]+\*?)\}")
TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)|\\(?P<symbol>.)|(?P<open>\{)|(?P<close>\})|(?P<bad>\^\^|[#%$])|(?P<cell>&)"
    r"|(?P<script>[\^_'])|(?P<end>\\)|(?P<atom>[^\s\\])",
    re.DOTALL,
)

Place = Callable[[int, int], Span]
"""The place in the author's file of a stretch of the formula."""


@dataclass(slots=True)
class Group:
    """What is open: a brace, an environment or `\\left`; and what the group has seen of its present atom.

    `scripts` has the scripts of the atom, and `?` while one is awaited; `wanted` counts the arguments that the command
    `wants` waits for; `plain` says that the group is text within the formula; `script` is where its last script begins.
    """

    name: str
    start: int
    scripts: set[str] = field(default_factory=set)
    wanted: int = 0
    wants: tuple[str, int] = ("", 0)
    plain: bool = False
    script: int = 0


@dataclass(slots=True)
class Formula:
    """A formula that is being checked."""

    tex: str
    place: Place
    groups: list[Group] = field(default_factory=lambda: [Group("", 0)])
    found: list[Diagnostic] = field(default_factory=list)

    def fault(self, start: int, end: int, message: str, hint: str) -> None:
        """Remember what is wrong with a stretch of the formula."""
        self.found.append(error("math-is-safe", message, self.place(start, end), hint))

    def check(self) -> None:
        """Read the formula once."""
        position = 0
        while match := TOKEN.search(self.tex, position):
            position = self.token(match)
        self.finish_arguments()
        for group in self.groups[1:]:
            what = {"{": "'{'", "left": r"'\left'"}.get(group.name, f"\\begin{{{group.name}}}")
            self.fault(group.start, group.start + 1, f"{what} is not closed in this formula", "close it")

    def token(self, match: re.Match[str]) -> int:
        """Check one token; returns where the next one may begin."""
        start, end, kind = match.start(), match.end(), match.lastgroup
        match kind:
            case "name":
                return self.command(match["name"], start, end)
            case "symbol" if match["symbol"] not in SYMBOLS:
                self.fault(
                    start, end, f"'{match[0]}' is not a command that formulas may use", "leave the backslash out"
                )
            case "symbol" if match["symbol"] == "\\":
                self.cell(start, end, r"'\\' ends a line")
            case "open":
                group = self.groups[-1]
                plain = group.plain or (group.wanted > 0 and group.wants[0] in TEXTS)
                self.atom()
                self.groups.append(Group("{", start, plain=plain))
            case "close":
                self.close(
                    "{", start, end, "'}' closes nothing in this formula", "delete it, or open a brace before it"
                )
            case "bad":
                hint = r"write \$" if match[0] == "$" else f"write \\{match[0][0]}"
                self.fault(start, end, f"'{match[0]}' cannot stand in a formula", hint)
            case "cell":
                self.cell(start, end, "'&' stands")
            case "script":
                self.script(match[0], start, end)
            case "end":
                self.fault(start, end, "the formula ends in a backslash", "delete it")
            case _:
                self.atom()
        return end

    def command(self, name: str, start: int, end: int) -> int:
        """Check a command that has a name."""
        if name in {"begin", "end"}:
            return self.environment(name, start, end)
        if name not in COMMANDS:
            near = near_names(name, COMMANDS)
            hint = f"did you mean '\\{near}'?" if near else "the usual commands of LaTeX and amsmath are known"
            self.fault(start, end, f"'\\{name}' is not a command that formulas may use", hint)
        if name == "right":
            self.close("left", start, end, r"'\right' has no '\left' before it", r"write \left( … \right)")
            return end
        self.atom()
        if name == "left":
            self.groups.append(Group("left", start))
        elif name in ARGUMENTS:
            group = self.groups[-1]
            group.wanted, group.wants = ARGUMENTS[name], (name, start)
        return end

    def atom(self) -> None:
        """Something to see: what an argument waited for, or what scripts may be put to."""
        group = self.groups[-1]
        group.wanted = max(0, group.wanted - 1)
        group.scripts -= {"_", "^"} if "?" not in group.scripts else set()
        group.scripts.discard("?")

    def script(self, sign: str, start: int, end: int) -> None:
        """A sub- or superscript, of which an atom has at most one; what follows is the script itself."""
        group, sort = self.groups[-1], "^" if sign == "'" else sign
        if group.plain:
            if sign != "'":
                self.fault(
                    start,
                    end,
                    f"'{sign}' cannot stand in text within a formula",
                    r"write \_" if sign == "_" else "end the text before it",
                )
            return
        if sort in group.scripts and self.tex[start - 1 : start] != "'":
            word = "subscript" if sort == "_" else "superscript"
            self.fault(
                start, end, f"there is a second {word} here", "put braces around the first with what it stands at"
            )
        group.scripts.add(sort)
        if sign != "'":
            group.scripts.add("?")
            group.script = start

    def cell(self, start: int, end: int, what: str) -> None:
        """What divides lines and columns stands within an environment only."""
        self.finish_arguments()
        self.groups[-1].scripts.clear()
        if not any(group.name in ENVIRONMENTS for group in self.groups):
            hint = r"put \begin{aligned} … \end{aligned} around the lines"
            self.fault(start, end, f"{what} outside of aligned, cases or a matrix", hint)

    def close(self, name: str, start: int, end: int, message: str, hint: str) -> None:
        """End the innermost group, which should be of that name."""
        if self.groups[-1].name == name:
            self.finish_arguments()
            self.groups.pop()
        else:
            self.fault(start, end, message, hint)

    def finish_arguments(self) -> None:
        """Where a group ends, no command in it may wait for arguments."""
        group = self.groups[-1]
        if group.wanted:
            (name, start), group.wanted = group.wants, 0
            what = "an argument" if ARGUMENTS[name] == 1 else "two arguments"
            self.fault(start, start + len(name) + 1, f"'\\{name}' needs {what}", f"write \\{name}{{…}}")
        if "?" in group.scripts:
            group.scripts.clear()
            self.fault(
                group.script, group.script + 1, "a '^' or '_' has nothing behind it", "write the script, or delete it"
            )

    def environment(self, name: str, start: int, end: int) -> int:
        r"""Check a `\begin` or an `\end`; returns what follows it."""
        named = NAMED.match(self.tex, end)
        if named is None:
            self.fault(start, end, f"'\\{name}' has no name behind it", f"write \\{name}{{aligned}} or the like")
            return end
        if name == "end":
            message = f"\\end{{{named['name']}}} closes nothing"
            self.close(named["name"], start, named.end(), message, "compare it with its \\begin")
            return named.end()
        if named["name"] not in ENVIRONMENTS:
            hint = f"use one of {', '.join(sorted(ENVIRONMENTS))}"
            self.fault(start, named.end(), f"the environment '{named['name']}' is not for formulas here", hint)
        self.atom()
        self.groups.append(Group(named["name"], start))
        columns = COLUMNS.match(self.tex, named.end()) if named["name"] in {"array", "subarray"} else None
        count = re.compile(r"\s*\{\d+\}").match(self.tex, named.end()) if named["name"] == "alignedat" else None
        return (columns or count or named).end()


def check_maths(tex: str, place: Place) -> tuple[Diagnostic, ...]:
    """What is wrong with a formula: unknown commands, and what would make TeX stop."""
    formula = Formula(tex, place)
    formula.check()
    return tuple(formula.found)
