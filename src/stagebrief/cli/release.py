"""`stagebrief release`: add one edition to an archive."""

from __future__ import annotations

from pathlib import Path

import click

from stagebrief.cli.build import target_option
from stagebrief.cli.each import each_folder
from stagebrief.cli.forms import form_option
from stagebrief.cli.progress import progress
from stagebrief.cli.sandbox import sandbox_option
from stagebrief.cli.terminal import told_as
from stagebrief.cli.theme import trust_option
from stagebrief.model.targets import PUBLISHED


@click.command()
@click.option(
    "--archive", type=click.Path(file_okay=False), required=True, help="The archive's folder; made if need be."
)
@click.option("--version", default="", help="The version, such as 1.1.0; else that of brief.yaml.")
@click.option("--date", default="", help="The edition's date, 2024-05-02; else that of brief.yaml.")
@click.option("--note", default="", help="What is to be said of this edition.")
@click.option("--name", default="", help="The brief's name in the archive; else that of its folder.")
@target_option(PUBLISHED, "What to release.")
@click.option("--accept", multiple=True, metavar="CODE", help="Release in spite of this warning.")
@click.option("--allow-lower", is_flag=True, help="Allow a version that is lower than the last.")
@click.option("--no-toolchain", is_flag=True, help="Do not keep the files that TeX opened, only their digests.")
@click.option("--attach", is_flag=True, help="Put the content's files into the PDFs (PDF/A-3).")
@click.option("--no-tags", is_flag=True, help="Make no tagged PDFs, which take TeX twice as long.")
@click.option("--sign", type=click.Path(path_type=Path), metavar="KEY", help="Sign with this key of SSH or minisign.")
@click.option(
    "--timestamp", is_flag=True, help="Ask OpenTimestamps for a timestamp; without one the release is whole too."
)
@click.option("--calendar", default="", metavar="URL", help="The calendar of OpenTimestamps to ask.")
@trust_option
@sandbox_option
@form_option
@click.option("--json", "as_json", is_flag=True, help="Print what was released as data.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but faults.")
@click.option("--verbose", "-v", is_flag=True, help="Print each step, and tracebacks of our own faults.")
@each_folder("name", "json")
def release(  # noqa: PLR0913 - each is an option
    content: str,
    *,
    archive: str,
    version: str,
    date: str,
    note: str,
    name: str,
    targets: tuple[str, ...],
    accept: tuple[str, ...],
    sign: Path | None,
    allow_lower: bool,
    no_toolchain: bool,
    attach: bool,
    no_tags: bool,
    timestamp: bool,
    calendar: str,
    form: str,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Build the folder CONTENT from a clean copy and add it to an archive as a release that is never changed.

    All checks are at their strictest: a warning stops the release unless it is accepted by its code. CONTENT may be
    several folders, folders that hold some, or patterns in quotation marks; each is a release of its own.
    """
    from stagebrief.release.publish import release as add_release  # noqa: PLC0415 - `--help` needs none of it
    from stagebrief.release.wish import Wish  # noqa: PLC0415

    wish = Wish(
        version,
        date,
        note,
        name,
        targets,
        accept,
        allow_lower,
        not no_toolchain,
        attach,
        sign,
        not no_tags,
        timestamp or bool(calendar),
        calendar,
    )
    with told_as("release", content, form, verbose=verbose, data=as_json) as teller:
        with progress(quiet=quiet or as_json, verbose=verbose) as step:
            done = add_release(content, archive, wish, step)
        if not (quiet and teller.for_people):
            teller.tell(done.diagnostics)
        manifest = done.release.manifest
        if as_json:
            from stagebrief.archive.listing import release_data  # noqa: PLC0415

            click.echo(release_data(done.release))
        elif not quiet:
            for product in manifest.products:
                pages = f"{product.pages} page{'s' if product.pages != 1 else ''}"
                verdicts = ", ".join(f"{item.profile} {item.verdict}" for item in product.verdicts)
                teller.say(f"{product.path}  {pages}, {verdicts}")
            teller.say(f"released {manifest.name} {manifest.version} as {done.release.path}")
            teller.say(f"SHA-512 of the manifest: {done.release.digest}")
