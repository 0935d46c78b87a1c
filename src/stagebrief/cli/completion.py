"""`stagebrief completion`: what a shell needs in order to complete the command."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that makes SHELL complete commands, options and their values.

    For bash add `eval "$(stagebrief completion bash)"` to ~/.bashrc, for zsh the same with zsh to ~/.zshrc; for fish
    write it to ~/.config/fish/completions/stagebrief.fish.
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - `--help` needs none of it

    from stagebrief.cli import group  # noqa: PLC0415

    kind = get_completion_class(shell)
    assert kind is not None
    completer = kind(group, {}, "stagebrief", "_STAGEBRIEF_COMPLETE")
    click.echo(completer.source_template % completer.source_vars())
