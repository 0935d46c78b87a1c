"""Where a session listens: a socket that only this user reaches, named after all that its answers depend on."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

from stagebrief.caches import cache_folder
from stagebrief.compile.limits import VARIABLES
from stagebrief.compile.record import tools_of
from stagebrief.compile.sandbox import VARIABLE
from stagebrief.compile.system import KEPT
from stagebrief.load.theme import VARIABLES as OF_THEMES

LONGEST = 100
"""Bytes that the path of a socket may have on every system."""

MATTERS = (*KEPT, "LANG", "LC_ALL", "LC_CTYPE", "XDG_CACHE_HOME", VARIABLE, *VARIABLES, *OF_THEMES)
"""Variables on which a build depends."""


def address_of(content: Path, output: Path) -> Path:
    """The socket of the session for these folders, this version of the tool, these programs and fonts."""
    environment = {name: os.environ.get(name, "") for name in MATTERS}
    parts = [str(content.resolve()), str(output.resolve()), environment, tools_of()]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return sockets_folder() / f"{digest[:32]}.socket"


def sockets_folder() -> Path:
    """A folder that nobody else may enter, with a path short enough for sockets."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folder = (Path(runtime) / "stagebrief") if runtime and Path(runtime).is_dir() else cache_folder() / "sessions"
    if len(os.fsencode(folder)) + 40 > LONGEST:
        folder = Path(tempfile.gettempdir()) / f"stagebrief-sessions-{os.getuid()}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
    return folder
