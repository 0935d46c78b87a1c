"""The archive as a folder: versions, layout, and that nothing can leave half a release behind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import subprocess
import threading
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archivecases import SHARED, files_in, release_of, stored, three_releases
from stagebrief import UsageError
from stagebrief.archive import durable
from stagebrief.archive.layout import MARKER, MARKER_TEXT, blob_path, name_from
from stagebrief.archive.listing import list_data, release_data, rows_of, table_of
from stagebrief.archive.lookup import all_releases, find_release
from stagebrief.archive.manifest import manifest_from, schema_text, to_bytes
from stagebrief.archive.store import Archive
from stagebrief.archive.verify import verify
from stagebrief.archive.version import Version, is_version

SCHEMA = Path(__file__).parents[1] / "docs" / "schema" / "manifest.schema.json"


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("1.0.0", "1.0.1"),
        ("1.9", "1.10"),
        ("1.0.0-draft", "1.0.0"),
        ("1.0.0-draft.2", "1.0.0-draft.10"),
        ("1.0.0-alpha", "1.0.0-beta"),
        ("0.9", "1"),
        ("1.2.3", "2024.05.1"),
    ],
)
def test_versions_are_ordered_by_their_numbers(lower: str, higher: str) -> None:
    """A version is higher by its first greater number; one with a word behind it comes before the plain one."""
    assert Version(higher).is_higher_than(Version(lower))
    assert not Version(lower).is_higher_than(Version(higher))


def test_zeros_at_the_end_make_no_other_version() -> None:
    """`1.1` and `1.1.0` are one edition."""
    assert Version("1.1").is_same_as(Version("1.1.0"))
    assert not Version("1.1").is_higher_than(Version("1.1.0"))


@pytest.mark.parametrize("text", ["", "one", "1..2", "v1", "1.0 ", "1.0/2", "../1", "1.0\n", "1-", "9" * 80])
def test_what_is_no_version_is_refused(text: str) -> None:
    """A version has numbers, dots, and perhaps a word behind a hyphen; nothing that a path could be."""
    assert not is_version(text)


@pytest.mark.parametrize(
    ("folder", "name"),
    [("tajikistan-russia", "tajikistan-russia"), ("Brève étude", "Breve-etude"), ("..", ""), ("Тоҷикистон", "")],
)
def test_a_name_in_the_archive_is_plain(folder: str, name: str) -> None:
    """A brief's name is its folder's in letters, digits, dots and hyphens, or none."""
    assert name_from(folder) == name


def test_sha512sum_alone_verifies_an_archive(tmp_path: Path) -> None:
    """The two commands in the file that says what the folder is print nothing, and find one changed byte."""
    root = tmp_path / "archive"
    three_releases(root)
    commands = [line.strip() for line in MARKER_TEXT.splitlines() if line.startswith("  ")]
    assert len(commands) == 2
    for command in commands:
        done = subprocess.run(["/bin/sh", "-c", command], cwd=root, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    blob = blob_path(root, stored(SHARED).sha512)
    blob.chmod(0o644)
    blob.write_bytes(SHARED.replace(b"font", b"Font", 1))
    done = subprocess.run(["/bin/sh", "-c", commands[1]], cwd=root, capture_output=True, check=False)
    assert b"FAILED" in done.stdout


def test_what_releases_share_is_there_once(tmp_path: Path) -> None:
    """Three releases with one font keep one copy of it."""
    root = tmp_path / "archive"
    three_releases(root)
    assert list(files_in(root).values()).count(SHARED) == 1


def test_files_are_for_reading_only(tmp_path: Path) -> None:
    """Nobody changes a released file by mistake."""
    root = tmp_path / "archive"
    three_releases(root)
    modes = {path.stat().st_mode & stat.S_IWUSR for path in root.rglob("*.json")}
    assert modes == {0}


def test_a_release_is_found_by_what_people_call_it(tmp_path: Path) -> None:
    """A version, a name with a version, `latest`, and the beginning of a digest each name one release."""
    archive = three_releases(tmp_path / "archive")
    second = archive.releases("harbour")[1]
    for wanted in ("1.1.0", "1.1", "harbour@1.1.0", "harbour@latest", second.digest[:12]):
        assert find_release(archive, wanted) == second
    assert find_release(archive, "latest", "pier").manifest.version == "2024.1"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("1.2.0", "there is no release '1.2.0'"),
        ("latest", "'latest' names 2 releases"),
        ("habour@1.0.0", "there is no release '1.0.0'"),
    ],
)
def test_a_release_that_is_not_meant_is_not_taken(tmp_path: Path, wanted: str, said: str) -> None:
    """What names none or several is refused, with what there is."""
    with pytest.raises(UsageError, match=said):
        find_release(three_releases(tmp_path / "archive"), wanted)


def test_a_folder_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    """A folder with files in it is not made an archive, and one that is none is not read as one."""
    (tmp_path / "letter.txt").write_text("Dear Sir", encoding="utf-8")
    with pytest.raises(UsageError, match="is no archive"):
        Archive.made_at(tmp_path)
    with pytest.raises(UsageError, match="is no archive"):
        Archive.at(tmp_path)
    with pytest.raises(UsageError, match="there is no archive"):
        Archive.at(tmp_path / "nowhere")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_manifest_is_as_its_schema_says(tmp_path: Path) -> None:
    """The committed schema is current, describes every field, and holds for what is written."""
    archive = three_releases(tmp_path / "archive")
    text = schema_text()
    assert SCHEMA.read_text(encoding="utf-8") == text, "run `make schema`"
    schema: dict[str, Any] = json.loads(text)
    for release in all_releases(archive):
        jsonschema.validate(json.loads(release.path.read_text(encoding="utf-8")), schema)
    for part in (schema, *schema["$defs"].values()):
        assert all(value.get("description") or "$ref" in value for value in part["properties"].values())


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Reading and writing a manifest gives the same bytes."""
    for release in all_releases(three_releases(tmp_path / "archive")):
        assert to_bytes(manifest_from(release.path.read_bytes())) == release.path.read_bytes()


def test_lists_are_for_people_and_for_programs(tmp_path: Path) -> None:
    """A table has a line for each release; the data hold the digests whole."""
    releases = all_releases(three_releases(tmp_path / "archive"))
    assert table_of(rows_of(releases)).splitlines()[1].split()[:3] == ["harbour", "1.0.0", "2024-05-02"]
    assert [item["manifest"] for item in json.loads(list_data(releases))] == [item.digest for item in releases]
    assert json.loads(release_data(releases[0]))["version"] == "1.0.0"


class Crash(BaseException):
    """The power is gone."""


class DyingDisk:
    """Stands for `os` in the module that writes, and dies at a given step.

    What was written and not synced is then lost, and so are names in folders that were not synced.
    """

    def __init__(self, last: int) -> None:
        self.last, self.steps, self.dead = last, 0, False
        self.open_files: dict[int, Path] = {}
        self.unsynced: dict[Path, list[Path]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def step(self) -> None:
        """One more step; at the last one all that is not on the disk is lost."""
        self.steps += 1
        if self.dead or self.steps == self.last:
            if not self.dead:
                self.dead = True
                for path in self.open_files.values():
                    with contextlib.suppress(OSError):
                        path.chmod(0o644)
                        os.truncate(path, path.stat().st_size // 2)
                for path in (path for paths in self.unsynced.values() for path in paths):
                    path.unlink(missing_ok=True)
            raise Crash

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        """A file opened for writing is not safe before it is synced."""
        self.step()
        descriptor = os.open(path, flags, mode)
        if flags & os.O_CREAT:
            self.open_files[descriptor] = Path(path)
        elif flags & os.O_DIRECTORY:
            self.unsynced.pop(Path(path), None)
        return descriptor

    def write(self, descriptor: int, data: memoryview) -> int:
        """A write."""
        self.step()
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        """What was written is safe now."""
        self.step()
        os.fsync(descriptor)
        self.open_files.pop(descriptor, None)

    def replace(self, old: Path, new: Path) -> None:
        """A name is given."""
        self.step()
        os.replace(old, new)  # noqa: PTH105
        self.unsynced.setdefault(new.parent, []).append(new)

    def link(self, old: Path, new: Path) -> None:
        """A second name is given."""
        self.step()
        os.link(old, new)
        self.unsynced.setdefault(new.parent, []).append(new)

    def unlink(self, path: Path) -> None:
        """A name is taken."""
        self.step()
        os.unlink(path)  # noqa: PTH108


def crash_at(last: int, root: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Add a second release on a disk that dies at that step; whether it died."""
    disk = DyingDisk(last)
    recover = Archive.recover

    def recover_if_alive(self: Archive) -> None:
        if disk.dead:
            raise Crash
        recover(self)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "os", disk)
        patch.setattr(Archive, "recover", recover_if_alive)
        with contextlib.suppress(Crash):
            release_of(Archive.at(root), "1.1.0", "second")
    return disk.dead


def test_a_crash_at_any_step_leaves_the_release_whole_or_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes at each step of a release in turn: the archive is valid, and the next release needs no repair."""
    base = tmp_path / "base"
    release_of(Archive.made_at(base), "1.0.0", "first")
    whole = [0, 0]
    for last in range(1, 1000):
        root = tmp_path / f"crash-{last}"
        shutil.copytree(base, root)
        died = crash_at(last, root, monkeypatch)
        assert verify(root).damages == ()
        whole[len(Archive.at(root).releases("harbour")) - 1] += died
        release_of(Archive.at(root), f"1.{last + 1}.0", "next")
        after = verify(root)
        assert (after.damages, after.notes) == ((), ())
        assert sorted(path.name for path in (root / ".stagebrief").rglob("*") if path.is_file()) == ["lock"]
        shutil.rmtree(root)
        if not died:
            break
    assert whole[0] > 20
    assert last == sum(whole) + 1


def test_a_blob_that_was_damaged_is_healed_by_a_release_that_has_it(tmp_path: Path) -> None:
    """A release never stands on damaged bytes: it writes anew what it needs."""
    root = tmp_path / "archive"
    archive = three_releases(root)
    blob = blob_path(root, stored(SHARED).sha512)
    blob.chmod(0o644)
    blob.write_bytes(b"damaged")
    assert not verify(root).good
    release_of(archive, "1.2.0")
    assert verify(root).good


def test_two_who_write_at_once_both_succeed(tmp_path: Path) -> None:
    """Eight publishers of different briefs add theirs to one archive at the same time."""
    root = tmp_path / "archive"
    Archive.made_at(root)

    def publish(number: int) -> None:
        for version in range(1, 6):
            release_of(Archive.at(root), f"{version}.0", name=f"brief-{number}")

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verify(root)
    assert (found.damages, found.notes, found.releases) == ((), (), 40)


def test_a_full_disk_leaves_the_archive_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that fails takes back what was added, and says what is wrong."""
    root = tmp_path / "archive"
    three_releases(root)
    before = files_in(root)

    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(durable.os, "write", full)
        with pytest.raises(UsageError, match="no space left on device"):
            release_of(Archive.at(root), "1.2.0")
    assert files_in(root) == before
    release_of(Archive.at(root), "1.2.0")
    assert verify(root).good


def test_a_medium_that_cannot_be_written_is_read_all_the_same(tmp_path: Path) -> None:
    """Listing and verifying write nothing, locks included."""
    root = tmp_path / "archive"
    three_releases(root)
    shutil.rmtree(root / ".stagebrief")
    before = sorted(root.rglob("*"))
    assert verify(root).good
    assert len(all_releases(Archive.at(root))) == 3
    assert sorted(root.rglob("*")) == before


def test_the_folder_of_a_build_is_removed_however_it_ends(tmp_path: Path) -> None:
    """What a publisher who died has left is removed by the next, of whatever brief; that of one at work is not."""
    root = tmp_path / "archive"
    archive = Archive.made_at(root)
    dead = root / ".stagebrief" / "work" / "pier" / "brief"
    dead.mkdir(parents=True)
    (dead / "a.tex").write_text("x", encoding="utf-8")
    with archive.publishing("harbour") as work:
        (work / "a.tex").write_text("x", encoding="utf-8")
        assert not dead.exists()
        with Archive.at(root).publishing("other"):
            assert (work / "a.tex").is_file()
    assert not (root / ".stagebrief" / "work").exists()
    assert (root / MARKER).is_file()
