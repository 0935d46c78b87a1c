"""`stagebrief figures`: timeline and matrix as files for a website."""

from __future__ import annotations

import click

from stagebrief.cli.terminal import Teller, faults_told

FORMATS = ("svg", "png", "txt")


def chosen(_context: click.Context, _parameter: click.Parameter, text: str) -> tuple[str, ...]:
    """The formats named with commas between them."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    if not names or set(names) - set(FORMATS):
        raise click.BadParameter(f"name some of {', '.join(FORMATS)}, with commas between them")
    return names


@click.command()
@click.argument("content", type=click.Path())
@click.option("--output", type=click.Path(), default="output", show_default=True, help="Where the files go.")
@click.option(
    "--format",
    "formats",
    default="svg,png",
    show_default=True,
    callback=chosen,
    help="svg, png or txt (the same in words); several with commas between them.",
)
@click.option(
    "--width", type=click.IntRange(200, 10_000), default=1200, show_default=True, help="How many pixels wide they are."
)
@click.option("--verbose", "-v", is_flag=True, help="Print tracebacks of our own faults.")
def figures(content: str, *, output: str, formats: tuple[str, ...], width: int, verbose: bool) -> None:
    """Write the timeline and the matrix of the folder CONTENT as graphics that stand by themselves."""
    with faults_told(Teller("figures", content), verbose=verbose):
        from stagebrief.graphics import make_graphics  # noqa: PLC0415 - `--help` needs none of it

        for path in make_graphics(content, output, formats, width):
            click.echo(str(path))
