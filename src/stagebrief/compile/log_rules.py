"""The rules by which messages of TeX become an author's words; `log_rules.toml` says what each holds."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stagebrief.spelling import near_names

FILE = Path(__file__).with_name("log_rules.toml")
USUAL = Path(__file__).with_name("usual_commands.txt")
UNKNOWN = frozenset({"command-is-known", "environment-is-known"})
"""Codes of names that may be misspelt."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; what its fields mean stands at the head of the file."""

    name: str
    pattern: re.Pattern[str]
    on: str = "error"
    code: str = ""
    message: str = ""
    hint: str = ""
    severity: str = ""
    quiet: bool = False
    cascades: bool = False
    opener: bool = False
    raw: bool = False
    picture: bool = False


class Words(dict[str, str]):
    """The groups of a pattern; one that matched nothing is three dots."""

    def __missing__(self, _key: str) -> str:
        return "…"


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in their order."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))["rule"]
    return tuple(Rule(**{**one, "pattern": re.compile(one["pattern"])}) for one in data)


def rule_for(text: str, on: str) -> tuple[Rule, Words] | None:
    """The first rule that knows a message, and the words that it has found in it."""
    for rule in rules():
        if rule.on == on and (match := rule.pattern.search(text)):
            return rule, Words({name: word for name, word in match.groupdict().items() if word})
    return None


def hint_of(rule: Rule, words: Words) -> str:
    """What to do; of a name that is nearly right the right one."""
    if rule.code in UNKNOWN:
        name = words.get("name") or words.get("word", "")
        if near := near_names(name, usual_names(commands=name.startswith("\\"))):
            return f"did you mean '{near}'?"
    return rule.hint.format_map(words)


@cache
def usual_names(*, commands: bool) -> tuple[str, ...]:
    """The commands, or the environments, that authors use and the templates know."""
    names = USUAL.read_text(encoding="utf-8").split()
    return tuple(name for name in names if name.startswith("\\") is commands)
