"""How far a command has come: one line that changes on a terminal, a line for each step with `--verbose`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from stagebrief.cli.terminal import wants_colour
from stagebrief.model.targets import TARGETS

PASS, SOURCES = "lualatex (", "biber ("
"""How the steps begin in which TeX and biber run."""


@dataclass(slots=True)
class Steps:
    """The steps that have been told, as one line: what each target is at, side by side.

    A step of a target is told as `brief: rendering`; any other stands for all.
    """

    now: dict[str, str] = field(default_factory=dict)
    passes: dict[str, int] = field(default_factory=dict)

    def add(self, step: str) -> str:
        """Take a step into account; the line as it is now."""
        target, colon, what = step.partition(": ")
        if not colon or target not in TARGETS:
            self.now.clear()
            self.passes.clear()
            return step
        self.now[target] = self.in_short(target, what)
        return " · ".join(f"{name}: {text}" for name, text in sorted(self.now.items()))

    def in_short(self, target: str, what: str) -> str:
        """A step in a word or two; why TeX runs is for those who want every step as a line."""
        if what.startswith(PASS):
            self.passes[target] = self.passes.get(target, 0) + 1
            return f"typesetting, pass {self.passes[target]}"
        return "looking up the sources" if what.startswith(SOURCES) else what


@contextmanager
def progress(*, quiet: bool, verbose: bool) -> Iterator[Callable[[str], None]]:
    """A function that shows a step: as lines with `verbose`, as one changing line on a terminal, else not at all."""
    if verbose:
        yield lambda step: click.echo(step, err=True)
    elif quiet or not (sys.stderr.isatty() and wants_colour()):
        yield lambda _step: None
    else:
        from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
        from rich.text import Text  # noqa: PLC0415

        steps = Steps()
        with Console(stderr=True).status("starting") as status:

            def show(step: str) -> None:
                status.update(Text(steps.add(step), overflow="ellipsis", no_wrap=True))

            yield show
