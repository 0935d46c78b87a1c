"""What the commands print and how they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from stagebrief.cli.forms import WHOLE
from stagebrief.diagnostics import Diagnostic, Severity, error
from stagebrief.errors import StagebriefError

if TYPE_CHECKING:
    from stagebrief.model.artifact import Artifact

LARGEST = 4 << 20
"""Bytes of a text that are read to show a line of it."""

OURS = 70
"""The exit status of a fault of the tool's own."""


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
            except (OSError, ValueError):
                return default
        return self[key]


@dataclass(slots=True)
class Teller:
    """Tells what one command has found, in the form that was asked for.

    `folder` is the content folder; files are named from where the user stands. `to_error` says that people find the
    diagnostics on the error stream; other forms are what the command prints, and stand on the output alone.
    """

    command: str
    folder: str
    form: str = "human"
    strict: bool = False
    to_error: bool = True
    texts: ContentTexts = field(init=False)
    done: bool = False

    def __post_init__(self) -> None:
        self.texts = ContentTexts(self.folder)

    @property
    def for_people(self) -> bool:
        """Whether people read what is printed."""
        return self.form == "human"

    def say(self, text: str, *, nl: bool = True) -> None:
        """Print what came of the command: on the output, unless that holds the faults in a form for programs."""
        click.echo(text, err=not self.for_people, nl=nl)

    def status_of(self, diagnostics: tuple[Diagnostic, ...]) -> int:
        """The exit status of a command that has found these and done its work."""
        bad = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        return int(any(diagnostic.severity in bad for diagnostic in diagnostics))

    def tell(
        self,
        diagnostics: tuple[Diagnostic, ...],
        status: int = 0,
        artifacts: tuple[Artifact, ...] = (),
        *,
        failed: bool = False,
    ) -> None:
        """Print the diagnostics; `failed` says that the command could not do its work."""
        self.done = True
        if self.form in WHOLE:
            click.echo(self.document(diagnostics, status, artifacts))
        elif diagnostics and self.form == "human":
            show(diagnostics, self.texts, folder=self.folder, error=self.to_error or failed)
        elif diagnostics and self.form == "short":
            show(diagnostics, self.texts, folder=self.folder, form="short", error=failed)
        elif diagnostics:
            click.echo(self.document(diagnostics, status, artifacts))

    def document(self, diagnostics: tuple[Diagnostic, ...], status: int, artifacts: tuple[Artifact, ...]) -> str:
        """The outcome in a form for programs."""
        from importlib import import_module  # noqa: PLC0415
        from importlib.metadata import version  # noqa: PLC0415

        from stagebrief.report.outcome import Outcome  # noqa: PLC0415

        outcome = Outcome(
            self.command,
            diagnostics,
            self.texts,
            named_from_here(self.folder),
            os.path.realpath(self.folder),
            version("stagebrief"),
            self.strict,
            status,
            artifacts,
        )
        form: str = import_module(f"stagebrief.report.{WHOLE.get(self.form, self.form)}").format_outcome(outcome)
        return form


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
def faults_told(teller: Teller, *, verbose: bool = False) -> Iterator[None]:
    """Turn what is raised within into diagnostics and an exit status; a traceback only with `verbose`."""
    try:
        yield
    except StagebriefError as fault:
        teller.tell(fault.diagnostics, fault.exit_status, failed=True)
        sys.exit(fault.exit_status)
    except OSError as fault:
        if isinstance(fault, BrokenPipeError):
            raise
        said = f"{(fault.strerror or str(fault)).lower()}: {fault.filename or ''}".rstrip(": ")
        teller.tell((error("file-is-accessible", said),), 2, failed=True)
        sys.exit(2)
    except Exception as fault:  # the last resort: a fault of ours, told without a traceback
        if verbose:
            raise
        said = f"stagebrief has failed ({type(fault).__name__}: {fault})"
        hint = "this is a fault of stagebrief; run again with --verbose and report what it prints"
        teller.tell((error("tool-works", said, None, hint),), OURS, failed=True)
        sys.exit(OURS)


@contextmanager
def told_as(command: str, folder: str, form: str, *, verbose: bool = False, data: bool = False) -> Iterator[Teller]:
    """A teller for a command whose result is something else than faults; a form that is a document is always printed.

    `data` says that the result is data on the output, beside which faults are told to people.
    """
    teller = Teller(command, folder, "human" if data else form)
    with faults_told(teller, verbose=verbose):
        yield teller
        if not teller.done and teller.form in WHOLE:
            teller.tell(())


@contextmanager
def faults_shown(
    files: Mapping[str, str], *, folder: str = "", form: str = "human", verbose: bool = False
) -> Iterator[None]:
    """As `faults_told`, for commands that tell faults to people only."""
    teller = Teller("", folder, form)
    teller.texts.update(files)
    with faults_told(teller, verbose=verbose):
        yield
