"""`stagebrief watch`: a content folder to PDFs, again after each save."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from stagebrief.cli.build import made, target_option
from stagebrief.cli.progress import progress
from stagebrief.cli.sandbox import sandbox_option
from stagebrief.cli.terminal import Teller, faults_told
from stagebrief.cli.theme import theme_options
from stagebrief.model.targets import USUAL

if TYPE_CHECKING:
    from stagebrief.preview.live import Live
    from stagebrief.session import Session
    from stagebrief.watch import Round


T = TypeVar("T")


@click.command()
@click.argument("content", type=click.Path())
@target_option(USUAL, "What to build.")
@click.option("--output", type=click.Path(), default="output", show_default=True, help="Where the PDFs go.")
@click.option("--no-read-back", is_flag=True, help="Do not look whether every word has arrived in the PDFs.")
@click.option("--serve", is_flag=True, help="Show the PDFs in a browser of this machine, as they are built.")
@click.option("--port", type=click.IntRange(0, 65535), help="Serve it at this port; else at that of last time.")
@click.option("--open", "open_page", is_flag=True, help="Serve it, and open it in the browser.")
@theme_options
@sandbox_option
@click.option("--verbose", "-v", is_flag=True, help="Print each step, and tracebacks of our own faults.")
def watch(  # noqa: PLR0913 - one for each option
    content: str,
    targets: tuple[str, ...],
    output: str,
    *,
    no_read_back: bool,
    serve: bool,
    port: int | None,
    open_page: bool,
    verbose: bool,
) -> None:
    """Build the folder CONTENT, and again whenever it is saved, until Ctrl-C."""
    teller, serve = Teller("watch", content), serve or open_page or port is not None
    with faults_told(teller, verbose=verbose):
        from stagebrief.build import refuse_wrong_use  # noqa: PLC0415 - `--help` needs none of it
        from stagebrief.daemon.server import Server  # noqa: PLC0415
        from stagebrief.session import Session  # noqa: PLC0415
        from stagebrief.watch import watch_content  # noqa: PLC0415

        refuse_wrong_use(Path(content), targets)
        Path(output).mkdir(parents=True, exist_ok=True)
        session, stop = Session(Path(content), Path(output)), threading.Event()
        session.engine.plain.synctex = serve
        server = Server(session)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        serving = threading.Thread(target=server.serve, daemon=True)
        serving.start()
        try:
            with (
                progress(quiet=False, verbose=verbose) as step,
                live_page(session, targets, port, open_page) if serve else contextlib.nullcontext() as live,
            ):
                click.echo(f"watching {content}; Ctrl-C ends")
                watch_content(
                    session,
                    stop,
                    both(lambda found: told(teller, found), live.on_round if live else None),
                    targets,
                    read_back=not no_read_back,
                    progress=both(step, live.on_step if live else None),
                )
        finally:
            server.stop()
            serving.join()
            session.stop()


@contextlib.contextmanager
def live_page(session: Session, targets: tuple[str, ...], port: int | None, open_page: bool) -> Iterator[Live]:
    """Serve the live page while it is being watched; says where it is, and opens it where asked."""
    from stagebrief.compile.editor import open_address  # noqa: PLC0415 - only with --serve
    from stagebrief.preview.live import Live  # noqa: PLC0415
    from stagebrief.preview.server import opening_page, serving  # noqa: PLC0415

    live = Live(session.content, session.output, targets)
    live.prepare()
    session.show_glimpses(live.on_glimpse)
    with serving(live, port) as server:
        click.echo(f"the page is at {server.address.url}")
        if open_page:
            way = opening_page(server.address)
            if not open_address(way.as_uri()):
                click.echo("there is no program that opens it; give the address to a browser")
        yield live


def both(first: Callable[[T], None], second: Callable[[T], None] | None) -> Callable[[T], None]:
    """A function that tells two, where there is a second."""

    def tell(what: T) -> None:
        first(what)
        if second:
            second(what)

    return tell


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
