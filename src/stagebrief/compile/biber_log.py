"""biber's log as diagnostics, at the entry of the author's bibliography that biber complains of."""

from __future__ import annotations

import re
from dataclasses import replace

from stagebrief.compile.engine import EngineRun
from stagebrief.compile.log_rules import rule_for
from stagebrief.compile.log_words import LIMITS
from stagebrief.diagnostics import Diagnostic, error, has_errors, warning
from stagebrief.model.tex import ListedEntry, TexSource

LEVELS = {"ERROR": error, "WARN": warning}
LINE = re.compile(r"^\[\d+\] .*?> (?P<level>ERROR|WARN) - (?P<message>.*)$")
OF_ENTRY = re.compile(r"\b(?:in|for|of|from|[Ee]ntry) (?:entry |entries )?'(?P<key>[^']+)'|[Ee]ntry (?P<bare>[^\s',]+)")
"""How biber names the entry that it is about, rather than another one or a value."""
QUOTED = re.compile(r"'([^']+)'|\"([^\"]+)\"")
AT_LINE = re.compile(r"\.bib(?:_\d+\.utf8)?\b.*?\bline (?P<line>\d{1,9})\b")
HEAD = re.compile(r"^@\w+\{(?P<key>[^,\s]+),", re.MULTILINE)


def read_biber_log(run: EngineRun, source: TexSource | None = None) -> tuple[Diagnostic, ...]:
    """What biber complains of, each once; an error where it has failed without a word.

    With the `source`, each complaint stands at the entry of the author's that it is about, as far as biber says.
    """
    if run.stopped:
        message, hint = LIMITS[run.stopped]
        return (error("bibliography-is-processed", message, None, hint),)
    found: list[Diagnostic] = []
    for line in run.log.splitlines():
        match = LINE.match(line)
        if match and (said := explained(match["level"], match["message"])):
            found.append(located(said, match["message"], source) if source else said)
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


def located(said: Diagnostic, message: str, source: TexSource) -> Diagnostic:
    """The complaint at the author's entry, which goes by the author's key."""
    entry = entry_meant(message, source)
    if entry is None:
        return said
    known = said.message.replace(f"'{entry.safe_key}'", f"'{entry.key}'")
    return replace(said, message=known, span=entry.span)


def entry_meant(message: str, source: TexSource) -> ListedEntry | None:
    """The entry that a message is about: by its key, by a line of the clean file, or by a value that only it has."""
    by_key = {entry.safe_key: entry for entry in source.entries}
    named = [match["key"] or match["bare"] for match in OF_ENTRY.finditer(message)]
    quoted = [one or other for one, other in QUOTED.findall(message)]
    if key := next((key for key in (*named, *quoted) if key in by_key), None):
        return by_key[key]
    for path, text in source.files:
        if path.endswith(".bib"):
            heads = [(text.count("\n", 0, match.start()) + 1, match["key"]) for match in HEAD.finditer(text)]
            if at := AT_LINE.search(message):
                above = [key for line, key in heads if line <= int(at["line"])]
                return by_key.get(above[-1]) if above else None
            parts = dict(zip((key for _, key in heads), HEAD.split(text)[2::2], strict=True))
            holders = [key for key, part in parts.items() if any(value in part for value in quoted)]
            if len(holders) == 1:
                return by_key.get(holders[0])
    return None
