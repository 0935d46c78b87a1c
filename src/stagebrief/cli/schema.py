"""`stagebrief schema`: what the YAML files may hold, for editors and other programs."""

from __future__ import annotations

import click


@click.command()
@click.argument("kind", type=click.Choice(["brief", "stage"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of brief.yaml (brief) or of a stage's YAML file (stage)."""
    from stagebrief.load.json_schema import schema_text  # noqa: PLC0415 - `--help` needs none of it

    click.echo(schema_text(kind), nl=False)
