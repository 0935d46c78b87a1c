"""The reference pages that are made from the code: commands with their options, the man page, the Python interface."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib.metadata import version

import click

import stagebrief
from stagebrief.cli import group

MADE = "<!-- Made from the code by `make docs`. -->"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by its whole name, those within others after them."""
    context = click.Context(group, info_name="stagebrief", resilient_parsing=True)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        yield name, command
        if isinstance(command, click.Group):
            inner = click.Context(command, info_name=name, parent=context, resilient_parsing=True)
            for below in command.list_commands(inner):
                found = command.get_command(inner, below)
                assert found
                yield f"{name} {below}", found


def usage(name: str, command: click.Command) -> str:
    """What is typed."""
    context = click.Context(command, info_name=f"stagebrief {name}".strip(), resilient_parsing=True)
    return " ".join(["stagebrief", *name.split(), *command.collect_usage_pieces(context)])


def options(command: click.Command) -> Iterator[tuple[str, str]]:
    """What each option is called, and what it does."""
    context = click.Context(command, resilient_parsing=True)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden and "help" not in parameter.opts[0]:
            record = parameter.get_help_record(context)
            if record:
                yield record[0], " ".join(record[1].split())


def paragraphs(command: click.Command) -> list[str]:
    """What the command does, in paragraphs."""
    return [" ".join(text.split()) for text in inspect.cleandoc(command.help or "").split("\n\n")]


def commands_page() -> str:
    """The page of all commands."""
    lines = [MADE, "# Commands and options", ""]
    lines += ["`stagebrief --help` and `stagebrief COMMAND --help` print the same.", ""]
    lines += ["`-C DIR` before a command does it in that folder. Exit status: 0 good, 1 the content is at fault,"]
    lines += [
        "2 wrong usage, 3 the machine lacks something. Options that are always the same: [habits.md](habits.md).",
        "",
    ]
    for name, command in commands():
        lines += [f"## {name}" if " " not in name else f"### {name}", "", "```", usage(name, command), "```", ""]
        lines += [line for text in paragraphs(command) for line in (text, "")]
        rows = [f"| `{cell(called)}` | {cell(says)} |" for called, says in options(command)]
        lines += ["| Option | |", "|---|---|", *rows, ""] if rows else []
    return "\n".join(lines)


def cell(text: str) -> str:
    """A text within a table."""
    return text.replace("|", "\\|")


def man_page() -> str:
    """The man page, in the language of `man`."""
    lines = [f'.TH STAGEBRIEF 1 "" "stagebrief {version("stagebrief")}" "User Commands"']
    lines += [".SH NAME", "stagebrief \\- a staged analysis as a typeset brief and a Beamer deck"]
    lines += [".SH SYNOPSIS", ".B stagebrief", "[\\-C DIR] COMMAND [OPTIONS] [ARGUMENTS]"]
    lines += [".SH DESCRIPTION", roff(group.help or "")]
    lines += [".SH COMMANDS"]
    for name, command in commands():
        lines += [".SS", f'"{roff(usage(name, command))}"']
        lines[-2:] = [f'.SS "{roff(usage(name, command))}"']
        for index, text in enumerate(paragraphs(command)):
            lines += [".PP", roff(text)] if index else [roff(text)]
        for called, says in options(command):
            lines += [".TP", f".B {roff(called)}", roff(says)]
    lines += [".SH EXIT STATUS", "0 good, 1 the content is at fault, 2 wrong usage, 3 the machine lacks something."]
    return "\n".join(lines) + "\n"


def roff(text: str) -> str:
    """A text with what `man` would take for its own shielded."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    text = "".join(sign if sign.isascii() else f"\\[u{ord(sign):04X}]" for sign in text)
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def python_page() -> str:
    """The page of the Python interface."""
    lines = [
        MADE,
        "# From Python",
        "",
        "```python",
        inspect.cleandoc(stagebrief.__doc__ or "").partition("\n\n")[2],
        "```",
        "",
    ]
    for name in stagebrief.__all__:
        value = getattr(stagebrief, name)
        if inspect.isclass(value):
            continue
        lines += [f"## {name}", "", "```python", f"{name}{signature(value)}", "```", "", told(value), ""]
    lines += ["## What they give and raise", ""]
    for name in stagebrief.__all__:
        value = getattr(stagebrief, name)
        if inspect.isclass(value):
            lines += [f"**`{name}`**: {told(value)}", ""]
            lines += [line for method in methods(value) for line in method]
    return "\n".join(lines)


def methods(value: type) -> Iterator[tuple[str, str]]:
    """The public methods and properties of a class."""
    for name, member in vars(value).items():
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property)):
            called = name if isinstance(member, property) else f"{name}{signature(member)}"
            yield f"- `{called}`: {told(member)}", ""


def signature(value: object) -> str:
    """The parameters and what comes of it, without the modules of their types."""
    text = str(inspect.signature(value))  # type: ignore[arg-type]
    text = re.sub(r"<function (\w+) at 0x[0-9a-f]+>", r"\1", text)
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", text)
    return text.replace("(self, ", "(").replace("(self)", "()")


def told(value: object) -> str:
    """The docstring with its paragraphs in lines of their own."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", inspect.getdoc(value) or "")
