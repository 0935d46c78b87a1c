"""Where things are in an archive; docs/archive.md describes it for those who read one without stagebrief."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

MARKER = "stagebrief-archive.txt"
BLOBS = "blobs"
RELEASES = "releases"
SCRATCH = ".stagebrief"
"""What is being written, and locks: no part of the archive."""

MANIFEST, SUMS = ".json", ".sha512"
SIGNATURES = {".sig": "ssh", ".minisig": "minisign", ".ots": "opentimestamps"}

DIGEST = re.compile(r"[0-9a-f]{128}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
RELEASE = re.compile(r"(?P<number>[0-9]{4,6})(?P<suffix>\.json|\.sha512|\.sig|\.minisig|\.ots)")

MARKER_TEXT = """\
This folder is an archive of released PDFs, format 1.

Nothing in it is ever changed; releases are only added. Every file below blobs/ is named by the SHA-512 digest of
its bytes, so it proves itself. releases/NAME/0001.json says what the first release of NAME consists of, and
releases/NAME/0001.sha512 lists the digests of that file and of its blobs. To verify all of it, here, with
sha512sum alone:

  sha512sum --quiet --check releases/*/*.sha512
  find blobs -type f | sed 's|.*/\\(.*\\)|\\1  &|' | sha512sum --quiet --check

Each command prints nothing and ends with 0 if all is well. The folder .stagebrief, if there is one, is no part of
the archive.
"""


GIT = (".git", ".gitattributes", ".gitignore")
"""What git and git-annex keep beside an archive."""


def is_plain(root: Path, path: Path) -> bool:
    """Whether something is a file itself, or one that git-annex keeps for the archive."""
    if path.is_symlink():
        objects = (root / ".git" / "annex" / "objects").resolve()
        return path.is_file() and path.resolve().is_relative_to(objects)
    return path.is_file()


def blob_path(root: Path, digest: str) -> Path:
    """Where the bytes with that digest are."""
    return root / BLOBS / digest[:2] / digest


def blob_name(digest: str) -> str:
    """The path of a blob below the archive."""
    return f"{BLOBS}/{digest[:2]}/{digest}"


def release_stem(name: str, number: int) -> str:
    """The path of a release's files below the archive, without what they end with."""
    return f"{RELEASES}/{name}/{number:04d}"


def name_from(folder: str) -> str:
    """A brief's name in the archive from its folder's; empty if it has no letters or digits of ASCII."""
    plain = unicodedata.normalize("NFKD", folder).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._")[:80]
