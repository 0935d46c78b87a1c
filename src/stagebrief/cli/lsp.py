"""`stagebrief lsp`: what an editor starts in order to check, complete and rename while one is writing."""

from __future__ import annotations

import click


@click.command()
@click.option("--stdio", is_flag=True, help="Speak over standard input and output, as always; some editors add this.")
@click.option("--verbose", "-v", is_flag=True, help="Write what is going on to the error stream.")
def lsp(*, stdio: bool, verbose: bool) -> None:  # noqa: ARG001 - there is no other way to speak
    """Serve an editor by the Language Server Protocol; editors start this, see docs/editors.md.

    It checks every content folder of which a file is open, unsaved texts included, completes keys, labels and fields,
    tells what they mean, leads to where they are given, and renames them everywhere.
    """
    import gc  # noqa: PLC0415 - `--help` needs none of it
    import logging  # noqa: PLC0415

    from stagebrief.lsp.requests import brief_server  # noqa: PLC0415

    gc.set_threshold(10_000)  # unlike other commands this one stays
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING)
    if not verbose:  # what is refused is answered, and no fault
        logging.getLogger("pygls").setLevel(logging.CRITICAL)
    brief_server().start_io()
