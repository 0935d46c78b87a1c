"""The LaTeX that stagebrief makes, read without TeX: its text, and whether it is closed as it was opened."""

from __future__ import annotations

import re

from stagebrief.render.escape import TYPESET

COMMENT = re.compile(r"(?<!\\)%.*\n?")
SHOWN = {tex: character for character, tex in TYPESET.items() if tex.startswith("\\") and character.strip()}
TOKEN = re.compile(
    "|".join(re.escape(tex) for tex in sorted((*SHOWN, r"\allowbreak{}"), key=len, reverse=True))
    + r"|\\(?:href|hyperlink|textcolor)\{[^{}]*\}|\\[A-Za-z]+\*?|\\.|[{}~\[\]]",
    re.DOTALL,
)
ENVIRONMENT = re.compile(r"\\(begin|end)\{(\w+)\}")


def without_comments(tex: str) -> str:
    """The LaTeX without the marks of its places."""
    return COMMENT.sub("", tex)


def text_of(tex: str) -> str:
    """What a reader of the LaTeX may see, with the arguments of its commands."""

    def shown(match: re.Match[str]) -> str:
        if match[0] in SHOWN:
            return SHOWN[match[0]]
        return " " if match[0] in "~[]\\ " else ""

    return TOKEN.sub(shown, without_comments(tex))


def groups_are_balanced(tex: str) -> bool:
    """Whether each brace that is opened is closed, and none else."""
    depth = 0
    for match in re.finditer(r"\\.|[{}]", without_comments(tex), re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth < 0:
            return False
    return depth == 0


def environments_are_balanced(tex: str) -> bool:
    """Whether each environment that is begun is ended, the last first."""
    opened: list[str] = []
    for kind, name in ENVIRONMENT.findall(without_comments(tex)):
        if kind == "begin":
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened
