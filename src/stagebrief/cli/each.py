"""Commands that do the same with each of several content folders, one after the other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from stagebrief.cli.terminal import Teller, faults_told

Callback = Callable[..., None]


def each_folder(*alone: str) -> Callable[[Callback], Callback]:
    """Give a command the argument CONTENT…: its function is called for each folder with `content`.

    The exit status is the worst. Options named `alone` are for one folder only.
    """

    def decorate(function: Callback) -> Callback:
        @wraps(function)
        def call(contents: tuple[str, ...], **options: Any) -> None:
            from stagebrief.shelf.folders import folders_of, is_shelf  # noqa: PLC0415 - `--help` needs none of it

            if not is_shelf(contents):
                function(contents[0], **options)
                return
            for name in alone:
                if options.get(name) or options.get(f"as_{name}"):
                    raise click.UsageError(f"--{name} is for one content folder.")
            with faults_told(Teller("", ""), verbose=bool(options.get("verbose"))):
                folders = folders_of(contents)
            worst = 0
            for number, folder in enumerate(folders, start=1):
                click.echo(f"[{number}/{len(folders)}] {folder}", err=True)
                try:
                    function(str(folder), **options)
                except SystemExit as end:
                    worst = max(worst, end.code if isinstance(end.code, int) else 1)
            sys.exit(worst)

        return click.argument("contents", metavar="CONTENT...", nargs=-1, required=True, type=click.Path())(call)

    return decorate
