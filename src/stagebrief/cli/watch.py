"""`stagebrief watch`: a content folder to PDFs, again after each save."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stagebrief.cli.build import TARGETS, made, progress
from stagebrief.cli.terminal import Teller, faults_told

if TYPE_CHECKING:
    from stagebrief.watch import Round


@click.command()
@click.argument("content", type=click.Path())
@click.option("--target", type=click.Choice(list(TARGETS)), default="all", show_default=True, help="What to build.")
@click.option("--output", type=click.Path(), default="output", show_default=True, help="Where the PDFs go.")
@click.option("--no-read-back", is_flag=True, help="Do not look whether every word has arrived in the PDFs.")
@click.option("--verbose", "-v", is_flag=True, help="Print each step, and tracebacks of our own faults.")
def watch(content: str, target: str, output: str, *, no_read_back: bool, verbose: bool) -> None:
    """Build the folder CONTENT, and again whenever it is saved, until Ctrl-C."""
    teller = Teller("watch", content)
    with faults_told(teller, verbose=verbose):
        from stagebrief.build import refuse_wrong_use  # noqa: PLC0415 - `--help` needs none of it
        from stagebrief.daemon.server import Server  # noqa: PLC0415
        from stagebrief.session import Session  # noqa: PLC0415
        from stagebrief.watch import watch_content  # noqa: PLC0415

        refuse_wrong_use(Path(content), TARGETS[target])
        Path(output).mkdir(parents=True, exist_ok=True)
        session, stop = Session(Path(content), Path(output)), threading.Event()
        server = Server(session)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        serving = threading.Thread(target=server.serve, daemon=True)
        serving.start()
        try:
            with progress(quiet=False, verbose=verbose) as step:
                click.echo(f"watching {content}; Ctrl-C ends")
                watch_content(
                    session,
                    stop,
                    lambda found: told(teller, found),
                    TARGETS[target],
                    read_back=not no_read_back,
                    progress=step,
                )
        finally:
            server.stop()
            serving.join()
            session.stop()


def told(teller: Teller, found: Round) -> None:
    """Print what came of a round."""
    if found.changed:
        others = len(found.changed) - 1
        more = f" and {others} other{'s' if others > 1 else ''}" if others else ""
        click.echo(f"{found.changed[0]}{more} saved")
    teller.texts.clear()
    teller.tell(found.diagnostics)
    if found.report is None:
        click.echo("the PDFs stay as they were")
        return
    for line in made(found.report):
        click.echo(line)
