"""The forms in which commands tell what they have found, and the options that choose them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
FORMS = ("human", "short", "json", "sarif", "github")
WHOLE = {"json": "data", "sarif": "sarif"}
"""Forms that are one document, with the modules that write them; it is printed though there is nothing to tell."""


def chosen(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    """The form that was asked for, else the one for where the command runs."""
    return value or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "human")


def form_option(command: F) -> F:
    """The option `--format`."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMS),
        callback=chosen,
        help="How faults are told: human, with their lines; short, a line each, as editors read them; json; sarif; "
        "github, as annotations.  [default: human; github in a workflow]",
    )(command)


def faults_options(command: F) -> F:
    """The options `--format` and `--strict`."""
    strict = click.option("--strict", is_flag=True, help="Take warnings for errors: they too end with status 1.")
    return form_option(strict(command))
