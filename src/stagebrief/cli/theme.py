"""The options `--theme` and `--trust-theme` of the commands that typeset."""

from __future__ import annotations

import os
from collections.abc import Callable

import click

CHOICE, TRUST = "STAGEBRIEF_THEME", "STAGEBRIEF_TRUST_THEME"


def choose(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
    """Let all that this command starts know which theme is wanted."""
    if value:
        name, colon, ground = value.rpartition(":") if value.endswith((":light", ":dark")) else (value, "", "")
        folder = os.path.abspath(name) if os.path.isdir(name) else name  # noqa: PTH100, PTH112 - without an import
        os.environ[CHOICE] = f"{folder}{colon}{ground}"


def trust(_context: click.Context, _option: click.Parameter, value: bool) -> None:
    """Let all that this command starts know that the theme's templates may run."""
    if value:
        os.environ[TRUST] = "1"


theme_option = click.option(
    "--theme",
    metavar="NAME|DIR[:dark]",
    expose_value=False,
    callback=choose,
    help="Build in this theme, in place of that of brief.yaml (see `stagebrief themes`).",
)
trust_option = click.option(
    "--trust-theme",
    is_flag=True,
    expose_value=False,
    callback=trust,
    help="Let the templates of a theme run that is not installed. Templates can write any TeX.",
)


def theme_options(command: Callable[..., None]) -> Callable[..., None]:
    """Both; STAGEBRIEF_THEME and STAGEBRIEF_TRUST_THEME say the same for all commands."""
    return theme_option(trust_option(command))
