"""`stagebrief build`: a content folder to PDFs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from stagebrief.cli.forms import faults_options
from stagebrief.cli.terminal import Teller, faults_told, wants_colour

if TYPE_CHECKING:
    from stagebrief.model.artifact import BuildReport

TARGETS = {"brief": ("brief",), "slides": ("slides",), "all": ("brief", "slides")}


@click.command()
@click.argument("content", type=click.Path())
@click.option("--target", type=click.Choice(list(TARGETS)), default="all", show_default=True, help="What to build.")
@click.option("--output", type=click.Path(), default="output", show_default=True, help="Where the PDFs go.")
@click.option("--keep-tex", is_flag=True, help="Write the TeX beside the PDFs, to read or to compile by hand.")
@click.option("--no-read-back", is_flag=True, help="Do not look whether every word has arrived in the PDFs.")
@faults_options
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but faults.")
@click.option("--verbose", "-v", is_flag=True, help="Print each step, and tracebacks of our own faults.")
def build(  # noqa: PLR0913 - one for each option
    content: str,
    target: str,
    output: str,
    *,
    keep_tex: bool,
    no_read_back: bool,
    form: str,
    strict: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Build the brief and the deck of the folder CONTENT."""
    from stagebrief.build import build as build_content  # noqa: PLC0415 - `--help` needs none of it

    teller = Teller("build", content, form, strict)
    with faults_told(teller, verbose=verbose):
        with progress(quiet=quiet, verbose=verbose) as step:
            report = build_content(
                content, output, TARGETS[target], keep_tex=keep_tex, read_back=not no_read_back, progress=step
            )
        status = teller.status_of(report.diagnostics)
        if not (quiet and teller.for_people and not status):
            teller.tell(report.diagnostics, status, report.artifacts)
        if not quiet:
            for line in made(report):
                click.echo(line, err=not teller.for_people)
        if status:
            sys.exit(status)


def made(report: BuildReport) -> Iterator[str]:
    """What was made, a line each, and how long it took."""
    for artifact in report.artifacts:
        yield f"{artifact.path}  {artifact.pages} page{'s' if artifact.pages != 1 else ''}"
    yield "nothing to do" if report.up_to_date else f"built in {report.seconds:.1f} s"


@contextmanager
def progress(*, quiet: bool, verbose: bool) -> Iterator[Callable[[str], None]]:
    """A function that shows a step: as lines with `verbose`, as one changing line on a terminal, else not at all."""
    if verbose:
        yield lambda step: click.echo(step, err=True)
    elif quiet or not (sys.stderr.isatty() and wants_colour()):
        yield lambda _step: None
    else:
        from rich.console import Console  # noqa: PLC0415 - only a terminal needs it

        with Console(stderr=True).status("starting") as status:
            yield status.update
