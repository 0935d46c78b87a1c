"""biber's log as diagnostics."""

from __future__ import annotations

import re

from stagebrief.compile.engine import EngineRun
from stagebrief.compile.log_rules import rule_for
from stagebrief.compile.log_words import LIMITS
from stagebrief.diagnostics import Diagnostic, error, has_errors, warning

LEVELS = {"ERROR": error, "WARN": warning}
LINE = re.compile(r"^\[\d+\] .*?> (?P<level>ERROR|WARN) - (?P<message>.*)$")


def read_biber_log(run: EngineRun) -> tuple[Diagnostic, ...]:
    """What biber complains of, each once; an error where it has failed without a word."""
    if run.stopped:
        message, hint = LIMITS[run.stopped]
        return (error("bibliography-is-processed", message, None, hint),)
    found: list[Diagnostic] = []
    for line in run.log.splitlines():
        match = LINE.match(line)
        if match and (said := explained(match["level"], match["message"])):
            found.append(said)
    if run.status != 0 and not has_errors(found):
        hint = "run `stagebrief doctor`: biber and biblatex may not be of one year"
        found.append(error("bibliography-is-processed", f"biber has failed (exit status {run.status})", None, hint))
    return tuple(dict.fromkeys(found))


def explained(level: str, message: str) -> Diagnostic | None:
    """A message of biber's in the author's words; one that no rule knows is shown as it is."""
    found = rule_for(message, "biber")
    if found is None:
        return LEVELS[level]("bibliography-is-processed", f"the bibliography: {message}")
    rule, words = found
    if rule.quiet:
        return None
    said = f"biber says: {message}"
    return LEVELS[level](rule.code, rule.message.format_map(words), None, rule.hint.format_map(words), said)
