"""Verifying an archive: every kind of damage is found and named, and sound archives have none."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archivecases import SHARED, files_in, release_of, stored, three_releases
from stagebrief import UsageError
from stagebrief.archive.durable import digest_of_bytes
from stagebrief.archive.layout import blob_name, blob_path
from stagebrief.archive.store import Archive, sums_of
from stagebrief.archive.verify import verify
from stagebrief.cli import group

Damage = Callable[[Path], object]
DAMAGES: dict[str, tuple[str, Damage]] = {}


def damage(kind: str) -> Callable[[Damage], Damage]:
    """A way to damage an archive, and the word by which it must be named."""

    def named(function: Damage) -> Damage:
        DAMAGES[function.__name__.replace("_", " ")] = (kind, function)
        return function

    return named


def font(root: Path) -> Path:
    """A blob that all releases need."""
    return blob_path(root, stored(SHARED).sha512)


def product(root: Path, number: int = 0) -> Path:
    """The blob of a PDF."""
    return blob_path(root, Archive.at(root).releases("harbour")[number].manifest.products[0].sha512)


def manifest(root: Path, number: int = 1, name: str = "harbour") -> Path:
    """The file of a manifest."""
    return root / "releases" / name / f"{number:04d}.json"


def write(path: Path, data: bytes) -> None:
    """Write a file that is for reading only."""
    if path.exists():
        path.chmod(0o644)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def edit(path: Path, change: Callable[[dict[str, Any]], object], *, sums: bool = False) -> None:
    """Edit a manifest, and the digests beside it too where the forger has thought of them."""
    from stagebrief.archive.manifest import manifest_from  # noqa: PLC0415

    value = json.loads(path.read_bytes())
    change(value)
    data = (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
    write(path, data)
    if sums:
        write(path.with_suffix(".sha512"), sums_of(manifest_from(data), data))


def swap(one: Path, two: Path) -> None:
    """Exchange two files."""
    first, second = one.read_bytes(), two.read_bytes()
    write(one, second)
    write(two, first)


@damage("changed")
def a_bit_of_a_pdf_flips(root: Path) -> None:
    data = bytearray(product(root).read_bytes())
    data[10] ^= 1
    write(product(root), bytes(data))


@damage("changed")
def a_bit_of_a_shared_file_flips(root: Path) -> None:
    data = bytearray(font(root).read_bytes())
    data[-1] ^= 128
    write(font(root), bytes(data))


@damage("changed")
def a_byte_is_added_at_the_end(root: Path) -> None:
    write(font(root), SHARED + b"\n")


@damage("changed")
def a_byte_is_added_at_the_start(root: Path) -> None:
    write(font(root), b"\n" + SHARED)


@damage("cut")
def a_byte_is_cut_off(root: Path) -> None:
    write(font(root), SHARED[:-1])


@damage("cut")
def a_file_is_cut_to_nothing(root: Path) -> None:
    write(product(root), b"")


@damage("cut")
def a_file_is_cut_to_half(root: Path) -> None:
    write(product(root), product(root).read_bytes()[:300])


@damage("changed")
def two_bytes_change_places(root: Path) -> None:
    data = bytearray(SHARED)
    data[3], data[4] = data[4], data[3]
    write(font(root), bytes(data))


@damage("changed")
def line_ends_are_those_of_windows(root: Path) -> None:
    write(font(root), SHARED.replace(b"\n", b"\r\n"))


@damage("missing")
def a_pdf_is_deleted(root: Path) -> None:
    product(root).unlink()


@damage("missing")
def a_shared_file_is_deleted(root: Path) -> None:
    font(root).unlink()


@damage("missing")
def a_source_is_deleted(root: Path) -> None:
    blob_path(root, Archive.at(root).releases("harbour")[0].manifest.files[0].sha512).unlink()


@damage("missing")
def the_list_of_the_toolchain_is_deleted(root: Path) -> None:
    blob_path(root, Archive.at(root).releases("harbour")[0].manifest.toolchain.listing.sha512).unlink()


@damage("missing")
def a_folder_of_blobs_is_deleted(root: Path) -> None:
    shutil.rmtree(font(root).parent)


@damage("missing")
def all_blobs_are_deleted(root: Path) -> None:
    shutil.rmtree(root / "blobs")


@damage("renamed")
def a_blob_is_renamed(root: Path) -> None:
    font(root).rename(font(root).with_name("font.otf"))


@damage("renamed")
def a_blob_is_renamed_to_another_digest(root: Path) -> None:
    font(root).rename(font(root).with_name("0" * 128))


@damage("renamed")
def a_blob_is_renamed_in_capitals(root: Path) -> None:
    font(root).rename(font(root).with_name(font(root).name.upper()))


@damage("renamed")
def a_blob_is_moved_to_another_folder(root: Path) -> None:
    (root / "blobs" / "zz").mkdir()
    font(root).rename(root / "blobs" / "zz" / font(root).name)


@damage("renamed")
def a_blob_is_moved_up(root: Path) -> None:
    font(root).rename(root / "blobs" / font(root).name)


@damage("swapped")
def two_pdfs_change_places(root: Path) -> None:
    swap(product(root, 0), product(root, 1))


@damage("swapped")
def a_pdf_is_put_over_a_longer_file(root: Path) -> None:
    pier = Archive.at(root).releases("pier")[0].manifest
    write(blob_path(root, pier.files[0].sha512), product(root).read_bytes())


@damage("added")
def a_file_is_added_among_the_blobs(root: Path) -> None:
    write(root / "blobs" / "note.txt", b"hello")


@damage("added")
def a_good_blob_is_added_that_nobody_needs(root: Path) -> None:
    write(root / blob_name(digest_of_bytes(b"hello")), b"hello")


@damage("changed")
def a_bad_blob_is_added(root: Path) -> None:
    write(root / blob_name("ab" * 64), b"hello")


@damage("added")
def a_file_is_added_at_the_top(root: Path) -> None:
    write(root / "readme.txt", b"hello")


@damage("added")
def a_folder_with_a_file_is_added_at_the_top(root: Path) -> None:
    write(root / "old" / "brief.pdf", b"hello")


@damage("added")
def a_file_is_added_among_the_releases(root: Path) -> None:
    write(root / "releases" / "note.txt", b"hello")


@damage("added")
def a_file_is_added_to_a_brief(root: Path) -> None:
    write(root / "releases" / "harbour" / "0001.json.bak", b"hello")


@damage("added")
def an_editor_leaves_its_copy(root: Path) -> None:
    write(root / "releases" / "harbour" / "0001.json~", manifest(root).read_bytes())


@damage("added")
def a_hidden_file_is_added(root: Path) -> None:
    write(root / "blobs" / ".DS_Store", b"hello")


@damage("changed")
def a_manifest_is_edited(root: Path) -> None:
    edit(manifest(root, 2), lambda value: value.update(note="much better"))


@damage("changed")
def a_first_manifest_is_edited_with_its_digests(root: Path) -> None:
    edit(manifest(root, 1), lambda value: value.update(note="much better"), sums=True)


@damage("changed")
def a_date_is_edited(root: Path) -> None:
    edit(manifest(root, 2), lambda value: value.update(date="2020-01-01"))


@damage("changed")
def an_author_is_added(root: Path) -> None:
    edit(manifest(root, 1), lambda value: value["about"].update(authors=[{"name": "Eve"}]))


@damage("changed")
def the_digest_of_a_pdf_is_edited(root: Path) -> None:
    edit(manifest(root, 2), lambda value: value["products"][0].update(sha512="0" * 128))


@damage("changed")
def the_size_of_a_pdf_is_edited(root: Path) -> None:
    edit(manifest(root, 2), lambda value: value["products"][0].update(size=7), sums=True)


@damage("changed")
def a_field_is_added_to_a_manifest(root: Path) -> None:
    edit(manifest(root, 2), lambda value: value.update(seal="good"))


@damage("changed")
def a_field_is_taken_from_a_manifest(root: Path) -> None:
    edit(manifest(root, 2), lambda value: value.pop("about"))


@damage("changed")
def a_manifest_is_written_without_line_ends(root: Path) -> None:
    write(manifest(root, 2), json.dumps(json.loads(manifest(root, 2).read_bytes())).encode())


@damage("changed")
def a_manifest_is_cut(root: Path) -> None:
    write(manifest(root, 2), manifest(root, 2).read_bytes()[:-30])


@damage("changed")
def a_manifest_is_emptied(root: Path) -> None:
    write(manifest(root, 2), b"")


@damage("changed")
def a_manifest_is_no_text(root: Path) -> None:
    write(manifest(root, 2), b"\xff\xfe\x00")


@damage("changed")
def a_manifest_is_a_list(root: Path) -> None:
    write(manifest(root, 2), b"[]")


@damage("missing")
def a_first_manifest_is_deleted(root: Path) -> None:
    manifest(root, 1).unlink()


@damage("missing")
def a_last_manifest_is_deleted(root: Path) -> None:
    manifest(root, 2).unlink()


@damage("missing")
def a_first_release_is_deleted(root: Path) -> None:
    for path in (root / "releases" / "harbour").glob("0001.*"):
        path.unlink()


@damage("added")
def a_last_release_is_deleted_and_its_blobs_are_left(root: Path) -> None:
    for path in (root / "releases" / "harbour").glob("0002.*"):
        path.unlink()


@damage("added")
def a_brief_is_deleted_and_its_blobs_are_left(root: Path) -> None:
    shutil.rmtree(root / "releases" / "pier")


@damage("swapped")
def two_manifests_change_places(root: Path) -> None:
    swap(manifest(root, 1), manifest(root, 2))


@damage("swapped")
def two_versions_change_places_with_their_digests(root: Path) -> None:
    swap(manifest(root, 1), manifest(root, 2))
    swap(manifest(root, 1).with_suffix(".sha512"), manifest(root, 2).with_suffix(".sha512"))


@damage("swapped")
def a_manifest_is_copied_over_another(root: Path) -> None:
    write(manifest(root, 2), manifest(root, 1).read_bytes())


@damage("swapped")
def a_manifest_is_copied_to_another_brief(root: Path) -> None:
    for suffix in (".json", ".sha512"):
        source = manifest(root, 1).with_suffix(suffix)
        write(manifest(root, 1, "pier").with_suffix(suffix), source.read_bytes())


@damage("swapped")
def a_brief_is_renamed(root: Path) -> None:
    (root / "releases" / "pier").rename(root / "releases" / "quay")


@damage("swapped")
def a_release_is_copied_as_a_third(root: Path) -> None:
    for suffix in (".json", ".sha512"):
        write(manifest(root, 3).with_suffix(suffix), manifest(root, 2).with_suffix(suffix).read_bytes())


@damage("swapped")
def two_releases_have_one_version(root: Path) -> None:
    edit(manifest(root, 2), lambda value: value.update(version="1.0.0"), sums=True)


@damage("missing")
def the_digests_of_a_release_are_deleted(root: Path) -> None:
    manifest(root, 1).with_suffix(".sha512").unlink()


@damage("changed")
def the_digests_of_a_release_are_edited(root: Path) -> None:
    path = manifest(root, 1).with_suffix(".sha512")
    write(path, path.read_bytes().replace(b"blobs/", b"blobs//", 1))


@damage("changed")
def a_line_is_taken_from_the_digests(root: Path) -> None:
    path = manifest(root, 1).with_suffix(".sha512")
    write(path, b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


@damage("changed")
def the_digests_of_a_release_are_emptied(root: Path) -> None:
    write(manifest(root, 1).with_suffix(".sha512"), b"")


@damage("missing")
def the_file_that_names_the_archive_is_deleted(root: Path) -> None:
    (root / "stagebrief-archive.txt").unlink()


@damage("changed")
def the_file_that_names_the_archive_is_edited(root: Path) -> None:
    write(root / "stagebrief-archive.txt", b"trust me")


@damage("kind")
def a_blob_is_a_link_to_its_bytes(root: Path) -> None:
    outside = root.parent / "outside"
    outside.write_bytes(SHARED)
    font(root).unlink()
    font(root).symlink_to(outside)


@damage("kind")
def a_blob_is_a_folder(root: Path) -> None:
    font(root).unlink()
    (font(root) / "a").mkdir(parents=True)
    (font(root) / "a" / "link").symlink_to("/nowhere")


@damage("kind")
def a_blob_is_a_pipe(root: Path) -> None:
    font(root).unlink()
    os.mkfifo(font(root))


@damage("kind")
def a_brief_is_a_link(root: Path) -> None:
    (root / "releases" / "pier").rename(root.parent / "pier")
    (root / "releases" / "pier").symlink_to(root.parent / "pier")


@damage("changed")
def the_chain_of_releases_is_broken(root: Path) -> None:
    edit(manifest(root, 2), lambda value: value.update(previous=None), sums=True)


@damage("changed")
def the_chain_of_releases_names_another(root: Path) -> None:
    edit(manifest(root, 2), lambda value: value["previous"].update(manifest="0" * 128), sums=True)


@damage("missing")
def a_number_is_left_out(root: Path) -> None:
    for suffix in (".json", ".sha512"):
        manifest(root, 2).with_suffix(suffix).rename(manifest(root, 4).with_suffix(suffix))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which all is well."""
    root = tmp_path_factory.mktemp("sound") / "archive"
    three_releases(root)
    return root


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found_and_named(sound: Path, tmp_path: Path, name: str) -> None:
    """What is wrong is told by its kind, and verifying ends all the same."""
    kind, spoil = DAMAGES[name]
    root = tmp_path / "archive"
    shutil.copytree(sound, root)
    spoil(root)
    found = verify(root)
    assert kind in {item.kind for item in found.damages}
    assert all(item.message and item.path for item in found.damages)


def test_there_are_sixty_kinds_of_damage() -> None:
    """The list above is long enough to be trusted."""
    assert len(DAMAGES) >= 60


def test_a_sound_archive_has_no_damage(sound: Path, tmp_path: Path) -> None:
    """Copied, with other times and modes, empty or large, an archive is sound."""
    copy = tmp_path / "copy"
    shutil.copytree(sound, copy, copy_function=shutil.copyfile)
    for root in (sound, copy):
        found = verify(root)
        assert (found.damages, found.notes, found.releases) == ((), (), 3)
    empty = tmp_path / "empty"
    Archive.made_at(empty)
    assert verify(empty).damages == ()


def test_forging_a_last_release_with_its_digests_is_found_by_the_digest_kept_elsewhere(
    sound: Path, tmp_path: Path
) -> None:
    """What the archive alone cannot tell, a printed digest tells."""
    root = tmp_path / "archive"
    shutil.copytree(sound, root)
    digest = Archive.at(root).releases("harbour")[1].digest
    assert verify(root, [digest[:16]]).good
    edit(manifest(root, 2), lambda value: value.update(note="forged"), sums=True)
    assert verify(root).good
    assert [item.kind for item in verify(root, [digest[:16]]).damages] == ["missing"]


def test_an_interrupted_release_is_no_damage(tmp_path: Path) -> None:
    """What a journal names is told as unfinished until the next release takes it back."""
    root = tmp_path / "archive"
    archive = three_releases(root)
    whole = files_in(root)
    release = release_of(archive, "1.2.0", "third")
    release.path.unlink()
    added = sorted(path.rpartition("/")[2] for path in files_in(root).keys() - whole.keys() if "blobs" in path)
    journal = root / ".stagebrief" / "journal"
    journal.write_text("\n".join(["releases/harbour/0003", *added, ""]), encoding="utf-8")
    found = verify(root)
    assert found.damages == ()
    assert "interrupted" in found.notes[0]
    with archive.lock():
        pass
    assert files_in(root) == whole


def test_the_command_ends_with_one_where_there_is_damage(sound: Path, tmp_path: Path) -> None:
    """`archive verify` says what is wrong in lines or as data, and ends with 0 or 1."""
    root = tmp_path / "archive"
    shutil.copytree(sound, root)
    run = CliRunner().invoke
    good = run(group, ["archive", "verify", "--archive", str(root)])
    assert (good.exit_code, good.output.splitlines()[-1].endswith("all is as it was released")) == (0, True)
    font(root).unlink()
    bad = run(group, ["archive", "verify", "--archive", str(root)])
    assert bad.exit_code == 1
    assert f"{blob_name(stored(SHARED).sha512)}: missing: it is missing" in bad.output
    data = run(group, ["archive", "verify", "--archive", str(root), "--json"])
    assert (data.exit_code, json.loads(data.output)["good"]) == (1, False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (("files", 0, "path"), "content/../../../etc/passwd"),
        (("files", 0, "path"), "/etc/passwd"),
        (("files", 0, "path"), "content//brief.yaml"),
        (("products", 0, "path"), "../brief.pdf"),
        (("products", 0, "job"), "a/b"),
        (("products", 0, "target"), ".."),
        (("folder",), "../harbour"),
        (("name",), ".harbour"),
    ],
)
def test_a_manifest_that_leads_elsewhere_is_not_read(
    sound: Path, tmp_path: Path, field: tuple[str | int, ...], value: str
) -> None:
    """No archive of a stranger can have files written outside of the folder that is meant."""
    root = tmp_path / "archive"
    shutil.copytree(sound, root)

    def lead_away(manifest: Any) -> None:
        for step in field[:-1]:
            manifest = manifest[step]
        manifest[field[-1]] = value

    edit(manifest(root, 2), lead_away)
    assert any("cannot be read" in item.message for item in verify(root).damages)
    with pytest.raises(UsageError):
        Archive.at(root).releases("harbour")


def test_an_archive_may_lie_in_git_annex(sound: Path, tmp_path: Path) -> None:
    """Blobs that git-annex keeps among its objects are blobs; what is changed in them is found."""
    root = tmp_path / "archive"
    shutil.copytree(sound, root)
    kept = root / ".git" / "annex" / "objects" / "x" / "key"
    kept.parent.mkdir(parents=True)
    font(root).rename(kept)
    font(root).symlink_to(os.path.relpath(kept, font(root).parent))
    (root / ".gitattributes").write_text("* annex.largefiles=anything\n", encoding="utf-8")
    assert verify(root).damages == ()
    write(kept, SHARED[:-1])
    assert [item.kind for item in verify(root).damages] == ["cut"]
