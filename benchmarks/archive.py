"""Campaigns on the archive: kills, full disks, publishers at once, a thousand releases; `make archive-campaigns`.

Each prints its figures and ends with 1 if a release that was promised is lost, an archive is not valid, or something is
left behind. `python benchmarks/archive.py kills|releases|disks|publishers|thousand [COUNT]`.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from archivecases import release_of  # noqa: E402
from stagebrief.archive.lookup import all_releases  # noqa: E402
from stagebrief.archive.store import Archive  # noqa: E402
from stagebrief.archive.verify import verify  # noqa: E402

SMALL = ROOT / "tests" / "cases" / "small"
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from archivecases import release_of
from stagebrief.archive.store import Archive
archive = Archive.made_at(Path({root!r}))
print("ready", flush=True)
while True:
    number = len(archive.releases({name!r})) + 1
    release_of(archive, f"{{number}}.0", "x" * 20_000 + str(number), {name!r})
    print(number, flush=True)
"""


def writer(root: Path, name: str) -> subprocess.Popen[bytes]:
    """A process that adds release after release and says the number of each that is promised."""
    code = WRITER.format(tests=str(ROOT / "tests"), root=str(root), name=name)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def left_in(root: Path) -> list[str]:
    """What lies in the folder for what is being written."""
    scratch = root / ".stagebrief"
    found = (path.relative_to(scratch).as_posix() for path in scratch.rglob("*") if path.is_file())
    return sorted(path for path in found if path != "lock" and not path.startswith("locks/"))


def kills(count: int, folder: Path) -> bool:
    """Kill a writer at random moments; every promised release must be there, and the next writer needs no repair."""
    root, rng = folder / "archive", random.Random(7)
    promised = invalid = lost = unfinished = 0
    for _ in range(count):
        process = writer(root, "harbour")
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.random() * 0.4)
        process.send_signal(signal.SIGKILL)
        said = process.stdout.read().split()
        process.wait()
        promised = max([promised, *(int(word) for word in said if word.isdigit())])
        found = verify(root)
        invalid += not found.good
        unfinished += bool(found.notes)
        lost += len(Archive.at(root).releases("harbour")) < promised
    release_of(Archive.at(root), "9999.0")
    after = verify(root)
    left = left_in(root) + list(after.notes)
    print(f"kills {count}: promised {promised}, lost {lost}, invalid {invalid}, unfinished when looked at {unfinished}")
    print(f"left after the next release: {len(left)}")
    return not (lost or invalid or left or not after.good)


def releases(count: int, folder: Path) -> bool:
    """Kill `stagebrief release` itself, with TeX, at random moments; go on with the same command.

    Every second kill comes when it says that it writes into the archive, or within the next tenths of a second.
    """
    root, rng = folder / "archive", random.Random(11)
    content = folder / "small"
    shutil.copytree(SMALL, content)
    command = [Path(sys.executable).with_name("stagebrief"), "release", content, "--archive", root, "--no-toolchain"]
    command += ["--target", "brief", "--no-tags", "--verbose"]
    began = time.monotonic()
    subprocess.run([*map(str, command), "--version", "0.1"], check=True, capture_output=True)
    whole = time.monotonic() - began
    invalid = lost = done = refused = halfway = 0
    version = promised = 1
    for number in range(count):
        version += 1
        process = subprocess.Popen(
            [*map(str, command), "--version", f"1.{version}"], start_new_session=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        if number % 2:
            assert process.stderr is not None
            any("adding the release" in line for line in process.stderr)
            time.sleep(rng.random() ** 2 * 0.3)
        else:
            time.sleep(rng.random() * whole)
        process.kill()
        said = process.communicate()[0]
        told = "released small" in said
        done += told
        refused += process.returncode > 0
        found = verify(root)
        invalid += not found.good
        halfway += bool(found.notes)
        there = len(Archive.at(root).releases("small"))
        lost += there < promised + told
        promised = there
    subprocess.run([*map(str, command), "--version", "9999.0"], check=True, capture_output=True)
    after, left = verify(root), left_in(root)
    print(f"kills of stagebrief release {count}: whole all the same {promised - 1}, told of {done}, lost {lost}")
    print(f"unfinished when looked at {halfway}, refused {refused}, invalid {invalid}, left {left}")
    return not (refused or lost or invalid or left or after.notes or not after.good)


@contextmanager
def small_disk(size: int, folder: Path) -> Iterator[Path]:
    """A file system of so many kilobytes."""
    mount = folder / "disk"
    mount.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(mount)], check=True)
    try:
        yield mount
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def disks(count: int, folder: Path) -> bool:
    """Add releases until the disk is full; the archive is valid, and goes on when there is room again."""
    from stagebrief import UsageError  # noqa: PLC0415

    invalid = stuck = full = 0
    for number in range(count):
        with small_disk(120 + 20 * number, folder) as mount:
            root = mount / "archive"
            ballast = mount / "ballast"
            ballast.write_bytes(b"x" * 40_000)
            there = 0
            try:
                for version in range(1, 200):
                    release_of(Archive.made_at(root), f"{version}.0", "y" * 997 + str(version))
                    there = version
            except (UsageError, OSError):
                full += 1
            ballast.unlink()
            found = verify(root)
            invalid += not found.good or len(Archive.at(root).releases("harbour")) != there
            release_of(Archive.at(root), "9999.0")
            after = verify(root)
            stuck += not after.good or bool(after.notes) or bool(left_in(root))
    print(f"disks {count}: full {full}, invalid {invalid}, needing a repair {stuck}")
    return full == count and not (invalid or stuck)


def publishers(count: int, folder: Path) -> bool:
    """Eight publishers of one brief and of eight, each with so many releases, at once."""
    root = folder / "archive"
    Archive.made_at(root)
    names = ["harbour" if number % 2 else f"pier-{number}" for number in range(8)]
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from archivecases import release_of\n"
        "from stagebrief.archive.store import Archive\n"
        "archive = Archive.at(Path(sys.argv[2]))\n"
        "for _ in range(int(sys.argv[4])):\n"
        "    with archive.publishing(sys.argv[3]):\n"
        "        number = len(archive.releases(sys.argv[3])) + 1\n"
        "        release_of(archive, f'{number}.0', str(number), sys.argv[3])\n"
    )
    arguments = [sys.executable, "-c", code, str(ROOT / "tests"), str(root)]
    began = time.monotonic()
    running = [subprocess.Popen([*arguments, name, str(count)]) for name in names]
    failed = sum(process.wait() != 0 for process in running)
    found = verify(root)
    there = len(all_releases(Archive.at(root)))
    print(f"publishers 8 x {count}: {there} releases in {time.monotonic() - began:.1f} s, failed {failed}")
    return failed == 0 and there == 8 * count and found.good and not left_in(root)


def thousand(count: int, folder: Path) -> bool:
    """So many releases of 20 briefs: size, and the time of a release, of listing and of verifying."""
    root = folder / "archive"
    archive = Archive.made_at(root)
    began = time.monotonic()
    for number in range(count):
        release_of(archive, f"{number // 20 + 1}.0", f"{number}" * 200, f"brief-{number % 20}")
    adding = (time.monotonic() - began) / count
    began = time.monotonic()
    listed = len(all_releases(archive))
    listing = time.monotonic() - began
    began = time.monotonic()
    found = verify(root)
    verifying = time.monotonic() - began
    whole = sum(product.size for item in all_releases(archive) for product in item.manifest.blobs())
    print(f"{listed} releases of 20 briefs: {found.size:,} bytes in the archive, {whole:,} bytes in their files")
    print(f"a release {adding * 1000:.1f} ms, list {listing:.2f} s, verify {verifying:.2f} s")
    return found.good and listed == count


CAMPAIGNS = {"kills": (kills, 200), "releases": (releases, 200), "disks": (disks, 50), "publishers": (publishers, 20),
             "thousand": (thousand, 1000)}  # fmt: skip


def main(names: list[str]) -> int:
    """Run the campaigns that are named, or all."""
    count = int(names.pop()) if names and names[-1].isdigit() else 0
    good = True
    for name in names or CAMPAIGNS:
        campaign, usual = CAMPAIGNS[name]
        with tempfile.TemporaryDirectory(prefix="stagebrief-") as folder:
            good &= campaign(count or usual, Path(folder))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
