"""`stagebrief build`: a content folder to PDFs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from stagebrief.cli.forms import faults_options
from stagebrief.cli.progress import progress
from stagebrief.cli.sandbox import sandbox_option
from stagebrief.cli.terminal import Teller, faults_told
from stagebrief.cli.theme import theme_options
from stagebrief.model.targets import TARGETS, USUAL

if TYPE_CHECKING:
    from stagebrief.model.artifact import BuildReport


def chosen(_context: click.Context, _parameter: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    """The targets of these names; `all` is every one."""
    return TARGETS if "all" in names else tuple(dict.fromkeys(names))


def target_option(usual: tuple[str, ...], about: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--target`, which may be given several times."""
    return click.option(
        "--target",
        "targets",
        type=click.Choice([*TARGETS, "all"]),
        multiple=True,
        default=usual,
        show_default=True,
        callback=chosen,
        help=f"{about} May be given several times.",
    )


@click.command()
@click.argument("contents", metavar="CONTENT...", nargs=-1, required=True, type=click.Path())
@target_option(USUAL, "What to build.")
@click.option("--output", type=click.Path(), default="output", show_default=True, help="Where the PDFs go.")
@click.option("--keep-tex", is_flag=True, help="Write the TeX beside the PDFs, to read or to compile by hand.")
@click.option(
    "--no-read-back",
    is_flag=True,
    help="Do not look at the PDFs: whether every word is there, and what the pages look like.",
)
@click.option("--open", "open_pdf", is_flag=True, help="Open the first PDF when it is built.")
@click.option("--no-daemon", is_flag=True, help="Leave no process behind that makes the next build quicker.")
@click.option("--fail-fast/--keep-going", help="Of several: begin none after one has failed, or go on (the default).")
@click.option("--only-failed", is_flag=True, help="Of several: those that failed the last time, or were not built yet.")
@click.option("--since", default="", metavar="REV", help="Of several: those in which git sees a change since REV.")
@theme_options
@sandbox_option
@faults_options
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but faults.")
@click.option("--verbose", "-v", is_flag=True, help="Print each step, and tracebacks of our own faults.")
def build(  # noqa: PLR0913 - one for each option
    contents: tuple[str, ...],
    targets: tuple[str, ...],
    output: str,
    *,
    keep_tex: bool,
    no_read_back: bool,
    no_daemon: bool,
    open_pdf: bool,
    fail_fast: bool,
    only_failed: bool,
    since: str,
    form: str,
    strict: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Build the brief and the deck of the folder CONTENT, or its handout and the speaker's notes.

    CONTENT may be several folders, folders that hold some, or patterns in quotation marks: then those that have
    changed are built, as many at once as there are cores and memory for.
    """
    from stagebrief.shelf.folders import is_shelf  # noqa: PLC0415 - `--help` needs none of it

    if is_shelf(contents) or only_failed or since:
        if keep_tex or open_pdf:
            raise click.UsageError("--keep-tex and --open are for one content folder.")
        from stagebrief.cli.shelf import ShelfWish, work_on  # noqa: PLC0415

        with faults_told(Teller("build", "", form, strict), verbose=verbose):
            ways = ShelfWish(contents, output, targets, not no_read_back, form, strict, quiet, verbose)
            status = work_on(replace(ways, fail_fast=fail_fast, only_failed=only_failed, since=since))
        sys.exit(status)
    (content,) = contents
    teller = Teller("build", content, form, strict)
    with faults_told(teller, verbose=verbose):
        with progress(quiet=quiet, verbose=verbose) as step:
            request = Wish(content, output, targets, keep_tex, not no_read_back, not no_daemon)
            report = report_for(request, step)
        status = teller.status_of(report.diagnostics)
        if not (quiet and teller.for_people and not status):
            teller.tell(report.diagnostics, status, report.artifacts)
        if not quiet:
            for line in made(report):
                click.echo(line, err=not teller.for_people)
        if status:
            sys.exit(status)
        if open_pdf and report.artifacts:
            from stagebrief.compile.editor import open_address  # noqa: PLC0415 - for those who ask

            if not open_address(report.artifacts[0].path.resolve().as_uri()):
                click.echo("there is no program that opens it", err=True)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options ask for."""

    content: str
    output: str
    targets: tuple[str, ...]
    keep_tex: bool
    read_back: bool
    daemon: bool


def report_for(wish: Wish, step: Callable[[str], None]) -> BuildReport:
    """What comes of it: nothing to do, a build by a session that waits or is left behind, or one of our own."""
    from pathlib import Path  # noqa: PLC0415 - `--help` needs none of it

    from stagebrief.build import build as build_content  # noqa: PLC0415
    from stagebrief.build import up_to_date  # noqa: PLC0415

    done = None
    if not wish.keep_tex:
        done = up_to_date(wish.content, wish.output, wish.targets, read_back=wish.read_back)
    if done is None:
        from stagebrief.compile.system import ready  # noqa: PLC0415

        ready()
    if done is None and wish.daemon and not wish.keep_tex:
        from stagebrief.daemon.client import build_in_session, wanted  # noqa: PLC0415
        from stagebrief.daemon.messages import Request  # noqa: PLC0415

        if wanted():
            request = Request(wish.targets, wish.read_back, os.environ.get("SOURCE_DATE_EPOCH", ""))
            done = build_in_session(Path(wish.content), Path(wish.output), request, step)
    return done or build_content(
        wish.content, wish.output, wish.targets, keep_tex=wish.keep_tex, read_back=wish.read_back, progress=step
    )


def made(report: BuildReport) -> Iterator[str]:
    """What was made, a line each, and how long it took."""
    for artifact in report.artifacts:
        yield f"{artifact.path}  {artifact.pages} page{'s' if artifact.pages != 1 else ''}"
        yield from map(str, artifact.beside)
    yield "nothing to do" if report.up_to_date else f"built in {report.seconds:.1f} s"
