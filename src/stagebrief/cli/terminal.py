"""What the commands print and how they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click

from stagebrief.diagnostics import Diagnostic
from stagebrief.errors import StagebriefError


def wants_colour(*, error: bool = True) -> bool:
    """Whether that stream is a terminal whose user has not turned colour off."""
    stream = sys.stderr if error else sys.stdout
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(diagnostics: tuple[Diagnostic, ...], files: Mapping[str, str], *, error: bool = True) -> None:
    """Print the diagnostics with the lines that they are about."""
    from stagebrief.report.human import format_diagnostics  # noqa: PLC0415 - for those who have faults to see

    if diagnostics:
        click.echo(format_diagnostics(diagnostics, files, wants_colour(error=error)), err=error, color=True)


@contextmanager
def faults_shown(files: Mapping[str, str], *, verbose: bool = False) -> Iterator[None]:
    """Turn what is raised within into messages and an exit status; a traceback only with `verbose`."""
    try:
        yield
    except StagebriefError as fault:
        show(fault.diagnostics, files)
        sys.exit(fault.exit_status)
    except OSError as fault:
        if isinstance(fault, BrokenPipeError):
            raise
        click.echo(f"error: {fault.strerror or fault}: {fault.filename or ''}".rstrip(": "), err=True)
        sys.exit(2)
    except Exception as fault:  # the last resort: a fault of ours, told without a traceback
        if verbose:
            raise
        click.echo(f"error: stagebrief has failed ({type(fault).__name__}: {fault})", err=True)
        click.echo("hint: this is a fault of stagebrief; run again with --verbose and report what it prints", err=True)
        sys.exit(70)


def texts_of(folder: str) -> dict[str, str]:
    """The texts of a content folder by name, for messages about it."""
    from pathlib import Path  # noqa: PLC0415

    texts = {}
    for path in Path(folder).rglob("*"):
        if path.suffix in {".yaml", ".md", ".bib"} and path.is_file():
            try:
                texts[path.relative_to(folder).as_posix()] = path.read_text(encoding="utf-8-sig", errors="replace")
            except OSError:
                continue
    return texts
