"""Exports: the same release gives the same bytes, and other people's rules hold for what is written."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from archivecases import three_releases
from stagebrief.archive.catalogue_files import bib_entry, catalogue_files, citation_cff, spdx
from stagebrief.archive.export import Shelf, write_bag, write_ocfl, write_zip
from stagebrief.archive.manifest import About, Manifest, Person
from stagebrief.archive.ocfl import verify_object
from stagebrief.archive.site import write_site
from stagebrief.archive.store import Archive
from stagebrief.cli import group


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive with two releases of one brief and one of another."""
    return three_releases(tmp_path_factory.mktemp("export") / "archive")


def described(archive: Archive, **values: Any) -> Manifest:
    """A manifest whose brief is described with these values."""
    about = About(title="A {brief}", language="en-GB", citation="x", **values)
    return archive.releases("harbour")[0].manifest.model_copy(update={"about": about})


def test_a_zip_has_the_same_bytes_each_time(archive: Archive, tmp_path: Path) -> None:
    """Nothing of the day or the machine is in it, and its own digests hold."""
    release = archive.releases("harbour")[1]
    for name in ("one.zip", "two.zip"):
        write_zip(archive, release, tmp_path / name, Shelf(toolchain=True))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as opened:
        opened.extractall(tmp_path / "out")
    folder = tmp_path / "out" / "harbour-1.1.0"
    done = subprocess.run(["sha512sum", "--check", "--quiet", "SHA512SUMS"], cwd=folder, check=False)
    assert done.returncode == 0
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "CITATION.cff",
        "SHA512SUMS",
        "content/brief.yaml",
        "datacite.json",
        "harbour-brief.pdf",
        "harbour.bib",
        "manifest.json",
        "toolchain.json",
        "toolchain/usr/share/fonts/a.otf",
    }


def test_a_bag_is_as_its_rules_say(archive: Archive, tmp_path: Path) -> None:
    """Declaration, payload and tags have their digests, and the payload's size is that which is said."""
    bag = tmp_path / "bag"
    write_bag(archive, archive.releases("harbour")[0], bag, Shelf())
    assert (bag / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    for name in ("manifest-sha512.txt", "tagmanifest-sha512.txt"):
        done = subprocess.run(["sha512sum", "--check", "--quiet", name], cwd=bag, check=False)
        assert done.returncode == 0
    payload = [path for path in (bag / "data").rglob("*") if path.is_file()]
    assert len((bag / "manifest-sha512.txt").read_text().splitlines()) == len(payload)
    oxum = f"Payload-Oxum: {sum(path.stat().st_size for path in payload)}.{len(payload)}"
    assert oxum in (bag / "bag-info.txt").read_text()


def test_an_ocfl_object_holds_what_releases_share_once(archive: Archive, tmp_path: Path) -> None:
    """A version for each release; the specification finds no fault."""
    root = tmp_path / "object"
    write_ocfl(archive, archive.releases("harbour"), root, Shelf(toolchain=True))
    assert {finding.code for finding in verify_object(root)} == {"W008"}
    inventory = json.loads((root / "inventory.json").read_text())
    assert list(inventory["versions"]) == ["v1", "v2"]
    assert len(list(root.rglob("a.otf"))) == 1


def ocfl_edit(path: str, change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    """An inventory that is edited, with its digest."""

    def spoil(root: Path) -> None:
        file = root / path
        value = json.loads(file.read_text())
        change(value)
        data = json.dumps(value).encode()
        file.write_bytes(data)
        file.with_name("inventory.json.sha512").write_text(f"{hashlib.sha512(data).hexdigest()} inventory.json\n")

    return spoil


def first_file(root: Path) -> Path:
    """A file of the first version."""
    return next(path for path in sorted((root / "v1" / "content").rglob("*")) if path.is_file())


OCFL_DAMAGES: dict[str, Callable[[Path], object]] = {
    "E001": lambda root: (root / "note.txt").write_text("x"),
    "E003": lambda root: (root / "0=ocfl_object_1.1").unlink(),
    "E007": lambda root: (root / "0=ocfl_object_1.1").write_text("ocfl_object_1.0\n"),
    "E010": lambda root: shutil.rmtree(root / "v1"),
    "E015": lambda root: (root / "v1" / "note.txt").write_text("x"),
    "E023": lambda root: (root / "v1" / "content" / "note.txt").write_text("x"),
    "E025": ocfl_edit("inventory.json", lambda value: value.update(digestAlgorithm="md5")),
    "E033": lambda root: (root / "inventory.json").write_text("{"),
    "E036": ocfl_edit("inventory.json", lambda value: value.pop("id")),
    "E037": ocfl_edit("v1/inventory.json", lambda value: value.update(id="urn:other")),
    "E040": ocfl_edit("inventory.json", lambda value: value.update(head="v1")),
    "E041": ocfl_edit("inventory.json", lambda value: value.pop("manifest")),
    "E049": ocfl_edit("inventory.json", lambda value: value["versions"]["v1"].update(created="yesterday")),
    "E050": ocfl_edit("inventory.json", lambda value: value["manifest"].popitem()),
    "E058": lambda root: (root / "inventory.json.sha512").unlink(),
    "E060": lambda root: (root / "inventory.json.sha512").write_text(f"{'0' * 128} inventory.json\n"),
    "E061": lambda root: (root / "inventory.json.sha512").write_text("nothing"),
    "E063": lambda root: (root / "inventory.json").unlink(),
    "E064": ocfl_edit("v2/inventory.json", lambda value: value["versions"]["v1"].update(message="other")),
    "E092": lambda root: first_file(root).write_text("x"),
    "W013": lambda root: (root / "extensions" / "of-mine").mkdir(parents=True),
}


@pytest.mark.parametrize("code", OCFL_DAMAGES)
def test_a_damaged_ocfl_object_is_told_by_the_specification(archive: Archive, tmp_path: Path, code: str) -> None:
    """Each damage has the code that the specification gives it."""
    root = tmp_path / "object"
    write_ocfl(archive, archive.releases("harbour"), root, Shelf())
    OCFL_DAMAGES[code](root)
    assert code in {finding.code for finding in verify_object(root)}


def test_the_command_verifies_an_ocfl_object(archive: Archive, tmp_path: Path) -> None:
    """`archive verify` takes an object for what it is, and ends with 1 where it is damaged."""
    root = tmp_path / "object"
    write_ocfl(archive, archive.releases("harbour"), root, Shelf())
    command = ["archive", "verify", "--archive", str(root)]
    assert CliRunner().invoke(group, command).exit_code == 0
    first_file(root).write_text("x")
    assert CliRunner().invoke(group, command).exit_code == 1


def test_a_citation_file_is_yaml_with_every_name(archive: Archive) -> None:
    """Names with commas, quotation marks and colons arrive as they are."""
    people = (
        Person(name='Ann "Annie" Author', orcid="0000-0002-1825-0097", affiliation="Institute: of #1"),
        Person(name="ибн Сино, Абӯалӣ"),
    )
    value = YAML(typ="safe").load(citation_cff(described(archive, authors=people, doi="10.1234/x")))
    assert value["authors"][0]["affiliation"] == "Institute: of #1"
    assert value["authors"][1] == {"family-names": "ибн Сино", "given-names": "Абӯалӣ"}
    assert (value["version"], value["doi"]) == ("1.0.0", "10.1234/x")


def test_every_catalogue_file_is_for_this_version(archive: Archive) -> None:
    """The three files name the version and the DOI."""
    files = catalogue_files(described(archive, doi="10.1234/x"))
    assert sorted(files) == ["CITATION.cff", "datacite.json", "harbour.bib"]
    assert all(b"1.0.0" in data and b"10.1234/x" in data for data in files.values())
    assert json.loads(files["datacite.json"])["publicationYear"] == "2024"


def test_nothing_in_a_title_opens_a_command_in_the_bib_entry(archive: Archive) -> None:
    """Braces, percent signs and backslashes of a title do not reach TeX as such."""
    manifest = described(archive, subtitle=r"50% \input{x} & more")
    assert r"subtitle = {50\% /inputx \& more}," in bib_entry(manifest)


@pytest.mark.parametrize(
    ("licence", "name"),
    [("CC BY 4.0 for the text", "CC-BY-4.0"), ("CC BY-NC-ND 4.0", "CC-BY-NC-ND-4.0"), ("All rights reserved", "")],
)
def test_a_known_licence_has_its_spdx_name(archive: Archive, licence: str, name: str) -> None:
    """What is not known for sure is left out."""
    assert spdx(described(archive, licence=licence)) == name


@pytest.mark.parametrize("option", ["--bag", "--ocfl"])
def test_an_export_writes_over_nothing(archive: Archive, tmp_path: Path, option: str) -> None:
    """A folder that is there is left alone."""
    command = ["archive", "export", "harbour@1.0.0", "--archive", str(archive.root), option, str(tmp_path)]
    done = CliRunner().invoke(group, command)
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "is there already" in done.output


def test_a_page_for_readers_needs_pdfs_that_can_be_shown(archive: Archive, tmp_path: Path) -> None:
    """A file that is no PDF is not shown as one."""
    with pytest.raises(Exception, match="Failed to load document"):
        write_site(archive, archive.releases("pier"), tmp_path / "site")


@pytest.mark.parametrize("form", ["short", "json", "sarif", "github"])
def test_damage_is_told_in_every_form(tmp_path: Path, form: str) -> None:
    """`verify --format` names the damaged file in a form for programs, alone on the output, and ends with 1."""
    archive = three_releases(tmp_path / "archive")
    damaged = archive.root / "releases" / "harbour" / "0001.sha512"
    damaged.chmod(0o644)
    damaged.write_text("nothing", encoding="utf-8")
    done = CliRunner().invoke(group, ["archive", "verify", "--archive", str(archive.root), "--format", form])
    assert done.exit_code == 1
    assert "releases/harbour/0001.sha512" in done.stdout
    assert "archive-is-whole" in done.stdout
    if form in {"json", "sarif"}:
        assert json.loads(done.stdout)
    assert "damage" in done.stderr


@pytest.mark.parametrize(
    "command", [["list"], ["show", "1.0.0"], ["diff", "1.0.0", "1.1.0"], ["export", "1.0.0", "--zip"]]
)
def test_nothing_to_tell_is_a_document_too(tmp_path: Path, command: list[str]) -> None:
    """With `--format json` a command that has no fault to tell prints a document, and what it made beside it."""
    root = three_releases(tmp_path / "archive").root
    more = [str(tmp_path / "a.zip")] if command[0] == "export" else []
    names = [f"harbour@{word}" if word[0].isdigit() else word for word in command]
    done = CliRunner().invoke(group, ["archive", *names, *more, "--archive", str(root), "--format", "json"])
    missing = command[0] == "diff"  # the content of these releases is none
    assert done.exit_code == (2 if missing else 0)
    assert json.loads(done.stdout)["command"] == f"archive {command[0]}"
    assert bool(done.stderr) is not missing
