"""Options that a folder is always built with: `stagebrief.toml`, or `[tool.stagebrief]` of `pyproject.toml`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

import click

FILES = (("stagebrief.toml", ()), ("pyproject.toml", ("tool", "stagebrief")))
"""The files that are looked for, and the table of each that is ours."""


def defaults_for(command: click.Command, context: click.Context) -> dict[str, Any]:
    """The values of the command's options by the names of their parameters.

    What stands in a table of the command's name is for it alone, all else for every command that has such an option.
    Ends the command where a name is that of no option.
    """
    found = settings_here()
    if found is None:
        return {}
    path, settings = found
    options = options_of(command)
    own = settings.get(command.name or "", {})
    if not isinstance(own, Mapping):
        refuse(context, path, command.name or "", "is no table")
    values: dict[str, Any] = {}
    for name, value in {**{key: one for key, one in settings.items() if not isinstance(one, Mapping)}, **own}.items():
        option = options.get(name)
        if option is not None:
            values[option.name or ""] = meant(option, value, os.path.dirname(path))  # noqa: PTH120 - without an import
        elif name in own:
            refuse(context, path, name, f"is no option of `{command.name}` ({', '.join(sorted(options))})")
    return values


def options_of(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their long names without hyphens at the head."""
    return {
        name.lstrip("-"): option
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
        if name.startswith("--")
    }


def meant(option: click.Option, value: Any, folder: str) -> Any:
    """The value as the option takes it; a path is one from the file's folder."""
    if isinstance(option.type, click.Path) and isinstance(value, str):
        return os.path.relpath(os.path.join(folder, value))  # noqa: PTH118 - without an import
    return [value] if option.multiple and not isinstance(value, list) else value


def settings_here() -> tuple[str, dict[str, Any]] | None:
    """The nearest file with settings of ours, from where the user stands upwards, and what it says."""
    for folder in upwards(os.getcwd()):  # noqa: PTH109 - without an import
        for name, tables in FILES:
            path = os.path.join(folder, name)  # noqa: PTH118
            if os.path.isfile(path):  # noqa: PTH113
                settings = read(path)
                for table in tables:
                    settings = settings.get(table, {})
                if settings or not tables:
                    return path, settings
    return None


def upwards(folder: str) -> Iterator[str]:
    """The folder and those above it."""
    while True:
        yield folder
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return
        folder = above


def read(path: str) -> dict[str, Any]:
    """What a file of TOML says. Ends the command where it cannot be read."""
    import tomllib  # noqa: PLC0415 - few have such a file

    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return tomllib.load(file)
    except (OSError, ValueError) as problem:
        raise click.UsageError(f"{path}: {problem}") from None


def refuse(context: click.Context, path: str, name: str, why: str) -> None:
    """End the command at the line of that name."""
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        pattern = re.compile(rf"\s*\[?(?:[\w.\"]+\.)?\"?{re.escape(name)}\"?\s*[\]=]")
        line = next((number for number, text in enumerate(file, start=1) if pattern.match(text)), 1)
    raise click.UsageError(f"{path}:{line}: '{name}' {why}", context)
