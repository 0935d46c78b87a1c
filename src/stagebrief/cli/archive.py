"""`stagebrief archive`: look at releases, verify, compare, rebuild and export them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from stagebrief.cli.forms import form_option
from stagebrief.cli.sandbox import sandbox_option
from stagebrief.cli.terminal import told_as

where = click.option(
    "--archive",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    envvar="STAGEBRIEF_ARCHIVE",
    help="The archive's folder (or set STAGEBRIEF_ARCHIVE).",
)
data = click.option("--json", "as_json", is_flag=True, help="Print data.")
verbosely = click.option("--verbose", "-v", is_flag=True, help="Print tracebacks of our own faults.")


@click.group()
def archive() -> None:
    """Look at an archive of releases: VERSION is 1.1.0, harbour@1.1.0, latest, or the beginning of a digest."""


@archive.command("list")
@where
@click.option("--name", default="", help="Only the releases of this brief.")
@click.option("--html", type=click.Path(file_okay=False, path_type=Path), help="Write pages for readers.")
@data
@form_option
@verbosely
def list_releases(root: Path, name: str, html: Path | None, *, form: str, as_json: bool, verbose: bool) -> None:
    """List the releases."""
    from stagebrief.archive.listing import list_data, rows_of, table_of  # noqa: PLC0415
    from stagebrief.archive.lookup import all_releases  # noqa: PLC0415
    from stagebrief.archive.store import Archive  # noqa: PLC0415

    with told_as("archive list", str(root), form, verbose=verbose, data=as_json) as teller:
        store = Archive.at(root)
        releases = store.releases(name) if name else all_releases(store)
        if html:
            from stagebrief.archive.site import write_site  # noqa: PLC0415

            teller.say(str(write_site(store, releases, html)))
        else:
            teller.say(list_data(releases) if as_json else table_of(rows_of(releases)))


@archive.command()
@click.argument("version")
@where
@data
@form_option
@verbosely
def show(version: str, root: Path, *, form: str, as_json: bool, verbose: bool) -> None:
    """Show all about one release."""
    from stagebrief.archive.listing import release_data, text_of  # noqa: PLC0415
    from stagebrief.archive.lookup import find_release  # noqa: PLC0415
    from stagebrief.archive.store import Archive  # noqa: PLC0415

    with told_as("archive show", str(root), form, verbose=verbose, data=as_json) as teller:
        found = find_release(Archive.at(root), version)
        teller.say(release_data(found) if as_json else text_of(found))


@archive.command()
@where
@click.option("--expect", multiple=True, metavar="DIGEST", help="A manifest of this digest must be there.")
@click.option(
    "--signers", type=click.Path(exists=True, path_type=Path), help="Allowed signers (SSH) or a minisign key."
)
@data
@form_option
@verbosely
def verify(
    root: Path, expect: tuple[str, ...], signers: Path | None, *, form: str, as_json: bool, verbose: bool
) -> None:
    """Compare every byte with every digest; ends with 1 if anything is missing, changed, added or renamed.

    An OCFL object can be verified too: name its folder.
    """
    import json  # noqa: PLC0415
    from dataclasses import asdict  # noqa: PLC0415

    from stagebrief.archive.faults import damaged  # noqa: PLC0415
    from stagebrief.release.verification import verify_archive  # noqa: PLC0415

    with told_as("archive verify", str(root), form, verbose=verbose, data=as_json) as teller:
        done = verify_archive(root, expect, signers, progress=shown_count)
        if as_json:
            teller.say(json.dumps({"good": done.good, **asdict(done)}, ensure_ascii=False, indent=2))
        elif teller.for_people:
            for damage in done.damages:
                click.echo(f"{damage.path}: {damage.kind}: {damage.message}", err=True)
        else:
            found = tuple(damaged(damage.path, f"{damage.kind}: {damage.message}") for damage in done.damages)
            teller.tell(found, int(not done.good))
        if not as_json:
            for note in done.notes:
                teller.say(f"note: {note}")
            what = f"{done.releases} releases, {done.files} files, {done.size:,} bytes"
            bad = f"{len(done.damages)} damage{'s' * (len(done.damages) != 1)}"
            teller.say(f"{what}: all is as it was released" if done.good else f"{what}: {bad}")
        if not done.good:
            sys.exit(1)


def shown_count(done: int, whole: int) -> None:
    """Show how far it is, on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{done} of {whole}" + ("\r\033[K" if done == whole else ""), err=True, nl=False)


@archive.command()
@click.argument("version")
@where
@click.option("--output", type=click.Path(path_type=Path), help="An empty folder for what is made.")
@click.option(
    "--tools",
    type=click.Choice(["stored", "here"]),
    help="TeX's files as the archive keeps them, or this machine's; by default this machine's if they are the same.",
)
@sandbox_option
@data
@form_option
@verbosely
def rebuild(
    version: str, root: Path, output: Path | None, tools: str | None, *, form: str, as_json: bool, verbose: bool
) -> None:
    """Make a release again, and say whether the bytes are the same; ends with 1 if they are not."""
    import json  # noqa: PLC0415

    from stagebrief.archive.faults import other_bytes  # noqa: PLC0415
    from stagebrief.archive.lookup import called, find_release  # noqa: PLC0415
    from stagebrief.archive.store import Archive  # noqa: PLC0415
    from stagebrief.cli.progress import progress  # noqa: PLC0415
    from stagebrief.release.rebuild import free_folder  # noqa: PLC0415
    from stagebrief.release.rebuild import rebuild as make_again  # noqa: PLC0415

    with told_as("archive rebuild", str(root), form, verbose=verbose, data=as_json) as teller:
        store = Archive.at(root)
        found = find_release(store, version)
        folder = output or free_folder(found)
        with progress(quiet=as_json, verbose=verbose) as step:
            done = make_again(store, found, folder, tools or "", step)
        if as_json:
            products = [
                {
                    "target": item.target,
                    "path": str(item.path),
                    "same": not item.difference.bytes,
                    "says": str(item),
                }
                for item in done.products
            ]
            data = {"same": done.same, "tools": done.tools, "changed": done.changed, "products": products}
            teller.say(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            if done.changed:
                teller.say(f"{len(done.changed)} files of the toolchain are others here than then:")
                for line in done.changed[: None if verbose else 5]:
                    teller.say(f"  {line}")
                used = (
                    "those that the archive keeps were used"
                    if done.tools == "stored"
                    else "they were used all the same"
                )
                teller.say(f"  {used}")
            for item in done.products:
                teller.say(f"{item.path}: {item}")
            same = f"{called(found)} has been made again to the same bytes"
            teller.say(same if done.same else f"{called(found)} has been made again, and differs")
            others = tuple(other_bytes(item.path, str(item)) for item in done.products if item.difference.bytes)
            if not teller.for_people:
                teller.tell(others, int(not done.same))
        if not done.same:
            sys.exit(1)


@archive.command()
@click.argument("old")
@click.argument("new")
@where
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with pictures.")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write a typeset list.")
@data
@form_option
@verbosely
def diff(  # noqa: PLR0913 - each is an option
    old: str, new: str, *, root: Path, html: Path | None, pdf: Path | None, form: str, as_json: bool, verbose: bool
) -> None:
    """Say what has changed between two releases: by meaning, then page by page."""
    import json  # noqa: PLC0415

    from stagebrief.archive.changes_text import to_data, to_html, to_text  # noqa: PLC0415
    from stagebrief.archive.lookup import find_release  # noqa: PLC0415
    from stagebrief.archive.store import Archive  # noqa: PLC0415
    from stagebrief.cli.progress import progress  # noqa: PLC0415
    from stagebrief.release.comparison import compare  # noqa: PLC0415

    with told_as("archive diff", str(root), form, verbose=verbose, data=as_json) as teller:
        store = Archive.at(root)
        with progress(quiet=as_json, verbose=verbose) as step:
            found = compare(store, find_release(store, old), find_release(store, new), step)
            if pdf:
                from stagebrief.release.changes_pdf import typeset_changes  # noqa: PLC0415

                typeset_changes(found, pdf, step)
        teller.say(json.dumps(to_data(found), ensure_ascii=False, indent=2) if as_json else to_text(found), nl=as_json)
        if html:
            html.write_text(to_html(found), encoding="utf-8")
            click.echo(f"written: {html}", err=True)


@archive.command()
@click.argument("version")
@where
@click.option("--zip", "zipped", type=click.Path(dir_okay=False, path_type=Path), help="Write the release as a zip.")
@click.option("--bag", type=click.Path(path_type=Path), help="Write the release as a BagIt bag into a new folder.")
@click.option("--ocfl", type=click.Path(path_type=Path), help="Write all releases of the brief as an OCFL 1.1 object.")
@click.option("--with-copies", is_flag=True, help="Take pinned copies of sources along, which may be others' property.")
@click.option("--with-toolchain", is_flag=True, help="Take the files of TeX and the fonts along.")
@form_option
@verbosely
def export(  # noqa: PLR0913 - each is an option
    version: str,
    *,
    root: Path,
    zipped: Path | None,
    bag: Path | None,
    ocfl: Path | None,
    with_copies: bool,
    with_toolchain: bool,
    form: str,
    verbose: bool,
) -> None:
    """Write a release for a repository's deposit, with CITATION.cff, DataCite's JSON and a .bib entry."""
    from stagebrief.archive import export as exporting  # noqa: PLC0415
    from stagebrief.archive.faults import taken  # noqa: PLC0415
    from stagebrief.archive.lookup import find_release  # noqa: PLC0415
    from stagebrief.archive.store import Archive  # noqa: PLC0415
    from stagebrief.errors import UsageError  # noqa: PLC0415

    if not (zipped or bag or ocfl):
        raise click.UsageError("Say --zip FILE, --bag FOLDER or --ocfl FOLDER.")
    with told_as("archive export", str(root), form, verbose=verbose) as teller:
        store = Archive.at(root)
        found = find_release(store, version)
        shelf = exporting.Shelf(with_copies, with_toolchain)
        for folder in (bag, ocfl):
            if folder and folder.exists():
                raise UsageError([taken(folder)])
        if zipped:
            exporting.write_zip(store, found, zipped, shelf)
        if bag:
            exporting.write_bag(store, found, bag, shelf)
        if ocfl:
            exporting.write_ocfl(store, store.releases(found.manifest.name), ocfl, shelf)
        for path in (zipped, bag, ocfl):
            if path:
                teller.say(str(path))
