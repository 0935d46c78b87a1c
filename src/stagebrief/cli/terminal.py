"""What the commands print and how they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

from stagebrief.diagnostics import Diagnostic
from stagebrief.errors import StagebriefError

LARGEST = 4 << 20
"""Bytes of a text that are read to show a line of it."""


def wants_colour(*, error: bool = True) -> bool:
    """Whether that stream is a terminal whose user has not turned colour off."""
    stream = sys.stderr if error else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class ContentTexts(dict[str, str]):
    """The texts of a content folder, each read when a line of it is to be shown."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]  # narrower than dict's
        """The text of that name; the default if it cannot be read."""
        from pathlib import Path  # noqa: PLC0415 - for those who have faults to see

        if key not in self:
            root, path = Path(self.folder), Path(self.folder) / key
            try:
                if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
                    return default
                with path.open(encoding="utf-8-sig", errors="replace") as file:
                    self[key] = file.read(LARGEST)
            except OSError:
                return default
        return self[key]


def show(
    diagnostics: tuple[Diagnostic, ...],
    files: Mapping[str, str],
    *,
    folder: str = "",
    form: str = "human",
    error: bool = True,
) -> None:
    """Print the diagnostics: for people with the lines that they are about, or short.

    `folder` is the content folder; files are named from where the user stands.
    """
    if not diagnostics:
        return
    base = named_from_here(folder)
    if form == "short":
        from stagebrief.report import short  # noqa: PLC0415 - for those who have faults to see

        click.echo(short.format_diagnostics(diagnostics, base), err=error)
    else:
        from stagebrief.report import human  # noqa: PLC0415

        text = human.format_diagnostics(diagnostics, files, wants_colour(error=error), base)
        click.echo(text, err=error, color=True)


def named_from_here(folder: str) -> str:
    """A folder's path from the working directory, if it lies below it; else as it is given."""
    path = os.path.normpath(folder) if folder else ""
    here = os.getcwd()  # noqa: PTH109 - as text, to be compared with text
    return path.removeprefix(here + "/") if path.startswith(here + "/") else "" if path == here else path


@contextmanager
def faults_shown(
    files: Mapping[str, str], *, folder: str = "", form: str = "human", verbose: bool = False
) -> Iterator[None]:
    """Turn what is raised within into messages and an exit status; a traceback only with `verbose`."""
    try:
        yield
    except StagebriefError as fault:
        show(fault.diagnostics, files, folder=folder, form=form)
        sys.exit(fault.exit_status)
    except OSError as fault:
        if isinstance(fault, BrokenPipeError):
            raise
        click.echo(f"error: {(fault.strerror or str(fault)).lower()}: {fault.filename or ''}".rstrip(": "), err=True)
        sys.exit(2)
    except Exception as fault:  # the last resort: a fault of ours, told without a traceback
        if verbose:
            raise
        click.echo(f"error: stagebrief has failed ({type(fault).__name__}: {fault})", err=True)
        click.echo("hint: this is a fault of stagebrief; run again with --verbose and report what it prints", err=True)
        sys.exit(70)
