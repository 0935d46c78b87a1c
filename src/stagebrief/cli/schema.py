"""`stagebrief schema`: what the YAML files may hold, for editors and other programs."""

from __future__ import annotations

import sys

import click

KINDS = ("brief", "stage", "theme", "manifest")


@click.command()
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option(
    "--write",
    "folder",
    is_flag=False,
    flag_value=".",
    type=click.Path(),
    metavar="[DIR]",
    help="Put the schemas where editors find them, for all briefs in DIR (here, if none is named).",
)
@click.option(
    "--modelines", is_flag=True, help="With --write: name the schema in the first line of each file, for any editor."
)
def schema(kind: str | None, *, folder: str | None, modelines: bool) -> None:
    """Print the JSON Schema of brief.yaml (brief), of a stage's YAML file (stage) of a theme (theme)
    or of a release (manifest).

    With --write the schemas are put into .stagebrief/ and named in .vscode/settings.json; see docs/editors.md.
    """
    if folder is not None and kind is None:
        write(folder, modelines=modelines)
    elif folder is not None or modelines:
        raise click.UsageError("--write goes without the name of a schema, and --modelines goes with --write.")
    elif kind == "manifest":
        from stagebrief.archive import manifest  # noqa: PLC0415 - `--help` needs none of it

        click.echo(manifest.schema_text(), nl=False)
    elif kind is None:
        raise click.UsageError(f"Name one of {', '.join(KINDS)}, or --write.")
    else:
        from stagebrief.load.json_schema import schema_text  # noqa: PLC0415

        click.echo(schema_text(kind), nl=False)


def write(folder: str, *, modelines: bool) -> None:
    """Write what editors read, and tell of each file."""
    from pathlib import Path  # noqa: PLC0415 - `--help` needs none of it

    from stagebrief.cli.terminal import Teller, faults_told  # noqa: PLC0415
    from stagebrief.lsp.editor_files import write_schemas  # noqa: PLC0415

    left = False
    with faults_told(Teller("schema", folder)):
        for outcome in write_schemas(Path(folder), modelines=modelines):
            if outcome.written:
                click.echo(
                    f"{outcome.path} names the schemas" if "settings" in outcome.path.name else f"{outcome.path}"
                )
                continue
            left |= bool(outcome.add)
            click.echo(f"{outcome.path} is left as it is: {outcome.why}", err=True)
            if outcome.add:
                click.echo(f"add this by hand:\n{outcome.add}", err=True)
        if not modelines:
            click.echo(
                "for other editors than VS Code: --modelines adds a line to each YAML file that names its schema"
            )
    if left:
        sys.exit(1)
