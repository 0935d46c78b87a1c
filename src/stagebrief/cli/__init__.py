"""The command: one module for each subcommand, loaded when it is called."""

from __future__ import annotations

import gc
import os
import signal
import sys
from importlib import import_module
from typing import Any

import click

SUBCOMMANDS = (
    "new",
    "build",
    "watch",
    "check",
    "inspect",
    "figures",
    "themes",
    "sources",
    "explain",
    "index",
    "export",
    "schema",
    "lsp",
    "doctor",
    "release",
    "archive",
    "clean",
    "completion",
)


class LazyGroup(click.Group):
    """A group whose subcommands are loaded by name, so that `--help` and `--version` load none of the phases."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """The subcommands in the order of use."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name; its module holds it under the same name."""
        if cmd_name not in SUBCOMMANDS:
            return None
        command = getattr(import_module(f"stagebrief.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        if not ctx.resilient_parsing:
            from stagebrief.cli.defaults import defaults_for  # noqa: PLC0415 - completion has no use for them

            ctx.default_map = {cmd_name: defaults_for(command, ctx)}
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """As Click does, but a misspelt subcommand is told the nearest one."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in SUBCOMMANDS:
            from difflib import get_close_matches  # noqa: PLC0415 - for the misspelt only

            near = get_close_matches(name, SUBCOMMANDS, 1)
            hint = f" Did you mean '{near[0]}'?" if near else f" There are {', '.join(SUBCOMMANDS)}."
            ctx.fail(f"No such command '{name}'.{hint}")
        return super().resolve_command(ctx, args)


def go_to(_context: click.Context, _option: click.Parameter, folder: str | None) -> None:
    """Do all that follows in that folder."""
    if folder:
        os.chdir(folder)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="stagebrief", prog_name="stagebrief", message="%(prog)s %(version)s")
@click.option(
    "-C",
    "folder",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    is_eager=True,
    expose_value=False,
    callback=go_to,
    help="Do it in that folder, as if it had been called there.",
)
def group() -> None:
    """Turn a staged analysis (YAML, Markdown, BibTeX) into a typeset brief and a Beamer deck."""


def main() -> None:
    """The program `stagebrief`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that nothing is left behind
    gc.set_threshold(200_000)  # a command is over before there is garbage worth looking for
    try:
        group(prog_name="stagebrief")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
