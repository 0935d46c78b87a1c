"""biber's log as diagnostics."""

from __future__ import annotations

import re

from stagebrief.compile.engine import EngineRun
from stagebrief.compile.log_words import LIMITS
from stagebrief.diagnostics import Diagnostic, error, has_errors, warning

LINE = re.compile(r"^\[\d+\] .*?> (?P<level>ERROR|WARN) - (?P<message>.*)$")
HARMLESS = re.compile(r"BibTeX subsystem: .*(warning: undefined macro|possible runaway string)|Found \d+ warnings?")


def read_biber_log(run: EngineRun) -> tuple[Diagnostic, ...]:
    """What biber complains of, each once; an error where it has failed without a word."""
    if run.stopped:
        message, hint = LIMITS[run.stopped]
        return (error("bibliography-is-processed", message, None, hint),)
    found: list[Diagnostic] = []
    for line in run.log.splitlines():
        match = LINE.match(line)
        if match and not HARMLESS.search(match["message"]):
            make = error if match["level"] == "ERROR" else warning
            found.append(make("bibliography-is-processed", f"the bibliography: {match['message']}"))
    if run.status != 0 and not has_errors(found):
        hint = "run `stagebrief doctor`: biber and biblatex may not be of one year"
        found.append(error("bibliography-is-processed", f"biber has failed (exit status {run.status})", None, hint))
    return tuple(dict.fromkeys(found))
