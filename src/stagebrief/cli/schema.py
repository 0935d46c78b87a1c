"""`stagebrief schema`: what the YAML files may hold, for editors and other programs."""

from __future__ import annotations

import click


@click.command()
@click.argument("kind", type=click.Choice(["brief", "stage", "manifest"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of brief.yaml (brief), of a stage's YAML file (stage) or of a release (manifest)."""
    if kind == "manifest":
        from stagebrief.archive import manifest  # noqa: PLC0415 - `--help` needs none of it

        text = manifest.schema_text()
    else:
        from stagebrief.load.json_schema import schema_text  # noqa: PLC0415

        text = schema_text(kind)
    click.echo(text, nl=False)
