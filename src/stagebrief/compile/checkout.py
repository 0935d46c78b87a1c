"""What git says of a content folder: the commit that it stands at, and what differs from it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

HARMLESS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
ALONE = "--ignore-submodules=all"
"""Repositories within this one have settings of their own."""

PATIENCE = 30.0
"""Seconds to wait for git."""


@dataclass(frozen=True, slots=True)
class GitState:
    """The commit (empty before the first), the branch (empty if none), and the files of the folder that differ."""

    commit: str
    branch: str
    changed: tuple[str, ...]


def git_state(folder: Path) -> GitState | None:
    """The state of the repository that the folder lies in; None if it lies in none, or there is no git."""
    if git(folder, "rev-parse", "--is-inside-work-tree") != b"true\n":
        return None
    if git(folder, "check-ignore", "--quiet", ".") is not None:
        return None  # a folder that git is told to ignore is no part of the repository
    commit = (git(folder, "rev-parse", "--verify", "HEAD") or b"").decode().strip()
    branch = (git(folder, "symbolic-ref", "--quiet", "--short", "HEAD") or b"").decode("utf-8", "replace").strip()
    listed = git(folder, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", ALONE, "--", ".")
    top = (git(folder, "rev-parse", "--show-prefix") or b"").decode("utf-8", "replace").strip("\n")
    lines = (listed or b"").decode("utf-8", "replace").split("\0")
    return GitState(commit, branch, tuple(sorted(line[3:].removeprefix(top) for line in lines if line)))


def git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints in that folder; None if it fails. It runs nothing that the repository's settings name."""
    found = shutil.which("git")
    if found is None:
        return None
    return answer_of([found, *HARMLESS, *without_filters(found, folder), *arguments], folder)


def without_filters(program: str, folder: Path) -> list[str]:
    """Options that empty the programs which the repository itself, and not its user, sets to look at files through."""
    listed = answer_of([program, *HARMLESS, "config", "--show-scope", "--null", "--get-regexp", r"^filter\."], folder)
    fields = (listed or b"").decode("utf-8", "replace").split("\0")
    names = {entry.partition("\n")[0] for scope, entry in pairwise(fields) if scope in {"local", "worktree"}}
    return [word for name in sorted(names) for word in ("-c", f"{name}=")]


def answer_of(command: list[str], folder: Path) -> bytes | None:
    """What a program prints in that folder; None if it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        run = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return run.stdout if run.returncode == 0 else None
