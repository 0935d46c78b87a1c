"""`stagebrief doctor`: what this machine lacks, and the command that mends it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stagebrief.compile.toolchain import Finding


@click.command()
@click.argument("content", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@click.option("--quiet", "-q", is_flag=True, help="Print only what is missing.")
@click.option("--verbose", "-v", is_flag=True, help="Print each file that was looked for.")
def doctor(content: Path | None, *, quiet: bool, verbose: bool) -> None:
    """Say what this machine has of what a build needs, and how to get the rest.

    With a folder CONTENT, say also whether there are fonts for the scripts that it is written in.
    """
    from stagebrief.compile.toolchain import State, examine, mending_commands  # noqa: PLC0415 - not for `--help`

    findings = examine(scripts_of(content) if content else ())
    worst = [finding for finding in findings if finding.state is State.MISSING]
    for line in lines_of(findings, quiet=quiet, verbose=verbose):
        click.echo(line)
    needs = tuple(dict.fromkeys(finding.need for finding in findings if finding.need))
    if needs and (worst or not quiet):
        click.echo(f"\nTo install what {'is missing' if worst else 'makes it better'}, with the manager that you have:")
        for manager, command in mending_commands(needs).items():
            click.echo(f"  {manager.removesuffix('-get')}: {command}")
    if worst:
        sys.exit(3)
    if not quiet:
        click.echo("\nnothing is missing")


def lines_of(findings: tuple[Finding, ...], *, quiet: bool, verbose: bool) -> list[str]:
    """The findings as lines; the many files of TeX packages as one for each state, unless `verbose`."""
    from stagebrief.compile.toolchain import State  # noqa: PLC0415

    lines: list[str] = []
    files: dict[State, list[str]] = {state: [] for state in State}
    for finding in findings:
        if quiet and finding.state is not State.MISSING:
            continue
        if finding.found in {"found", "not installed"} and not verbose:
            files[finding.state].append(finding.name)
        else:
            lines.append(f"{finding.state.value:8} {finding.name}: {finding.found}")
    for state, names in files.items():
        if names:
            which = f": {', '.join(names)}" if state is State.MISSING else ""
            lines.append(f"{state.value:8} {len(names)} file{'s' * (len(names) > 1)} of TeX packages{which}")
    return lines


def scripts_of(content: Path) -> frozenset[str]:
    """The scripts of the texts in a content folder, by ISO 15924 code."""
    from stagebrief.render.scripts import scripts_in  # noqa: PLC0415

    found: set[str] = set()
    for path in sorted(content.rglob("*")):
        if path.suffix in {".yaml", ".md", ".bib"} and path.is_file() and not path.is_symlink():
            found |= scripts_in(path.read_text(encoding="utf-8", errors="replace"))
    return frozenset(found)
