"""`stagebrief doctor`: what this machine lacks, and the command that mends it."""

from __future__ import annotations

import sys

import click


@click.command()
def doctor() -> None:
    """Say what this machine has of what a build needs, and how to get the rest."""
    from stagebrief.compile.toolchain import examine, mending_commands  # noqa: PLC0415 - `--help` needs none of it

    findings = examine()
    for finding in findings:
        click.echo(f"{'ok     ' if finding.good else 'MISSING'}  {finding.name}: {finding.found}")
    if all(finding.good for finding in findings):
        click.echo("\nnothing is missing")
        return
    click.echo("\nTo install what is missing:")
    for manager, command in mending_commands().items():
        click.echo(f"  {manager}: {command}")
    sys.exit(3)
