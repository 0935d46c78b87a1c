"""The option `--sandbox` of the commands that typeset."""

from __future__ import annotations

import os

import click

MODES = ("auto", "require", "off")
VARIABLE = "STAGEBRIEF_SANDBOX"


def keep(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
    """Let all that this command starts know what is wanted."""
    if value:
        os.environ[VARIABLE] = value


sandbox_option = click.option(
    "--sandbox",
    type=click.Choice(MODES),
    expose_value=False,
    callback=keep,
    help="Wall off TeX and biber (bubblewrap): where it can be done (auto), else not build (require), or never (off).",
)
"""Says in the environment how TeX and biber are to be walled off; STAGEBRIEF_SANDBOX says it for all commands."""
