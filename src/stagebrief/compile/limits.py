"""How much a run of TeX or biber may take: the user's to say, in the environment, and never the content's."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from stagebrief.diagnostics import error
from stagebrief.errors import UsageError

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one run: seconds, bytes of memory, bytes of one file, pages of the document."""

    seconds: float = 300.0
    memory: int = 4096 * MEGABYTE
    size: int = 1024 * MEGABYTE
    pages: int = 2000


VARIABLES = {
    "STAGEBRIEF_SECONDS": ("seconds", 1),
    "STAGEBRIEF_MEMORY": ("memory", MEGABYTE),
    "STAGEBRIEF_FILE_SIZE": ("size", MEGABYTE),
    "STAGEBRIEF_PAGES": ("pages", 1),
}
"""The variables that set a bound, and what one of their units is: seconds, megabytes, megabytes, pages."""


def chosen_limits(user: Mapping[str, str] | None = None) -> Limits:
    """The bounds that the environment asks for; raises UsageError for what is no whole number above zero."""
    user = os.environ if user is None else user
    found: dict[str, int] = {}
    for variable, (name, unit) in VARIABLES.items():
        given = user.get(variable, "")
        if not given:
            continue
        if not (given.isascii() and given.isdigit() and 0 < int(given[:12]) < 1 << 40):
            hint = f"write a whole number above zero, such as {variable}={getattr(Limits(), name) // unit:.0f}"
            raise UsageError([error("limit-is-number", f"{variable} is '{given[:40]}'", None, hint)])
        found[name] = int(given[:12]) * unit
    return Limits(**found)
