"""What can be wrong with an archive or with a call about it, said as diagnostics."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stagebrief.diagnostics import Diagnostic, Span, error
from stagebrief.spelling import near_names


def no_archive(root: Path) -> Diagnostic:
    """The folder is no archive."""
    if not root.exists():
        hint = "name the archive's folder with --archive; `stagebrief release` makes one"
        return error("archive-exists", f"there is no archive {root}", None, hint)
    hint = "name an archive's folder, or for a new one a folder that is empty or not there"
    return error("archive-exists", f"{root} is no archive", None, hint)


def closed(path: Path, reason: str, *, write: bool = False) -> Diagnostic:
    """Something in the archive cannot be read or written."""
    if write:
        hint = "look at permissions and free space; the archive is as it was, and the same command can be given again"
        return error("archive-is-writable", f"the archive {path} cannot be written: {reason}", None, hint)
    hint = "run `stagebrief archive verify`, and restore the file from a copy of the archive"
    return error("archive-is-whole", f"{path}: {reason}", None, hint)


def not_a_version(text: str) -> Diagnostic:
    """The text is no version."""
    return error(
        "version-is-a-version", f"'{text}' is no version", None, "write a version such as 1.0.0 or 1.1.0-draft"
    )


def version_is_there(version: str, name: str) -> Diagnostic:
    """The version has been released."""
    hint = "releases are never changed; give the new edition a higher version"
    return error("version-is-new", f"version {version} of {name} has been released already", None, hint)


def version_is_lower(version: str, last: str, name: str) -> Diagnostic:
    """The version is lower than the last."""
    hint = "give it a higher version, or say --allow-lower if it is a correction of an old edition"
    return error("version-is-higher", f"version {version} of {name} is lower than the last, {last}", None, hint)


def no_name(folder: str) -> Diagnostic:
    """The folder's name gives no name for the archive."""
    hint = "name it with --name, in letters, digits, dots and hyphens"
    return error("name-is-plain", f"'{folder}' cannot be a brief's name in an archive", None, hint)


def no_release(wanted: str, known: Sequence[str]) -> Diagnostic:
    """No release is called so."""
    near = near_names(wanted, list(known))
    if near:
        hint = f"did you mean '{near}'?"
    else:
        hint = f"there are {', '.join(known[-8:])}" if known else "nothing has been released yet"
    return error("release-exists", f"there is no release '{wanted}'", None, hint)


def taken(folder: Path) -> Diagnostic:
    """Something of that name is there, and is not to be written over."""
    return error("folder-is-empty", f"{folder} is there already", None, "name a folder that is not there")


def archive_inside(root: Path, content: Path) -> Diagnostic:
    """The archive lies within the content."""
    hint = "name a folder beside the content"
    return error("archive-is-elsewhere", f"the archive {root} lies in the content folder {content}", None, hint)


def damaged(path: str, message: str) -> Diagnostic:
    """A file of the archive, named from its folder, is not as it was released."""
    hint = "restore the file from a copy of the archive"
    return error("archive-is-whole", message, Span(path), hint)


def other_bytes(path: Path, message: str) -> Diagnostic:
    """A PDF that was made again differs from the released one."""
    hint = "rebuild with the TeX of then: `--tools stored`, or a machine that has it"
    return error("rebuild-is-same", f"{path.name}: {message}", None, hint)
